"""Opening a database, transactions, and what is said to people when it can't be used."""

import asyncio
import os
import re
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import delete, make_url, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import channels, chats, posts
from storage.connecting import address, location, reader
from storage.database import Database, Unusable
from storage.tables import channels as channels_table
from tests.storage.samples import NOW, channel, chat, post, stored


async def cursor_of(conn: AsyncConnection, channel_id: int = 1) -> int | None:
    """Reads as a verb that decides on what it read must: on PostgreSQL it locks the row."""
    row = select(channels_table.c.cursor).where(channels_table.c.channel_id == channel_id).with_for_update()
    cursor: int | None = await conn.scalar(row)
    return cursor


async def count_one(db: Database) -> None:
    async with db.writing() as conn:
        before = await cursor_of(conn) or 0
        await asyncio.sleep(0)
        await conn.execute(update(channels_table).values(cursor=before + 1))


async def test_two_hundred_writers_at_once_lose_no_update(db: Database) -> None:
    await db.write(channels.put, channel())
    async with asyncio.TaskGroup() as group:
        for _ in range(200):
            group.create_task(count_one(db))
    assert await db.write(cursor_of) == 200


async def test_two_open_databases_of_one_file_lose_no_update(sqlite_url: str) -> None:
    async with Database.open(sqlite_url) as one, Database.open(sqlite_url) as other:
        await one.write(channels.put, channel())
        async with asyncio.TaskGroup() as group:
            for number in range(40):
                group.create_task(count_one((one, other)[number % 2]))
        assert await one.write(cursor_of) == 40


async def test_writers_are_served_in_the_order_of_their_asking(sqlite_db: Database) -> None:
    served = []

    async def note(_: AsyncConnection, number: int) -> None:
        served.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(sqlite_db.write(note, number))
    assert served == list(range(20))


async def test_posts_and_cursor_are_stored_together_or_not_at_all(db: Database) -> None:
    async def save_and_crash(conn: AsyncConnection) -> None:
        await posts.save(conn, channel(), [post(1), post(2)], 2, NOW, backlog=False)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await db.write(save_and_crash)
    counted = await db.read(posts.counts)
    assert (counted.posts, counted.revisions, counted.channels) == (0, 0, 0)


async def test_a_cancelled_writer_leaves_nothing_and_does_not_block_the_next(db: Database) -> None:
    started = asyncio.Event()

    async def hang() -> None:
        async with db.writing() as conn:
            await channels.put(conn, channel(1))
            started.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await started.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await stored(db, post(1, channel_id=2))
    assert (await db.read(posts.counts)).channels == 1


async def test_a_write_that_is_cancelled_has_ended_before_the_next_begins(sqlite_db: Database) -> None:
    started, served = threading.Event(), []

    async def slowly(_: AsyncConnection) -> None:
        started.set()
        threading.Event().wait(0.05)  # in the connection's thread
        served.append("first")

    async def note(_: AsyncConnection) -> None:
        served.append("second")

    first = asyncio.create_task(sqlite_db.write(slowly))
    await asyncio.to_thread(started.wait)
    first.cancel()
    await sqlite_db.write(note)
    with pytest.raises(asyncio.CancelledError):
        await first
    assert served == ["first", "second"]


async def test_a_verb_that_waits_for_something_else_is_refused_and_leaves_nothing(sqlite_db: Database) -> None:
    async def dawdle(conn: AsyncConnection) -> None:
        await channels.put(conn, channel(1))
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waited for something else"):
        await sqlite_db.write(dawdle)
    assert (await sqlite_db.read(posts.counts)).channels == 0


async def test_a_verb_may_write_while_it_goes_through_what_it_read(db: Database) -> None:
    async def renumber(conn: AsyncConnection) -> None:
        for row in await conn.execute(select(channels_table).order_by(channels_table.c.channel_id)):
            await channels.put(conn, channel(row.channel_id + 2))
            await conn.execute(delete(channels_table).where(channels_table.c.channel_id == row.channel_id))

    for number in (1, 2):
        await db.write(channels.put, channel(number))
    await db.write(renumber)
    assert await db.read(stored_channels) == [3, 4]


async def stored_channels(conn: AsyncConnection) -> list[int]:
    return list(await conn.scalars(select(channels_table.c.channel_id).order_by(channels_table.c.channel_id)))


async def test_a_file_that_can_not_be_opened_leaves_no_thread_behind(tmp_path: Path) -> None:
    gone = reader(address(f"sqlite:///{tmp_path}/gone/seinpost.db"))
    before = set(threading.enumerate())
    with pytest.raises(OperationalError):
        await gone.carry(posts.counts)
    for thread in set(threading.enumerate()) - before:
        await asyncio.to_thread(thread.join, 5)
        assert not thread.is_alive()


async def test_a_lasting_write_waits_for_the_disk(sqlite_db: Database) -> None:
    async def safety(conn: AsyncConnection) -> object:
        return (await conn.exec_driver_sql("PRAGMA synchronous")).scalar()

    assert await sqlite_db.write(safety) == 1  # NORMAL: at checkpoints
    assert await sqlite_db.write_lasting(safety) == 2  # FULL: at each commit


async def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError):
        await db.read(channels.put, channel())


async def test_a_read_goes_on_while_another_writes(db: Database) -> None:
    await stored(db, post(1))
    async with db.writing() as conn:
        await posts.save(conn, channel(), [post(2)], 2, NOW, backlog=False)
        assert (await db.read(posts.counts)).posts == 1


async def test_a_read_sees_the_database_as_it_was_at_one_moment(db: Database) -> None:
    await stored(db, post(1))

    async with db.reading() as conn:
        assert (await posts.counts(conn)).posts == 1
        await stored(db, post(2))
        assert (await posts.counts(conn)).posts == 1
    assert (await db.read(posts.counts)).posts == 2


async def test_the_same_posts_saved_by_many_at_once_are_stored_once(db: Database) -> None:
    counted = await asyncio.gather(*(stored(db, post(1), post(2)) for _ in range(8)))
    assert sorted(counted) == [0] * 7 + [2]


async def test_a_moment_without_a_time_zone_is_refused(db: Database) -> None:
    naive = datetime(2024, 3, 12, 9, 30)  # noqa: DTZ001 - what is refused
    with pytest.raises(StatementError, match="time zone"):
        await stored(db, post(1, published_at=naive))


async def test_a_moment_comes_back_in_utc(db: Database) -> None:
    summer = timezone(timedelta(hours=3))
    await stored(db, post(1, published_at=datetime(2024, 3, 12, 12, 30, tzinfo=summer)))
    [revision] = await db.read(posts.unmatched, 1)
    assert revision.post.published_at == NOW
    assert revision.post.published_at.tzinfo is UTC


async def test_an_error_of_the_database_does_not_carry_post_text(db: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        await db.read(posts.save, channel(), [post(1, "a text nobody may log")], 1, NOW, backlog=False)
    assert "nobody may log" not in str(caught.value)


async def test_what_was_written_is_there_after_a_restart(database_url: str) -> None:
    async with Database.open(database_url) as db:
        await db.write(chats.put, chat(500))
    async with Database.open(database_url) as db:
        assert await db.read(chats.get, 500) == chat(500)


# --- what is said to people -------------------------------------------------------------------------------------------


async def refusal(url: str) -> str:
    with pytest.raises(Unusable) as caught:
        async with Database.open(url):
            pass
    return str(caught.value)


async def test_the_folder_of_a_new_database_is_created(tmp_path: Path) -> None:
    file = tmp_path / "var" / "deeper" / "seinpost.db"
    async with Database.open(f"sqlite:///{file}") as db:
        assert db.location == str(file)
    assert file.exists()


async def test_a_corrupt_file_is_named_with_the_mend(tmp_path: Path) -> None:
    file = tmp_path / "seinpost.db"
    file.write_bytes(b"this was a database once" * 200)
    said = await refusal(f"sqlite:///{file}")
    assert said.startswith(f"{file} is damaged or no database")
    assert "move it away" in said
    assert file.read_bytes().startswith(b"this was")


async def test_a_corrupt_file_with_a_copy_beside_it_names_the_copy(tmp_path: Path) -> None:
    (tmp_path / "seinpost.db").write_bytes(b"this was a database once" * 200)
    (tmp_path / "seinpost.db.before-0002").write_bytes(b"")
    assert str(tmp_path / "seinpost.db.before-0002") in await refusal(f"sqlite:///{tmp_path}/seinpost.db")


async def test_a_truncated_file_is_named_with_the_mend(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "seinpost.db"
    file.write_bytes(file.read_bytes()[:5000])
    assert "is damaged" in await refusal(sqlite_url)


async def test_a_place_that_cannot_be_written_is_named_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")
    said = await refusal(f"sqlite:///{tmp_path}/var/seinpost.db")
    assert said.startswith(f"{tmp_path}/var/seinpost.db can't be opened or written")
    assert "name another file" in said


async def test_a_file_without_the_right_to_write_is_noticed_at_the_start(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write everything, so the answer of the system is set instead of the file's mode
    monkeypatch.setattr("storage.database.os.access", lambda path, _: not str(path).endswith("seinpost.db"))
    assert "no right to write" in await refusal(sqlite_url)


async def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    assert (await refusal(f"sqlite:///{tmp_path}")).startswith(f"{tmp_path} can't be opened")


async def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "account.session"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE sessions (dc_id integer)")
    before = content(file)
    assert "another program" in await refusal(f"sqlite:///{file}")
    assert content(file) == before


async def test_a_database_held_by_another_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.connecting.BUSY_MILLISECONDS", 10)
    file = tmp_path / "seinpost.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "held by another program" in await refusal(f"sqlite:///{file}")


@pytest.mark.parametrize("url", ["mysql://reporter:secret@host/name", "postgresql+asyncpg://reporter:secret@host/name"])
async def test_an_unknown_driver_is_refused_with_what_can_be_written(url: str) -> None:
    said = await refusal(url)
    assert "secret" not in said
    assert "postgresql+psycopg://" in said


@pytest.mark.parametrize("url", ["", "seinpost.db", "sqlite://", "sqlite:///:memory:"])
async def test_an_address_without_a_file_is_refused_with_what_can_be_written(url: str) -> None:
    assert "sqlite:///var/seinpost.db" in await refusal(url)


async def test_a_server_that_is_away_is_named_without_its_password(unused_tcp_port: int) -> None:
    said = await refusal(f"postgresql://reporter:secret@127.0.0.1:{unused_tcp_port}/seinpost")
    assert said.startswith(f"postgresql+psycopg://reporter:***@127.0.0.1:{unused_tcp_port}/seinpost does not answer")
    assert "secret" not in said
    assert "Start the server" in said


async def test_a_database_that_the_server_does_not_have_is_named(postgres_url: str) -> None:
    missing = re.sub(r"seinpost_\d+", "seinpost_missing", postgres_url)
    assert 'database "seinpost_missing" does not exist' in await refusal(missing)


async def test_a_sqlite_database_lets_readers_and_a_writer_work_side_by_side(sqlite_db: Database) -> None:
    async def mode(conn: AsyncConnection) -> object:
        return await conn.scalar(text("PRAGMA journal_mode"))

    assert await sqlite_db.read(mode) == "wal"


# --- only looking ---------------------------------------------------------------------------------------------------


async def test_who_only_looks_reads_beside_a_writer_and_can_write_nothing(database_url: str) -> None:
    async with Database.open(database_url) as working, Database.look(database_url) as looking:
        await working.write(channels.put, channel())
        async with working.writing() as conn:
            await channels.put(conn, channel(2))
            assert await looking.read(channels.get, 1) == channel()
            assert await looking.read(channels.get, 2) is None
        with pytest.raises(DBAPIError):
            await looking.read(channels.put, channel(3))


def content(file: Path) -> bytes:
    return file.read_bytes()


async def test_who_only_looks_leaves_the_file_as_it_is(sqlite_url: str, tmp_path: Path) -> None:
    file = Path(shutil.move(sqlite_url.partition("///")[2], tmp_path / "odd # name.db"))
    before = content(file)
    async with Database.look(f"sqlite:///{file}") as looking:
        assert await looking.read(channels.get, 1) is None
        with pytest.raises(DBAPIError):
            await looking.write(channels.put, channel())
    assert content(file) == before


async def test_there_is_nothing_to_look_at_before_the_first_start(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"seinpost\.db is not there yet\. Start with `seinpost run`"):
        async with Database.look(f"sqlite:///{tmp_path}/seinpost.db"):
            pass
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - in an async test pathlib would be called blocking


async def test_an_older_database_is_not_brought_up_to_date_by_looking(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as old:
        old.execute("CREATE TABLE alembic_version (version_num text)")
        old.execute("INSERT INTO alembic_version VALUES ('0001')")
        old.commit()
    with pytest.raises(Unusable, match="older version"):
        async with Database.look(f"sqlite:///{tmp_path}/old.db"):
            pass


def test_where_a_database_is_is_told_without_any_password() -> None:
    url = make_url("postgresql+psycopg://desk:p%40ss@db/x?host=/run&sslpassword=pier&password=quay")
    assert location(url) == "postgresql+psycopg://desk:***@db/x?host=%2Frun"
    with pytest.raises(Unusable, match="names no database") as told:
        address("postgresql+mystery://desk:p%40ss@db/x?password=quay")
    assert not [one for one in ("p%40ss", "p@ss", "quay") if one in str(told.value)]


def test_an_address_with_a_port_that_is_no_number_is_refused_and_not_repeated() -> None:
    with pytest.raises(Unusable, match="The database address names no database") as told:
        address("postgresql+psycopg://desk:p%40ss@[::1/x")
    assert "p%40ss" not in str(told.value)

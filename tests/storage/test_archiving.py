"""Copies of the database: whole while somebody writes, refused when they are not, put back with nothing lost."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bot.commands.evidence import walked
from storage import backups, reading
from storage.archiving import Copy, back_up, put_back
from storage.database import Database, Unusable
from storage.migrating import SCRIPTS, ready_to_fill
from storage.reading import BEGINNING, Choice
from storage.watching import Backups
from tests import postgres
from tests.storage.samples import HOUR, MINUTE, NOW, post, stored

NEWEST = max(SCRIPTS.glob("versions/v0*.py")).name[1:5]


def modes(folder: Path) -> set[int]:
    return {file.stat().st_mode & 0o777 for file in folder.iterdir()}


def left_over(folder: Path) -> list[Path]:
    """Files that a restore makes."""
    return [*folder.glob("*before-restore*"), *folder.glob(".*.part")]


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def told(url: str) -> list[tuple[int, str]]:
    async with Database.open(url) as db:
        page = await db.read(reading.page, 1, BEGINNING, 10_000, Choice(history=True))
    return [(one.post.post_id, one.post.text) for one in page]


async def test_a_copy_is_whole_counted_and_nobody_else_s_to_read(sqlite_url: str, tmp_path: Path) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, post(1, "a"), post(2, "b"))
        await stored(db, post(1, "c", edited_at=NOW))
        copy = await asyncio.to_thread(back_up, sqlite_url, tmp_path / "copies" / "one.db")
    assert (copy.posts, copy.revisions, copy.step) == (2, 3, NEWEST)
    assert [file.name for file in copy.file.parent.iterdir()] == ["one.db"]
    assert modes(copy.file.parent) == {0o600}
    assert await told(f"sqlite:///{copy.file}") == await told(sqlite_url)


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
async def test_the_database_is_not_replaced_by_its_own_copy(sqlite_url: str, ending: str) -> None:
    file = file_of(sqlite_url)
    async with Database.open(sqlite_url) as db:
        await stored(db, post(1, "a"))
        with pytest.raises(Unusable, match="is the database itself"):
            await asyncio.to_thread(back_up, sqlite_url, file.parent / ".." / file.parent.name / f"{file.name}{ending}")
        await stored(db, post(2, "b"))
    assert await told(sqlite_url) == [(1, "a"), (2, "b")]


@pytest.mark.parametrize("folder", [".", "/"])
def test_a_folder_is_no_file_to_copy_to(sqlite_url: str, folder: str) -> None:
    with pytest.raises(Unusable, match="is a folder"):
        back_up(sqlite_url, Path(folder))


async def test_what_is_no_file_is_not_replaced_by_a_copy(sqlite_db: Database, sqlite_url: str, tmp_path: Path) -> None:
    device = tmp_path / "null"
    os.mkfifo(device)
    with pytest.raises(Unusable, match="or a device"):
        back_up(sqlite_url, device)
    assert device.is_fifo()


async def test_a_copy_takes_the_place_of_an_earlier_one_and_of_nothing_else(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    notes, copy = tmp_path / "notes.md", tmp_path / "copy.db"
    notes.write_text("what I know", encoding="utf-8")
    with pytest.raises(Unusable, match="would be written over"):
        back_up(sqlite_url, notes)
    assert notes.read_text(encoding="utf-8") == "what I know"
    copy.touch()
    for _ in range(2):
        assert back_up(sqlite_url, copy).file == copy


async def test_what_is_copied_while_posts_are_stored_is_a_moment_of_it(sqlite_url: str, tmp_path: Path) -> None:
    stop, more = asyncio.Event(), asyncio.Event()

    async def store(db: Database) -> None:
        number = 0
        while not stop.is_set():
            await stored(db, *(post(id_, f"post {id_}") for id_ in range(number + 1, number + 21)))
            number += 20
            more.set()

    async with Database.open(sqlite_url) as db:
        writing = asyncio.create_task(store(db))
        copies: list[Copy] = []
        for name in "abcd":
            more.clear()
            await more.wait()
            copies.append(await asyncio.to_thread(back_up, sqlite_url, tmp_path / f"{name}.db"))
        stop.set()
        await writing
    everything = await told(sqlite_url)
    for copy in copies:
        assert copy.posts is not None
        assert copy.posts % 20 == 0  # no transaction is there by half
        restored = f"sqlite:///{tmp_path}/restored-{copy.file.name}"
        assert put_back(restored, copy.file, NOW).copy.posts == copy.posts
        assert await told(restored) == everything[: copy.posts]
        async with Database.open(restored) as db:
            walk = await walked(db, 1)
            assert (walk.place, walk.faults) == (copy.posts, [])


async def test_what_was_there_is_kept_beside(sqlite_url: str, tmp_path: Path) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, post(1, "old"))
    copy = back_up(sqlite_url, tmp_path / "copy.db")
    async with Database.open(sqlite_url) as db:
        await stored(db, post(2, "new"))
    done = put_back(sqlite_url, copy.file, NOW)
    assert await told(sqlite_url) == [(1, "old")]
    assert done.kept == file_of(sqlite_url).with_name("seinpost.db.before-restore-20240312T093000Z")
    assert await told(f"sqlite:///{done.kept}") == [(1, "old"), (2, "new")]
    assert file_of(sqlite_url).stat().st_mode & 0o777 == 0o600


async def test_while_a_program_uses_the_database_nothing_is_put_back(sqlite_url: str, tmp_path: Path) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, post(1, "old"))
        copy = await asyncio.to_thread(back_up, sqlite_url, tmp_path / "copy.db")
        await stored(db, post(2, "new"))
        with pytest.raises(Unusable, match=r"is in use: stop the lookout, then restore again\.$"):
            await asyncio.to_thread(put_back, sqlite_url, copy.file, NOW)
        await stored(db, post(3, "newer"))
    assert [number for number, _ in await told(sqlite_url)] == [1, 2, 3]
    assert left_over(tmp_path) == []


async def test_a_damaged_database_gives_way_to_a_copy(sqlite_url: str, tmp_path: Path) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, post(1, "old"))
    copy = back_up(sqlite_url, tmp_path / "copy.db")
    file_of(sqlite_url).write_bytes(b"nothing of a database" * 999)
    with pytest.raises(Unusable, match="can't be copied"):
        back_up(sqlite_url, tmp_path / "another.db")
    put_back(sqlite_url, copy.file, NOW)
    assert await told(sqlite_url) == [(1, "old")]


async def test_the_log_of_a_database_that_was_moved_away_is_not_read_into_the_copy(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, post(1, "old"))
    copy, file = back_up(sqlite_url, tmp_path / "copy.db"), file_of(sqlite_url)
    async with Database.open(sqlite_url) as db:
        await stored(db, post(2, "new"))
        log = file.with_name(f"{file.name}-wal").read_bytes()
    file.rename(tmp_path / "damaged.db")
    file.with_name(f"{file.name}-wal").write_bytes(log)
    done = put_back(sqlite_url, copy.file, NOW)
    assert await told(sqlite_url) == [(1, "old")]
    assert done.kept is not None
    assert done.kept.read_bytes() == log


@pytest.mark.parametrize("found", ["nothing", "text", "another program", "a damaged page", "a newer version"])
async def test_what_is_no_good_copy_is_refused_and_changes_nothing(sqlite_url: str, tmp_path: Path, found: str) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, *(post(number, "x" * 500) for number in range(1, 200)))
    copy = tmp_path / "copy.db"
    FOUND[found](sqlite_url, copy)
    before = file_of(sqlite_url).read_bytes()
    with pytest.raises(Unusable, match=r"\.$"):
        put_back(sqlite_url, copy, NOW)
    assert file_of(sqlite_url).read_bytes() == before
    assert left_over(tmp_path) == []


def nothing(_url: str, _copy: Path) -> None:
    """There is no file."""


def text(_url: str, copy: Path) -> None:
    copy.write_text("posts, posts, posts " * 500)


def another(_url: str, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as conn:
        conn.execute("CREATE TABLE songs (name)")


def damaged(url: str, copy: Path) -> None:
    back_up(url, copy)
    whole = bytearray(copy.read_bytes())
    for page in range(4096 * 40, len(whole) - 4096, 4096):
        whole[page : page + 64] = b"\xff" * 64
    copy.write_bytes(whole)


def newer(url: str, copy: Path) -> None:
    back_up(url, copy)
    with closing(sqlite3.connect(copy)) as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
        conn.commit()


FOUND: dict[str, Callable[[str, Path], None]] = {
    "nothing": nothing,
    "text": text,
    "another program": another,
    "a damaged page": damaged,
    "a newer version": newer,
}


def test_of_nothing_no_copy_is_made(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="is not there yet"):
        back_up(f"sqlite:///{tmp_path}/none.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs, of the version of the tests' server."""
    monkeypatch.setenv("PATH", str(postgres.programs()), prepend=":")


@pytest.mark.usefixtures("programs")
async def test_a_dump_is_verified_and_put_back(postgres_url: str, tmp_path: Path) -> None:
    async with Database.open(postgres_url) as db:
        await stored(db, post(1, "old"))
        copy = await asyncio.to_thread(back_up, postgres_url, tmp_path / "copy.dump")
        await stored(db, post(2, "new"))
        with pytest.raises(Unusable, match="is in use: stop the lookout"):
            await asyncio.to_thread(put_back, postgres_url, copy.file, NOW)
    assert (copy.step, copy.posts) == (NEWEST, None)
    assert copy.file.stat().st_mode & 0o777 == 0o600
    done = await asyncio.to_thread(put_back, postgres_url, copy.file, NOW)
    assert await told(postgres_url) == [(1, "old")]
    assert done.kept is not None
    await asyncio.to_thread(put_back, postgres_url, done.kept, NOW + MINUTE)
    assert await told(postgres_url) == [(1, "old"), (2, "new")]


@pytest.fixture
def new_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A database in which there is nothing at all."""
    postgres_server.run("CREATE DATABASE seinpost_new")
    yield postgres_server.url("seinpost_new")
    postgres_server.run("DROP DATABASE seinpost_new WITH (FORCE)")


def told_to(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as conn:
        conn.execute(statement.encode())


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("is_begun", [False, True], ids=["nothing", "a move that was cut off"])
async def test_a_dump_is_put_back_into_a_server_that_is_new(
    postgres_url: str, new_url: str, tmp_path: Path, is_begun: bool
) -> None:
    async with Database.open(postgres_url) as db:
        await stored(db, post(1, "old"))
    copy = await asyncio.to_thread(back_up, postgres_url, tmp_path / "copy.dump")
    if is_begun:
        await asyncio.to_thread(ready_to_fill, make_url(new_url))
        told_to(new_url, "UPDATE alembic_version SET version_num = version_num || ' filling'")
    done = await asyncio.to_thread(put_back, new_url, copy.file, NOW)
    assert (done.kept, left_over(tmp_path)) == (None, [])
    assert await told(new_url) == [(1, "old")]


@pytest.mark.usefixtures("programs")
async def test_a_dump_is_put_back_in_the_place_of_no_other_program_s_tables(
    postgres_url: str, new_url: str, tmp_path: Path
) -> None:
    copy = await asyncio.to_thread(back_up, postgres_url, tmp_path / "copy.dump")
    told_to(new_url, "CREATE TABLE songs (name text)")
    with pytest.raises(Unusable, match=r"holds another program's tables\. Name an empty or new database\.$"):
        await asyncio.to_thread(put_back, new_url, copy.file, NOW)
    told_to(new_url, "SELECT name FROM songs")


@pytest.mark.usefixtures("programs")
async def test_a_dump_of_a_newer_version_is_refused_and_changes_nothing(postgres_url: str, tmp_path: Path) -> None:
    told_to(postgres_url, "UPDATE alembic_version SET version_num = '9999'")
    copy = await asyncio.to_thread(back_up, postgres_url, tmp_path / "copy.dump")
    told_to(postgres_url, f"UPDATE alembic_version SET version_num = '{NEWEST}'")
    async with Database.open(postgres_url) as db:
        await stored(db, post(1, "a"))
    with pytest.raises(Unusable, match=r"was written by a newer version of this program \(step 9999\)\. Install"):
        await asyncio.to_thread(put_back, postgres_url, copy.file, NOW)
    assert await told(postgres_url) == [(1, "a")]
    assert left_over(tmp_path) == []


def test_without_the_programs_it_is_said_what_to_install(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unusable, match=r"need the program pg_dump, which is not there\. Install"):
        back_up(postgres_url, tmp_path / "copy.dump")
    assert list(tmp_path.iterdir()) == []


# --- what is remembered of them -------------------------------------------------------------------------------------


async def test_a_failure_keeps_the_last_good_copy_in_mind(db: Database) -> None:
    assert await db.read(backups.of, "copies") is None
    await db.write(backups.made, "copies", "copies/a.db", 7, NOW, NOW + timedelta(days=1))
    await db.write(backups.failed, "copies", "the disk is full", NOW + HOUR)
    again = NOW + HOUR + backups.RETRY
    standing = Backups("copies", again, NOW, "copies/a.db", 7, "the disk is full", NOW + HOUR)
    assert await db.read(backups.of, "copies") == await db.read(backups.newest) == standing

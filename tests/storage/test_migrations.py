"""The migrations: that they build the tables, and that a database with something in it comes through one unharmed."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from bot.commands.evidence import walked
from storage import chains, chats, dumping, search
from storage.archiving import back_up_before, put_back
from storage.connecting import migrator
from storage.database import Database, Unusable
from storage.migrating import SCRIPTS, migrate
from storage.model import Media
from storage.tables import metadata
from storage.terms import Search, Term
from tests import postgres
from tests.storage.samples import NOW, chat, post, stored

NEXT_STEP = '''"""A step of the future."""

from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE lighthouses (name text)")
    {then}
'''


@pytest.fixture
def future(tmp_path: Path) -> Path:
    """The migrations of a later version of this program."""
    scripts = tmp_path / "future"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    put_step(scripts, "pass")
    return scripts


def put_step(scripts: Path, then: str) -> None:
    """After the last of our own steps comes one that ends with `then`."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    head = ScriptDirectory.from_config(config).get_current_head()
    (scripts / "versions" / "v9999_next.py").write_text(NEXT_STEP.format(head=head, then=then))


@pytest.fixture
def url(database_url: str) -> URL:
    return make_url(database_url)


def file_of(url: URL) -> Path:
    return Path(url.database or "")


def inside(url: URL, question: str) -> list[tuple[object, ...]]:
    engine = migrator(url, begin="BEGIN")
    with engine.begin() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(question)]


def test_the_migrations_build_exactly_the_tables(url: URL) -> None:
    with migrator(url, begin="BEGIN").begin() as conn:
        compared = {"compare_type": True, "compare_server_default": True, "include_name": is_no_full_text}
        context = MigrationContext.configure(conn, opts=compared)
        assert compare_metadata(context, metadata) == []


def is_no_full_text(name: str | None, kind: str, _parents: object) -> bool:
    """SQLite keeps a full-text table in tables of its own, procrastinate its jobs: they are nobody else's matter."""
    return not (kind == "table" and (name or "").startswith(("post_words", "procrastinate_")))


def test_on_sqlite_the_migrations_say_word_for_word_what_the_tables_say(sqlite_url: str, tmp_path: Path) -> None:
    # Alembic compares neither conditions of indexes nor AUTOINCREMENT; without it an id is given out again
    drawn = create_engine(f"sqlite:///{tmp_path}/drawn.db")
    metadata.create_all(drawn)
    with drawn.connect() as by_tables, migrator(make_url(sqlite_url), begin="BEGIN").connect() as by_steps:
        assert schema_of(by_steps) == schema_of(by_tables)
    drawn.dispose()


def schema_of(conn: Connection) -> dict[str, list[str]]:
    rows = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
    return {name: sorted(_clauses(sql)) for name, sql in rows if name != "alembic_version"}


def _clauses(sql: str) -> list[str]:
    # a table that a step copied has its name in quotes
    return [line.strip().rstrip(",").replace('"', "") for line in sql.splitlines() if line.strip()]


async def test_a_step_keeps_what_is_stored(database_url: str, future: Path) -> None:
    async with Database.open(database_url) as db:
        await stored(db, post(1))
        await db.write(chats.put, chat(500))
    url = make_url(database_url)
    migrate(url, future)
    assert inside(url, "SELECT name FROM lighthouses") == []
    assert inside(url, "SELECT post_id FROM revisions") == [(1,)]
    assert inside(url, "SELECT chat_id FROM chats") == [(500,)]


async def test_a_failing_step_leaves_the_database_as_it_was(database_url: str, future: Path) -> None:
    async with Database.open(database_url) as db:
        await db.write(chats.put, chat(500))
    put_step(future, 'op.execute("DELETE FROM chats"); 1 / 0')
    with pytest.raises(ZeroDivisionError):
        migrate(make_url(database_url), future)
    async with Database.open(database_url) as db:
        assert await db.read(chats.get, 500) == chat(500)


def test_migrating_twice_changes_nothing(url: URL, future: Path) -> None:
    migrate(url, future)
    migrate(url, future)
    assert inside(url, "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_a_database_of_a_newer_version_is_refused_with_the_mend(database_url: str, future: Path) -> None:
    migrate(make_url(database_url), future)
    with pytest.raises(Unusable, match=r"newer version of this program \(step 9999\)\. Install that version"):
        async with Database.open(database_url):
            pass
    assert inside(make_url(database_url), "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_posts_that_were_stored_before_they_could_be_searched_are_found(database_url: str) -> None:
    async with Database.open(database_url) as db:
        given = [post(number, f"Word{number} and bridge") for number in range(1, 703)]
        await stored(db, *given)
        await stored(db, post(1, "Now of a river", edited_at=NOW))
        await db.write(matched)
    url = make_url(database_url)
    with migrator(url).begin() as conn:
        conn.exec_driver_sql("DELETE FROM searched")
        step = import_module("storage.migrations.versions.v0013_searching")
        with Operations.context(MigrationContext.configure(conn)):
            step.fill()
    async with Database.open(database_url) as db:
        found = await db.read(search.find, Search((Term((("bridge",),)),)), 5)
        assert found.count == 701
        assert (await db.read(search.find, Search((Term((("river",),)),)), 5)).count == 1
        assert (await db.read(search.find, Search((Term((("word1",),)),)), 5)).count == 0


async def matched(conn: AsyncConnection) -> None:
    """As if the matcher had read all posts."""
    await conn.execute(text("UPDATE revisions SET stage = NULL"))


# --- the copy of the file -------------------------------------------------------------------------------------------


async def test_the_file_is_copied_before_a_step(sqlite_url: str, future: Path) -> None:
    async with Database.open(sqlite_url) as db:
        await db.write(chats.put, chat(500))
        migrate(make_url(sqlite_url), future)  # what is still in the write-ahead log is copied too
    copy = file_of(make_url(sqlite_url)).with_name("seinpost.db.before-9999")
    async with Database.open(f"sqlite:///{copy}") as db:
        assert await db.read(chats.get, 500) == chat(500)


def test_a_new_database_is_not_copied(tmp_path: Path) -> None:
    migrate(make_url(f"sqlite:///{tmp_path}/seinpost.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["seinpost.db"]


def test_a_start_without_a_step_makes_no_copy(sqlite_url: str) -> None:
    migrate(make_url(sqlite_url))
    assert list(file_of(make_url(sqlite_url)).parent.glob("*before*")) == []


def test_a_newer_database_names_the_copy_that_may_be_put_back(sqlite_url: str, future: Path) -> None:
    migrate(make_url(sqlite_url), future)
    with pytest.raises(Unusable, match=r"put back the copy .*seinpost\.db\.before-9999"):
        migrate(make_url(sqlite_url))


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs, of the version of the tests' server."""
    monkeypatch.setenv("PATH", str(postgres.programs()), prepend=":")


@pytest.fixture
def old_url(postgres_server: postgres.Server, tmp_path: Path) -> Iterator[str]:
    """A database on a server, of the version before the last step."""
    scripts = tmp_path / "past"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    max(scripts.glob("versions/v0*.py")).unlink()
    postgres_server.run("CREATE DATABASE of_the_past")
    url = postgres_server.url("of_the_past")
    migrate(make_url(url), scripts)
    yield url
    postgres_server.run("DROP DATABASE of_the_past WITH (FORCE)")


@pytest.mark.usefixtures("programs")
async def test_a_server_s_database_is_copied_into_the_folder_of_the_backups_before_a_step(
    old_url: str, tmp_path: Path
) -> None:
    before = step_of_database(old_url)
    async with Database.open(old_url, tmp_path / "copies"):
        after = step_of_database(old_url)
    async with Database.open(old_url, tmp_path / "copies"):
        pass  # nothing is to be done, so nothing is copied
    [copy] = (tmp_path / "copies").iterdir()
    assert (copy.name, copy.stat().st_mode & 0o777) == (f"of_the_past.before-{after}.dump", 0o600)
    assert dumping.step_in(copy) == before < after


@pytest.mark.usefixtures("programs")
async def test_the_copy_of_a_server_s_database_is_what_leads_back(
    postgres_url: str, future: Path, tmp_path: Path
) -> None:
    async with Database.open(postgres_url) as db:
        await db.write(chats.put, chat(500))
    url = make_url(postgres_url)
    migrate(url, future, partial(back_up_before, folder=tmp_path))
    with pytest.raises(Unusable, match=rf"put back the copy {url.database}\.before-9999\.dump of the backups' folder"):
        migrate(url)
    put_back(postgres_url, tmp_path / f"{url.database}.before-9999.dump", NOW)
    async with Database.open(postgres_url) as db:
        assert await db.read(chats.get, 500) == chat(500)


@pytest.mark.parametrize(("lacking", "mend"), [("folder", "SEINPOST_BACKUP__FOLDER"), ("program", "pg_dump")])
async def test_where_a_server_s_database_can_not_be_copied_one_line_says_how_it_could(
    old_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str, mend: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with capture_logs() as lines:
        async with Database.open(old_url, None if lacking == "folder" else tmp_path / "copies"):
            pass
    [line] = [line for line in lines if line["log_level"] == "warning"]
    assert (line["event"], mend in line["mend"]) == ("no copy made before the migration", True)
    assert not (tmp_path / "copies").exists()


async def test_a_copy_that_fails_keeps_a_server_s_database_as_it_is_and_says_how_to_go_on(
    old_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = tmp_path / "pg_dump"
    failing.write_text("#!/bin/sh\necho too old >&2\nexit 1\n")
    failing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    before = step_of_database(old_url)
    with pytest.raises(Unusable, match=r"Nothing was migrated.* too old.*leave out SEINPOST_BACKUP__FOLDER"):
        async with Database.open(old_url, tmp_path / "copies"):
            pass
    assert (step_of_database(old_url), list((tmp_path / "copies").iterdir())) == (before, [])


def step_of_database(url: str) -> str:
    [(step,)] = inside(make_url(url), "SELECT version_num FROM alembic_version")
    return str(step)


def test_a_step_that_would_leave_rows_pointing_nowhere_is_undone(sqlite_url: str, future: Path) -> None:
    statement = "INSERT INTO posts VALUES (404, 1, 1, '2024-03-12 00:00:00')"
    put_step(future, f'op.execute("{statement}")')
    with pytest.raises(Unusable, match="rows of posts that point nowhere"):
        migrate(make_url(sqlite_url), future)
    assert inside(make_url(sqlite_url), "SELECT count(*) FROM posts") == [(0,)]


async def test_a_start_does_not_wait_for_another_process_that_writes(sqlite_url: str) -> None:
    with closing(sqlite3.connect(file_of(make_url(sqlite_url)), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        migrate(make_url(sqlite_url))


async def test_what_was_stored_before_there_were_chains_is_chained(database_url: str) -> None:
    async with Database.open(database_url) as db:
        await stored(db, *(post(number, media=(Media("photo", duration=1.5),)) for number in range(1, 31)))
        await stored(db, post(7, channel_id=2), post(8, "ю", channel_id=2, edited_at=NOW, reply_to=3))
        heads = await db.read(chains.heads)
    with migrator(make_url(database_url)).begin() as conn:
        conn.exec_driver_sql("DELETE FROM chain_links")
        conn.exec_driver_sql("DELETE FROM chains")
        step = import_module("storage.migrations.versions.v0025_chains")
        with Operations.context(MigrationContext.configure(conn)):
            step.fill()
    async with Database.open(database_url) as db:
        assert await db.read(chains.heads) == heads
        assert [(await walked(db, channel_id)).faults for channel_id in (1, 2)] == [[], []]

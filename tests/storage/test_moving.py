"""Moving a whole database into another: all of it arrives, either way, also after a kill; till then, nobody uses it."""

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url, select, text

from storage import posts, search
from storage.connecting import Unusable, migrator
from storage.contents import CONTENTS, counted, rows_in
from storage.database import Database
from storage.moving import Moved, compare, move
from storage.tables import audit, claim_voices, metadata
from storage.terms import Search, Term
from tests import postgres
from tests.storage.everything import fill
from tests.storage.samples import NOW, post, stored

DIRECTIONS = [("sqlite", "postgres"), ("postgres", "sqlite"), ("sqlite", "sqlite"), ("postgres", "postgres")]


class Killed(BaseException):
    """As a kill: nothing catches it."""


@pytest.fixture(scope="module")
def filled_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with rows in every table."""
    file = tmp_path_factory.mktemp("filled") / "full.db"
    shutil.copy(migrated_file, file)
    asyncio.run(filled(f"sqlite:///{file}"))
    return file


async def filled(url: str) -> str:
    async with Database.open(url) as db:
        await fill(db)
    return url


@pytest.fixture
def full(filled_file: Path, tmp_path: Path) -> str:
    """The test's own."""
    shutil.copy(filled_file, tmp_path / "full.db")
    return f"sqlite:///{tmp_path}/full.db"


@pytest.fixture
def elsewhere(sqlite_url: str, postgres_url: str) -> dict[str, str]:
    """Empty databases."""
    return {"sqlite": sqlite_url, "postgres": postgres_url}


@pytest.fixture
def target(postgres_url: str) -> str:
    """An empty PostgreSQL database."""
    return postgres_url


@pytest.fixture(scope="module")
def moved_once(filled_file: Path, postgres_server: postgres.Server) -> str:
    """The name of a PostgreSQL database into which everything was moved."""
    postgres_server.run("CREATE DATABASE moved_once TEMPLATE seinpost_empty")
    move(f"sqlite:///{filled_file}", postgres_server.url("moved_once"), unseen)
    return "moved_once"


@pytest.fixture
def arrived(moved_once: str, postgres_server: postgres.Server) -> Iterator[str]:
    """Such a database, the test's own."""
    postgres_server.run(f"CREATE DATABASE arrived TEMPLATE {moved_once}")
    yield postgres_server.url("arrived")
    postgres_server.run("DROP DATABASE arrived WITH (FORCE)")


def unseen(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def run(url: str, *statements: str) -> None:
    with migrator(make_url(url)).begin() as conn:
        for statement in statements:
            conn.execute(text(statement))


def moved_until(source: str, target: str, page: int) -> None:
    """Moves, and is killed once that page has arrived."""
    seen = []

    def watch(what: str, done: int, total: int) -> None:
        seen.append((what, done, total))
        if len(seen) == page:
            raise Killed

    with pytest.raises(Killed):
        move(source, target, watch)


def counts(url: str) -> dict[str, int]:
    with migrator(make_url(url), begin="BEGIN").begin() as conn:
        return {of.table.name: rows_in(conn, of.table) for of in CONTENTS}


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    with migrator(make_url(url), begin="BEGIN").begin() as conn:
        tables = {table: select(table).order_by(*table.primary_key) for table in metadata.sorted_tables}
        return {table.name: [tuple(row) for row in conn.execute(rows)] for table, rows in tables.items()}


# --- everything -----------------------------------------------------------------------------------------------------


async def test_the_database_of_these_tests_leaves_no_table_empty(full: str) -> None:
    held = counts(full)
    assert [name for name, rows in held.items() if not rows] == []
    assert held.keys() == metadata.tables.keys()


@pytest.mark.parametrize(("kind", "other"), DIRECTIONS)
async def test_every_table_arrives_in_a_database_that_is_not_there_yet(
    full: str, arrived: str, postgres_server: postgres.Server, tmp_path: Path, kind: str, other: str
) -> None:
    source = full if kind == "sqlite" else arrived
    name = f"new_{kind}"
    postgres_server.run(f"CREATE DATABASE {name}")
    there = f"sqlite:///{tmp_path}/new/moved.db" if other == "sqlite" else postgres_server.url(name)
    moved = move(source, there, unseen)
    assert moved == Moved(counts(source), went_on=False, anew=False)
    assert counts(there) == moved.rows
    assert compare(source, there, unseen) == moved.rows
    async with Database.open(there) as db:
        assert [(await db.read(search.find, said, 5)).count for said in searches()] == [5, 1]
    postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")


def searches() -> list[Search]:
    return [Search((Term((("мост",),)),)), Search((Term((("its", "another", "bridge"),)),), lang="uk")]


async def test_what_moved_there_and_back_is_what_it_was(full: str, elsewhere: dict[str, str]) -> None:
    move(full, elsewhere["postgres"], unseen)
    move(elsewhere["postgres"], elsewhere["sqlite"], unseen)
    before, after = everything(full), everything(elsewhere["sqlite"])
    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.parametrize("other", ["sqlite", "postgres"])
async def test_a_number_that_was_given_once_is_never_given_again(
    full: str, elsewhere: dict[str, str], other: str
) -> None:
    entry = {"deed": "claim", "by": "1", "subject": "A14", "detail": "", "at": NOW}
    run(full, "INSERT INTO audit SELECT 900, deed, by, subject, detail, at FROM audit WHERE id = 1")
    run(full, "DELETE FROM audit")
    move(full, elsewhere[other], unseen)
    with migrator(make_url(elsewhere[other])).begin() as conn:
        run_id = conn.execute(insert(audit).returning(audit.c.id), {**entry, "deed": next(iter(deeds()))}).scalar_one()
        assert run_id == 901
        assert counted(conn)["audit"] == 901


def deeds() -> Iterator[object]:
    words = audit.c.deed.type
    yield from getattr(words, "enum_class", ())


async def test_the_program_goes_on_where_it_was_moved_to(full: str, target: str) -> None:
    move(full, target, unseen)
    async with Database.open(target) as db:
        assert await stored(db, post(30, "Later", published_at=NOW + timedelta(days=1)), post(1, "Ой")) == 2


async def test_more_rows_than_a_page_arrive_in_the_order_of_either_database(sqlite_url: str, target: str) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, *(post(number) for number in range(1, 1203)))
    names = [f"{letter}{number}" for number in range(300) for letter in ("a", "B", "é", "Я", "_")]
    voices = [{"claim": "A14", "source": name, "denies": False} for name in names]
    with migrator(make_url(sqlite_url)).begin() as conn:
        conn.execute(insert(claim_voices), voices)
    watched: list[tuple[str, int, int]] = []
    moved = move(sqlite_url, target, lambda *told: watched.append(told))
    assert (moved.rows["posts"], moved.rows["claim_voices"]) == (1202, 1500)
    total = sum(moved.rows.values())
    assert [told for told in watched if told[1] == total] == [("copying", total, total), ("comparing", total, total)]


# --- interruptions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [1, 20, 40])
async def test_what_was_killed_goes_on(full: str, target: str, page: int) -> None:
    moved_until(full, target, page)
    before = sum(counts(target).values())
    with pytest.raises(Unusable, match=r"does not hold everything yet.*seinpost copy"):
        async with Database.open(target):
            pass
    moved = move(full, target, unseen)
    assert 0 < before < sum(moved.rows.values())
    assert (moved.went_on, moved.anew, counts(target)) == (True, False, counts(full))


async def test_what_was_killed_while_it_was_compared_opens_for_nobody(full: str, target: str) -> None:
    moved_until(full, target, len(CONTENTS) + 1)
    assert counts(target) == counts(full)
    with pytest.raises(Unusable, match="does not hold everything yet"):
        async with Database.look(target):
            pass


@pytest.mark.parametrize(
    ("other", "change"),
    [
        ("sqlite", "UPDATE chats SET language = 'ru' WHERE chat_id = 1"),
        ("postgres", "UPDATE chats SET language = 'ru' WHERE chat_id = 1"),
        ("postgres", "DELETE FROM claim_voices"),
        ("postgres", "INSERT INTO claim_voices VALUES ('A01', 'a', true)"),
    ],
)
async def test_a_database_that_was_used_in_between_is_moved_anew(
    full: str, elsewhere: dict[str, str], other: str, change: str
) -> None:
    moved_until(full, elsewhere[other], len(CONTENTS))
    run(full, change)
    moved = move(full, elsewhere[other], unseen)
    assert (moved.went_on, moved.anew, counts(elsewhere[other])) == (True, True, counts(full))


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["sqlite", "postgres"])
async def test_a_target_that_holds_anything_is_left_as_it_is(full: str, elsewhere: dict[str, str], other: str) -> None:
    async with Database.open(elsewhere[other]) as db:
        await stored(db, post(1))
    with pytest.raises(Unusable, match=r"is in use already: there are rows in .*Name an empty or new database"):
        move(full, elsewhere[other], unseen)
    async with Database.open(elsewhere[other]) as db:
        assert (await db.read(posts.counts)).posts == 1


async def test_another_programs_database_is_refused(full: str, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path}/other.db"
    run(target, "CREATE TABLE lighthouses (name text)")
    with pytest.raises(Unusable, match="holds another program's tables"):
        move(full, target, unseen)


async def test_a_database_is_not_moved_into_itself(full: str) -> None:
    with pytest.raises(Unusable, match="is the database itself"):
        move(full, full.replace("sqlite:", "sqlite+aiosqlite:"), unseen)


async def test_nothing_is_moved_while_the_lookout_runs(database_url: str, tmp_path: Path) -> None:
    async with Database.open(database_url) as db:
        await stored(db, post(1))
        async with db.reading():
            with pytest.raises(Unusable, match=r"is in use: stop the lookout.*then copy again"):
                move(database_url, f"sqlite:///{tmp_path}/other.db", unseen)


async def test_nobody_writes_to_the_database_while_it_is_moved(full: str, target: str) -> None:
    refused: list[str] = []
    file = full.removeprefix("sqlite:///")

    def watch(what: str, _done: int, _total: int) -> None:
        if what not in refused:
            with closing(sqlite3.connect(file, timeout=0)) as other, pytest.raises(sqlite3.Error, match="locked"):
                other.execute("DELETE FROM chats")
            refused.append(what)

    move(full, target, watch)
    assert refused == ["copying", "comparing"]


async def test_two_copies_into_one_database_do_not_meet(full: str, target: str, tmp_path: Path) -> None:
    other = await filled(f"sqlite:///{tmp_path}/other.db")
    found: list[str] = []

    def watch(_what: str, _done: int, _total: int) -> None:
        if not found:
            with pytest.raises(Unusable) as refused:
                move(other, target, unseen)
            found.append(str(refused.value))

    move(full, target, watch)
    assert "Another `seinpost copy` is filling" in found[0]


# --- comparing ------------------------------------------------------------------------------------------------------

TAMPERED = {
    "UPDATE revisions SET text = text || '.' WHERE id = 3": "revisions: row 3",
    "UPDATE revisions SET seen_at = seen_at + interval '1 microsecond' WHERE id = 4": "revisions: row 4",
    "UPDATE claim_figures SET figure = 'x'": "claim_figures: row",
    "UPDATE chats SET created_at = created_at + interval '1 hour' WHERE chat_id = 1": "chats: row 1",
    "UPDATE links SET certain = NOT certain WHERE id = 1": "links: row 1",
    "UPDATE links SET score = score + 1e-15 WHERE id = 2": "links: row 2",
    "UPDATE links SET evidence = '[1]' WHERE id = 2": "links: row 2",
    "DELETE FROM chain_links WHERE channel_id = 2": "chain_links: 8 rows instead of",
    "INSERT INTO claim_voices VALUES ('Z99', 'a', true)": "claim_voices: 4 rows instead of 3",
    "UPDATE searched SET words = setweight(words, 'A') || to_tsvector('simple', 'bridge')": "searched: row",
    "SELECT setval('audit_id_seq', 1)": "audit: a number would be given out again",
}


@pytest.mark.parametrize("change", TAMPERED)
async def test_whatever_differs_is_found(full: str, arrived: str, change: str) -> None:
    run(arrived, change)
    with pytest.raises(Unusable, match=re.escape(TAMPERED[change])) as refused:
        compare(full, arrived, unseen)
    assert "bridge" not in str(refused.value)


async def test_what_was_changed_on_the_way_is_not_taken_for_moved(full: str, target: str) -> None:
    changed: list[str] = []

    def watch(what: str, done: int, total: int) -> None:
        if (what, done) == ("copying", total):
            run(target, "UPDATE revisions SET text = '' WHERE id = 3")
            changed.append(what)

    with pytest.raises(Unusable, match=r"revisions: row 3.*Go on using the old one"):
        move(full, target, watch)
    with pytest.raises(Unusable, match="does not hold everything yet"):
        async with Database.open(target):
            pass
    assert move(full, target, unseen).anew

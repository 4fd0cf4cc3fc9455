"""Links that are brought back, broken off half-way and begun again: in the end all is as if nothing had happened.

By an error in the midst of a page, and by SIGKILL of the real program before and after it has committed one.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import literal, select

from bot.archives.bringing_back import Chosen
from bot.archives.parts import Part, marks_of
from bot.archives.results import Key, Matched, digest_of, table_of, written
from bot.commands import applying
from bot.commands.applying import Tally, apply
from bot.settings import Settings
from storage import events, faults, history, links, posts
from storage.database import Connection, Database
from storage.model import Evidence, Found, Kind, Link, Stance
from storage.tables import claim_voices, matchings, revisions
from storage.tables import events as events_table
from storage.tables import history as history_table
from storage.tables import links as links_table
from tests.bot.archives.making import NOON, RIVER, orders
from tests.faults.small import write_config
from tests.storage.samples import post, said

ROOT = Path(__file__).parent.parent.parent.parent
LATER = NOON + timedelta(hours=1)
QUAY = Link(Kind.PLACE, "rivermouth", 0.8, (Evidence(22, 26, "quay", "name"),))
SAID = Link(Kind.CLAIM, "F01", 0.9, (Evidence(0, 5, "Water", "event"),), stance=Stance.ASSERTS, holder="harbour")
TABLES = (links_table, events_table, history_table, claim_voices, matchings, revisions)
EDITED, NOTED = 3, 4
LINES = ("the ferry has not left since", "rowing boats were carried into the school", "bread is baked on the hill now")


def clock() -> datetime:
    return LATER


def text_of(number: int) -> str:
    """Every fifth post has the words of the one before it."""
    number -= number % 5 == 0
    return f"Water has reached the quay, keeper {number} writes: {LINES[number % 3]}, for {number} days."


async def stored(url: str, count: int) -> None:
    """Posts that went through all stages. One was edited; of one it is known that it speaks of the claim."""
    given = [post(number, text_of(number), published_at=NOON) for number in range(1, count + 1)]
    async with Database.open(url) as db:
        await db.write(posts.save, RIVER, given, None, NOON, backlog=False)
        edited = replace(given[EDITED - 1], text=f"{text_of(EDITED)} Edited.", edited_at=LATER)
        await db.write(posts.save, RIVER, [edited], None, NOON, backlog=False)
        await db.write(_read)


async def _read(conn: Connection) -> None:
    rows = list(await conn.execute(select(revisions).order_by(revisions.c.id)))
    await links.save_page(conn, {row.id: Found("en", (QUAY,)) for row in rows}, "v1", NOON)
    for row in rows:
        await events.save(conn, row.id, [], NOON)
    known = next(row.id for row in rows if row.post_id == NOTED)
    about = (Kind.CLAIM, "F01")
    await history.note(conn, [replace(said(known, "harbour"), target_kind=about[0], target=about[1])])


def keys(count: int) -> list[Key]:
    found = [Key(1, number, 1, digest_of(text_of(number))) for number in range(1, count + 1)]
    found.insert(EDITED, Key(1, EDITED, 2, digest_of(f"{text_of(EDITED)} Edited.")))
    return found


def result(folder: Path, given: Sequence[Key]) -> Path:
    """A folder with what a rematch found: in each of these the claim, and no place."""
    folder.mkdir(exist_ok=True)
    part = Part(folder / "2024-03.parquet", "x", 0, 1, 1, folder / "2024-03.00000.parquet")
    with written(part.file, marks_of(part, orders(at=LATER))) as writer:
        writer.write_table(table_of([Matched(key, "river", NOON, Found("en", (SAID,))) for key in given], "v2"))
    return folder


async def contents(url: str) -> dict[str, Counter[str]]:
    """What a rematch may change, but for when: a program has a clock of its own. A database's numbers are not told: a
    try that broke may have used some up.
    """
    found = {}
    async with Database.look(url) as db, db.reading() as conn:
        for table in TABLES:
            told = (one for one in table.c if one.name not in ("id", "event_id", "at"))
            found[table.name] = Counter(map(repr, await conn.execute(select(literal(table.name), *told))))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_config(tmp_path)
    return tmp_path


def calm_in(folder: Path, migrated: Path) -> str:
    """A database for a run that nobody disturbs."""
    shutil.copy(migrated, folder / "calm.db")
    return f"sqlite:///{folder}/calm.db"


async def applied(url: str, folder: Path, found: Path) -> Tally:
    settings = Settings(database_url=url, config=folder / "config")
    return await apply(settings, found, Chosen(), Console(quiet=True), clock)


class Broken(Exception):  # noqa: N818 - a test's own
    """Nobody catches it."""


def breaking(monkeypatch: pytest.MonkeyPatch, verb: str, time: int) -> None:
    """The call of a verb breaks when it has written, the so-manieth time."""
    module, name = verb.split(".")
    owner, count = getattr(applying, module), iter(range(1, 1000))
    whole = getattr(owner, name)

    async def once(*given: Any) -> None:
        await whole(*given)
        if next(count) == time:
            raise Broken

    monkeypatch.setattr(owner, name, once)


@pytest.mark.parametrize(
    ("verb", "time"), [("rematching.put", 1), ("history.note", 5), ("events.fold", 9), ("rematching.enter", 3)]
)
async def test_an_error_in_any_page_leaves_whole_pages_and_a_repetition_ends_as_an_undisturbed_run(
    database_url: str, migrated_file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, verb: str, time: int
) -> None:
    calm = calm_in(folder, migrated_file)
    found = result(folder / "links", keys(10))
    monkeypatch.setattr(applying, "PAGE", 3)
    for url in (calm, database_url):
        await stored(url, 10)
    await applied(calm, folder, found)

    with monkeypatch.context() as patch:
        breaking(patch, verb, time)
        with pytest.raises(Broken):
            await applied(database_url, folder, found)
    half = await contents(database_url)
    assert half["links"].total() % 11 == 0  # each revision has one link, the old or the new
    whole = await contents(calm)
    assert half != whole
    await applied(database_url, folder, found)
    assert await contents(database_url) == whole


@pytest.mark.parametrize("page", [1, 2, 100])
async def test_where_a_page_ends_and_a_post_that_stands_twice_make_no_difference(
    database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(applying, "PAGE", page)
    await stored(database_url, 5)
    given = keys(5)
    newest = replace(given[EDITED], number=0)  # the edited post, as an export has it
    tally = await applied(database_url, folder, result(folder / "links", [*given[:2], *given[1:], newest, given[0]]))
    assert (tally.changed, tally.new[Kind.CLAIM], tally.gone) == (6, 6, 6)
    found = await contents(database_url)
    assert found["links"].total() == 6
    assert found["events"].total() == 5  # one of each post; nobody had noted it but of one


PROGRAM = "from bot.commands import applying; applying.PAGE = 5; from bot.cli import main; main()"


def ended(url: str, folder: Path, *words: str, dies_at: str = "") -> int:
    """Runs the program, with small pages, to its end or to a point of `storage.faults`; how it ended."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SEINPOST_")}  # noqa: TID251 - a child's
    given = {"SEINPOST_DATABASE_URL": url, "SEINPOST_CONFIG": str(folder / "config"), "PYTHONPATH": str(ROOT)}
    given[faults.VARIABLE] = dies_at
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.run(command, cwd=folder, env=own | given, capture_output=True, check=False).returncode


async def test_a_program_that_is_killed_again_and_again_ends_as_an_undisturbed_one(
    sqlite_url: str, migrated_file: Path, folder: Path
) -> None:
    calm = calm_in(folder, migrated_file)
    found = result(folder / "links", keys(17))
    for url in (calm, sqlite_url):
        await stored(url, 17)
    await applied(calm, folder, found)

    there = []
    for point in ("write, not committed:2", "write, committed:3"):
        assert ended(sqlite_url, folder, "rematch", "--apply", str(found), dies_at=point) == -signal.SIGKILL
        there.append(await brought(sqlite_url))
    assert there == [5, 15]
    assert ended(sqlite_url, folder, "rematch", "--apply", str(found)) == 0
    assert await contents(sqlite_url) == await contents(calm)


async def brought(url: str) -> int:
    """How many links are those of the result."""
    async with Database.look(url) as db, db.reading() as conn:
        return len(list(await conn.execute(select(links_table.c.id).where(links_table.c.version != "v1"))))

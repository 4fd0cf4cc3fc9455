"""`seinpost deletions` as its operator runs it: what it is told in `seinpost status`, and what comes of an answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import coverage, looks, posts
from storage.database import Database
from storage.model import Cause, Channel, Post
from storage.watching import Look
from tests.end_to_end.program import Program
from tests.storage.test_coverage import entry

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
LEGION = Channel(700, "demo_legion", "Legion")
IDS = range(1, 13)
WATCHED = [entry(name) for name in ("demo_legion", "demo_agency", "demo_front")]


@pytest.fixture
async def program(tmp_path: Path, database_url: str) -> Program:
    """A program that watches three channels, with twelve doubted posts in the first."""
    program = Program(tmp_path, DATABASE_URL=database_url)
    async with Database.open(database_url) as db, db.writing() as conn:
        await coverage.sync(conn, WATCHED, NOON)
        await coverage.ok(conn, "demo_legion", LEGION, NOON, NOON)
        stored = [Post(700, post_id, NOON, f"Report {post_id}.") for post_id in IDS]
        await posts.save(conn, LEGION, stored, IDS[-1], NOON, backlog=False)
        held = [Look(post_id, NOON, NOON + timedelta(minutes=30), held_at=NOON) for post_id in IDS]
        await looks.add(conn, 700, held)
    return program


async def causes(database_url: str) -> set[Cause]:
    async with Database.look(database_url) as db:
        return {revision.cause for revision in await db.read(posts.recent, 700, 100)}


async def test_status_says_what_to_type_and_believing_deletes(program: Program, database_url: str) -> None:
    assert "look, then `seinpost deletions CHANNEL`" in (await program.run("status")).output
    ended = await program.run("deletions", "@demo_legion", "--believe")
    assert (ended.code, ended.errors) == (0, "")
    assert ended.output == (
        "12 posts of @demo_legion are marked as deleted; those who were told of them will hear of it.\n"
    )
    assert await causes(database_url) == {Cause.DELETED}
    assert "seinpost deletions" not in (await program.run("status")).output
    again = await program.run("deletions", "@demo_legion", "--believe")
    assert (again.code, again.output) == (2, "")
    assert "No deletion in @demo_legion is doubted: there is nothing to decide." in again.errors


async def test_dismissing_leaves_the_posts_as_they_are(program: Program, database_url: str) -> None:
    ended = await program.run("deletions", "700", "--dismiss")
    assert ended.output == "12 messages of 700 are taken to be there, and not looked at again.\n"
    assert await causes(database_url) == {Cause.FIRST}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("@demo_legion",), "Say what is true of @demo_legion: --believe (its posts are gone) or --dismiss"),
        (("@demo_agency", "--believe"), "No deletion in @demo_agency is doubted: there is nothing to decide."),
        (("@nobody", "--dismiss"), "@nobody is not watched: give the @username or number of a channel in"),
    ],
)
async def test_an_answer_that_makes_no_sense_is_refused_with_what_to_do(
    sqlite_url: str, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    program = Program(tmp_path / "program", DATABASE_URL=sqlite_url)
    async with Database.open(sqlite_url) as db:
        await db.write(coverage.sync, WATCHED, NOON)
    ended = await program.run("deletions", *arguments)
    assert (ended.code, ended.output) == (2, "")
    assert told in ended.errors


async def test_before_the_first_start_there_is_nothing_to_decide_and_no_file_is_made(tmp_path: Path) -> None:
    program = Program(tmp_path)
    ended = await program.run("deletions", "@demo_legion", "--believe")
    assert ended.code == 2
    assert "seinpost.db is not there yet. Start with `seinpost run`" in ended.errors
    assert not (tmp_path / "var/seinpost.db").exists()

"""Links of a rematch, brought back: what becomes of stored posts, and that nobody hears of it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.archives.bringing_back import Chosen
from bot.archives.parts import Orders, Part, marks_of
from bot.archives.results import Key, Matched, digest_of, table_of, written
from bot.commands import applying
from bot.commands.applying import Only, apply, chosen
from bot.settings import Settings
from bot.watchlist.overlay import Overlaid
from collectors.base import BadInput
from storage import claims, events, feedback, links, posts, reviewing
from storage.database import Database
from storage.model import Evidence, Found, Kind, Link, Stance
from storage.said import Feedback, Judgement
from tests.bot.archives.making import NOON, RIVER, WATCHED, orders
from tests.storage.samples import post, revision_at, with_chat

TEXT = "Water has reached the quay, says the guard."
LATER = NOON + timedelta(hours=1)
GUARD = Link(Kind.ACTOR, "guard", 0.9, (Evidence(37, 42, "guard", "name"),))
QUAY = Link(Kind.PLACE, "quay", 0.8, (Evidence(22, 26, "quay", "name"),))
SAID = Link(Kind.CLAIM, "A1", 0.9, (Evidence(0, 5, "Water", "event"),), stance=Stance.ASSERTS, holder="guard")
MAYBE = replace(SAID, score=0.4, certain=False)
ALL = Chosen()


def clock() -> datetime:
    return LATER


@pytest.fixture
def settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(applying, "load_with", lambda *_: Overlaid(WATCHED))
    return Settings(database_url=database_url)


Result = Callable[..., Path]


@pytest.fixture
def result(tmp_path: Path) -> Result:
    """Writes a folder with what a rematch an hour later found in post 1."""

    def write(*found: Link, number: int = 1, text: str = TEXT, given: Orders | None = None) -> Path:
        part = Part(tmp_path / "2024-03.parquet", "x", 0, 1, 1, tmp_path / "2024-03.00000.parquet")
        key, given = Key(1, 1, number, digest_of(text)), given or orders(at=LATER)
        with written(part.file, marks_of(part, given)) as writer:
            writer.write_table(table_of([Matched(key, "river", NOON, Found("en", found))], "v2"))
        return tmp_path

    return write


async def stored(db: Database, *found: Link, settled: bool = True) -> int:
    """Post 1, matched and noted; its revision."""
    await db.write(posts.save, RIVER, [post(1, TEXT, published_at=NOON)], None, NOON, backlog=False)
    revision = await revision_at(db)
    await db.write(links.save, revision.id, "v1", Found("en", found), NOON)
    if settled:
        await db.write(events.save, revision.id, [], NOON)
    return revision.id


async def applied(settings: Settings, folder: Path, which: Chosen = ALL) -> str:
    told = io.StringIO()
    await apply(settings, folder, which, Console(file=told, width=250), clock)
    return told.getvalue()


async def test_links_are_those_of_the_rematch_and_nobody_is_told(
    db: Database, settings: Settings, result: Result
) -> None:
    revision = await stored(db, QUAY)
    told = await applied(settings, result(GUARD, SAID))
    assert "1 revisions of posts looked at, 1 of them changed. New links: 1 to actors, 0 to places, 1 to claims" in told
    assert "1 links gone. Nobody was alerted." in told
    assert await db.read(links.of, revision) == (GUARD, SAID)
    assert await db.read(events.unnoted, 10) == []
    assert await db.read(events.undecided, 10) == []


async def test_a_claim_counts_what_is_said_of_it_now_and_once(db: Database, settings: Settings, result: Result) -> None:
    await stored(db)
    for _ in range(2):
        await applied(settings, result(SAID))
    assert [voice.source for voice in await db.read(claims.voices, "A1", ())] == ["guard"]


async def test_doing_it_again_changes_nothing(db: Database, settings: Settings, result: Result) -> None:
    await stored(db, QUAY)
    await applied(settings, result(GUARD))
    told = await applied(settings, result(GUARD))
    assert "0 of them changed. New links: 0 to actors, 0 to places, 0 to claims; 0 links gone." in told


async def test_what_editors_decided_stays(db: Database, settings: Settings, result: Result) -> None:
    revision = await stored(db, MAYBE)
    await with_chat(db, 500)
    suggestion = await db.read(reviewing.waiting)
    assert suggestion
    await db.write(reviewing.reject, suggestion, 500, NOON)
    await applied(settings, result(SAID))
    assert await db.read(links.of, revision) == (MAYBE,)
    assert await db.read(reviewing.waiting) is None


async def test_a_readers_word_does_not_keep_a_link(db: Database, settings: Settings, result: Result) -> None:
    revision = await stored(db, GUARD)
    await with_chat(db, 500)
    said = Feedback(revision, Kind.ACTOR, "guard", Judgement.WRONG, NOON, 500, editor=False)
    await db.write(feedback.judge, said)
    await applied(settings, result())
    assert await db.read(links.of, revision) == ()


async def test_only_the_chosen_links_are_brought_back(db: Database, settings: Settings, result: Result) -> None:
    revision = await stored(db, QUAY)
    await applied(settings, result(GUARD, MAYBE), chosen([Only.CLAIMS], certain_only=False))
    assert await db.read(links.of, revision) == (QUAY, MAYBE)
    await applied(settings, result(GUARD, SAID), chosen([], certain_only=True))
    assert await db.read(links.of, revision) == (GUARD, SAID)


async def test_a_result_without_numbers_of_revisions_is_for_the_newest(
    db: Database, settings: Settings, result: Result
) -> None:
    revision = await stored(db)
    await applied(settings, result(GUARD, number=0))
    assert await db.read(links.of, revision) == (GUARD,)


async def test_other_words_and_other_posts_are_left_alone_and_counted(
    db: Database, settings: Settings, result: Result
) -> None:
    assert "Left as they are: 1 not stored here." in await applied(settings, result(GUARD))
    revision = await stored(db, QUAY)
    assert "1 stored with other words" in await applied(settings, result(GUARD, text="Other words."))
    assert "1 not stored here" in await applied(settings, result(GUARD, number=2))
    assert await db.read(links.of, revision) == (QUAY,)


async def test_what_is_on_its_way_or_was_matched_since_is_left_to_the_stages(
    db: Database, settings: Settings, result: Result
) -> None:
    revision = await stored(db, QUAY, settled=False)
    assert "1 still on their way through the stages" in await applied(settings, result(GUARD))
    await db.write(events.save, revision, [], NOON)
    early = orders(at=NOON - timedelta(hours=1))
    assert "1 matched since" in await applied(settings, result(GUARD, given=early))
    assert await db.read(links.of, revision) == (QUAY,)


async def test_a_folder_without_links_is_refused_with_the_mend(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There are no links in .*: `seinpost rematch archive/ --out .*` makes them"):
        await applied(settings, tmp_path)


@pytest.mark.parametrize("damage", [lambda whole: whole[:-20], lambda whole: whole[:40] + b"X" * 40 + whole[80:]])
async def test_a_damaged_file_of_links_is_named_and_not_passed_over(
    db: Database, settings: Settings, result: Result, damage: Callable[[bytes], bytes]
) -> None:
    revision = await stored(db, QUAY)
    folder = result(GUARD)
    file = folder / "2024-03.00000.parquet"
    (folder / "2024-04.00000.parquet").write_bytes(file.read_bytes())
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(BadInput, match=r"2024-03\.00000\.parquet can't be read .*: remove that file"):
        await applied(settings, folder)
    assert await db.read(links.of, revision) == (QUAY,)

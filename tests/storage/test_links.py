"""Links: stored with the ledger of what was matched, and what comes next for the revision."""

from dataclasses import replace

import pytest

from storage import events, feedback, links, posts
from storage.database import Database
from storage.model import Evidence, Figure, Found, Kind, Link, Stance
from storage.said import Feedback, Judgement
from tests.storage.samples import MINUTE, NOW, post, revision_at, stored, with_chat

VILLAGE = Link(Kind.PLACE, "P03", 1.0, (Evidence(10, 16, "crossing", "name"),))
CLAIMED = Link(
    kind=Kind.CLAIM,
    target="A14",
    score=0.7,
    evidence=(Evidence(0, 5, "Shots", "event"), Evidence(10, 16, "crossing", "place")),
    certain=False,
    stance=Stance.ATTRIBUTES,
    holder="lsr",
    speaker="gov",
    figures=(Figure(100.0, "fighters killed", "about", 0, 5), Figure(None, "tanks destroyed", None, 6, 9)),
)
ASSERTED = Link(Kind.CLAIM, "B01", 0.9, (Evidence(0, 5, "Shots", "event"),), stance=Stance.ASSERTS)


async def test_links_come_back_as_they_were_found_and_in_order(db: Database) -> None:
    await stored(db, post(1))
    revision = await revision_at(db)
    await db.write(links.save, revision.id, "v1", Found("uk", (VILLAGE, CLAIMED)), NOW)
    assert await db.read(links.of, revision.id) == (VILLAGE, CLAIMED)


async def test_a_matched_revision_waits_for_its_events_with_its_language(db: Database) -> None:
    await stored(db, post(1))
    revision = await revision_at(db)
    await db.write(links.save, revision.id, "v1", Found("uk", (VILLAGE,)), NOW)
    assert await db.read(posts.unmatched, 10) == []
    assert await db.read(events.unnoted, 10) == [(revision, "uk", (VILLAGE,))]


async def test_a_page_of_revisions_is_saved_at_once(db: Database) -> None:
    await stored(db, post(1), post(2, "Nothing of interest."))
    first, second = await db.read(posts.unmatched, 10)
    found = {first.id: Found("uk", (VILLAGE,)), second.id: Found("en", ())}
    await db.write(links.save_page, found, "v1", NOW)
    assert await db.read(events.unnoted, 10) == [(first, "uk", (VILLAGE,)), (second, "en", ())]


async def test_a_superseded_revision_is_still_matched_in_its_turn(db: Database) -> None:
    await stored(db, post(1, "Ten."))
    await stored(db, post(1, "Twelve."))
    first, second = await db.read(posts.unmatched, 10)
    await db.write(links.save, first.id, "v1", Found("en", ()), NOW)
    assert await db.read(posts.unmatched, 10) == [second]


async def test_a_parked_revision_does_not_hold_up_the_next(db: Database) -> None:
    await stored(db, post(1), post(2))
    first, second = await db.read(posts.unmatched, 10)
    await db.write(links.park, first.id, "v1", "RecursionError", NOW)
    assert await db.read(posts.unmatched, 10) == [second]
    assert (await db.read(posts.counts)).parked == 1


async def test_a_parked_revision_goes_on_once_it_is_matched(db: Database) -> None:
    await stored(db, post(1))
    revision = await revision_at(db)
    await db.write(links.park, revision.id, "v1", "RecursionError", NOW)
    await db.write(links.save, revision.id, "v2", Found("uk", ()), NOW)
    assert (await db.read(posts.counts)).parked == 0
    assert len(await db.read(events.unnoted, 10)) == 1


async def test_matching_again_replaces_the_links_and_repeats_no_event(db: Database) -> None:
    await stored(db, post(1))
    revision = await revision_at(db)
    await db.write(links.save, revision.id, "v1", Found("uk", (VILLAGE,)), NOW)
    await db.write(events.save, revision.id, [], NOW)
    for _ in range(2):
        await db.write(links.save, revision.id, "v2", Found("uk", (CLAIMED,)), NOW + MINUTE)
    assert await db.read(links.of, revision.id) == (CLAIMED,)
    assert await db.read(events.unnoted, 10) == []


@pytest.mark.parametrize(
    ("judgement", "kept"), [(Judgement.RIGHT, replace(CLAIMED, certain=True)), (Judgement.WRONG, CLAIMED)]
)
async def test_matching_again_leaves_what_an_editor_decided(db: Database, judgement: Judgement, kept: Link) -> None:
    await stored(db, post(1))
    await with_chat(db, 500)
    revision = await revision_at(db)
    await db.write(links.save, revision.id, "v1", Found("uk", (VILLAGE, kept)), NOW)
    decided = Feedback(revision.id, Kind.CLAIM, "A14", judgement, NOW, 500, editor=True)
    await db.write(feedback.judge, decided)
    await db.write(links.save, revision.id, "v2", Found("uk", (replace(CLAIMED, score=0.6), ASSERTED)), NOW)
    assert await db.read(links.of, revision.id) == (kept, ASSERTED)


async def test_a_matched_revision_cannot_be_parked_any_more(db: Database) -> None:
    await stored(db, post(1))
    revision = await revision_at(db)
    await db.write(links.save, revision.id, "v1", Found("uk", ()), NOW)
    await db.write(links.park, revision.id, "v1", "RecursionError", NOW)
    assert len(await db.read(events.unnoted, 10)) == 1


async def test_a_revision_without_links_has_none(db: Database) -> None:
    assert await db.read(links.of, 1) == ()


async def test_what_was_found_for_certain_since_a_moment_is_counted_by_target(db: Database) -> None:
    await stored(db, post(1), post(2, "Nothing of interest."))
    first, second = await db.read(posts.unmatched, 10)
    await db.write(links.save, first.id, "v1", Found("uk", (VILLAGE, VILLAGE, CLAIMED, ASSERTED)), NOW)
    await db.write(links.save, second.id, "v1", Found("en", (VILLAGE,)), NOW + MINUTE)
    counted = await db.read(links.found_since, NOW)
    assert counted == {(Kind.PLACE, "P03"): 2, (Kind.CLAIM, "B01"): 1}
    assert await db.read(links.found_since, NOW + MINUTE) == {(Kind.PLACE, "P03"): 1}

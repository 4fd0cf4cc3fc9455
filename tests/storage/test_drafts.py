"""Proposed claims come back as they were stored, and are decided about once."""

from dataclasses import replace
from datetime import date

from storage import drafts
from storage.database import Database
from storage.drafts import Draft, Found, Slots
from storage.said import DraftState
from storage.watchlist import ClaimedFigure
from tests.storage.samples import HOUR, NOW

SLOTS = Slots(
    places=("mill", "ford"),
    events=("shelling",),
    actors=("company",),
    holders=("mayor",),
    figures=(ClaimedFigure("civilians wounded", 2, approx=True, low=2, high=3), ClaimedFigure("tanks", None)),
    first=date(2024, 3, 12),
    last=date(2024, 3, 13),
    languages=("ru", "uk"),
    channels=3,
    posts=5,
    examples=(4, 9),
)
FOUND = Found("mill", "shelling", NOW - HOUR, NOW)


async def test_a_draft_comes_back_as_it_was(db: Database) -> None:
    for draft in (Draft(SLOTS, NOW, FOUND), Draft(Slots(), NOW, statement="It was shelled.", claim="E001")):
        number = await db.write(drafts.add, draft)
        assert await db.read(drafts.get, number) == replace(draft, id=number)


async def test_a_draft_is_decided_about_once(db: Database) -> None:
    number = await db.write(drafts.add, Draft(SLOTS, NOW, FOUND))
    assert await db.write(drafts.settle, number, DraftState.REFUSED)
    assert not await db.write(drafts.settle, number, DraftState.KEPT, "E001")
    assert await db.read(drafts.waiting, 5) == []


async def test_a_draft_that_became_a_claim_is_not_opened_again_by_who_still_words_it(db: Database) -> None:
    draft = Draft(SLOTS, NOW, FOUND)
    draft = replace(draft, id=await db.write(drafts.add, draft))
    await db.write(drafts.settle, draft.id, DraftState.KEPT)
    await db.write(drafts.became, draft.id, "E001")
    assert not await db.write(drafts.change, replace(draft, statement="The ford was shelled."))
    kept = await db.read(drafts.get, draft.id)
    assert kept is not None
    assert (kept.state, kept.claim) == (DraftState.KEPT, "E001")


async def test_a_draft_grows_as_long_as_no_editor_has_touched_it(db: Database) -> None:
    draft = Draft(SLOTS, NOW, FOUND)
    untouched, taken_up, refused = [replace(draft, id=await db.write(drafts.add, draft)) for _ in range(3)]
    await db.write(drafts.change, replace(taken_up, statement="The ford was shelled."))
    await db.write(drafts.settle, refused.id, DraftState.REFUSED)
    for one in (untouched, taken_up, refused):
        await db.write(drafts.grow, replace(one, slots=replace(SLOTS, posts=6)))
    now = [await db.read(drafts.get, draft.id) for draft in (untouched, taken_up, refused)]
    assert [one.slots.posts for one in now if one] == [6, 5, 5]
    assert [one.state for one in now if one] == [DraftState.OPEN, DraftState.OPEN, DraftState.REFUSED]


async def test_the_newest_that_were_found_wait_for_an_editor(db: Database) -> None:
    numbers = [await db.write(drafts.add, Draft(SLOTS, NOW, FOUND)) for _ in range(3)]
    await db.write(drafts.add, Draft(SLOTS, NOW, statement="An editor began it."))
    assert [draft.id for draft in await db.read(drafts.waiting, 2)] == [numbers[2], numbers[1]]


async def test_drafts_are_found_by_where_and_when(db: Database) -> None:
    number = await db.write(drafts.add, Draft(SLOTS, NOW, FOUND))
    assert [draft.id for draft in await db.read(drafts.around, {"mill"}, NOW - HOUR)] == [number]
    assert await db.read(drafts.around, {"mill"}, NOW + HOUR) == []
    assert await db.read(drafts.around, {"ford"}, NOW - HOUR) == []

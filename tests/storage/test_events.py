"""Events: stored once, handed on in order, and summed up as what is known of a claim."""

from dataclasses import replace
from typing import Any

import pytest

from storage import claims, events
from storage.database import Database
from storage.model import Figure, Kind, Stance
from storage.telling import EventKind, Known
from tests.storage.samples import CLAIM, NOW, event, noted, post, revision_at, said, stored

KILLED = Figure(100.0, "fighters killed", "about", 0, 5)
SEVERAL = Figure(None, "tanks destroyed", None, 6, 9)


async def test_events_come_back_as_they_were_noted(db: Database) -> None:
    await stored(db, post(4))
    full = event(
        0,
        score=0.8,
        stance=Stance.DENIES,
        holder="lsr",
        speaker="gov",
        source="gov",
        figures=(KILLED, SEVERAL),
        copy_of=(await revision_at(db, 4)).id,
    )
    revision, [stored_event] = await noted(db, post(1), full)
    assert stored_event.id > 0
    assert stored_event == replace(full, revision_id=revision.id, id=stored_event.id)


async def test_revisions_are_handed_on_in_order_with_their_events(db: Database) -> None:
    second, _ = await noted(db, post(2), event(0), event(0, (Kind.PLACE, "P03")))
    third, _ = await noted(db, post(3), event(0))
    waiting = await db.read(events.undecided, 10)
    assert [revision for revision, _, _ in waiting] == [second, third]
    assert [[item.target for item in news] for _, _, news in waiting] == [["A14", "P03"], ["A14"]]


async def test_a_decided_revision_is_not_handed_out_again(db: Database) -> None:
    revision, _ = await noted(db, post(1), event(0))
    await db.write(events.decided, [revision.id])
    assert await db.read(events.undecided, 10) == []


async def test_a_revision_with_nothing_new_waits_for_nobody(db: Database) -> None:
    await noted(db, post(1))
    assert await db.read(events.undecided, 10) == []
    assert await db.read(events.unnoted, 10) == []


async def test_events_noted_twice_are_stored_once(db: Database) -> None:
    revision, [first] = await noted(db, post(1), event(0))
    await db.write(events.save, revision.id, [event(revision.id)], NOW)
    [(_, _, news)] = await db.read(events.undecided, 10)
    assert news == (first,)


# --- what is known of a claim ---------------------------------------------------------------------------------------


async def known(db: Database) -> Known | None:
    return (await db.read(events.known, ["A14", "B01"])).get("A14")


async def test_what_is_known_tells_who_asserts_from_who_denies(db: Database) -> None:
    await noted(db, post(1), said(0, "lsr"), said(0, "gov", Stance.DENIES), said(0, "tass", Stance.REPORTS_DENIAL))
    await noted(db, post(2), said(0, "rdk", Stance.ATTRIBUTES), said(0, "lsr", Stance.CORRECTS))
    assert await known(db) == Known(frozenset({"lsr", "rdk"}), frozenset({"gov", "tass"}))


async def test_figures_count_that_somebody_asserted(db: Database) -> None:
    await noted(db, post(1), said(0, "lsr", figures=(KILLED, SEVERAL)))
    denied = Figure(3.0, "fighters killed", None, 0, 1)
    await noted(db, post(2), said(0, "gov", Stance.DENIES, figures=(denied,)))
    found = await known(db)
    assert found is not None
    assert found.figures == {("fighters killed", 100.0), ("tanks destroyed", None)}


async def test_the_same_word_said_again_is_known_once(db: Database) -> None:
    for number in (1, 2, 3):
        await noted(db, post(number), said(0, "lsr", figures=(KILLED,)))
    assert await known(db) == Known(frozenset({"lsr"}), frozenset(), frozenset({("fighters killed", 100.0)}))


async def test_who_asks_mentions_or_only_seems_to_say_it_is_no_source(db: Database) -> None:
    await noted(db, post(1), said(0, "a", Stance.ASKS), said(0, "b", Stance.MENTIONS), said(0, "c", certain=False))
    assert await known(db) is None


async def test_a_place_by_the_name_of_a_claim_is_no_claim(db: Database) -> None:
    await noted(db, post(1), event(0, (Kind.PLACE, "A14"), source="lsr", stance=Stance.ASSERTS))
    assert await known(db) is None


# --- ten reposts are one source ---------------------------------------------------------------------------------------


async def of_channel(db: Database, channel_id: int, *, at: Stance = Stance.ASSERTS, **more: Any) -> int:
    """What a channel says of the claim in nobody's name; the id of its revision."""
    word = said(0, **{"source": f"channel:{channel_id}", "stance": at, **more})
    revision, _ = await noted(db, post(1, channel_id=channel_id), word)
    return revision.id


async def sources(db: Database) -> tuple[set[str], set[str]]:
    """Who asserts and denies the claim: as it is known, and as it is shown."""
    found = await known(db) or Known()
    return set(found.sources | found.deniers), {voice.source for voice in await db.read(claims.voices, "A14")}


async def test_copies_are_their_original_s_word(db: Database) -> None:
    original, *reposts = [await of_channel(db, number) for number in range(1, 5)]
    await db.write(events.fold, {repost: [original] for repost in reposts})
    assert await sources(db) == ({"channel:1"}, {"channel:1"})
    [voice] = await db.read(claims.voices, "A14")
    assert (voice.posts, voice.relayed, voice.channel.channel_id) == (4, 3, 1)


async def test_a_copy_of_a_copy_is_the_first_one_s_word(db: Database) -> None:
    first, second, third = [await of_channel(db, number) for number in (1, 2, 3)]
    await db.write(events.fold, {third: [second], second: [first]})
    assert await sources(db) == ({"channel:1"}, {"channel:1"})


async def test_a_copy_of_what_a_known_source_says_is_that_source_s_word(db: Database) -> None:
    copy = await of_channel(db, 2)
    original = await of_channel(db, 1, source="gov", speaker="gov")
    await db.write(events.fold, {copy: [original]})
    assert await sources(db) == ({"gov"}, {"gov"})


@pytest.mark.parametrize(
    "more",
    [{"source": "lsr", "holder": "lsr"}, {"at": Stance.DENIES}, {"figures": (KILLED,)}],
    ids=["in another's name", "a denial", "a figure of its own"],
)
async def test_what_a_copy_says_otherwise_is_its_own_word(db: Database, more: dict[str, Any]) -> None:
    original, copy = await of_channel(db, 1), await of_channel(db, 2, **more)
    own = "lsr" if "holder" in more else "channel:2"
    await db.write(events.fold, {copy: [original]})
    assert await sources(db) == ({"channel:1", own}, {"channel:1", own})


async def test_a_channel_that_copies_once_and_says_it_itself_as_well_is_a_source(db: Database) -> None:
    original, copy = await of_channel(db, 1), await of_channel(db, 2)
    await noted(db, post(2, channel_id=2), said(0, "channel:2"))
    await db.write(events.fold, {copy: [original]})
    assert await sources(db) == ({"channel:1", "channel:2"}, {"channel:1", "channel:2"})


async def test_folding_again_changes_nothing(db: Database) -> None:
    original, copy = await of_channel(db, 1), await of_channel(db, 2)
    for _ in range(2):
        await db.write(events.fold, {copy: [original]})
    assert await sources(db) == ({"channel:1"}, {"channel:1"})


# --- what earlier revisions of a post were about ----------------------------------------------------------------------


async def test_an_edit_knows_what_its_post_was_about_before(db: Database) -> None:
    unsure = event(0, (Kind.CLAIM, "A15"), certain=False)
    await noted(db, post(1, "Ten."), event(0), event(0, (Kind.PLACE, "P03")), unsure)
    await noted(db, post(2), event(0, (Kind.PLACE, "P04")))
    first = await revision_at(db)
    await stored(db, post(1, "Twelve."))
    edit = await revision_at(db)
    assert await db.read(events.noted, [edit]) == {(1, 1): {CLAIM: 1, (Kind.PLACE, "P03"): 1}}
    assert await db.read(events.noted, [first]) == {}


async def test_every_kind_of_event_can_be_stored(db: Database) -> None:
    _, news = await noted(db, post(1), *(event(0, kind=kind) for kind in EventKind))
    assert [item.kind for item in news] == list(EventKind)

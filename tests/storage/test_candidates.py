"""What a page of posts may copy: found by sketches, by letters, or by a header, for the whole page at once."""

import pytest

from storage import candidates, copies, links
from storage.copies import COPY_SPAN
from storage.database import Database
from storage.model import Evidence, Forward, Found, Kind, Link, Revision
from tests.storage.samples import HOUR, MINUTE, NOW, post, revision_at, stored
from tests.storage.test_copies import REPORT, sketched


async def page(db: Database, *channel_ids: int) -> list[Revision]:
    return [await revision_at(db, 1, channel_id) for channel_id in channel_ids]


async def found(db: Database, *channel_ids: int) -> dict[int, set[int]]:
    """By channel: the channels whose posts may say the same."""
    asked = await page(db, *channel_ids)
    alike = (await db.read(candidates.alike, asked)).others
    said = await db.read(candidates.texts, {id_ for ids in alike.values() for id_ in ids})
    return {one.post.channel_id: {said[id_].channel_id for id_ in alike[one.id]} for one in asked if one.id in alike}


async def test_what_shares_two_numbers_is_a_candidate_and_one_is_chance(db: Database) -> None:
    await sketched(db, 1, 7, -8, 2**63 - 1)
    await sketched(db, 2, 7, 30, 31)
    await sketched(db, 3, -8, 7, -(2**63), after=MINUTE)
    assert await found(db, 1, 2, 3) == {1: {3}, 3: {1}}


async def test_a_candidate_is_near_in_time_and_of_another_channel(db: Database) -> None:
    await sketched(db, 1, 1, 2)
    await sketched(db, 2, 1, 2, after=COPY_SPAN + MINUTE)
    await stored(db, post(2, "Once more.", published_at=NOW + MINUTE))
    again = await revision_at(db, 2)
    await db.write(copies.sketch, {again.id: [1, 2]})
    assert await found(db, 1) == {}


async def test_the_same_letters_are_enough_without_a_sketch(db: Database) -> None:
    await sketched(db, 1, text=REPORT)
    await sketched(db, 2, text=REPORT.upper(), after=MINUTE)
    assert await found(db, 2) == {2: {1}}


async def test_of_very_many_those_that_share_most_are_looked_at(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST", 2)
    await sketched(db, 1, 1, 2, 3, 4)
    for channel_id, numbers in ((2, (1, 2)), (3, (1, 2, 3)), (4, (1, 2, 3, 4))):
        await sketched(db, channel_id, *numbers)
    assert (await found(db, 1))[1] == {3, 4}


async def test_a_turn_of_phrase_leads_to_those_who_used_it_last(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "HOLDERS", 3)
    for channel_id in (1, 2, 3, 4):
        await sketched(db, channel_id, 1, 2)
    assert await found(db, 4) == {4: {2, 3}}


async def test_of_the_same_letters_those_said_next_to_it_are_looked_at(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST", 1)
    for channel_id, minutes in ((1, 0), (2, 2), (3, 3), (4, 9), (5, 20)):
        await sketched(db, channel_id, text=REPORT, after=minutes * MINUTE)
    assert await found(db, 3) == {3: {2, 4}}


async def test_when_its_own_channel_said_the_same_is_told_beside_the_others(db: Database) -> None:
    await sketched(db, 1, text=REPORT)
    await sketched(db, 2, text=REPORT, after=MINUTE)
    await stored(db, post(7, REPORT, published_at=NOW + HOUR))
    again = await revision_at(db, 7)
    alike = await db.read(candidates.alike, [again])
    assert alike.again == {again.id: [NOW]}
    assert alike.others == {again.id: {(await revision_at(db, 1, 2)).id}}


async def test_an_edit_that_keeps_its_letters_is_not_said_again(db: Database) -> None:
    await stored(db, post(1, REPORT))
    await stored(db, post(1, f"{REPORT}!", edited_at=NOW + HOUR))
    assert await db.read(candidates.alike, [await revision_at(db)]) == candidates.Alike({}, {})


async def test_a_text_tells_when_it_was_said_beside_another(db: Database) -> None:
    for channel_id, minutes in ((1, 5), (2, 9), (3, 2)):
        await sketched(db, channel_id, 1, 2, after=minutes * MINUTE)
    [asked] = await page(db, 1)
    texts = await db.read(candidates.texts, {one.id for one in await page(db, 1, 2, 3)})
    assert {one.channel_id: (one.near(asked), one.earlier(asked)) for one in texts.values()} == {
        1: (False, False),
        2: (True, False),
        3: (True, True),
    }


async def test_the_text_of_an_edit_knows_the_first_revision(db: Database) -> None:
    await stored(db, post(1, "Ten."))
    first = await revision_at(db)
    await stored(db, post(1, "Twelve."))
    edit = await revision_at(db)
    texts = await db.read(candidates.texts, [edit.id])
    assert (texts[edit.id].text, texts[edit.id].first_id) == ("Twelve.", first.id)


async def test_only_places_that_are_certain_are_told(db: Database) -> None:
    await stored(db, post(1))
    revision = await revision_at(db)
    words = (Evidence(0, 5, "Shots", "name"),)
    found = [
        Link(Kind.PLACE, "P03", 1.0, words),
        Link(Kind.PLACE, "P04", 0.6, words, certain=False),
        Link(Kind.ACTOR, "lsr", 1.0, words),
    ]
    await db.write(links.save, revision.id, "v1", Found("en", tuple(found)), NOW)
    assert await db.read(candidates.places, [revision.id]) == {revision.id: frozenset({"P03"})}


async def test_headers_of_a_page_are_resolved_together(db: Database) -> None:
    await stored(db, post(4, channel_id=8))
    original = (await revision_at(db, 4, 8)).id
    headers = [
        Forward(channel_id=8, post_id=4),
        Forward(username="CHANNEL_8", post_id=4),
        Forward(username="channel_8", post_id=5),
        Forward(name="Hidden"),
        None,
    ]
    for number, header in enumerate(headers, start=1):
        await stored(db, post(1, channel_id=number, forward=header))
    asked = await page(db, 1, 2, 3, 4, 5)
    assert await db.read(candidates.forwarded, asked) == {asked[0].id: original, asked[1].id: original}


async def test_a_post_is_no_forward_of_itself(db: Database) -> None:
    await stored(db, post(1, forward=Forward(channel_id=1, post_id=1)))
    assert await db.read(candidates.forwarded, await page(db, 1)) == {}

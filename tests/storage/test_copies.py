"""Who copies whom: forwards by their header, else posts of the same words."""

import pytest

from storage import copies
from storage.database import Database
from storage.model import Forward, Post
from tests.storage.samples import MINUTE, NOW, part, post, revision_at, stored

REPORT = "The governor reports that the crossing was shelled from eight until nine this morning."


async def original_of(db: Database, given: Post) -> int | None:
    await stored(db, given)
    return await db.read(copies.original_of, await revision_at(db, given.post_id, given.channel_id))


@pytest.mark.parametrize(
    "header", [Forward(channel_id=1, post_id=4), Forward(username="Channel_1", post_id=4)], ids=["id", "username"]
)
async def test_a_forward_finds_its_original(db: Database, header: Forward) -> None:
    await stored(db, post(4, REPORT))
    original = await revision_at(db, 4)
    assert await original_of(db, post(1, "Short.", channel_id=2, forward=header)) == original.id


async def test_a_forward_of_any_album_part_finds_the_album(db: Database) -> None:
    await stored(db, part(4, REPORT), part(5), part(6))
    header = Forward(channel_id=1, post_id=6)
    assert await original_of(db, post(1, channel_id=2, forward=header)) == (await revision_at(db, 4)).id


async def test_a_forward_of_an_edited_post_finds_its_first_revision(db: Database) -> None:
    await stored(db, post(4, "Ten."))
    first = await revision_at(db, 4)
    await stored(db, post(4, "Twelve."))
    assert await original_of(db, post(1, channel_id=2, forward=Forward(channel_id=1, post_id=4))) == first.id


@pytest.mark.parametrize("header", [Forward(channel_id=99, post_id=4), Forward(name="Hidden"), Forward(channel_id=1)])
async def test_a_forward_of_what_is_not_stored_has_no_original(db: Database, header: Forward) -> None:
    await stored(db, post(4, REPORT))
    assert await original_of(db, post(1, "Short.", channel_id=2, forward=header)) is None


async def test_the_same_words_in_another_channel_are_a_copy_of_the_first_to_say_them(db: Database) -> None:
    await stored(db, post(4, REPORT))
    await stored(db, post(4, REPORT, channel_id=3, published_at=NOW + MINUTE))
    again = f"  {REPORT.upper()}!!  \u2757\ufe0f"
    copy = post(1, again, channel_id=2, published_at=NOW + 2 * MINUTE)
    assert await original_of(db, copy) == (await revision_at(db, 4)).id


async def test_a_copy_collected_before_its_original_does_not_make_that_a_copy(db: Database) -> None:
    await stored(db, post(1, REPORT, channel_id=2, published_at=NOW + MINUTE))
    assert await original_of(db, post(4, REPORT)) is None


@pytest.mark.parametrize(
    "earlier",
    [
        post(4, REPORT, channel_id=2),
        post(4, REPORT, published_at=NOW - copies.COPY_SPAN - MINUTE),
        post(4, REPORT.replace("nine", "ten")),
    ],
    ids=["of the same channel", "too long ago", "other words"],
)
async def test_what_is_no_copy(db: Database, earlier: Post) -> None:
    await stored(db, earlier)
    assert await original_of(db, post(5, REPORT, channel_id=2, published_at=NOW + MINUTE)) is None


async def test_a_short_text_is_no_copy(db: Database) -> None:
    await stored(db, post(4, "Good morning!"))
    assert await original_of(db, post(1, "Good morning!", channel_id=2, published_at=NOW + MINUTE)) is None


async def test_words_that_an_edit_brought_in_count_from_the_edit_on(db: Database) -> None:
    await stored(db, post(4, "More follows."))
    await stored(db, post(1, REPORT, channel_id=2, published_at=NOW + MINUTE))
    await stored(db, post(4, REPORT, edited_at=NOW + 2 * MINUTE))
    copied = await revision_at(db, 4)
    assert await db.read(copies.original_of, copied) == (await revision_at(db, 1, 2)).id
    assert await db.read(copies.original_of, await revision_at(db, 1, 2)) is None

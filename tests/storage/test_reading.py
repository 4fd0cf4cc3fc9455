"""Reading all that is stored: every revision once, in any pages; and when stored messages last changed."""

import pytest

from storage import posts, reading, restoring
from storage.database import Database
from storage.model import Cause, Post, Revision
from storage.reading import BEGINNING, Choice
from tests.storage.samples import MINUTE, NOW, channel, part, post, stored

ALL = Choice(history=True)


async def keys(db: Database, choice: Choice, limit: int = 100, channel_id: int = 1) -> list[tuple[int, int]]:
    """What is read of a channel, as post and number."""
    found: list[tuple[int, int]] = []
    while page := await db.read(reading.page, channel_id, found[-1] if found else BEGINNING, limit, choice):
        found += [(revision.post.post_id, revision.number) for revision in page]
    return found


@pytest.fixture
async def filled(db: Database) -> Database:
    """Three posts, the second twice edited, and one of another channel."""
    await stored(db, post(1), post(2, "a", published_at=NOW + MINUTE), post(3, published_at=NOW + 2 * MINUTE))
    for number, text in enumerate(["b", "c"], start=1):
        await stored(db, post(2, text, published_at=NOW + MINUTE), now=NOW + number * MINUTE)
    await stored(db, post(9, channel_id=2))
    return db


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_pages_of_any_size_hold_everything_once(filled: Database, limit: int) -> None:
    assert await keys(filled, ALL, limit) == [(1, 1), (2, 1), (2, 2), (2, 3), (3, 1)]
    assert await keys(filled, Choice(), limit) == [(1, 1), (2, 3), (3, 1)]
    assert await keys(filled, Choice(), limit, channel_id=2) == [(9, 1)]


async def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(filled: Database) -> None:
    assert await keys(filled, Choice(since=NOW + MINUTE, until=NOW + 2 * MINUTE)) == [(2, 3)]
    assert await keys(filled, Choice(since=NOW + MINUTE)) == [(2, 3), (3, 1)]


async def test_what_is_counted_is_what_is_read(filled: Database) -> None:
    assert await filled.read(reading.count, [1, 2], ALL) == 6
    assert await filled.read(reading.count, [1], Choice(until=NOW + MINUTE)) == 1
    assert await filled.read(reading.count, [], ALL) == 0


async def test_channels_are_listed_by_id(filled: Database) -> None:
    assert [one.channel_id for one in await filled.read(reading.stored_channels)] == [1, 2]


async def test_a_message_last_changed_when_it_was_edited_or_else_published(db: Database) -> None:
    await stored(db, post(1), post(2, edited_at=NOW + MINUTE))
    await stored(db, post(2, "b", edited_at=NOW + 2 * MINUTE))
    found = await db.read(reading.last_changes, 1, [1, 2, 3])
    assert found == {1: NOW, 2: NOW + 2 * MINUTE}


async def test_a_message_that_was_deleted_last_changed_when_that_was_seen(db: Database) -> None:
    gone = Revision(0, 2, Cause.DELETED, channel(), post(1), NOW + MINUTE, backlog=True)
    await db.write(restoring.restore, channel(), [gone])
    assert await db.read(reading.last_changes, 1, [1]) == {1: NOW + MINUTE}


async def test_each_message_of_an_album_is_stored(db: Database) -> None:
    await stored(db, part(5), part(6, "A caption", edited_at=NOW + MINUTE))
    assert await db.read(reading.last_changes, 1, [5, 6, 7]) == dict.fromkeys((5, 6), NOW + MINUTE)


async def test_many_messages_can_be_asked_about(db: Database) -> None:
    batch: list[Post] = [post(number) for number in range(1, 1202)]
    await db.write(posts.save, channel(), batch, None, NOW, backlog=True)
    assert len(await db.read(reading.last_changes, 1, range(1, 2000))) == 1201


async def test_revisions_come_back_whole(filled: Database) -> None:
    [_, _, last, *_] = await filled.read(reading.page, 1, BEGINNING, 100, ALL)
    assert (last.post.text, last.cause, last.seen_at, last.channel.username) == (
        "b",
        Cause.EDITED,
        NOW + MINUTE,
        "channel_1",
    )

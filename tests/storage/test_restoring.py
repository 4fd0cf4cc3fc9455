"""Putting exported revisions back: into an empty database as they were, into any other what is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import posts, reading, restoring
from storage.database import Database
from storage.model import Cause, Channel, Counts, Media, Post, Revision
from storage.reading import BEGINNING, Choice
from storage.restoring import Newest, missing, state_of
from tests.storage.samples import MINUTE, NOW, channel, part, post, stored

ALL = Choice(history=True)


def seen(given_post: Post, number: int = 0, cause: Cause = Cause.FIRST, at: int = 0) -> Revision:
    """A revision as it comes out of a file, seen so many minutes later."""
    return Revision(0, number, cause, channel(given_post.channel_id), given_post, NOW + at * MINUTE, backlog=True)


async def restored(db: Database, *given_revisions: Revision) -> int:
    return await db.write(restoring.restore, given_revisions[0].channel, given_revisions)


async def everything(db: Database) -> list[Revision]:
    """All revisions of channel 1, as a file would hold them."""
    found = await db.read(reading.page, 1, BEGINNING, 1000, ALL)
    return [replace(revision, id=0, backlog=True) for revision in found]


async def told(db: Database) -> list[tuple[int, int, str, Cause]]:
    return [(one.post.post_id, one.number, one.post.text, one.cause) for one in await everything(db)]


async def test_a_history_comes_back_as_it_was(db: Database) -> None:
    history = [
        seen(post(1, "a", views=7), 1),
        seen(post(1, "b", edited_at=NOW + MINUTE), 2, Cause.EDITED, at=2),
        seen(post(1, "b", edited_at=NOW + MINUTE), 3, Cause.DELETED, at=3),
        seen(post(1, "b", edited_at=NOW + MINUTE), 4, Cause.RESTORED, at=4),
        seen(part(5, "A caption"), 1, at=1),
        seen(replace(part(5, "A caption"), parts=(5, 6)), 2, Cause.ALBUM_PART, at=5),
    ]
    assert await restored(db, *history) == 6
    assert await everything(db) == history
    assert await restored(db, *history) == 0
    assert await everything(db) == history


async def test_another_file_in_the_place_of_one_is_another_state(db: Database) -> None:
    first, second = (post(1, media=(Media("photo", file=file),)) for file in ("11", "12"))
    history = [seen(first, 1), seen(second, 2, Cause.EDITED, at=1)]
    assert await restored(db, *history) == 2
    assert await everything(db) == history
    unknown = seen(post(1, media=(Media("photo", size=9),)), at=2)
    assert await restored(db, unknown) == 0


async def test_restored_posts_wait_for_the_matcher_and_alert_nobody(db: Database) -> None:
    await restored(db, seen(post(1)))
    [revision] = await db.read(posts.unmatched, 10)
    assert revision.backlog
    assert await db.read(posts.counts) == Counts(posts=1, revisions=1, channels=1, unmatched=1, parked=0)


async def test_a_newest_state_begins_a_history_of_its_own(db: Database) -> None:
    assert await restored(db, seen(post(1, "b"), at=2)) == 1
    assert await told(db) == [(1, 1, "b", Cause.FIRST)]


async def test_what_is_gone_was_there_before(db: Database) -> None:
    assert await restored(db, seen(post(1, "a"), cause=Cause.DELETED, at=2)) == 2
    assert await told(db) == [(1, 1, "a", Cause.FIRST), (1, 2, "a", Cause.DELETED)]
    assert await restored(db, seen(post(1, "a"), cause=Cause.DELETED, at=2)) == 0


async def test_what_was_seen_before_is_not_news(db: Database) -> None:
    await stored(db, post(1, "new"), now=NOW + 5 * MINUTE)
    assert await restored(db, seen(post(1, "old"), at=4), seen(post(1, "older"), 7, Cause.EDITED, at=3)) == 0
    assert await told(db) == [(1, 1, "new", Cause.FIRST)]


async def test_what_was_seen_later_and_differs_is_added(db: Database) -> None:
    await stored(db, post(1, "a"))
    assert await restored(db, seen(post(1, "a"), at=4), seen(post(1, "b"), at=5)) == 1
    assert await told(db) == [(1, 1, "a", Cause.FIRST), (1, 2, "b", Cause.EDITED)]


async def test_a_stored_channel_keeps_its_name(db: Database) -> None:
    await stored(db, post(1))
    await db.write(restoring.restore, Channel(1, "old_name", "Old title"), [seen(post(2))])
    assert (await everything(db))[0].channel == channel(1, "channel_1")


async def test_a_late_part_joins_a_restored_album(db: Database) -> None:
    whole = replace(part(5, "A caption"), parts=(5, 6), media=part(5).media + part(6).media)
    await restored(db, seen(replace(whole, post_id=6)))
    await stored(db, part(7))
    [_, album] = await everything(db)
    assert (album.post.post_id, album.post.parts, album.post.text, len(album.post.media)) == (
        6,
        (5, 6, 7),
        "A caption",
        3,
    )


async def test_an_empty_page_restores_nothing(db: Database) -> None:
    assert await db.write(restoring.restore, channel(), []) == 0


# --- in any pages, any number of times ------------------------------------------------------------------------------

CHANGES = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from("abc"), st.sampled_from(Cause), st.integers(0, 2)), max_size=12
)


def histories(changes: Sequence[tuple[int, str, Cause, int]]) -> list[Revision]:
    """What would be stored if these changes were seen, one after the other."""
    minutes, found = 0, list[Revision]()
    for post_id, text, cause, passed in changes:
        minutes += passed
        before = [one for one in found if one.post.post_id == post_id]
        one = seen(post(post_id, text), len(before) + 1, cause if before else Cause.FIRST, minutes)
        if before and (one.cause is Cause.FIRST or state_of(one) == state_of(before[-1])):
            continue
        found.append(one)
    return sorted(found, key=lambda one: (one.post.post_id, one.number))


def added_in_pages(given_revisions: Sequence[Revision], borders: Sequence[int]) -> list[Revision]:
    """Adds page after page to nothing."""
    stored_so_far: dict[int, Newest] = {}
    added: list[Revision] = []
    for start, end in zip([0, *borders], [*borders, len(given_revisions)], strict=True):
        fresh = missing(given_revisions[start:end], stored_so_far)
        stored_so_far |= {one.post.post_id: Newest(one.number, one.seen_at, state_of(one)) for one in fresh}
        added += fresh
    return added


@given(changes=CHANGES, cuts=st.lists(st.integers(0, 12), max_size=4))
def test_any_history_comes_back_in_any_pages(changes: list[tuple[int, str, Cause, int]], cuts: list[int]) -> None:
    history = histories(changes)
    borders = sorted(min(cut, len(history)) for cut in cuts)
    assert added_in_pages(history, borders) == history


@given(changes=CHANGES, until=st.integers(0, 12))
def test_after_an_interruption_the_rest_is_added(changes: list[tuple[int, str, Cause, int]], until: int) -> None:
    history = histories(changes)
    begun = history[:until]
    stored_so_far = {one.post.post_id: Newest(one.number, one.seen_at, state_of(one)) for one in begun}
    assert missing(history, stored_so_far) == history[until:]


@pytest.mark.parametrize("later", [timedelta(), MINUTE])
def test_the_state_that_is_stored_is_not_added_again(later: timedelta) -> None:
    stored_so_far = {1: Newest(4, NOW, state_of(seen(post(1, "a"))))}
    assert missing([replace(seen(post(1, "a")), seen_at=NOW + later)], stored_so_far) == []

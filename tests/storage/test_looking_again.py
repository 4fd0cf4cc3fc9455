"""Looks, gaps and deletions as rows: what is due, what is known, and what a deleted post keeps."""

from typing import Any

from storage import coverage, deletions, gaps, looks, posts
from storage.database import Database
from storage.model import Cause
from storage.watching import Doubt, Gap, GapState, Look
from storage.watchlist import ChannelEntry
from tests.storage.samples import MINUTE, NOW, channel, newest, part, post, revision_at, stored
from tests.storage.test_coverage import entry


async def watching(db: Database, *channel_ids: int) -> None:
    entries: list[ChannelEntry] = [entry(f"channel_{channel_id}") for channel_id in channel_ids]
    await db.write(coverage.sync, entries, NOW)
    for channel_id in channel_ids:
        named = channel(channel_id, f"channel_{channel_id}")
        await db.write(coverage.ok, f"channel_{channel_id}", named, NOW, NOW + MINUTE)


def look(message_id: int, minutes: float = 0, **more: Any) -> Look:
    return Look(message_id, NOW, NOW + minutes * MINUTE, **more)


# --- looks ---


async def test_the_channel_that_is_longest_overdue_comes_first(db: Database) -> None:
    await watching(db, 1, 2, 3)
    await db.write(looks.add, 1, [look(5, 9), look(6, 2)])
    await db.write(looks.add, 2, [look(5, 1)])
    await db.write(gaps.note, 3, [Gap(7, 9)], NOW)
    assert await db.read(looks.due, NOW + MINUTE, 10) == [3, 2]
    assert await db.read(looks.due, NOW + 5 * MINUTE, 2) == [3, 2]
    assert await db.read(looks.due, NOW + 5 * MINUTE, 10) == [3, 2, 1]


async def test_a_channel_that_is_not_watched_any_more_is_not_due(db: Database) -> None:
    await watching(db, 1)
    await db.write(looks.add, 1, [look(5)])
    await db.write(looks.add, 2, [look(5)])
    assert await db.read(looks.due, NOW, 10) == [1]


async def test_a_hint_brings_looks_forward_and_never_back(db: Database) -> None:
    await watching(db, 1, 2)
    await db.write(looks.add, 1, [look(5, 60), look(6, 2), look(7, 60)])
    await db.write(looks.add, 2, [look(5, 60)])
    assert await db.write(looks.hint, 1, [5, 6, 404], NOW + 5 * MINUTE) == 1
    assert await db.read(looks.of, 1, 10) == [look(6, 2), look(5, 5), look(7, 60)]
    assert await db.read(looks.of, 2, 10) == [look(5, 60)]


async def test_a_message_that_is_waited_for_keeps_its_look(db: Database) -> None:
    missed = look(5, 5, misses=1, missed_at=NOW)
    await db.write(looks.add, 1, [missed])
    await db.write(looks.add, 1, [look(5, 99), look(6, 7)])
    assert await db.read(looks.of, 1, 10) == [missed, look(6, 7)]


async def test_a_settled_look_has_its_new_time_or_is_over(db: Database) -> None:
    await db.write(looks.add, 1, [look(5), look(6)])
    held = look(5, 30, held_at=NOW)
    await db.write(looks.settle, 1, [held], [6])
    assert await db.read(looks.of, 1, 10) == [held]


async def test_what_was_missed_elsewhere_in_the_channel_is_counted(db: Database) -> None:
    missed: dict[str, Any] = {"misses": 1, "missed_at": NOW}
    held: dict[str, Any] = {"held_at": NOW}
    given = [look(1), look(2, **missed), look(3, **missed), look(4, **held), look(5, misses=2, missed_at=NOW)]
    await db.write(looks.add, 1, given)
    await db.write(looks.add, 2, [look(8, **missed), look(9, **held)])
    assert await db.read(looks.missed, 1, [3]) == 2
    assert await db.read(looks.doubts) == {1: Doubt(1, NOW), 2: Doubt(1, NOW)}


async def test_what_cannot_be_looked_at_is_put_off_and_the_rest_keeps_its_time(db: Database) -> None:
    await watching(db, 1)
    await db.write(looks.add, 1, [look(5), look(6, 60)])
    await db.write(gaps.note, 1, [Gap(7, 9)], NOW)
    await db.write(looks.put_off, 1, NOW, NOW + 15 * MINUTE)
    assert [found.due_at for found in await db.read(looks.of, 1, 10)] == [NOW + 15 * MINUTE, NOW + 60 * MINUTE]
    assert await db.read(looks.due, NOW + 14 * MINUTE, 10) == []
    assert await db.read(gaps.due, 1, NOW + 15 * MINUTE, 10) == [Gap(7, 9)]


# --- gaps ---


async def test_a_gap_is_due_once_and_then_known(db: Database) -> None:
    await db.write(gaps.note, 1, [Gap(7, 20, backlog=True), Gap(30, 30)], NOW)
    [first, second] = await db.read(gaps.due, 1, NOW, 10)
    assert (first, second) == (Gap(7, 20, backlog=True), Gap(30, 30))
    known = [Gap(7, 9, GapState.MISSING), Gap(10, 10, GapState.FILLED), Gap(12, 20, GapState.UNREACHABLE)]
    await db.write(gaps.settle, 1, first, known, NOW + MINUTE)
    assert await db.read(gaps.due, 1, NOW + MINUTE, 10) == [second]
    assert await db.read(gaps.counts) == {
        1: {GapState.OPEN: 1, GapState.MISSING: 3, GapState.FILLED: 1, GapState.UNREACHABLE: 9}
    }


async def test_noting_a_gap_again_does_not_reopen_it(db: Database) -> None:
    await db.write(gaps.note, 1, [Gap(7, 7)], NOW)
    await db.write(gaps.settle, 1, Gap(7, 7), [Gap(7, 7, GapState.MISSING)], NOW)
    await db.write(gaps.note, 1, [Gap(7, 7)], NOW)
    assert await db.read(gaps.due, 1, NOW, 10) == []


async def test_coverage_tells_of_gaps_and_of_what_is_doubted(db: Database) -> None:
    await watching(db, 1, 2)
    await db.write(gaps.note, 1, [Gap(7, 9)], NOW)
    await db.write(looks.add, 1, [look(5, held_at=NOW)])
    covered, other = await db.read(coverage.report)
    assert (covered.gaps, covered.doubt) == ({GapState.OPEN: 3}, Doubt(1, NOW))
    assert (other.gaps, other.doubt) == ({}, None)


# --- deletions ---


async def gone(db: Database, *message_ids: int) -> int:
    return await db.write(deletions.save, 1, message_ids, NOW + MINUTE)


async def test_a_deleted_post_keeps_its_last_words_and_goes_its_way(db: Database) -> None:
    await stored(db, post(1, "Ten.", views=7))
    await stored(db, post(1, "Twelve.", views=9, edited_at=NOW))
    assert await gone(db, 1) == 1
    revision = await revision_at(db)
    assert (revision.number, revision.cause, revision.seen_at) == (3, Cause.DELETED, NOW + MINUTE)
    assert revision.post == post(1, "Twelve.", views=9, edited_at=NOW)
    assert (await db.read(posts.unmatched, 10))[-1] == revision
    before = await db.read(posts.before, revision)
    assert before is not None
    assert (before.cause, before.post.text) == (Cause.EDITED, "Twelve.")


async def test_deleting_twice_or_what_is_not_stored_changes_nothing(db: Database) -> None:
    await stored(db, post(1))
    await gone(db, 1)
    assert await gone(db, 1, 99) == 0
    assert (await revision_at(db)).number == 2


async def test_a_message_of_the_same_number_in_another_channel_stays(db: Database) -> None:
    await stored(db, post(1))
    await stored(db, post(1, channel_id=2))
    await gone(db, 1)
    assert [revision.cause for revision in await newest(db, 2)] == [Cause.FIRST]


async def test_a_post_that_is_there_again_is_restored(db: Database) -> None:
    await stored(db, post(1, "Ten."))
    await gone(db, 1)
    assert await stored(db, post(1, "Ten."), now=NOW + 2 * MINUTE) == 1
    revision = await revision_at(db)
    assert (revision.number, revision.cause, revision.post.text) == (3, Cause.RESTORED, "Ten.")
    assert await stored(db, post(1, "Ten.")) == 0


async def test_backlog_that_is_deleted_stays_backlog(db: Database) -> None:
    await stored(db, post(1), backlog=True)
    await gone(db, 1)
    assert (await revision_at(db)).backlog


async def test_an_album_that_lost_a_message_says_less(db: Database) -> None:
    await stored(db, part(10, "Three pictures."), part(11), part(12))
    assert await gone(db, 11) == 0
    revision = await revision_at(db, 10)
    assert (revision.cause, revision.post.parts, len(revision.post.media)) == (Cause.EDITED, (10, 12), 2)
    assert await stored(db, part(10, "Three pictures."), part(12)) == 0


async def test_an_album_that_lost_its_first_message_keeps_its_key(db: Database) -> None:
    await stored(db, part(10), part(11, "Two pictures."))
    await gone(db, 10)
    assert (await revision_at(db, 10)).post.parts == (11,)
    assert await stored(db, part(11, "Two pictures.")) == 0


async def test_a_message_that_an_album_lost_before_takes_nothing_more_with_it(db: Database) -> None:
    await stored(db, part(10), part(11, "Two pictures."))
    await gone(db, 10)
    assert await gone(db, 10) == 0
    assert (await revision_at(db, 10)).number == 2
    assert await gone(db, 10, 11) == 1
    assert (await revision_at(db, 10)).number == 3


async def test_an_album_whose_messages_are_all_gone_is_deleted_and_may_be_restored(db: Database) -> None:
    await stored(db, part(10, "Two pictures."), part(11))
    assert await gone(db, 10, 11) == 1
    deleted = await revision_at(db, 10)
    assert (deleted.cause, deleted.post.parts, deleted.post.text) == (Cause.DELETED, (10, 11), "Two pictures.")
    await stored(db, part(10, "Two pictures."), part(11))
    assert (await revision_at(db, 10)).cause is Cause.RESTORED


async def test_a_part_that_is_there_again_joins_its_album(db: Database) -> None:
    await stored(db, part(10), part(11, "Two pictures."))
    await gone(db, 11)
    await stored(db, part(11, "Two pictures."))
    revision = await revision_at(db, 10)
    assert (revision.cause, revision.post.parts, revision.post.text) == (Cause.ALBUM_PART, (10, 11), "Two pictures.")

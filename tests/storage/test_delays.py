"""From publication to collection: whose delay counts, and that the figures are those of the posts."""

from datetime import timedelta
from statistics import median_low

from storage import coverage, posts
from storage.database import Database
from storage.delays import delays, overall
from storage.watching import Delay
from tests.storage.samples import NOW, channel, post
from tests.storage.test_coverage import watch
from tests.storage.test_indexes import plan_of

DAY = timedelta(days=1)


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


async def collected(db: Database, *after: float, channel_id: int = 1, backlog: bool = False) -> None:
    """Posts of one channel that were each collected so many seconds after they were published, all at NOW."""
    batch = [
        post(number, f"Post {number}", channel_id=channel_id, published_at=NOW - seconds(delay))
        for number, delay in enumerate(after, start=1)
    ]
    await db.write(posts.save, channel(channel_id), batch, len(batch), NOW, backlog=backlog)


async def test_half_of_the_posts_and_nine_in_ten_took_at_most(db: Database) -> None:
    took = [7.5, 61, 3, 20, 12, 600, 9, 33, 45, 100]
    await collected(db, *took)
    expected = Delay(seconds(median_low(took)), seconds(sorted(took)[8]), 10)
    assert await db.read(delays, NOW - DAY) == {1: expected}
    assert await db.read(overall, NOW - DAY) == expected


async def test_channels_are_told_apart_and_a_single_post_is_its_own_measure(db: Database) -> None:
    await collected(db, 30)
    await collected(db, 10, 20, channel_id=2)
    assert await db.read(delays, NOW - DAY) == {
        1: Delay(seconds(30), seconds(30), 1),
        2: Delay(seconds(10), seconds(20), 2),
    }
    assert await db.read(overall, NOW - DAY) == Delay(seconds(20), seconds(30), 3)


async def test_equal_delays_are_counted_each(db: Database) -> None:
    await collected(db, 5, 5, 5, 5)
    assert await db.read(overall, NOW - DAY) == Delay(seconds(5), seconds(5), 4)


async def test_backlog_edits_and_what_is_long_past_say_nothing(db: Database) -> None:
    await collected(db, 86_400, channel_id=2, backlog=True)
    await collected(db, 10)
    edited = post(1, "Post 1, corrected", published_at=NOW - seconds(10))
    await db.write(posts.save, channel(), [edited], 1, NOW + DAY, backlog=False)
    assert await db.read(delays, NOW - DAY) == {1: Delay(seconds(10), seconds(10), 1)}
    assert await db.read(delays, NOW + seconds(1)) == {}
    assert await db.read(overall, NOW + seconds(1)) is None


async def test_a_clock_behind_telegrams_makes_no_delay_negative(db: Database) -> None:
    await collected(db, -4)
    assert await db.read(overall, NOW - DAY) == Delay(seconds(0), seconds(0), 1)


async def test_coverage_comes_with_the_delays_that_were_asked_for(db: Database) -> None:
    await watch(db, "border_watch")
    await collected(db, 10)
    await db.write(coverage.ok, "border_watch", channel(), NOW, NOW, "first")
    (plain,), (full,) = await db.read(coverage.report), await db.read(coverage.report, delays_since=NOW - DAY)
    assert (plain.delay, full.delay) == (None, Delay(seconds(10), seconds(10), 1))
    assert (full.account, full.last_post_id, full.last_post_at) == ("first", 1, NOW - seconds(10))


async def test_no_post_outside_the_time_asked_for_is_looked_at(sqlite_db: Database) -> None:
    plan = await sqlite_db.write(plan_of, lambda conn: delays(conn, NOW))
    assert any("USING COVERING INDEX ix_revisions_fresh (seen_at>?)" in step for step in plan)
    assert not any(step.startswith("SCAN revisions") for step in plan)

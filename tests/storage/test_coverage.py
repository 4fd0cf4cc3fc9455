"""Coverage: what is watched, when it is read next, and what stands in the way."""

from datetime import datetime, timedelta
from functools import partial

from storage import accounts, channels, coverage, posts
from storage.database import Database
from storage.model import Channel
from storage.watching import Coverage, Problem, Taught, Watched
from storage.watchlist import Affiliation, ChannelEntry, Side, Tie
from tests.storage.samples import HOUR, MINUTE, NOW, channel, post

SOONEST = timedelta(seconds=5)


def entry(
    username: str | None, *, enabled: bool = True, join: bool = False, channel_id: int | None = None
) -> ChannelEntry:
    return ChannelEntry(
        username=username,
        channel_id=channel_id,
        title="A channel",
        owner=None,
        role="reporter",
        lang="uk",
        affiliation=Affiliation(Side.NEITHER, Tie.INDEPENDENT),
        confidence="high",
        official=None,
        enabled=enabled,
        why_disabled="" if enabled else "unverified",
        republish="quote",
        source=("https://example.org",),
        join=join,
    )


async def watch(db: Database, *usernames: str) -> None:
    await db.write(coverage.sync, [entry(username) for username in usernames], NOW)


async def due_names(db: Database) -> list[str]:
    return [watched.username for watched in await db.read(coverage.due, NOW, 10)]


async def test_enabled_channels_with_a_name_are_watched_and_due_at_once(db: Database) -> None:
    await db.write(coverage.sync, [entry("One"), entry("two", enabled=False), entry(None)], NOW)
    assert await db.read(coverage.everything) == [Watched("One", None, None)]
    assert await due_names(db) == ["One"]
    assert await db.read(coverage.next_due) == NOW


async def test_a_channel_that_leaves_the_watchlist_is_no_longer_watched(db: Database) -> None:
    await watch(db, "one", "two")
    await watch(db, "two")
    assert [item.username for item in await db.read(coverage.report)] == ["two"]


async def test_an_empty_watchlist_watches_nothing(db: Database) -> None:
    await watch(db, "one")
    await watch(db)
    assert await db.read(coverage.report) == []
    assert await db.read(coverage.next_due) is None


async def test_loading_the_watchlist_again_keeps_what_is_known(db: Database) -> None:
    await watch(db, "one")
    await db.write(coverage.ok, "one", channel(1, "one"), NOW, NOW + MINUTE)
    await watch(db, "ONE")
    [report] = await db.read(coverage.report)
    assert (report.username, report.seen_at, report.next_poll_at) == ("ONE", NOW, NOW + MINUTE)


async def test_a_channel_that_bears_another_name_in_the_watchlist_is_read_on_from_where_it_was(db: Database) -> None:
    names = ("one", "two", "four", "two_too")
    await db.write(coverage.sync, [entry(name) for name in names], NOW)
    for number, name in ((1, "one"), (2, "two"), (4, "four"), (2, "two_too")):
        await db.write(posts.save, channel(number, name), [], 10 * number, NOW, backlog=False)
        await db.write(coverage.ok, name, channel(number, name), NOW, NOW + HOUR)
    await db.write(channels.put, channel(1, "One_Now"))  # so it was read by its number
    await db.write(coverage.sync, [entry("One_now"), entry("two_now", channel_id=2), entry("other")], NOW)
    found = {
        one.username: (one.channel and one.channel.channel_id, one.cursor)
        for one in await db.read(coverage.due, NOW, 9)
    }
    assert found == {"One_now": (1, 10), "two_now": (2, 20), "other": (None, None)}


async def test_a_name_for_which_the_watchlist_gives_another_number_is_another_channel_and_due_at_once(
    db: Database,
) -> None:
    await db.write(coverage.sync, [entry("One", channel_id=1), entry("two")], NOW)
    for number, name in enumerate(("one", "two"), start=1):
        await db.write(posts.save, channel(number, name), [], 4, NOW, backlog=False)
        await db.write(coverage.ok, name, channel(number, name), NOW, NOW + HOUR, estimate={"posts": 1})
    await db.write(coverage.failed, "one", Problem.NOT_FOUND, "another channel now", NOW, NOW + HOUR)
    await db.write(coverage.sync, [entry("One", channel_id=1), entry("two")], NOW)
    assert await db.read(coverage.due, NOW, 10) == []
    await db.write(coverage.sync, [entry("One", channel_id=7), entry("two")], NOW)
    assert await db.read(coverage.due, NOW, 10) == [Watched("One", None, None)]


async def test_a_read_channel_has_its_cursor_and_the_hashes_of_its_accounts(db: Database) -> None:
    await watch(db, "one")
    await db.write(posts.save, channel(1, "one"), [post(4)], 4, NOW, backlog=False)
    await db.write(coverage.ok, "one", channel(1, "one"), NOW, NOW)
    await db.write(accounts.remember_hash, "first", 1, -(2**62))
    await db.write(accounts.remember_hash, "second", 1, 2**62)
    await db.write(accounts.remember_hash, "first", 2, 5)
    hashes = {"first": -(2**62), "second": 2**62}
    assert await db.read(coverage.due, NOW, 10) == [Watched("one", Channel(1, "one", "Border watch"), 4, hashes)]


async def test_what_is_due_comes_longest_overdue_first_and_in_pages(db: Database) -> None:
    await watch(db, "one", "two", "three", "four")
    for name, minutes in (("one", -1), ("two", -2), ("three", 0), ("four", 1)):
        await db.write(coverage.ok, name, channel(1), NOW, NOW + minutes * MINUTE)
    assert await due_names(db) == ["two", "one", "three"]
    assert [watched.username for watched in await db.read(coverage.due, NOW, 2)] == ["two", "one"]


async def test_a_problem_is_reported_with_the_time_it_began(db: Database) -> None:
    await watch(db, "one")
    await db.write(coverage.failed, "One", Problem.PRIVATE, "no access", NOW, NOW + MINUTE)
    await db.write(coverage.failed, "One", Problem.PRIVATE, "still none", NOW + MINUTE, NOW + 2 * MINUTE)
    [report] = await db.read(coverage.report)
    assert (report.problem, report.detail, report.problem_since) == (Problem.PRIVATE, "still none", NOW)
    assert (report.misses, report.failing_since, report.next_poll_at) == (2, NOW, NOW + 2 * MINUTE)
    assert (report.last_error, report.last_error_at) == ("private: still none", NOW + MINUTE)


async def test_another_problem_begins_when_it_begins(db: Database) -> None:
    await watch(db, "one")
    await db.write(coverage.failed, "one", Problem.PRIVATE, "no access", NOW, NOW)
    await db.write(coverage.failed, "one", Problem.FLOOD_WAIT, "60 s", NOW + MINUTE, NOW + MINUTE)
    [report] = await db.read(coverage.report)
    assert report.problem_since == NOW + MINUTE


async def test_a_channel_that_can_be_read_again_has_no_problem(db: Database) -> None:
    await watch(db, "one")
    await db.write(coverage.failed, "one", Problem.PRIVATE, "no access", NOW, NOW)
    await db.write(posts.save, channel(1, "one"), [post(1, published_at=NOW - MINUTE)], 1, NOW, backlog=False)
    await db.write(coverage.ok, "one", channel(1, "one"), NOW + MINUTE, NOW + 2 * MINUTE)
    assert await db.read(coverage.report) == [
        Coverage(
            username="one",
            channel=Channel(1, "one", "Border watch"),
            seen_at=NOW + MINUTE,
            next_poll_at=NOW + 2 * MINUTE,
            last_post_at=NOW - MINUTE,
            last_post_id=1,
            last_error="private: no access",
            last_error_at=NOW,
        )
    ]


# --- when each is read next -------------------------------------------------------------------------------------------

FLOOR = 6 * HOUR


async def due_at(db: Database, now: datetime) -> list[str]:
    return [watched.username for watched in await db.read(coverage.due, now, 10, FLOOR)]


async def test_what_was_planned_before_the_clock_was_set_back_is_due(db: Database) -> None:
    await watch(db, "one", "two")
    await db.write(coverage.ok, "one", channel(1, "one"), NOW, NOW + FLOOR)
    await db.write(coverage.failed, "two", Problem.FLOOD_WAIT, "a day", NOW, NOW + 24 * HOUR)
    assert await due_at(db, NOW) == []
    assert await due_at(db, NOW - MINUTE) == ["one", "two"]


async def test_a_refusal_may_name_a_later_time_than_any_plan(db: Database) -> None:
    await watch(db, "one")
    await db.write(coverage.failed, "one", Problem.FLOOD_WAIT, "a day", NOW, NOW + 24 * HOUR)
    assert await due_at(db, NOW + 24 * HOUR - MINUTE) == []
    assert await due_at(db, NOW + 24 * HOUR) == ["one"]


async def test_a_hint_makes_channels_due_now_and_never_later(db: Database) -> None:
    await watch(db, "one", "two", "three")
    for number, name, next_poll_at in ((1, "one", NOW + HOUR), (2, "two", NOW + HOUR), (3, "three", NOW - HOUR)):
        await db.write(coverage.ok, name, channel(number, name), NOW - HOUR, next_poll_at)
    assert await db.write(coverage.hint, [1, 3, 404], NOW, SOONEST) == 1
    assert {item.username: item.next_poll_at for item in await db.read(coverage.report)} == {
        "one": NOW,
        "two": NOW + HOUR,
        "three": NOW - HOUR,
    }


async def test_hints_every_second_do_not_make_a_channel_due_before_the_soonest_poll(db: Database) -> None:
    await watch(db, "one")
    await db.write(coverage.ok, "one", channel(1, "one"), NOW, NOW + HOUR)
    for seconds in range(1, 5):
        await db.write(coverage.hint, [1], NOW + timedelta(seconds=seconds), SOONEST)
    assert await due_at(db, NOW + timedelta(seconds=5)) == []
    assert await due_at(db, NOW + timedelta(seconds=6)) == ["one"]


async def test_a_hint_does_not_shorten_what_a_refusal_said(db: Database) -> None:
    await watch(db, "one")
    await db.write(coverage.ok, "one", channel(1, "one"), NOW - HOUR, NOW)
    await db.write(coverage.failed, "one", Problem.FLOOD_WAIT, "wait", NOW, NOW + HOUR)
    assert await db.write(coverage.hint, [1], NOW, SOONEST) == 0
    assert await due_at(db, NOW + HOUR - timedelta(seconds=1)) == []


async def test_what_polls_taught_is_kept_until_they_teach_more(db: Database) -> None:
    await watch(db, "one", "two")
    await db.write(coverage.ok, "one", channel(1, "one"), NOW, NOW, estimate={"posts": [0.5]})
    await db.write(coverage.ok, "one", channel(1, "one"), NOW, NOW)
    await db.write(coverage.failed, "one", Problem.UNREACHABLE, "no answer", NOW, NOW)
    await watch(db, "one", "two")
    assert await db.read(coverage.estimates) == [Taught("one", None, {"posts": [0.5]}), Taught("two", None, None)]
    assert [watched.estimate for watched in await db.read(coverage.everything)] == [{"posts": [0.5]}, None]


async def test_channels_that_are_not_to_be_had_may_be_left_out_of_a_plan(db: Database) -> None:
    await watch(db, "one", "two", "three")
    await db.write(coverage.failed, "one", Problem.PRIVATE, "no access", NOW, NOW)
    await db.write(coverage.failed, "two", Problem.UNREACHABLE, "no answer", NOW, NOW)
    left = await db.read(coverage.estimates, leaving_out=[Problem.PRIVATE])
    assert [taught.username for taught in left] == ["three", "two"]


async def test_the_channels_of_accounts_that_wait_may_be_left_out(db: Database) -> None:
    await db.write(coverage.sync, [entry("one"), entry("two"), entry("three")], NOW)
    for number, (name, account) in enumerate({"one": "first", "two": "second"}.items(), 1):
        await db.write(coverage.ok, name, channel(number, name), NOW, NOW, account)
    due = await db.read(partial(coverage.due, leaving_out=["first"]), NOW, 10)
    assert [watched.username for watched in due] == ["three", "two"]

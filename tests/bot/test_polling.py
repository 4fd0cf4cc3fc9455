"""How often channels are asked: the budget, what polls teach, and what happens when nobody can be asked."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import stages
from bot.commands.opening import polling_of
from bot.polling import Fixed, Means, Planned, Polling, estimate_of
from bot.settings import CollectSettings, PreviewSettings, Settings, TelegramSettings
from collectors.base import Batch, CannotRead
from collectors.planner import Estimate, expected
from collectors.telegram.accounts import import_string
from storage import accounts, coverage
from storage.database import Database
from storage.model import Channel, Post, Problem, Watched
from tests.collectors.fakes import FakeClock
from tests.collectors.telegram.test_accounts import session_string
from tests.storage.test_coverage import entry

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class Regular:
    """A `Source` of channels that post at regular intervals, one after the other; `page` posts at a time."""

    name = "regular"

    def __init__(self, intervals: dict[str, timedelta], *, page: int = 100):
        self.intervals = intervals
        self.page = page
        self.refusing: Problem | None = None
        self.asked: list[tuple[datetime, str]] = []

    async def read(self, watched: Watched, now: datetime) -> Batch:
        self.asked.append((now, watched.username))
        if self.refusing is not None:
            raise CannotRead(self.refusing, "refused by the test")
        number, interval = list(self.intervals).index(watched.username), self.intervals[watched.username]
        out = (now - NOON + timedelta(days=30)) // interval
        cursor = max(out - 50, 0) if watched.cursor is None else watched.cursor
        ids = range(cursor + 1, out + 1)[: self.page]
        published = {post_id: NOON - timedelta(days=30) + post_id * interval for post_id in ids}
        posts = tuple(Post(number, post_id, moment, "Calm.") for post_id, moment in published.items())
        channel = Channel(number, watched.username, "Regular news")
        return Batch(channel, posts, max(ids, default=cursor), more=cursor + len(ids) < out)

    @property
    def times(self) -> Counter[str]:
        return Counter(username for _, username in self.asked)


class Desk:
    """A lookout that collects on a clock of its own."""

    def __init__(self, db: Database, source: Regular, clock: FakeClock):
        self.db, self.source, self.clock = db, source, clock

    async def open(self) -> None:
        await self.db.write(coverage.sync, [entry(username) for username in self.source.intervals], self.clock())

    async def collect(self, polling: Polling) -> int:
        return await stages.collect_due(self.db, self.source, self.clock, polling)

    async def watch(self, polling: Polling, span: timedelta) -> None:
        """Collects when something is due, else every minute; every five seconds if the budget has to be waited for."""
        end = self.clock() + span
        while self.clock() < end:
            if not await self.collect(polling):
                soonest = await self.db.read(coverage.next_due)
                later = max(self.clock() + 5 * SECOND, soonest or end)
                self.clock.now = min(later, self.clock() + MINUTE, end)

    async def estimate(self, username: str) -> Estimate:
        return estimate_of((await self.db.read(coverage.estimates))[username])


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


async def opened(db: Database, clock: FakeClock, **intervals: timedelta) -> Desk:
    desk = Desk(db, Regular(intervals), clock)
    await desk.open()
    return desk


def with_budget(requests_per_second: float, now: datetime = NOON) -> Planned:
    return Planned(Means(frozenset({"main"}), requests_per_second, previews=1 / 3), now)


# --- the means --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("resting", "budget"),
    [((), 1.0), (("second",), 0.5), (("first", "second"), 0.25), (("a stranger",), 1.0)],
)
def test_each_account_that_works_adds_to_the_budget_and_previews_count_without_any(
    resting: Sequence[str], budget: float
) -> None:
    assert Means(frozenset({"first", "second"}), 0.5, previews=0.25).budget(resting) == budget


def test_a_request_waits_until_the_budget_allows_it(clock: FakeClock) -> None:
    polling, watched = with_budget(0.5), Watched("one", None, None)
    assert polling.may_ask(clock())
    polling.asked(watched, clock())
    assert not polling.may_ask(NOON + SECOND)
    assert polling.may_ask(NOON + 2 * SECOND)


def test_what_was_spent_at_once_is_owed() -> None:
    polling, watched = with_budget(0.5), Watched("one", None, None)
    for _ in range(5):
        polling.asked(watched, NOON)
    assert not polling.may_ask(NOON + 9 * SECOND)
    assert polling.may_ask(NOON + 10 * SECOND)


def test_a_clock_that_was_set_back_is_not_waited_for() -> None:
    polling, watched = with_budget(0.5), Watched("one", None, None)
    polling.asked(watched, NOON)
    assert not polling.may_ask(NOON - HOUR)
    assert polling.may_ask(NOON - HOUR + 2 * SECOND)


async def test_the_budget_follows_the_accounts_that_rest(sqlite_db: Database) -> None:
    polling = Planned(Means(frozenset({"first", "second"}), 0.5, previews=0.1), NOON)
    await sqlite_db.write(accounts.rest, "first", "revoked: log in again", NOON)
    await polling.renew(sqlite_db, NOON)
    assert polling.budget == 0.5
    await sqlite_db.write(accounts.rest, "second", "revoked: log in again", NOON)
    await polling.renew(sqlite_db, NOON + HOUR)
    assert polling.budget == 0.1


def settings_of(folder: Path, **collect: float) -> Settings:
    return Settings(
        telegram=TelegramSettings(api_id=1, api_hash=SecretStr("0" * 32), sessions=folder),
        preview=PreviewSettings(every_seconds=4),
        collect=CollectSettings.model_validate(collect),
    )


def test_by_default_the_budget_is_that_of_the_accounts_or_of_the_previews(tmp_path: Path) -> None:
    polling = polling_of(settings_of(tmp_path), NOON)
    assert isinstance(polling, Planned)
    assert polling.budget == 1 / 4
    for name in ("first", "second"):
        import_string(tmp_path, name, session_string())
    polling = polling_of(settings_of(tmp_path, requests_per_second=0.75), NOON)
    assert isinstance(polling, Planned)
    assert polling.budget == 1.5


def test_an_interval_that_is_set_is_kept(tmp_path: Path) -> None:
    assert polling_of(settings_of(tmp_path, every_seconds=90), NOON) == Fixed(timedelta(seconds=90))


# --- the stage --------------------------------------------------------------------------------------------------------


async def test_a_busier_channel_is_asked_more_often(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE, slow=HOUR, silent=timedelta(days=29))
    await desk.watch(with_budget(0.05), HOUR)
    asked = desk.source.times
    assert asked["busy"] > 2 * asked["slow"] > 2 * asked["silent"] > 0


async def test_the_budget_is_kept_by_more_channels_than_it_bears(sqlite_db: Database, clock: FakeClock) -> None:
    desk = await opened(sqlite_db, clock, **{f"channel_{number}": 5 * MINUTE for number in range(30)})
    await desk.watch(with_budget(0.1), 30 * MINUTE)
    assert set(desk.source.times) == set(desk.source.intervals)
    moments = [moment for moment, _ in desk.source.asked]
    assert 160 <= len(moments) <= 190
    assert max(Counter((moment - NOON) // MINUTE for moment in moments).values()) <= 6 + 10  # what was saved up


async def test_a_first_contact_teaches_the_history_that_it_brings(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE)
    await desk.collect(with_budget(1))
    estimate = await desk.estimate("busy")
    assert sum(estimate.posts) == pytest.approx(49, rel=0.1)
    assert sum(estimate.watched) == pytest.approx(49 * 4 / 60, rel=0.1)


async def test_what_was_taught_survives_a_restart(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE, slow=HOUR)
    await desk.watch(with_budget(0.05), 20 * MINUTE)
    after = with_budget(0.05, clock())
    await after.renew(db, clock())
    rates = {name: sum(expected(await desk.estimate(name), after.plan)) for name in ("busy", "slow")}
    assert rates["busy"] > 5 * rates["slow"]


async def test_a_failed_poll_teaches_nothing_and_is_tried_again_as_planned(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE)
    polling = with_budget(0.05)
    await desk.watch(polling, 10 * MINUTE)
    before = await desk.estimate("busy")
    desk.source.refusing = Problem.BROKEN
    await desk.watch(polling, 10 * MINUTE)
    [covered] = await db.read(coverage.report)
    assert covered.misses > 0
    assert await desk.estimate("busy") == before
    assert NOON < covered.next_poll_at <= clock() + polling.latest


async def test_a_backlog_is_read_at_once_and_each_page_counts(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=MINUTE)
    polling = with_budget(0.05)
    await desk.collect(polling)
    clock.move(hours=5)
    desk.source.page = 20
    await desk.collect(polling)
    assert desk.source.times["busy"] == 1 + 15
    assert not polling.may_ask(clock() + 60 * SECOND)
    [watched] = await db.read(coverage.everything)
    assert watched.cursor == 30 * 24 * 60 + 300
    assert sum((await desk.estimate("busy")).posts) == pytest.approx(49 + 300, rel=0.1)


async def test_a_fixed_interval_overrides_budget_and_plan(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE, silent=timedelta(days=29))
    await desk.watch(Fixed(10 * SECOND), 5 * MINUTE)
    assert desk.source.times == {"busy": 30, "silent": 30}


async def test_a_fixed_interval_does_not_wait_for_what_was_planned_before(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, silent=timedelta(days=29))
    await desk.watch(with_budget(0.001), MINUTE)
    assert await desk.collect(Fixed(10 * SECOND)) == 1


async def test_a_clock_that_was_set_back_leaves_no_channel_alone(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE, slow=HOUR)
    polling = with_budget(0.05)
    await desk.watch(polling, 10 * MINUTE)
    clock.move(days=-2)
    desk.source.asked.clear()
    await desk.watch(polling, 10 * MINUTE)
    assert set(desk.source.times) == {"busy", "slow"}
    assert len(desk.source.asked) <= 31 + 10, "once their turn has come, they are planned by this clock"


# --- a network that is down -------------------------------------------------------------------------------------------


async def test_a_dead_network_ends_the_round_and_is_tried_again_at_the_next_tick(
    db: Database, clock: FakeClock
) -> None:
    desk = await opened(db, clock, **{f"channel_{number}": HOUR for number in range(10)})
    desk.source.refusing = Problem.UNREACHABLE
    assert await desk.collect(Fixed(MINUTE)) == 0
    assert len(desk.source.asked) == stages.DEAD
    desk.source.refusing = None
    assert await desk.collect(Fixed(MINUTE)) == 10 - stages.DEAD
    clock.move(minutes=1)
    assert await desk.collect(Fixed(MINUTE)) == 10


async def test_trouble_of_channels_does_not_end_the_round(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, **{f"channel_{number}": HOUR for number in range(10)})
    desk.source.refusing = Problem.PRIVATE
    assert await desk.collect(Fixed(MINUTE)) == 10

"""How often channels are asked: the budget, what polls teach, and what happens when nobody can be asked."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import collecting
from bot.allowances import LOOKS, Purse, a_minute
from bot.commands.opening import polling_of
from bot.polling import Fixed, Means, Planned, Polling, estimate_of, shared_out
from bot.settings import CollectSettings, PreviewSettings, Settings, TelegramSettings
from collectors.aftercare import NO_AFTERCARE
from collectors.base import HISTORY, Batch, CannotRead
from collectors.planner import Estimate, expected
from collectors.preview.client import ACCOUNT as PREVIEWS
from collectors.telegram.accounts import import_string
from storage import accounts, allowances, coverage, reading
from storage.database import Database
from storage.model import Channel, Post
from storage.watching import Problem, Taught, Watched
from tests.collectors.fakes import FakeClock
from tests.collectors.telegram.test_accounts import session_string
from tests.storage.test_coverage import entry

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class Regular:
    """A `Source` of channels that post at regular intervals, one after the other; `page` posts at a time."""

    name = "main"

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
        return Batch(channel, posts, max(ids, default=cursor), more=cursor + len(ids) < out, account=self.name)

    @property
    def times(self) -> Counter[str]:
        return Counter(username for _, username in self.asked)


async def test_a_channel_that_is_not_the_one_of_the_watchlist_is_not_read_by_its_name(db: Database) -> None:
    source, clock = Regular({"hill": HOUR, "river": HOUR}), FakeClock(NOON)
    await db.write(coverage.sync, [entry("hill", channel_id=0), entry("river", channel_id=7)], NOON)
    await collecting.collect_due(db, source, clock, Fixed(HOUR), numbers={"hill": 0, "river": 7})
    hill, river = await db.read(coverage.report)
    assert (hill.problem, river.problem, river.channel) == (None, Problem.NOT_FOUND, None)
    assert river.detail == "@river is channel 1, and the watchlist means 7: correct the entry in the watchlist"
    assert [channel.username for channel in await db.read(reading.stored_channels)] == ["hill"]
    await collecting.collect_all(db, source, clock, Fixed(HOUR), NO_AFTERCARE, {"river": 1, "hill": 7})
    hill, river = await db.read(coverage.report)
    assert (hill.problem, river.problem, river.channel) == (
        Problem.NOT_FOUND,
        None,
        Channel(1, "river", "Regular news"),
    )


class Desk:
    """A lookout that collects on a clock of its own."""

    def __init__(self, db: Database, source: Regular, clock: FakeClock):
        self.db, self.source, self.clock = db, source, clock

    async def open(self) -> None:
        await self.db.write(coverage.sync, [entry(username) for username in self.source.intervals], self.clock())

    async def collect(self, polling: Polling) -> int:
        return await collecting.collect_due(self.db, self.source, self.clock, polling)

    async def watch(self, polling: Polling, span: timedelta) -> None:
        """Collects when something is due, else every minute; every five seconds if the budget has to be waited for."""
        end = self.clock() + span
        while self.clock() < end:
            if not await self.collect(polling):
                soonest = await self.db.read(coverage.next_due)
                later = max(self.clock() + 5 * SECOND, soonest or end)
                self.clock.now = min(later, self.clock() + MINUTE, end)

    async def estimate(self, username: str) -> Estimate:
        taught = {taught.username: taught.estimate for taught in await self.db.read(coverage.estimates)}
        return estimate_of(taught[username])


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


async def opened(db: Database, clock: FakeClock, **intervals: timedelta) -> Desk:
    desk = Desk(db, Regular(intervals), clock)
    await desk.open()
    return desk


async def with_budget(db: Database, requests_per_second: float) -> Planned:
    """As after a restart: what was spent is known."""
    return Planned(Means(frozenset({"main"}), requests_per_second), await db.read(allowances.left))


# --- the means --------------------------------------------------------------------------------------------------------

ONE = Watched("one", None, None)


async def test_a_request_waits_until_its_readers_budget_allows_it(sqlite_db: Database) -> None:
    polling = Planned(Means(frozenset({"first", "second"}), 0.5))
    assert polling.may_poll("first", NOON)
    await polling.polls(sqlite_db, "first", ONE, NOON)
    assert not polling.may_poll("first", NOON + SECOND)
    assert polling.may_poll("second", NOON + SECOND), "what one has spent is no matter of the other"
    assert polling.may_poll("first", NOON + 2 * SECOND)


async def test_what_was_spent_at_once_is_owed(sqlite_db: Database) -> None:
    polling = await with_budget(sqlite_db, 0.5)
    for _ in range(5):
        await polling.polls(sqlite_db, "main", ONE, NOON)
    assert not polling.may_poll("main", NOON + 9 * SECOND)
    assert polling.may_poll("main", NOON + 10 * SECOND)


async def test_a_clock_that_was_set_back_is_not_waited_for(sqlite_db: Database) -> None:
    before = await with_budget(sqlite_db, 0.5)
    await before.polls(sqlite_db, "main", ONE, NOON)
    for polling in (before, await with_budget(sqlite_db, 0.5)):
        assert not polling.may_poll("main", NOON - HOUR)
        assert polling.may_poll("main", NOON - HOUR + 2 * SECOND)


async def test_a_crash_loop_spends_no_more_than_one_long_run(db: Database) -> None:
    spent = 0
    for second in range(120):
        now = NOON + second * SECOND
        polling, looks = await with_budget(db, 0.5), a_minute(LOOKS, 6, await db.read(allowances.left))
        while polling.may_poll("main", now) and spent < 1000:
            await polling.polls(db, "main", ONE, now)
            spent += 1
        while looks.may_spend(now) and spent < 1000:
            await looks.spend(db, now)
            spent += 1
    assert 60 <= spent - 12 <= 60 + 8


@pytest.mark.parametrize("requests_per_second", [0.5, 5])
async def test_a_crash_amid_a_backlog_gives_no_requests_back(db: Database, requests_per_second: float) -> None:
    before = await with_budget(db, requests_per_second)
    await before.polls(db, "main", ONE, NOON - HOUR)  # by noon, all is saved up that can be
    for number in range(15):
        now = NOON + number * SECOND / 10
        await before.polls(db, "main", ONE, now)
        after = await with_budget(db, requests_per_second)
        for moment in (now + step * SECOND / 7 for step in range(40)):
            assert before.may_poll("main", moment) or not after.may_poll("main", moment)


async def test_what_is_kept_ahead_in_a_full_purse_is_spent_all_the_same(sqlite_db: Database) -> None:
    before, last = Purse("main", 5), NOON + 1.45 * SECOND
    for moment in (NOON - HOUR, NOON, NOON + SECOND / 2, last):
        await before.spend(sqlite_db, moment)
    after = Purse("main", 5, (await sqlite_db.read(allowances.left))["main"])
    assert await _spent(after, sqlite_db, last) <= await _spent(before, sqlite_db, last)


async def _spent(purse: Purse, db: Database, now: datetime) -> int:
    """All that is left."""
    spent = 0
    while purse.may_spend(now):
        await purse.spend(db, now)
        spent += 1
    return spent


async def test_the_pages_of_a_backlog_are_kept_as_spent_in_few_writes(sqlite_db: Database) -> None:
    polling, kept = await with_budget(sqlite_db, 0.5), []
    for number in range(100):
        await polling.polls(sqlite_db, "main", ONE, NOON + number * SECOND / 100)
        kept.append((await sqlite_db.read(allowances.left))["main"])
    assert len(set(kept)) < 12


async def test_requests_without_hurry_are_kept_one_by_one(sqlite_db: Database) -> None:
    polling = await with_budget(sqlite_db, 0.5)
    for number in range(5):
        await polling.polls(sqlite_db, "main", ONE, NOON + 2 * number * SECOND)
        assert (await sqlite_db.read(allowances.left))["main"].requests == 0


async def test_a_debt_of_an_earlier_run_is_not_owed_for_ever(sqlite_db: Database) -> None:
    polling = await with_budget(sqlite_db, 0.5)
    for _ in range(1000):
        await polling.polls(sqlite_db, "main", ONE, NOON)
    after = await with_budget(sqlite_db, 0.5)
    assert not after.may_poll("main", NOON + 21 * SECOND)
    assert after.may_poll("main", NOON + 22 * SECOND)


async def test_a_look_is_a_request_of_its_account(sqlite_db: Database) -> None:
    polling = await with_budget(sqlite_db, 0.5)
    await polling.looks(sqlite_db, "main", NOON)
    assert not polling.may_poll("main", NOON)
    await polling.polls(sqlite_db, "main", ONE, NOON + 2 * SECOND)
    assert not polling.may_look("main", NOON + 2 * SECOND)


async def test_looks_leave_polls_their_part_and_the_plan_knows_of_them(sqlite_db: Database) -> None:
    polling = await with_budget(sqlite_db, 1)
    looked = 0
    for second in range(3600):
        now = NOON + second * SECOND
        if polling.may_look("main", now):
            await polling.looks(sqlite_db, "main", now)
            looked += 1
    assert 1700 <= looked <= 2300, "a half, and what was saved up of it"
    await sqlite_db.read(polling.renew, NOON + HOUR)
    others = Planned(Means(frozenset({"main"}), 0.5))
    await sqlite_db.read(others.renew, NOON + HOUR)
    assert polling.plans["main"].prices == pytest.approx(others.plans["main"].prices, rel=0.05)


async def test_nobody_costs_nothing(sqlite_db: Database) -> None:
    polling = await with_budget(sqlite_db, 0.5)
    for _ in range(5):
        await polling.polls(sqlite_db, None, ONE, NOON)
        await polling.looks(sqlite_db, None, NOON)
    assert polling.may_poll(None, NOON)
    assert polling.may_look(None, NOON)
    assert polling.may_poll("main", NOON)


# --- whose plan -------------------------------------------------------------------------------------------------------


async def test_an_account_that_rests_or_must_leave_history_alone_bears_nothing_as_long_as_that_lasts(
    sqlite_db: Database,
) -> None:
    polling = Planned(Means(frozenset({"first", "second", "third"}), 0.5, previews=0.1))
    await sqlite_db.write(accounts.rest, "first", "revoked: log in again", NOON)
    await sqlite_db.write(accounts.flood_until, "second", "history", NOON + HOUR)
    await sqlite_db.write(accounts.flood_until, "third", "resolve", NOON + HOUR)
    await sqlite_db.read(polling.renew, NOON)
    assert polling.plans.keys() == {"third", PREVIEWS}
    await sqlite_db.read(polling.renew, NOON + HOUR)
    assert polling.plans.keys() == {"second", "third", PREVIEWS}


async def test_a_lost_account_changes_the_plan_at_once(sqlite_db: Database) -> None:
    polling = Planned(Means(frozenset({"first", "second"}), 0.5))
    await sqlite_db.read(polling.renew, NOON)
    await sqlite_db.write(accounts.flood_until, "second", "history", NOON + HOUR)
    await sqlite_db.read(polling.renew, NOON + SECOND)
    assert polling.plans.keys() == {"first"}


def test_a_channel_is_in_the_plan_of_who_reads_it() -> None:
    taught = [Taught(f"channel_{n}", who, None) for n, who in enumerate(["first", "first", "second", PREVIEWS])]
    shares = shared_out(taught, ["first", "second", PREVIEWS])
    assert {reader: len(share) for reader, share in shares.items()} == {"first": 2, "second": 1, PREVIEWS: 1}


@pytest.mark.parametrize(
    ("readers", "sizes"),
    [(["first", "second"], [3, 3]), (["first", PREVIEWS], [6, 0]), ([PREVIEWS], [6]), ([], [])],
)
def test_channels_without_a_reader_go_to_the_account_with_the_fewest(readers: list[str], sizes: list[int]) -> None:
    taught = [Taught(f"channel_{n}", who, None) for n, who in enumerate(["first", "gone", "gone", None, None, None])]
    assert [len(share) for share in shared_out(taught, readers).values()] == sizes


def settings_of(folder: Path, **collect: float) -> Settings:
    return Settings(
        telegram=TelegramSettings(api_id=1, api_hash=SecretStr("0" * 32), sessions=folder),
        preview=PreviewSettings(every_seconds=4),
        collect=CollectSettings.model_validate(collect),
    )


async def planned_by(db: Database, settings: Settings) -> set[str]:
    polling = polling_of(settings)
    assert isinstance(polling, Planned)
    await db.read(polling.renew, NOON)
    return set(polling.plans)


async def test_every_account_and_the_previews_have_a_plan(sqlite_db: Database, tmp_path: Path) -> None:
    assert await planned_by(sqlite_db, settings_of(tmp_path)) == {PREVIEWS}
    for name in ("first", "second"):
        import_string(tmp_path, name, session_string())
    assert await planned_by(sqlite_db, settings_of(tmp_path, requests_per_second=0.75)) == {"first", "second", PREVIEWS}


def test_an_interval_that_is_set_is_kept(tmp_path: Path) -> None:
    assert polling_of(settings_of(tmp_path, every_seconds=90)) == Fixed(timedelta(seconds=90))


# --- the stage --------------------------------------------------------------------------------------------------------


async def test_a_busier_channel_is_asked_more_often(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE, slow=HOUR, silent=timedelta(days=29))
    await desk.watch(await with_budget(desk.db, 0.05), HOUR)
    asked = desk.source.times
    assert asked["busy"] > 2 * asked["slow"] > 2 * asked["silent"] > 0


async def test_the_budget_is_kept_by_more_channels_than_it_bears(sqlite_db: Database, clock: FakeClock) -> None:
    desk = await opened(sqlite_db, clock, **{f"channel_{number}": 5 * MINUTE for number in range(30)})
    await desk.watch(await with_budget(desk.db, 0.1), 30 * MINUTE)
    assert set(desk.source.times) == set(desk.source.intervals)
    moments = [moment for moment, _ in desk.source.asked]
    assert 160 <= len(moments) <= 190
    assert max(Counter((moment - NOON) // MINUTE for moment in moments).values()) <= 6 + 10  # what was saved up


async def test_a_first_contact_teaches_the_history_that_it_brings(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE)
    await desk.collect(await with_budget(desk.db, 1))
    estimate = await desk.estimate("busy")
    assert sum(estimate.posts) == pytest.approx(49, rel=0.1)
    assert sum(estimate.watched) == pytest.approx(49 * 4 / 60, rel=0.1)


async def test_what_was_taught_survives_a_restart(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE, slow=HOUR)
    await desk.watch(await with_budget(desk.db, 0.05), 20 * MINUTE)
    after = await with_budget(desk.db, 0.05)
    await db.read(after.renew, clock())
    rates = {name: sum(expected(await desk.estimate(name), after.plans["main"])) for name in ("busy", "slow")}
    assert rates["busy"] > 5 * rates["slow"]


async def test_a_failed_poll_teaches_nothing_and_is_tried_again_as_planned(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE)
    polling = await with_budget(desk.db, 0.05)
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
    polling = await with_budget(desk.db, 0.05)
    await desk.collect(polling)
    clock.move(hours=5)
    desk.source.page = 20
    await desk.collect(polling)
    assert desk.source.times["busy"] == 1 + 15
    assert not polling.may_poll("main", clock() + 60 * SECOND)
    [watched] = await db.read(coverage.everything)
    assert watched.cursor == 30 * 24 * 60 + 300
    assert sum((await desk.estimate("busy")).posts) == pytest.approx(49 + 300, rel=0.1)


async def test_a_fixed_interval_overrides_budget_and_plan(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE, silent=timedelta(days=29))
    await desk.watch(Fixed(10 * SECOND), 5 * MINUTE)
    assert desk.source.times == {"busy": 30, "silent": 30}


async def test_a_fixed_interval_does_not_wait_for_what_was_planned_before(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, silent=timedelta(days=29))
    await desk.watch(await with_budget(desk.db, 0.001), MINUTE)
    assert await desk.collect(Fixed(10 * SECOND)) == 1


async def test_a_clock_that_was_set_back_leaves_no_channel_alone(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, busy=4 * MINUTE, slow=HOUR)
    polling = await with_budget(desk.db, 0.05)
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
    assert len(desk.source.asked) == collecting.DEAD
    desk.source.refusing = None
    assert await desk.collect(Fixed(MINUTE)) == 10 - collecting.DEAD
    clock.move(minutes=1)
    assert await desk.collect(Fixed(MINUTE)) == 10


async def test_trouble_of_channels_does_not_end_the_round(db: Database, clock: FakeClock) -> None:
    desk = await opened(db, clock, **{f"channel_{number}": HOUR for number in range(10)})
    desk.source.refusing = Problem.PRIVATE
    assert await desk.collect(Fixed(MINUTE)) == 10


# --- several readers --------------------------------------------------------------------------------------------------


class Several(Regular):
    """A `Spread`: each channel is read by the account that its name begins with, or by nobody while that one waits."""

    def __init__(self, intervals: dict[str, timedelta], *, page: int = 100):
        super().__init__(intervals, page=page)
        self.waiting: set[str] = set()
        self.falling_back = False

    def reader(self, watched: Watched, request: str, now: datetime) -> str | None:
        account = watched.username.partition("_")[0]
        if account not in self.waiting:
            return account
        return PREVIEWS if self.falling_back else None

    async def read(self, watched: Watched, now: datetime) -> Batch:
        batch = await super().read(watched, now)
        return replace(batch, account=self.reader(watched, HISTORY, now))


async def shared(db: Database, clock: FakeClock, **counts: int) -> tuple[Desk, Several]:
    source = Several({f"{account}_{n}": 5 * MINUTE for account, count in counts.items() for n in range(count)})
    desk = Desk(db, source, clock)
    await desk.open()
    return desk, source


def of(source: Regular, account: str) -> int:
    return sum(username.startswith(account) for _, username in source.asked)


async def test_a_channel_whose_account_has_nothing_left_waits_and_others_go_on(
    sqlite_db: Database, clock: FakeClock
) -> None:
    desk, source = await shared(sqlite_db, clock, first=30, second=3)
    polling = Planned(Means(frozenset({"first", "second"}), 0.1))
    await desk.watch(polling, 10 * MINUTE)
    assert of(source, "second") >= 30, "what the first owes does not hold up the second"
    assert 50 <= of(source, "first") <= 61 + 10


async def test_more_channels_than_a_page_holds_that_wait_for_one_account_do_not_hide_anothers(
    sqlite_db: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "PAGE", 5)
    desk, source = await shared(sqlite_db, clock, first=30, second=1)
    polling = Planned(Means(frozenset({"first", "second"}), 0.1))
    await desk.watch(polling, 20 * MINUTE)
    assert of(source, "second") >= 30


async def test_each_account_spends_what_it_bears_and_no_more(sqlite_db: Database, clock: FakeClock) -> None:
    desk, source = await shared(sqlite_db, clock, first=20, second=20)
    await desk.watch(Planned(Means(frozenset({"first", "second"}), 0.1)), 20 * MINUTE)
    for account in ("first", "second"):
        assert 100 <= of(source, account) <= 121 + 10


async def test_what_the_previews_read_in_an_accounts_place_is_spent_by_the_previews(
    sqlite_db: Database, clock: FakeClock
) -> None:
    desk, source = await shared(sqlite_db, clock, first=1)
    source.waiting, source.falling_back = {"first"}, True
    polling = Planned(Means(frozenset({"first"}), 0.1, previews=0.1))
    await desk.collect(polling)
    assert (polling.may_poll("first", clock()), polling.may_poll(PREVIEWS, clock())) == (True, False)
    [taught] = await sqlite_db.read(coverage.estimates)
    assert taught.account == PREVIEWS


async def test_a_page_that_another_than_the_first_gave_is_spent_by_both(sqlite_db: Database, clock: FakeClock) -> None:
    class Refused(Several):
        async def read(self, watched: Watched, now: datetime) -> Batch:
            return replace(await super().read(watched, now), account="second")

    desk = Desk(sqlite_db, Refused({"first_0": HOUR}), clock)
    await desk.open()
    polling = Planned(Means(frozenset({"first", "second"}), 0.1))
    await desk.collect(polling)
    assert not polling.may_poll("first", clock())
    assert not polling.may_poll("second", clock())

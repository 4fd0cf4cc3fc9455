"""Hints over real MTProto, into a real database: what an account hears makes a channel due, and polls stay the truth.

Each test drives the stages as the program does, with a clock that is moved. Joining is tested in test_wire_joining.py.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from telethon.tl import functions

from bot import collecting, hearing, rereading
from bot.allowances import LOOKS, a_minute
from bot.polling import Fixed, Means, Planned, Polling
from collectors.aftercare import Aftercare
from collectors.base import FloodWait, Hint
from collectors.telegram import connection
from collectors.telegram.accounts import Account, import_string
from collectors.telegram.client import Api
from collectors.telegram.source import TelethonSource
from storage import accounts, coverage, posts
from storage.database import Database
from storage.model import Cause
from tests.collectors.fakes import FakeClock
from tests.storage.test_coverage import entry
from tests.telegram.accounts import Account as User
from tests.telegram.channels import FIRST_POST_AT, ServedChannel
from tests.telegram.loopback import LoopbackTelegram

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
HISTORY, STATE, DIFFERENCE = "messages.getHistory", "updates.getState", "updates.getDifference"
RARELY = Fixed(6 * HOUR)


class Desk:
    """A lookout over channels of the loopback Telegram, which may be closed and opened again."""

    def __init__(self, db: Database, telegram: LoopbackTelegram, folder: Path):
        self.db = db
        self.telegram = telegram
        self.clock = FakeClock(FIRST_POST_AT)
        self._folder = folder
        self._accounts: list[Account] = []

    def log_in(self, name: str) -> User:
        user = self.telegram.add_account(f"+3160000000{len(self._accounts)}")
        self._accounts.append(import_string(self._folder / "sessions", name, self.telegram.session_string(user)))
        return user

    async def watch(self, *channels: ServedChannel, join: bool = False) -> None:
        entries = [entry(channel.username, join=join) for channel in channels]
        await self.db.write(coverage.sync, entries, self.clock())

    @asynccontextmanager
    async def open(self, patience: float = 5.0) -> AsyncIterator["Desk"]:
        """From a start of the program to its end."""
        telegram = self.telegram
        floods = [FloodWait(*flood) for flood in await self.db.read(accounts.floods, self.clock())]
        in_charge = await self.db.read(coverage.in_charge)
        api = Api(telegram.api_id, telegram.api_hash, telegram.server, telegram.key_file(self._folder))
        async with (
            asyncio.timeout(60),
            TelethonSource(self._accounts, api, floods=floods, in_charge=in_charge, patience=patience) as source,
        ):
            self.source = source
            await source.live.keep_listening()
            yield self

    async def poll(self, polling: Polling = RARELY, after: timedelta = timedelta(0)) -> int:
        """Later, what is due is polled; returns for how many channels that was."""
        self.clock.now += after
        before = self.telegram.count(HISTORY)
        await collecting.collect_due(self.db, self.source, self.clock, polling, Aftercare())
        return self.telegram.count(HISTORY) - before

    async def pass_on(self, after: timedelta = MINUTE) -> int:
        """A while later, all that was pushed has arrived, and is passed on."""
        self.clock.now += after
        await self.source.trouble()  # an answer comes after what was pushed before it
        await asyncio.sleep(0.01)
        return await hearing.pass_on(self.db, self.source.live, self.clock)

    async def look(self, after: timedelta = MINUTE) -> None:
        self.clock.now += after
        budget = a_minute(LOOKS, 1000)
        await rereading.reread_due(self.db, self.source, self.clock, Aftercare(), RARELY, budget)

    async def texts(self, channel: ServedChannel) -> list[str]:
        found = await self.db.read(posts.recent, channel.channel_id, 2000)
        return [revision.post.text for revision in sorted(found, key=lambda revision: revision.post.post_id)]

    async def causes(self, channel: ServedChannel) -> list[Cause]:
        return [revision.cause for revision in await self.db.read(posts.recent, channel.channel_id, 10)]


@pytest.fixture
async def desk(telegram: LoopbackTelegram, sqlite_db: Database, tmp_path: Path) -> Desk:
    return Desk(sqlite_db, telegram, tmp_path)


@pytest.fixture
async def river(telegram: LoopbackTelegram, desk: Desk) -> ServedChannel:
    """The one channel that is watched, and that the account `desk` has joined."""
    channel = telegram.add_channel("rivierkrant")
    channel.members.add(desk.log_in("desk"))
    await desk.watch(channel)
    return channel


# --- what is heard ---


async def test_a_post_in_a_joined_channel_is_collected_hours_before_its_next_poll(
    desk: Desk, river: ServedChannel
) -> None:
    async with desk.open():
        await desk.poll()
        river.publish("Water reaches the quay.")
        assert await desk.poll(after=MINUTE) == 0
        assert await desk.pass_on() == 1
        assert await desk.poll() > 0
    assert await desk.texts(river) == ["Water reaches the quay."]


async def test_a_post_that_is_heard_of_while_its_channel_is_polled_is_read_at_once(
    desk: Desk, river: ServedChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.open():
        await desk.poll()
        river.publish("Water reaches the quay.")
        await desk.pass_on()
        [line] = desk.source._connections
        ask, news = line.call, ["It falls."]

        async def ask_slowly(request: object) -> object:
            answer = await ask(request)
            if news and isinstance(request, functions.messages.GetHistoryRequest):
                river.publish(news.pop())
                await desk.pass_on(after=timedelta(0))
            return answer

        monkeypatch.setattr(line, "call", ask_slowly)
        await desk.poll()
    assert await desk.texts(river) == ["Water reaches the quay.", "It falls."]


async def test_of_a_channel_that_was_not_joined_nothing_is_heard(desk: Desk, river: ServedChannel) -> None:
    river.members.clear()
    async with desk.open():
        await desk.poll()
        river.publish("Water reaches the quay.")
        assert await desk.pass_on() == 0
        assert await desk.poll() == 0
        assert await desk.poll(after=6 * HOUR) > 0
    assert await desk.texts(river) == ["Water reaches the quay."]


async def test_what_is_heard_of_a_channel_that_is_not_watched_changes_nothing(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    other = telegram.add_channel("kadepost")
    other.members.update(river.members)
    async with desk.open():
        await desk.poll()
        before = await desk.db.read(coverage.report)
        other.delete(other.publish("The quay is closed."))
        assert await desk.pass_on() == 0
        assert await desk.poll() == 0
    assert await desk.db.read(coverage.report) == before


async def test_a_thousand_updates_are_one_hint_and_one_poll(desk: Desk, river: ServedChannel) -> None:
    async with desk.open():
        await desk.poll()
        for number in range(1000):
            river.publish(f"The river stands at {number} cm.")
        await desk.source.trouble()
        await asyncio.sleep(0.01)
        assert desk.source.live.hints() == {Hint(river.channel_id)}
        river.publish("It is falling.")
        assert await desk.pass_on() == 1
        assert await desk.poll() > 0
        assert await desk.poll() == 0
    assert len(await desk.texts(river)) == 1001


async def test_a_channel_that_posts_every_second_is_polled_every_five(desk: Desk, river: ServedChannel) -> None:
    async with desk.open():
        await desk.poll()
        polls = []
        for number in range(20):
            river.publish(f"The river stands at {number} cm.")
            await desk.pass_on(after=SECOND)
            polls.append(await desk.poll() > 0)
        assert 3 <= sum(polls) <= 4
        await desk.poll(after=6 * SECOND)
    assert len(await desk.texts(river)) == 20


async def test_reactions_are_no_news(desk: Desk, river: ServedChannel) -> None:
    post = river.publish("Water reaches the quay.")
    async with desk.open():
        await desk.poll()
        river.react(post)
        assert await desk.pass_on() == 0


async def test_a_hint_that_comes_twice_or_lies_costs_a_poll_and_nothing_else(desk: Desk, river: ServedChannel) -> None:
    async with desk.open():
        await desk.poll()
        river.publish("Water reaches the quay.")
        await desk.pass_on()
        await desk.poll()
        river.rename("River News")  # all that is pushed is that something changed
        assert await desk.pass_on() == 1
        assert await desk.poll() > 0
        assert await desk.causes(river) == [Cause.FIRST]


# --- edits and deletions ---


async def test_an_edit_that_is_heard_of_is_looked_at_at_once(desk: Desk, river: ServedChannel) -> None:
    post = river.publish("Water reaches the quay.")
    async with desk.open():
        await desk.poll()
        await desk.look(after=HOUR)
        river.edit(post, "Water has reached the quay.")
        assert await desk.pass_on(after=SECOND) == 1
        await desk.look(after=hearing.SETTLING)
    assert await desk.texts(river) == ["Water has reached the quay."]


async def test_a_deletion_that_is_heard_of_is_believed_only_when_the_post_was_missed_twice(
    desk: Desk, river: ServedChannel
) -> None:
    post = river.publish("Water reaches the quay.")
    async with desk.open():
        await desk.poll()
        await desk.look(after=HOUR)
        river.delete(post)
        assert await desk.pass_on(after=SECOND) == 1
        await desk.look(after=hearing.SETTLING)
        assert await desk.causes(river) == [Cause.FIRST]
        await desk.look(after=HOUR)
        assert await desk.causes(river) == [Cause.DELETED]


# --- what is not heard ---


async def test_what_was_missed_while_the_line_was_gone_is_found_by_a_poll(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    async with desk.open():
        await desk.poll()
        await telegram.stop()
        river.publish("Water reaches the quay.")
        await telegram.start()
        assert await desk.pass_on() == 0
        assert await desk.poll(after=6 * HOUR) > 0
    assert await desk.texts(river) == ["Water reaches the quay."]


async def test_a_line_that_was_lost_is_opened_again_without_a_poll(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    async with desk.open():
        await telegram.stop()
        while desk.source._connections[0].is_open:  # noqa: ASYNC110 - Telethon tries a little by itself, and does not say
            await asyncio.sleep(0.05)
        await desk.source.live.keep_listening()
        await telegram.start()
        await desk.source.live.keep_listening()
        river.publish("Water reaches the quay.")
        while not (hints := desk.source.live.hints()):  # noqa: ASYNC110 - a push is not announced
            await asyncio.sleep(0.01)
    assert hints == {Hint(river.channel_id)}


async def test_an_account_that_has_nothing_to_ask_makes_itself_heard_now_and_then(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.open():
        before = telegram.count(STATE)
        await desk.source.live.keep_listening()
        assert telegram.count(STATE) == before
        monkeypatch.setattr(connection, "_QUIET_SECONDS", 0.0)
        await desk.source.live.keep_listening()
        assert telegram.count(STATE) == before + 1


async def test_gaps_in_what_is_pushed_are_not_asked_about(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    async with desk.open():
        await desk.poll()
        asked = telegram.count(DIFFERENCE)
        river.publish("Water reaches the quay.")
        river.pts += 1000
        river.publish("The quay is closed.")
        assert await desk.pass_on() == 1
        await asyncio.sleep(0.7)  # Telethon's own patience with a gap is half a second
        assert telegram.count(DIFFERENCE) == asked


async def test_a_hint_waits_for_the_end_of_a_flood_wait(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    async with desk.open():
        await desk.poll()
        telegram.faults.flood(HISTORY, 3600, times=1)
        for number in range(60):
            river.publish(f"The river stands at {number} cm.")
            await desk.pass_on(after=MINUTE - SECOND)
            await desk.poll()
        assert telegram.count(HISTORY) == 2
        await desk.poll(after=3 * MINUTE)
    assert len(await desk.texts(river)) == 60


async def test_a_hint_waits_for_a_request_that_the_budget_allows(desk: Desk, river: ServedChannel) -> None:
    budget = Planned(Means(frozenset({"desk"}), each=0.01))
    async with desk.open():
        while await desk.poll(budget):
            river.publish("Water reaches the quay.")
            await desk.pass_on(after=6 * SECOND)
        stored = len(await desk.texts(river))
        river.publish("The quay is closed.")
        await desk.pass_on(after=6 * SECOND)
        assert await desk.poll(budget) == 0
        assert await desk.poll(budget, after=2 * 100 * SECOND) > 0
    assert len(await desk.texts(river)) > stored


async def test_what_one_account_hears_another_may_read(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    desk.log_in("night")
    river.members.clear()
    async with desk.open():
        await desk.poll()
        [in_charge] = set((await desk.db.read(coverage.in_charge)).values())
        user, other = telegram.world.accounts
        river.members.add(other if in_charge == "desk" else user)
        river.publish("Water reaches the quay.")
        assert await desk.pass_on() == 1
        assert await desk.poll() > 0
        assert set((await desk.db.read(coverage.in_charge)).values()) == {in_charge}
    assert await desk.texts(river) == ["Water reaches the quay."]

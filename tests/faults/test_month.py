"""A month passes within a minute: what the program keeps in memory does not grow with what it has seen."""

import gc
import random
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot import digesting
from bot.allowances import DOWNLOADS, LOOKS, a_minute
from bot.app import Lookout
from bot.collecting import collect_due
from bot.commands.opening import noticing
from bot.polling import Means, Planned
from bot.watchlist import load
from collectors.aftercare import Aftercare
from matcher.catalogue import compile_catalogue
from storage import chats, coverage, deliveries, quiet, snoozes, subscriptions
from storage.database import Connection, Database
from storage.messages import Message
from storage.model import Channel, Kind
from storage.quiet import Kept
from storage.telling import Chat, QuietHours
from tests.collectors.fakes import FakeChannel, FakeClock, FakeSource
from tests.faults.rounds import lasting
from tests.faults.small import CHANNELS, write_config

START = datetime(2031, 5, 1, tzinfo=UTC)
STEP = timedelta(hours=4)
POSTS_A_STEP = 6
WARMING_UP = 25
"""Steps until all caches are as full as they get: statements, forms of words, plans."""

MEASURED = 40
READERS = range(11, 15)

A_POST = 15
"""Allocated blocks that may stay behind for each post, which comes to some 20 rows: a list of posts, alerts or chats
that only grows would keep hundreds."""

_WORDS = ("amber", "anchor", "apron", "barge", "basin", "beacon", "breeze", "buoy", "cable", "canal", "cargo", "chain")


class Recipients:
    """Takes every message, and keeps none."""

    def __init__(self) -> None:
        self.taken = 0

    async def send(self, chat_id: int, message: Message) -> int:
        self.taken += 1
        return self.taken

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        self.taken += 1


class Month:
    """A channel that posts, edits and deletes; readers with digests, quiet hours and snoozes; the program's stages."""

    def __init__(self, lookout: Lookout, channel: FakeChannel, source: FakeSource, clock: FakeClock):
        self.lookout, self.channel, self.source, self.clock = lookout, channel, source, clock
        self.chance = random.Random(5)
        self.posted = 0

    async def step(self) -> None:
        self.clock.now += STEP
        self.channel.now = self.clock.now
        for _ in range(POSTS_A_STEP):
            self.channel.publish(self._text())
        self.channel.edit(self.channel.last - 1, self._text())
        self.channel.delete(self.channel.last - 2)
        for old in [number for number in self.channel.messages if number < self.channel.last - 200]:
            del self.channel.messages[old]  # the channel is the test's, and not what is measured
        self.source.asked.clear()
        self.posted += POSTS_A_STEP
        lookout = self.lookout
        await lookout.db.write(
            snoozes.put, READERS[0], Kind.PLACE, "rivermouth", self.clock.now + STEP / 2, self.clock.now
        )
        await collect_due(lookout.db, self.source, self.clock, lookout.polling, lookout.aftercare)
        for _ in range(2):
            await drain_now(lookout)
            self.clock.now += timedelta(minutes=10)

    def _text(self) -> str:
        return f"Rivermouth, {self.posted}: {' '.join(self.chance.choices(_WORDS, k=12))}."


async def drain_now(lookout: Lookout) -> None:
    """As `drain`, without waiting for the pace of chats: the clock is moved on instead."""
    for name, step in lookout.steps().items():
        while name not in {"collect", "hash"} and await step():
            pass


@pytest.fixture
async def month(sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Month:
    monkeypatch.setattr(deliveries, "PRIVATE_PACE", timedelta(0))  # a month passes; nobody waits for a second
    write_config(tmp_path)
    catalogue = compile_catalogue(load(tmp_path / "config/watchlist"))
    clock = FakeClock(START)
    channel = FakeChannel(Channel(1, CHANNELS[0], "Harbour"), START)
    channel.publish("What was there before.")
    source = FakeSource(channel)
    entries = [one for one in catalogue.watchlist.channels if one.username == CHANNELS[0]]
    await sqlite_db.write(coverage.sync, entries, START)
    await sqlite_db.write(_move_in)
    lookout = Lookout(
        db=sqlite_db,
        catalogue=lambda: catalogue,
        source=source,
        sender=Recipients(),
        notice=noticing(sqlite_db, clock),
        clock=clock,
        polling=Planned(Means(frozenset({"main"}), each=1.0)),
        aftercare=Aftercare(),
        looks=a_minute(LOOKS, 600),
        downloads=a_minute(DOWNLOADS, 600),
    )
    return Month(lookout, channel, source, clock)


async def _move_in(conn: Connection) -> None:
    for chat_id in READERS:
        await chats.put(conn, Chat(chat_id, "en", "UTC", START))
        await subscriptions.add(conn, chat_id, Kind.PLACE, "rivermouth", START)
        await digesting.set_times(conn, chat_id, [time(8)] if chat_id % 2 else [], "UTC", START)
    hours = QuietHours(time(22), time(6))
    await quiet.put(conn, READERS[1], Kept(hours, START, START + timedelta(hours=6)))


async def test_what_is_kept_in_memory_does_not_grow_with_what_was_seen(month: Month) -> None:
    for _ in range(WARMING_UP):
        await month.step()
    before, posted = blocks(), month.posted
    for _ in range(int(lasting(MEASURED, 10 * MEASURED))):
        await month.step()
    grown, posts = blocks() - before, month.posted - posted
    sender = month.lookout.sender
    assert isinstance(sender, Recipients)
    assert sender.taken > posts / 2  # it did work
    assert grown < A_POST * posts, f"{grown} blocks for {posts} posts"


def test_what_grows_is_noticed() -> None:
    """The bound is not so wide that a list of the words that posts are told with would pass."""
    kept: list[list[str]] = []
    before = blocks()
    for number in range(100):
        kept.append([f"{number} {word}" for word in _WORDS * 2])
    assert blocks() - before > A_POST * 100
    assert kept


def blocks() -> int:
    """Pieces of memory in use, when all rubbish is gone."""
    for _ in range(3):
        gc.collect()
    return sys.getallocatedblocks()

"""Hostile posts from a loopback Telegram to chats of a Bot API that parses with TDLib's own code, through every stage.

CI takes ten of each kind. All: SEINPOST_HOSTILE_POSTS=10000 python -m pytest tests/hostile/test_whole_path.py -s
"""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Bot

from bot import alerting, collecting, digesting, drafting, silences, stages, updating
from bot.delivery import queue
from bot.delivery.telegram import BotSender
from bot.polling import Fixed
from bot.watchlist import load
from collectors.telegram.accounts import import_string
from collectors.telegram.client import Api
from collectors.telegram.source import TelethonSource
from matcher.catalogue import Catalogue, compile_catalogue
from storage import chats, coverage, digests, parkings, subscriptions
from storage.database import Database
from storage.messages import Delivery, Message
from storage.model import Kind
from storage.tables import alerts as alerts_table
from storage.tables import posts as posts_table
from storage.tables import revisions
from storage.telling import Chat, Reason
from tests.botapi.server import LoopbackBotApi
from tests.faults.small import write_config
from tests.hostile.writing import KINDS, NUMBER, Hostile, hostile_posts
from tests.storage.test_coverage import entry
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram

SEED = 20240312
NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
CHANNELS = 12
LANGUAGES = ("en", "nl", "ru", "uk")
TARGETS = ((Kind.PLACE, "rivermouth"), (Kind.ACTOR, "harbour"), (Kind.CLAIM, "F01"))


class House:
    """All stages over one database, on a clock that goes on when there is nothing left to do at its time.

    A chat follows each channel: every post is a message of its own. Others follow what posts name: their messages grow.
    """

    def __init__(self, db: Database, catalogue: Catalogue, telegram: LoopbackTelegram, api: LoopbackBotApi):
        self.db, self.catalogue, self.telegram, self.api = db, catalogue, telegram, api
        self.book = catalogue.watchlist
        self.now = NOON
        self.channels = [telegram.add_channel(f"channel_{number}") for number in range(CHANNELS)]
        self.readers = [1000 + number for number in range(CHANNELS)]
        self.walkers = [2000 + number for number in range(len(LANGUAGES))]

    def clock(self) -> datetime:
        return self.now

    async def move_in(self, conn: AsyncConnection) -> None:
        await coverage.sync(conn, [entry(channel.username) for channel in self.channels], self.now)
        for number, chat_id in enumerate([*self.readers, *self.walkers]):
            self.api.user(chat_id)
            await chats.put(conn, Chat(chat_id, LANGUAGES[number % len(LANGUAGES)], "UTC", self.now))
        for chat_id, channel in zip(self.readers, self.channels, strict=True):
            await subscriptions.add(conn, chat_id, Kind.CHANNEL, str(channel.channel_id), self.now)
        for chat_id in self.walkers:
            for target in TARGETS:
                await subscriptions.add(conn, chat_id, *target, self.now)
            await digests.set_times(conn, chat_id, {time(0): self.now + timedelta(days=1)})

    @asynccontextmanager
    async def reading(self, folder: Path) -> AsyncIterator[TelethonSource]:
        account = import_string(folder / "sessions", "desk", self.telegram.session_string(self.telegram.add_account()))
        api = Api(self.telegram.api_id, self.telegram.api_hash, self.telegram.server, self.telegram.key_file(folder))
        async with TelethonSource([account], api, patience=60.0) as source:
            yield source

    async def collect(self, source: TelethonSource) -> None:
        for watched in await self.db.read(coverage.everything):
            assert await collecting.collect(self.db, source, watched, self.clock, Fixed(timedelta(minutes=1))) is None

    async def work(self, sender: BotSender) -> None:
        """Until nothing is left to do, now or an hour later."""
        idle = 0
        while idle < 2:
            done = 0
            for step in self.steps(sender):
                while worked := await step():
                    done += worked
            idle = 0 if done else idle + 1
            self.now += timedelta(seconds=1) if done else timedelta(hours=1)

    def steps(self, sender: BotSender) -> list[Callable[[], Awaitable[int]]]:
        db, book, clock = self.db, self.book, self.clock
        return [
            lambda: stages.match_new(db, self.catalogue, clock),
            lambda: stages.note_events(db, book, clock),
            lambda: alerting.decide_alerts(db, book, clock),
            lambda: updating.show_updates(db, book, clock),
            lambda: drafting.draft_claims(db, book, clock),
            lambda: silences.end_silences(db, book, clock),
            lambda: digesting.make_digests(db, book, clock),
            lambda: queue.deliver(db, sender, clock, notice),
        ]


async def notice(delivery: Delivery) -> Message:
    raise AssertionError(f"delivery {delivery.id} may not have arrived")


@pytest.fixture
async def api() -> AsyncIterator[LoopbackBotApi]:
    async with LoopbackBotApi() as api:
        yield api


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    write_config(tmp_path)
    return compile_catalogue(load(tmp_path / "config/watchlist"))


async def test_hostile_posts_are_stored_or_parked_and_every_message_is_taken_by_tdlib(
    sqlite_db: Database, catalogue: Catalogue, telegram: LoopbackTelegram, api: LoopbackBotApi, tmp_path: Path
) -> None:
    house = House(sqlite_db, catalogue, telegram, api)
    await sqlite_db.write(house.move_in)
    for channel in house.channels:
        channel.publish("Before.", date=NOON)
    async with house.reading(tmp_path) as source, Bot(api.token, base_url=f"{api.url}/bot") as bot:
        sender = BotSender(bot, a_second=10_000)
        await house.collect(source)
        given = published(house.channels)
        await house.collect(source)
        await house.work(sender)
        house.now = NOON + timedelta(days=1)
        await house.work(sender)  # digests

    stored = await sqlite_db.read(post_keys)
    assert stored >= given, f"lost: {sorted(given - stored)[:10]}"
    waiting = await sqlite_db.read(waiting_by_stage)
    left_aside = await sqlite_db.read(parkings.reasons)
    assert set(waiting) <= {"parked"}, waiting
    assert waiting["parked"] == sum(left_aside.values())
    assert api.rejected == []
    assert {request.status for request in api.requests} == {200}
    reasons = await sqlite_db.read(reasons_of, house)
    report(house, given, left_aside, reasons)
    there = heard(house)
    silent = [key for key in given if told_of(key, house) not in there]
    assert len(silent) <= reasons[Reason.DUPLICATE] + sum(left_aside.values())
    assert reasons.total() == len(stored) - sum(left_aside.values())  # nobody misses a post without a reason
    assert_nothing_was_executed(house)


def published(channels: list[ServedChannel]) -> set[tuple[int, int]]:
    """By channel and number; of each channel every kind."""
    given = set()
    for number, post in enumerate(hostile_posts(SEED, NUMBER)):
        channel = channels[(number + number // len(KINDS)) % len(channels)]
        given.add((channel.channel_id, publish(channel, post, number)))
    return given


def publish(channel: ServedChannel, post: Hostile, number: int) -> int:
    more: dict[str, Any] = {"entities": post.entities} if post.entities else {}
    return channel.publish(post.text, date=NOON + timedelta(seconds=number % 600), **more)


def told_of(key: tuple[int, int], house: House) -> tuple[int, str]:
    """Who is to hear of that post, and the link that leads there."""
    number = [channel.channel_id for channel in house.channels].index(key[0])
    return house.readers[number], f"https://t.me/{house.channels[number].username}/{key[1]}"


def heard(house: House) -> set[tuple[int, str | None]]:
    chats_of = {chat_id: house.api.chat(chat_id).messages for chat_id in house.readers}
    return {(chat_id, key.url) for chat_id, seen in chats_of.items() for one in seen for key in one.buttons}


async def reasons_of(conn: AsyncConnection, house: House) -> Counter[Reason]:
    """Why the followers of channels were told of posts, or were not."""
    followers = alerts_table.c.chat_id.in_(house.readers)
    counted = select(alerts_table.c.reason, func.count().label("number")).where(followers)
    return Counter({row.reason: row.number for row in await conn.execute(counted.group_by(alerts_table.c.reason))})


async def post_keys(conn: AsyncConnection) -> set[tuple[int, int]]:
    return {(row.channel_id, row.post_id) for row in await conn.execute(select(posts_table))}


async def waiting_by_stage(conn: AsyncConnection) -> Counter[str]:
    counted = select(revisions.c.stage, func.count().label("number")).group_by(revisions.c.stage)
    return Counter({row.stage.value: int(row.number) for row in await conn.execute(counted) if row.stage is not None})


def assert_nothing_was_executed(house: House) -> None:
    """What a post brings is words: nothing of it becomes a link, a mention of a person, or an emoji of its own."""
    for chat_id in (*house.readers, *house.walkers):
        for seen in house.api.chat(chat_id).shown:
            for marked in seen.entities:
                assert marked.type not in {"custom_emoji", "text_mention", "spoiler"}, marked
                assert marked.type != "text_link" or str(marked.url).startswith("https://t.me/channel_"), marked


def report(house: House, given: set[tuple[int, int]], left_aside: object, reasons: Counter[Reason]) -> None:
    shown = [seen for chat_id in (*house.readers, *house.walkers) for seen in house.api.chat(chat_id).shown]
    print(  # noqa: T201 - the figures of a full run
        f"{len(given)} posts of {len(KINDS)} kinds: parked {left_aside}, {dict(reasons)}; "
        f"{len(shown)} messages and edits, all taken; {len(house.api.requests)} requests"
    )

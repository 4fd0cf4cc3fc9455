"""From a published photo to its stored hash, over real MTProto and the tables; and what must not come of it."""

import hashlib
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import collecting, hashing, rereading
from bot.allowances import DOWNLOADS, a_minute
from bot.polling import Fixed, Polling
from collectors.aftercare import Aftercare
from collectors.base import CannotRead, FloodWait, Hashed
from collectors.falling_back import FallingBack
from collectors.perceptual import difference_hash
from collectors.rereading import Window
from collectors.telegram.accounts import import_string
from collectors.telegram.client import Api
from collectors.telegram.source import TelethonSource
from storage import accounts, coverage, media, posts
from storage.database import Database
from storage.model import Cause, HashState, MediaHash
from storage.watching import Problem, Watched
from tests.bot.chat.factories import entry
from tests.collectors.pictures import encoded, picture
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIMIT = 1_000_000
GET_FILE = "upload.getFile"
PICTURE = encoded(picture(1))
WINDOW = Window(until=timedelta(days=30))


class Desk:
    """The stages that collect, look again and hash, on a clock that tests move."""

    def __init__(self, telegram: LoopbackTelegram, db: Database, folder: Path):
        self.telegram, self.db, self.now = telegram, db, NOON
        self.budget = a_minute(DOWNLOADS, 6000)
        self.polling: Polling = Fixed(MINUTE)
        user = telegram.add_account()
        self._account = import_string(folder / "sessions", "desk", telegram.session_string(user))
        self._api = Api(telegram.api_id, telegram.api_hash, telegram.server, telegram.key_file(folder))

    async def watch(self, *names: str) -> list[ServedChannel]:
        """Channels whose first visit is over."""
        await self.db.write(coverage.sync, [entry(name) for name in names], self.now)
        channels = [self.telegram.add_channel(name) for name in names]
        async with self.source() as source:
            await self.poll(source)
        return channels

    @asynccontextmanager
    async def source(self) -> AsyncIterator[TelethonSource]:
        """As a start opens it."""
        floods = [FloodWait(*flood) for flood in await self.db.read(accounts.floods, self.now)]
        async with TelethonSource([self._account], self._api, floods=floods, patience=5.0) as source:
            yield source

    async def poll(self, source: TelethonSource | FallingBack, *, hash_up_to: int = LIMIT) -> None:
        self.now += MINUTE
        for watched in await self.db.read(coverage.everything):
            aftercare = Aftercare(WINDOW, hash_up_to)
            await collecting.collect(self.db, source, watched, lambda: self.now, self.polling, aftercare)

    async def look_again(self, source: TelethonSource) -> None:
        """At all that was stored."""
        self.now += timedelta(hours=1)
        for watched in await self.db.read(coverage.everything):
            await rereading.reread(self.db, source, watched, lambda: self.now, Aftercare(WINDOW, LIMIT))

    async def hash_all(self, source: TelethonSource | FallingBack) -> int:
        done = 0
        while await hashing.hash_due(self.db, source, lambda: self.now, self.polling, LIMIT, self.budget):
            done += 1
        return done

    async def hashes(self, channel: ServedChannel, post_id: int) -> tuple[MediaHash, ...]:
        return await self.db.read(media.of, channel.channel_id, post_id)


@pytest.fixture
def desk(telegram: LoopbackTelegram, db: Database, tmp_path: Path) -> Desk:
    return Desk(telegram, db, tmp_path)


async def test_a_published_photo_is_stored_first_and_hashed_then(desk: Desk) -> None:
    [channel] = await desk.watch("rivierkrant")
    async with desk.source() as source:
        post_id = channel.publish("The quay.", media="photo", content=PICTURE)
        await desk.poll(source)
        [waiting] = await desk.hashes(channel, post_id)
        assert (waiting.state, waiting.size, waiting.sha256) == (HashState.PENDING, len(PICTURE), None)
        assert desk.telegram.count(GET_FILE) == 0
        assert await desk.hash_all(source) == 1
    [hashed] = await desk.hashes(channel, post_id)
    assert (hashed.state, hashed.hashed_at, hashed.due_at) == (HashState.DONE, desk.now, None)
    assert hashed.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert hashed.perceptual == difference_hash(PICTURE)


async def test_a_forwarded_photo_is_fetched_once(desk: Desk) -> None:
    river, hill = await desk.watch("rivierkrant", "heuvelpost")
    async with desk.source() as source:
        first = river.publish("The quay.", media="photo", content=PICTURE)
        forwarded = hill.publish("The quay.", media="photo", forward_from=(river, first))
        await desk.poll(source)
        assert await desk.hash_all(source) == 2
    [one], [other] = await desk.hashes(river, first), await desk.hashes(hill, forwarded)
    assert (one.sha256, one.perceptual) == (other.sha256, other.perceptual)
    assert desk.telegram.count(GET_FILE) == 1


async def test_the_photos_of_the_first_visit_are_not_fetched(desk: Desk) -> None:
    channel = desk.telegram.add_channel("rivierkrant")
    await desk.db.write(coverage.sync, [entry("rivierkrant")], desk.now)
    post_id = channel.publish("An old quay.", media="photo", content=PICTURE)
    async with desk.source() as source:
        await desk.poll(source)
        assert await desk.hash_all(source) == 0
    assert await desk.hashes(channel, post_id) == ()


async def test_switched_off_nothing_is_queued_or_fetched(desk: Desk) -> None:
    [channel] = await desk.watch("rivierkrant")
    async with desk.source() as source:
        post_id = channel.publish("The quay.", media="photo", content=PICTURE)
        await desk.poll(source, hash_up_to=0)
        assert await hashing.hash_due(desk.db, source, lambda: desk.now, desk.polling, 0, desk.budget) == 0
    assert await desk.hashes(channel, post_id) == ()


async def test_a_replaced_photo_is_an_edit_and_both_are_told_apart(desk: Desk) -> None:
    [channel] = await desk.watch("rivierkrant")
    other = encoded(picture(2))
    async with desk.source() as source:
        post_id = channel.publish("The quay.", media="photo", content=PICTURE)
        await desk.poll(source)
        await desk.hash_all(source)
        channel.replace_file(post_id, other)
        await desk.look_again(source)
        await desk.poll(source)
        await desk.hash_all(source)
    [newest] = await desk.db.read(posts.recent, channel.channel_id, 1)
    assert newest.cause is Cause.EDITED
    hashes = [hashed.sha256 for hashed in await desk.hashes(channel, post_id)]
    assert hashes == [hashlib.sha256(content).hexdigest() for content in (PICTURE, other)]


async def test_late_polls_come_first(desk: Desk) -> None:
    [channel] = await desk.watch("rivierkrant")
    async with desk.source() as source:
        channel.publish("The quay.", media="photo", content=PICTURE)
        await desk.poll(source)
        desk.now += MINUTE + hashing.LATE + timedelta(seconds=1)
        assert await desk.hash_all(source) == 0
        await desk.poll(source)
        assert await desk.hash_all(source) == 1


async def test_polls_that_wait_for_their_own_budget_do_not_hold_up_the_hashing(desk: Desk) -> None:
    class Spent(Fixed):
        def waiting(self, now: datetime) -> Collection[str]:
            return ["desk"]

    [channel] = await desk.watch("rivierkrant")
    async with desk.source() as source:
        channel.publish("The quay.", media="photo", content=PICTURE)
        await desk.poll(source)
        desk.now += MINUTE + hashing.LATE + timedelta(seconds=1)
        desk.polling = Spent(MINUTE)
        assert await desk.hash_all(source) == 1


async def test_there_are_only_so_many_downloads_a_minute(desk: Desk) -> None:
    [channel] = await desk.watch("rivierkrant")
    desk.budget = a_minute(DOWNLOADS, 2)
    async with desk.source() as source:
        for number in range(5):
            channel.publish("The quay.", media="photo", content=PICTURE + bytes([number]))
        await desk.poll(source)
        assert await desk.hash_all(source) == 2
        await desk.poll(source)
        assert await desk.hash_all(source) == 2


async def test_a_flood_wait_is_kept_over_a_restart_and_hinders_no_poll(desk: Desk) -> None:
    [channel] = await desk.watch("rivierkrant")
    post_id = channel.publish("The quay.", media="photo", content=PICTURE)
    desk.telegram.faults.flood(GET_FILE, 3600, times=1)
    async with desk.source() as source:
        await desk.poll(source)
        await desk.hash_all(source)
    [waiting] = await desk.hashes(channel, post_id)
    until = desk.now + timedelta(seconds=3601)
    assert (waiting.state, waiting.due_at, waiting.attempts) == (HashState.PENDING, until, 0)
    async with desk.source() as source:
        another = channel.publish("The bridge.", media="photo", content=PICTURE)
        await desk.poll(source)
        await desk.hash_all(source)
        assert desk.telegram.count(GET_FILE) == 1
        assert (await desk.hashes(channel, another))[0].due_at == until
        desk.now = until - MINUTE
        await desk.poll(source)
        await desk.hash_all(source)
    assert [(await desk.hashes(channel, id_))[0].state for id_ in (post_id, another)] == [HashState.DONE] * 2


async def test_a_file_that_never_comes_is_given_up_with_the_reason(desk: Desk) -> None:
    [channel] = await desk.watch("rivierkrant")
    post_id = channel.publish("The quay.", media="photo", content=PICTURE)
    desk.telegram.faults.refuse(GET_FILE, "LOCATION_INVALID")
    async with desk.source() as source:
        await desk.poll(source)
        for _ in range(20):
            await desk.hash_all(source)
            desk.now += timedelta(hours=6)
            await desk.poll(source)
    [failed] = await desk.hashes(channel, post_id)
    assert (failed.state, failed.due_at) == (HashState.FAILED, None)
    assert failed.detail == "broken: Telegram's answer (LocationInvalidError)"
    assert desk.telegram.count(GET_FILE) == 6


async def test_a_deleted_photo_is_gone_and_a_large_document_is_said_to_be(desk: Desk) -> None:
    [channel] = await desk.watch("rivierkrant")
    async with desk.source() as source:
        deleted = channel.publish("The quay.", media="photo", content=PICTURE)
        large = channel.publish("The film.", media="document", content=bytes(LIMIT + 1))
        await desk.poll(source)
        channel.delete(deleted)
        await desk.hash_all(source)
    assert (await desk.hashes(channel, deleted))[0].state is HashState.GONE
    assert (await desk.hashes(channel, large))[0].state is HashState.TOO_LARGE
    assert desk.telegram.count(GET_FILE) == 0


async def test_an_error_of_ours_is_no_end_of_the_stage(desk: Desk) -> None:
    class Broken(FallingBack):
        async def hash_media(self, watched: Watched, message_id: int, limit: int, now: datetime) -> Hashed:
            raise ZeroDivisionError

    [channel] = await desk.watch("rivierkrant")
    async with desk.source() as source:
        post_id = channel.publish("The quay.", media="photo", content=PICTURE)
        await desk.poll(source)
        assert await desk.hash_all(Broken([source])) == 1
    [waiting] = await desk.hashes(channel, post_id)
    assert (waiting.state, waiting.detail, waiting.attempts) == (HashState.PENDING, "broken: ZeroDivisionError", 1)


async def test_sources_that_fall_back_hash_with_the_accounts(desk: Desk) -> None:
    class Pages:
        name = "pages"

        async def read(self, watched: Watched, now: datetime) -> None:
            raise CannotRead(Problem.UNREACHABLE, "no pages here")

    [channel] = await desk.watch("rivierkrant")
    async with desk.source() as source:
        both = FallingBack([source, Pages()])  # type: ignore[list-item]  # it reads nothing
        post_id = channel.publish("The quay.", media="photo", content=PICTURE)
        await desk.poll(both)
        assert await desk.hash_all(both) == 1
    assert (await desk.hashes(channel, post_id))[0].state is HashState.DONE

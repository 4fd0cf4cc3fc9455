"""What one channel publishes may break its storing: it is asked again later, and the channels behind it go on."""

from datetime import datetime, timedelta
from typing import Any, NoReturn

import pytest

from bot import collecting, hashing, rereading
from bot.allowances import DOWNLOADS, LOOKS, a_minute
from bot.polling import Fixed
from collectors.aftercare import Aftercare
from collectors.base import Batch, Hashed, Looked
from collectors.rereading import judge
from storage import coverage, looks, media, posts
from storage.database import OUT_OF_ORDER, Database
from storage.model import Channel, HashState, Media
from storage.watching import Problem, Watched
from tests.collectors.fakes import FakeClock
from tests.storage.samples import HOUR, NOW, newest, post
from tests.storage.test_coverage import entry

BAD, GOOD = Channel(1, "bad_river", "Bad"), Channel(2, "good_river", "Good")
POLLING = Fixed(timedelta(minutes=1))


class TwoChannels:
    """Each has a new post at each poll; it can be looked at and hashed."""

    name = "two"

    def __init__(self) -> None:
        self.polls = 0

    async def read(self, watched: Watched, now: datetime) -> Batch:
        self.polls += 1
        channel = self._channel(watched)
        picture = (Media("photo", file="7"),)
        fresh = post(self.polls, f"Post {self.polls}", channel_id=channel.channel_id, media=picture)
        given = () if watched.cursor is None else (fresh,)  # nothing at the first visit: it would be backlog
        return Batch(channel, given, self.polls, more=False)

    async def look(self, watched: Watched, ids: Any, now: datetime) -> Looked:
        return Looked(self._channel(watched), ())

    async def hash_media(self, watched: Watched, message_id: int, limit: int, now: datetime) -> Hashed:
        return Hashed(HashState.DONE, sha256="a" * 64)

    def _channel(self, watched: Watched) -> Channel:
        return BAD if watched.username == BAD.username else GOOD


class Desk:
    def __init__(self, db: Database) -> None:
        self.db, self.source, self.clock = db, TwoChannels(), FakeClock(NOW)

    async def poll(self) -> None:
        self.clock.move(minutes=5)
        await collecting.collect_due(self.db, self.source, self.clock, POLLING, Aftercare(hash_up_to=1_000))

    async def problems(self) -> dict[str, Problem | None]:
        return {seen.username: seen.problem for seen in await self.db.read(coverage.report)}


@pytest.fixture
async def desk(db: Database) -> Desk:
    desk = Desk(db)
    await db.write(coverage.sync, [entry(BAD.username), entry(GOOD.username)], NOW)
    await desk.poll()  # the first visit
    return desk


def poisoned(*_: object) -> NoReturn:
    raise ArithmeticError("words of a post")


async def test_a_channel_whose_posts_can_not_be_stored_does_not_hold_up_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = posts.save

    async def broken(conn: Any, channel: Channel, *more: Any, **named: Any) -> int:
        return poisoned() if channel == BAD else await save(conn, channel, *more, **named)

    with monkeypatch.context() as context:
        context.setattr(posts, "save", broken)
        await desk.poll()
    assert await desk.problems() == {BAD.username: Problem.BROKEN, GOOD.username: None}
    assert [len(await newest(desk.db, one.channel_id)) for one in (BAD, GOOD)] == [0, 1]
    await desk.poll()
    assert set((await desk.problems()).values()) == {None}
    assert [len(await newest(desk.db, one.channel_id)) for one in (BAD, GOOD)] == [1, 2]


async def test_a_database_out_of_order_is_no_channels_fault(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: Any, **__: Any) -> int:
        raise OUT_OF_ORDER[0]("insert", {}, Exception("database or disk is full"))

    monkeypatch.setattr(posts, "save", full)
    with pytest.raises(OUT_OF_ORDER):
        await desk.poll()
    assert set((await desk.problems()).values()) == {None}


async def test_looks_that_can_not_be_stored_are_put_off_and_the_next_channel_is_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.poll()
    desk.clock.move(hours=1)
    asked: list[Any] = []

    def broken(given: Any, *more: Any) -> Any:
        asked.append(given)
        return poisoned() if len(asked) == 1 else judge(given, *more)

    monkeypatch.setattr(rereading, "judge", broken)
    budget = a_minute(LOOKS, 600)
    await rereading.reread_due(desk.db, desk.source, desk.clock, Aftercare(), POLLING, budget)
    assert len(asked) == 2
    assert await desk.db.read(looks.due, desk.clock(), 9) == []


async def test_a_hash_that_can_not_be_stored_is_tried_again_later_and_the_next_is_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.poll()
    settle, done = hashing._settled, []

    def broken(waiting: Any, *more: Any) -> Any:
        done.append(waiting.channel_id)
        return poisoned() if len(done) == 1 else settle(waiting, *more)

    monkeypatch.setattr(hashing, "_settled", broken)
    for _ in range(2):
        desk.clock.move(seconds=10)
        assert await hashing.hash_due(desk.db, desk.source, desk.clock, POLLING, 1_000, a_minute(DOWNLOADS, 600)) == 1
    assert len(set(done)) == 2
    desk.clock.now += HOUR
    assert [one.channel_id for one in await desk.db.read(media.due, desk.clock(), 9)] == [done[0]]

"""Pages are read ahead and handed on in order, nothing is lost where the row breaks, and nothing goes on afterwards."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime

import pytest

from collectors.base import AccessHash, Batch, CannotRead, FloodWait
from collectors.stretches import Stretch, stretches
from storage.model import Channel, Post
from storage.watching import Problem, Watched

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
RIVER = Channel(700, "riverside", "Riverside")
WATCHED = Watched("riverside", None, 0)
HASH = AccessHash("first", 700, 42)
FLOOD = FloodWait("first", "history", NOON)


class Pages:
    """A channel of `count` posts in pages of two; the page above `refuses_above` is refused."""

    def __init__(self, count: int, refuses_above: int | None = None, passed: tuple[int, ...] | None = ()) -> None:
        self._count = count
        self._refuses_above = refuses_above
        self._passed = passed
        self.asked: list[Watched] = []

    async def read(self, watched: Watched, now: datetime) -> Batch | CannotRead:
        self.asked.append(watched)
        above = watched.cursor or 0
        if above == self._refuses_above:
            return CannotRead(Problem.FLOOD_WAIT, "wait", learned=(FLOOD,))
        ids = range(above + 1, min(above + 2, self._count) + 1)
        posts = tuple(Post(700, number, NOON, f"post {number}") for number in ids)
        more = above + 2 < self._count
        return Batch(RIVER, posts, max(ids, default=above), (HASH,), more, "first", self._passed)


class Hanging(Pages):
    """Its second page never comes."""

    def __init__(self) -> None:
        super().__init__(9)
        self.ended = False

    async def read(self, watched: Watched, now: datetime) -> Batch | CannotRead:
        if self.asked:
            try:
                await asyncio.Event().wait()
            finally:
                self.ended = True
        return await super().read(watched, now)


def read(source: Pages, *, pages: int = 3, ahead: int = 6) -> AsyncGenerator[Stretch, None]:
    return stretches(source.read, WATCHED, lambda: NOON, pages=pages, ahead=ahead)


async def all_of(source: Pages, *, pages: int = 3) -> list[Stretch]:
    return [stretch async for stretch in read(source, pages=pages)]


def ids(stretch: Stretch) -> list[int]:
    assert isinstance(stretch.answer, Batch)
    return [post.post_id for post in stretch.answer.posts]


async def test_pages_that_wait_are_joined_in_order_up_to_the_limit() -> None:
    found = await all_of(Pages(9))
    assert [ids(stretch) for stretch in found] == [[1, 2, 3, 4, 5, 6], [7, 8, 9]]
    assert [stretch.watched.cursor for stretch in found] == [0, 6]


async def test_a_page_is_not_kept_waiting_for_the_next() -> None:
    async with aclosing(read(Hanging())) as found:
        assert ids(await anext(found)) == [1, 2]


async def test_no_more_is_asked_for_after_the_last_page() -> None:
    source = Pages(3)
    assert ids((await all_of(source))[-1])[-1] == 3
    assert [watched.cursor for watched in source.asked] == [0, 2]


async def test_pages_are_read_ahead_as_far_as_there_is_room() -> None:
    source = Pages(100)
    async with aclosing(read(source, pages=1, ahead=4)) as found:
        await anext(found)
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(source.asked) == 5


async def test_what_a_page_taught_is_used_for_the_next() -> None:
    source = Pages(4)
    await all_of(source)
    assert (source.asked[1].channel, source.asked[1].hashes) == (RIVER, {"first": 42})


async def test_a_refusal_is_heard_after_all_that_was_read_before_it() -> None:
    before, refused = await all_of(Pages(9, refuses_above=4))
    assert ids(before) == [1, 2, 3, 4]
    assert isinstance(refused.answer, CannotRead)
    assert (refused.watched.cursor, refused.answer.learned) == (4, (FLOOD,))


async def test_a_refusal_may_be_all_there_is() -> None:
    [refused] = await all_of(Pages(9, refuses_above=0))
    assert isinstance(refused.answer, CannotRead)


async def test_what_a_read_raises_is_raised_after_what_came_before() -> None:
    class Broken(Pages):
        async def read(self, watched: Watched, now: datetime) -> Batch | CannotRead:
            if self.asked:
                raise OSError("the test")
            return await super().read(watched, now)

    async with aclosing(read(Broken(9))) as found:
        assert ids(await anext(found)) == [1, 2]
        with pytest.raises(OSError, match="the test"):
            await anext(found)


async def test_who_leaves_early_leaves_nothing_behind() -> None:
    source, others = Hanging(), asyncio.all_tasks()
    async with aclosing(read(source)) as found:
        await anext(found)
        await asyncio.sleep(0)
    assert source.ended
    assert asyncio.all_tasks() == others


async def test_who_is_stopped_while_waiting_leaves_nothing_behind() -> None:
    source, others = Hanging(), asyncio.all_tasks()
    task = asyncio.create_task(all_of(source))
    for _ in range(5):
        await asyncio.sleep(0)
    assert source.asked
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert asyncio.all_tasks() == others


async def test_a_page_that_can_not_tell_what_it_passed_over_makes_the_whole_unable() -> None:
    [stretch] = await all_of(Pages(4, passed=None))
    assert isinstance(stretch.answer, Batch)
    assert stretch.answer.passed is None


async def test_a_source_that_does_not_move_on_is_not_asked_for_ever() -> None:
    class Stuck(Pages):
        async def read(self, watched: Watched, now: datetime) -> Batch | CannotRead:
            self.asked.append(watched)
            return Batch(RIVER, (), watched.cursor, more=True)

    source = Stuck(0)
    await all_of(source)
    assert len(source.asked) == 1

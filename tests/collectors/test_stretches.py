"""Several pages in a row become one batch, and nothing is lost where the row breaks."""

from datetime import UTC, datetime

import pytest

from collectors.base import AccessHash, Batch, CannotRead, FloodWait
from collectors.stretches import read_stretch
from storage.model import Channel, Post, Problem, Watched

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
RIVER = Channel(700, "riverside", "Riverside")
WATCHED = Watched("riverside", None, 0)
HASH = AccessHash("first", 700, 42)
FLOOD = FloodWait("first", "history", NOON)


class Pages:
    """A channel of `count` posts in pages of two; the page above `refuses_above` is refused."""

    name = "pages"

    def __init__(self, count: int, refuses_above: int | None = None, passed: tuple[int, ...] | None = ()) -> None:
        self._count = count
        self._refuses_above = refuses_above
        self._passed = passed
        self.asked: list[Watched] = []

    async def read(self, watched: Watched, now: datetime) -> Batch:
        self.asked.append(watched)
        above = watched.cursor or 0
        if above == self._refuses_above:
            raise CannotRead(Problem.FLOOD_WAIT, "wait", learned=(FLOOD,))
        ids = range(above + 1, min(above + 2, self._count) + 1)
        posts = tuple(Post(700, number, NOON, f"post {number}") for number in ids)
        more = above + 2 < self._count
        return Batch(RIVER, posts, max(ids, default=above), (HASH,), more, "first", self._passed)


async def test_pages_are_joined_in_order_up_to_the_limit() -> None:
    batch = await read_stretch(Pages(9), WATCHED, NOON, pages=3)
    assert [post.post_id for post in batch.posts] == [1, 2, 3, 4, 5, 6]
    assert (batch.cursor, batch.more) == (6, True)


async def test_the_last_page_ends_the_stretch() -> None:
    source = Pages(3)
    batch = await read_stretch(source, WATCHED, NOON, pages=5)
    assert (len(batch.posts), batch.more, len(source.asked)) == (3, False, 2)


async def test_what_a_page_taught_is_used_for_the_next() -> None:
    source = Pages(4)
    await read_stretch(source, WATCHED, NOON)
    assert (source.asked[1].channel, source.asked[1].hashes) == (RIVER, {"first": 42})


async def test_a_refusal_half_way_keeps_what_was_read_and_what_was_learned() -> None:
    batch = await read_stretch(Pages(9, refuses_above=4), WATCHED, NOON)
    assert (batch.cursor, batch.more) == (4, True)
    assert FLOOD in batch.learned


async def test_a_refusal_at_once_is_the_callers_to_hear() -> None:
    with pytest.raises(CannotRead):
        await read_stretch(Pages(9, refuses_above=0), WATCHED, NOON)


async def test_a_page_that_can_not_tell_what_it_passed_over_makes_the_whole_unable() -> None:
    assert (await read_stretch(Pages(4, passed=None), WATCHED, NOON)).passed is None


async def test_a_source_that_does_not_move_on_is_not_asked_for_ever() -> None:
    class Stuck(Pages):
        async def read(self, watched: Watched, now: datetime) -> Batch:
            self.asked.append(watched)
            return Batch(RIVER, (), watched.cursor, more=True)

    source = Stuck(0)
    await read_stretch(source, WATCHED, NOON)
    assert len(source.asked) == 1

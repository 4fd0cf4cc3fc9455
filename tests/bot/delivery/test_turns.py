"""When the next request may go: properties of turns and of flood waits, on a clock that is an argument."""

import asyncio
import itertools
import math
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.turns import Floods, Turns

ANNA = 11


def gone(turns: Turns, asked: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """When those who come at these times go, and when they are answered: so many seconds later, or first of all if
    nobody may go before.
    """
    now, went, open_until = 0.0, list[tuple[float, float]](), list[float]()
    for arrival, seconds in asked:
        now = max(arrival, now)
        while True:
            end = min(open_until, default=math.inf)
            if end > (goes := now + turns.left(now)):
                break
            turns.end(end)
            open_until.remove(end)
            now = max(now, end)
        now = goes
        turns.go(now)
        went.append((now, now + seconds))
        open_until.append(now + seconds)
    return went


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 3)), max_size=60), st.integers(2, 28), st.data())
def test_no_second_sees_more_arrive_than_it_may(
    asked: list[tuple[float, float]], most: int, data: st.DataObject
) -> None:
    went = gone(Turns(most), sorted(asked))
    arrived = sorted(start + data.draw(st.floats(0, 1)) * (end - start) for start, end in went)
    assert all(later - earlier >= 1 - 1e-6 for earlier, later in zip(arrived, arrived[most:], strict=False))
    assert all(later - earlier >= 0.5 / most - 1e-9 for (earlier, _), (later, _) in itertools.pairwise(went))


def test_turns_that_a_busy_machine_held_up_are_made_up_for_but_not_at_once() -> None:
    went = [goes for goes, _ in gone(Turns(4), [(at, 0) for at in (0, 0, 0, 0, 0, 3, 3, 3, 3)])]
    assert went == pytest.approx([0, 0.125, 0.25, 0.375, 1, 3, 3.125, 3.25, 3.375])


async def test_where_all_are_under_way_the_next_waits_for_an_answer() -> None:
    turns, order = Turns(1), list[str]()

    async def ask() -> None:
        async with turns.take():
            order.append("second")

    async with turns.take():
        asking = asyncio.create_task(ask())
        await asyncio.sleep(0.01)
        order.append("first is answered")
    await asking
    assert order == ["first is answered", "second"]


async def test_turns_are_taken_in_the_order_of_asking() -> None:
    turns, order = Turns(1_000), list[int]()

    async def ask(number: int) -> None:
        async with turns.take():
            order.append(number)

    await asyncio.gather(*map(ask, range(5)))
    assert order == [0, 1, 2, 3, 4]


def test_a_flood_wait_ends_and_concerns_one_chat() -> None:
    floods = Floods()
    floods.begin(ANNA, 10, now=100)
    assert [floods.left(ANNA, now) for now in (100, 104, 110, 200)] == [10, 6, 0, 0]
    assert floods.left(12, 100) == 0

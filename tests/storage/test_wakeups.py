"""Wake-ups inside one process."""

import asyncio

from storage.wakeups import Wakeups


async def test_a_waiting_stage_is_woken() -> None:
    wakeups = Wakeups()
    waiting = asyncio.create_task(wakeups.wait("match", 60))
    await asyncio.sleep(0)
    wakeups.wake("match")
    assert await waiting is True


async def test_a_stage_woken_while_it_worked_looks_again_at_once() -> None:
    wakeups = Wakeups()
    wakeups.wake("match")
    assert await wakeups.wait("match", 60) is True


async def test_two_wake_ups_are_one() -> None:
    wakeups = Wakeups()
    wakeups.wake("match")
    wakeups.wake("match")
    assert await wakeups.wait("match", 60) is True
    assert await wakeups.wait("match", 0) is False


async def test_a_wake_up_for_one_stage_does_not_wake_another() -> None:
    wakeups = Wakeups()
    wakeups.wake("match")
    assert await wakeups.wait("deliver", 0) is False


async def test_a_stage_that_nobody_wakes_looks_by_itself() -> None:
    assert await Wakeups().wait("match", 0) is False


async def test_a_stage_that_is_woken_for_later_is_woken_once_for_all_who_asked() -> None:
    wakeups = Wakeups()
    wakeups.wake_later("draft", 0.01)
    wakeups.wake_later("draft", 60)
    assert await wakeups.wait("draft", 0) is False
    assert await wakeups.wait("draft", 30) is True
    wakeups.wake_later("draft", 0)
    assert await wakeups.wait("draft", 30) is True

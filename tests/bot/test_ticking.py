"""Ticks and stages: a late tick counts, many are one, and no stage is at work twice at once or given up for good."""

import asyncio
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import app, ticking
from bot.clock import now
from storage.wakeups import Wakeups

ENOUGH = 10  # seconds in which anything here is long done


async def test_no_tick_is_dropped_since_it_is_late_and_a_heap_of_them_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[AsyncIOScheduler] = []

    class Kept(AsyncIOScheduler):  # type: ignore[misc] # apscheduler has no types
        def __init__(self, **options: object):
            super().__init__(**options)
            made.append(self)

    monkeypatch.setattr(ticking, "AsyncIOScheduler", Kept)
    async with ticking.ticking(Wakeups(), ["collect", "deliver"]):
        jobs = [job for scheduler in made for job in scheduler.get_jobs()]
        assert [job.args for job in jobs] == [("collect",), ("deliver",)]
        assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in jobs} == {(None, True, 1)}


async def test_ticks_go_on_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "TICK", 0.05)
    behind = timedelta(0)
    monkeypatch.setattr(ticking, "now", lambda: now() - behind)
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Behind)
    wakeups = Wakeups()
    async with asyncio.timeout(ENOUGH), ticking.ticking(wakeups, ["deliver"]):
        await wakeups.wait("deliver", ENOUGH)
        behind = Behind.by = timedelta(hours=1)
        for _ in range(3):
            assert await wakeups.wait("deliver", ENOUGH)


class Behind(datetime):
    """The clock that the scheduler goes by."""

    by = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) - cls.by  # noqa: TID251 - it is a clock


async def test_a_stage_is_at_work_once_however_often_it_is_woken_and_works_again_afterwards() -> None:
    wakeups, stop, go_on = Wakeups(), asyncio.Event(), asyncio.Event()
    at_work, most, times = 0, 0, 0

    async def step() -> int:
        nonlocal at_work, most, times
        at_work, times = at_work + 1, times + 1
        most = max(most, at_work)
        await go_on.wait()
        at_work -= 1
        if times == 3:
            stop.set()
        return 0

    async with asyncio.timeout(ENOUGH), asyncio.TaskGroup() as group:
        group.create_task(app._keep_doing("collect", step, wakeups, stop))
        for _ in range(5):
            wakeups.wake("collect")
            await asyncio.sleep(0)
        go_on.set()
        while not stop.is_set():
            wakeups.wake("collect")
            await asyncio.sleep(0)
        wakeups.wake("collect")
    assert (most, times) == (1, 3)


async def test_a_stage_that_failed_works_again_at_the_next_tick() -> None:
    wakeups, stop, times = Wakeups(), asyncio.Event(), 0

    async def step() -> int:
        nonlocal times
        times += 1
        if times == 1:
            raise RuntimeError("the disk is full")
        stop.set()
        return 0

    async with asyncio.timeout(ENOUGH), asyncio.TaskGroup() as group:
        group.create_task(app._keep_doing("collect", step, wakeups, stop))
        while not stop.is_set():
            wakeups.wake("collect")
            await asyncio.sleep(0)
        wakeups.wake("collect")
    assert times == 2

"""Clock ticks, by APScheduler: each wakes a stage, which looks at what is due. What is due is a column; no tick carries
any work, and none is missed.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import now
from storage.wakeups import Wakeups

TICK = 1
"""Seconds."""


@asynccontextmanager
async def ticking(wakeups: Wakeups, names: Sequence[str]) -> AsyncIterator[None]:
    """Clock ticks only: what is due is a column. A late tick is worth as much as a timely one. The scheduler goes by
    the clock; where that was set back, it is not left waiting until the clock has caught up.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    start = now()
    for number, name in enumerate(names, 1):
        # in turn: all at once they would hold up a post for as long as they take together
        first = start + timedelta(seconds=TICK * number / len(names))
        scheduler.add_job(wakeups.wake, "interval", seconds=TICK, start_date=first, args=[name])
    scheduler.start()
    going_on = asyncio.create_task(_go_on_ticking(scheduler))
    try:
        yield
    finally:
        going_on.cancel()
        scheduler.shutdown(wait=False)


async def _go_on_ticking(scheduler: AsyncIOScheduler) -> None:
    while True:
        await asyncio.sleep(TICK)
        latest = now() + timedelta(seconds=2 * TICK)
        for job in scheduler.get_jobs():
            if job.next_run_time > latest:
                job.modify(next_run_time=now())

"""Wake-ups between processes that share a PostgreSQL database, carried by procrastinate.

A job says that there may be work for a stage, and no more. It is deferred in the transaction of the rows that it is
about: so it is there when they are, and gone when they are rolled back. Whoever runs the stage takes the job, wakes the
stage, and the job is gone. No `queueing_lock`: two transactions that announce the same would wait for each other, and a
job that is taken before the second one commits would be that one's as well. A stage that is woken often looks once.

Jobs that nobody took in time are thrown away: the sweep has found by then what they were about.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import procrastinate
import psycopg
import psycopg_pool
import structlog
from procrastinate import exceptions, jobs
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.connecting import address, conninfo, is_sqlite
from storage.wakeups import ANNOUNCED, Wakeups

log = structlog.get_logger()

TASK = "wake"

STALE = 60
"""Seconds after which a job that nobody took is worth nothing."""

CLEANING = 30.0
"""Seconds between two looks at jobs that nobody took, or whose process died."""

AGAIN = 1.0
"""Seconds after which it is listened again, where the database could not be reached."""

_AWAY = (exceptions.ConnectorException, psycopg.Error, psycopg_pool.PoolTimeout, OSError)

_FORGET = (
    "DELETE FROM procrastinate_jobs j USING procrastinate_events e WHERE e.job_id = j.id AND e.type = 'deferred' "
    "AND j.status = 'todo' AND e.at < now() - make_interval(secs => %(seconds)s)"
)

_DEFERRING = procrastinate.App(connector=procrastinate.PsycopgConnector())
"""Never opened: what it defers goes over the connection of a transaction."""

# What it has to say of each job is said by the stages; what goes wrong is said below
logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)


async def send_announced(conn: AsyncConnection) -> None:
    """Defers a job for each stage that this transaction announced; they are there when it is committed."""
    announced = conn.info.pop(ANNOUNCED, None)
    if announced:
        raw = (await conn.get_raw_connection()).driver_connection
        await _DEFERRING.job_manager.batch_defer_jobs_async(
            [_job(stage) for stage in sorted(announced)], connection=raw
        )


def _job(stage: str) -> jobs.Job:
    return jobs.Job(id=None, lock=None, queueing_lock=None, task_name=TASK, queue=stage)


@asynccontextmanager
async def listening(database_url: str, wakeups: Wakeups, stages: Collection[str]) -> AsyncIterator[None]:
    """For as long as the block lasts, what others announce wakes these stages here. On SQLite there are no others."""
    if is_sqlite(address(database_url)):
        yield
        return
    task = asyncio.create_task(_listen(database_url, wakeups, stages))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _listen(database_url: str, wakeups: Wakeups, stages: Collection[str]) -> None:
    while True:
        try:
            await _listen_once(database_url, wakeups, stages)
        except _AWAY as error:
            log.debug("wake-ups not heard", error=type(error).__name__)
        await asyncio.sleep(AGAIN)


async def _listen_once(database_url: str, wakeups: Wakeups, stages: Collection[str]) -> None:
    """Until the connection is lost."""
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(
            conninfo=conninfo(database_url), min_size=1, max_size=4, timeout=10, reconnect_timeout=10
        )
    )

    async def wake(context: procrastinate.JobContext, /, **_: Any) -> None:
        wakeups.wake(context.job.queue)

    app.task(name=TASK, pass_context=True)(wake)
    async with app.open_async():
        cleaning = asyncio.create_task(_clean(app))
        try:
            for stage in stages:
                wakeups.wake(stage)  # what was announced while nobody listened
            await app.run_worker_async(
                queues=sorted(stages),
                concurrency=8,
                delete_jobs="always",
                install_signal_handlers=False,
                fetch_job_polling_interval=5,
                shutdown_graceful_timeout=1,
            )
        finally:
            cleaning.cancel()
            await asyncio.wait([cleaning])


async def _clean(app: procrastinate.App) -> None:
    while True:
        try:
            await clean(app)
        except _AWAY as error:
            log.debug("jobs not cleaned", error=type(error).__name__)
        await asyncio.sleep(CLEANING)


async def clean(app: procrastinate.App) -> None:
    """Gives jobs of processes that died to others, and throws away what is too old to be of use."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await app.job_manager.retry_job(job)
        except (
            exceptions.UniqueViolation,
            exceptions.AlreadyEnqueued,
        ):  # procrastinate #1446: one that waits is enough
            continue
    await app.job_manager.delete_old_jobs(1, include_failed=True, include_cancelled=True, include_aborted=True)
    await app.connector.execute_query_async(_FORGET, seconds=STALE)

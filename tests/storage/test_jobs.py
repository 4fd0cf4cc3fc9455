"""Wake-ups between processes: they travel with the transaction, and what is lost of them is swept away."""

import asyncio
import logging
from importlib import import_module
from pathlib import Path

import procrastinate
import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import history, jobs
from storage.connecting import conninfo
from storage.database import Database
from storage.wakeups import Wakeups, announce
from tests.storage.samples import CLAIM, event, post, revision_at, stored

ENOUGH = 20


async def test_what_is_stored_wakes_the_matcher_of_another_process(postgres_url: str) -> None:
    wakeups = Wakeups()
    async with Database.open(postgres_url) as db, jobs.listening(postgres_url, wakeups, ["match"]):
        assert await wakeups.wait("match", ENOUGH)  # what was announced before it listened
        await stored(db, post(1))
        assert await wakeups.wait("match", ENOUGH)
        await _until_none_is_left(db)


async def test_old_posts_that_are_to_be_told_after_all_wake_who_alerts(postgres_url: str) -> None:
    async with Database.open(postgres_url) as db:
        await stored(db, post(1))
        await db.write(history.note, [event((await revision_at(db)).id)])
        await db.write(_none_waits)
        assert await db.write(history.tell, CLAIM[1]) == 1
        assert await db.read(_waiting) == ["alert"]
        assert await db.write(history.tell, CLAIM[1]) == 0
        assert await db.read(_waiting) == ["alert"]


async def test_a_rollback_wakes_nobody(postgres_url: str) -> None:
    async with Database.open(postgres_url) as db:
        with pytest.raises(RuntimeError):
            await db.write(_announce_and_break)
        await db.write(_nothing)
        assert await db.read(_waiting) == []
        await db.write(_announce)
        async with db.writing() as conn:
            announce(conn, "deliver")
        assert await db.read(_waiting) == ["deliver", "match"]


async def test_a_job_of_a_process_that_died_is_given_to_another_and_an_old_one_is_thrown_away(
    postgres_url: str,
) -> None:
    async with Database.open(postgres_url) as db:
        await db.write(_announce)
        await db.write(_taken_by_one_that_died)
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=conninfo(postgres_url)))
        async with app.open_async():
            await jobs.clean(app)
            assert await db.read(_waiting) == ["match"]
            await db.write(_grow_old)
            await jobs.clean(app)
        assert await db.read(_waiting) == []


async def test_on_sqlite_nothing_is_announced(sqlite_db: Database) -> None:
    await sqlite_db.write(_announce)
    async with sqlite_db.writing() as conn:
        assert "match" not in str(conn.info)


def test_what_procrastinate_says_of_each_job_is_in_no_log() -> None:
    assert not logging.getLogger("procrastinate.jobs").isEnabledFor(logging.INFO)


def test_our_step_brings_procrastinate_as_it_is_installed() -> None:
    """A newer version with steps of its own needs a step of ours that runs them."""
    step = import_module("storage.migrations.versions.v0032_sharing_work")
    assert max(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql")) == step.PROCRASTINATE


async def _announce(conn: AsyncConnection) -> None:
    announce(conn, "match")


async def _announce_and_break(conn: AsyncConnection) -> None:
    announce(conn, "match")
    raise RuntimeError


async def _nothing(_conn: AsyncConnection) -> None:
    pass


async def _none_waits(conn: AsyncConnection) -> None:
    await conn.execute(text("DELETE FROM procrastinate_jobs"))


async def _waiting(conn: AsyncConnection) -> list[str]:
    asked = "SELECT queue_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY queue_name"
    return list(await conn.scalars(text(asked)))


async def _until_none_is_left(db: Database) -> None:
    async with asyncio.timeout(ENOUGH):
        while await db.read(_waiting):  # noqa: ASYNC110 - only the database knows
            await asyncio.sleep(0.02)


async def _taken_by_one_that_died(conn: AsyncConnection) -> None:
    await conn.execute(
        text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(mins => 5))")
    )
    taken = "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
    await conn.execute(text(taken))


async def _grow_old(conn: AsyncConnection) -> None:
    await conn.execute(text("UPDATE procrastinate_events SET at = at - make_interval(mins => 5)"))

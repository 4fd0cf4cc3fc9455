"""Locks between processes: one holds, the next waits and takes over, and who loses them hears of it."""

import asyncio
from contextlib import AsyncExitStack

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import locks
from storage.database import Database

ENOUGH = 20


class Waited:
    """For which locks somebody was told to wait."""

    def __init__(self) -> None:
        self.names: list[str | None] = []
        self.told = asyncio.Event()

    def __call__(self, name: str | None) -> None:
        self.names.append(name)
        self.told.set()


async def test_a_second_one_waits_and_takes_over_when_the_first_lets_go(postgres_url: str) -> None:
    told, first = Waited(), AsyncExitStack()
    await first.enter_async_context(locks.held(postgres_url, ["alert"], Waited()))
    second = asyncio.create_task(_hold_for_a_moment(postgres_url, ["alert"], told))
    async with asyncio.timeout(ENOUGH):
        await told.told.wait()
        assert not second.done()
        await first.aclose()
        await second
    assert told.names == ["alert", None]


async def test_who_is_cut_off_hears_of_it_and_the_next_has_the_lock(postgres_url: str) -> None:
    async with Database.open(postgres_url) as db, asyncio.timeout(ENOUGH):
        async with locks.held(postgres_url, ["deliver:1"], Waited()) as lost:
            assert await db.read(locks.holders, ["deliver:1", "alert"]) == {"deliver:1"}
            await db.write(_cut_off)
            await _hold_for_a_moment(postgres_url, ["deliver:1"], Waited())
            await lost.wait()
        assert await db.read(locks.holders, ["deliver:1"]) == set()


async def test_two_who_want_several_do_not_wait_for_each_other(postgres_url: str) -> None:
    async with asyncio.timeout(ENOUGH):
        await asyncio.gather(
            _hold_for_a_moment(postgres_url, ["collect:a", "collect:b"], Waited()),
            _hold_for_a_moment(postgres_url, ["collect:b", "collect:a"], Waited()),
        )


async def test_locks_are_counted_by_their_kind(postgres_url: str) -> None:
    async with Database.open(postgres_url) as db, locks.held(postgres_url, ["collect:a", "collect:b"], Waited()):
        assert await db.read(locks.number_held, "collect") == 2
        assert await db.read(locks.number_held, "alert") == 0


async def test_where_there_is_one_process_nobody_waits(sqlite_url: str) -> None:
    async with locks.held(sqlite_url, ["alert"], Waited()), locks.held(sqlite_url, ["alert"], Waited()) as lost:
        assert not lost.is_set()


async def test_a_server_that_is_not_there_is_waited_for() -> None:
    told = Waited()
    task = asyncio.create_task(_hold_for_a_moment("postgresql://nobody@127.0.0.1:1/none", ["alert"], told))
    async with asyncio.timeout(ENOUGH):
        await told.told.wait()
    task.cancel()
    await asyncio.wait([task])
    assert told.names == ["the database"]


async def _hold_for_a_moment(url: str, names: list[str], told: Waited) -> None:
    async with locks.held(url, names, told):
        await asyncio.sleep(0)


async def _cut_off(conn: AsyncConnection) -> None:
    """As if the process that holds advisory locks was killed."""
    await conn.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))

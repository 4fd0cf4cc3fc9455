"""Which collector has which channel, where several collect side by side."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import accounts, coverage, locks, sharing
from storage.database import Database
from storage.tables import watched
from storage.watching import Problem
from tests.storage.samples import NOW, channel

CHANNELS = {"one": 1, "two": 2, "three": 3, "four": 4}


@pytest.fixture
async def watching(postgres_url: str) -> AsyncIterator[Database]:
    async with Database.open(postgres_url) as db:
        await db.write(_watch)
        yield db


async def test_collectors_share_what_nobody_reads_and_read_nothing_of_each_other(
    watching: Database, postgres_url: str
) -> None:
    async with _at_work(postgres_url, "a"), _at_work(postgres_url, "b"):
        assert await watching.write(sharing.claim, {"a"}) == 2
        assert await watching.write(sharing.claim, {"b"}) == 2
        assert await watching.write(sharing.claim, {"a"}) == 0
        by_a, by_b = [await watching.read(coverage.due, NOW, 9, read_by=[name]) for name in "ab"]
        assert len({one.username for one in (*by_a, *by_b)}) == len(by_a) + len(by_b) == 4


async def test_the_channels_of_a_collector_that_died_are_claimed_by_the_others(
    watching: Database, postgres_url: str
) -> None:
    async with _at_work(postgres_url, "a"):
        async with _at_work(postgres_url, "b"):
            await watching.write(sharing.claim, {"a"})
            await watching.write(sharing.claim, {"b"})
        assert await watching.write(sharing.claim, {"a"}) == 2
    assert set((await watching.read(_in_charge)).values()) == {"a"}


async def test_what_one_account_can_not_read_is_for_the_next_until_all_have_tried(
    watching: Database, postgres_url: str
) -> None:
    async with _at_work(postgres_url, "a"), _at_work(postgres_url, "b"):
        await watching.write(sharing.claim, {"a"})
        await watching.write(sharing.claim, {"b"})
        name = next(name for name, account in (await watching.read(_in_charge)).items() if account == "a")
        assert await watching.write(_fail, name, "a") == "b"
        assert (await watching.read(_in_charge))[name] == "b"
        assert await watching.write(_fail, name, "b") is None


async def test_the_previews_take_what_no_account_is_there_for(watching: Database, postgres_url: str) -> None:
    async with _at_work(postgres_url, sharing.BY_ITSELF):
        async with _at_work(postgres_url, "a"):
            assert await watching.write(sharing.claim, {sharing.BY_ITSELF}) == 0
        assert await watching.write(sharing.claim, {sharing.BY_ITSELF}) == 4


async def test_an_account_is_given_the_channels_that_it_knows_first(watching: Database, postgres_url: str) -> None:
    await watching.write(_knows, "a", "two")
    async with _at_work(postgres_url, "a"), _at_work(postgres_url, "b"):
        await watching.write(sharing.claim, {"a"})
    assert (await watching.read(_in_charge))["two"] == "a"


def _at_work(url: str, reader: str) -> AbstractAsyncContextManager[object]:
    return locks.held(url, [sharing.lock_of(reader)], lambda _: None)


async def _watch(conn: AsyncConnection) -> None:
    for name in CHANNELS:
        await conn.execute(
            watched.insert().values(handle=name, username=name, may_join=False, next_poll_at=NOW, misses=0)
        )


async def _in_charge(conn: AsyncConnection) -> dict[str, str | None]:
    return {row.handle: row.account for row in await conn.execute(select(watched.c.handle, watched.c.account))}


async def _fail(conn: AsyncConnection, name: str, account: str) -> str | None:
    await coverage.failed(conn, name, Problem.PRIVATE, "shut", NOW, NOW)
    return await sharing.hand_on(conn, name, [account], NOW)


async def _knows(conn: AsyncConnection, account: str, name: str) -> None:
    await coverage.ok(conn, name, channel(CHANNELS[name], name), NOW, NOW)
    await conn.execute(update(watched).where(watched.c.handle == name).values(account=None))
    await accounts.remember_hash(conn, account, CHANNELS[name], 99)

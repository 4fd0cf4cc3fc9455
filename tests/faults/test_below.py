"""What lies below the program breaks: the database, the disk. It waits, says so once, and goes on where it was."""

import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests import postgres
from tests.faults.house import House
from tests.faults.ledger import settle_up, told_past_the_database
from tests.faults.living import Life
from tests.faults.rounds import ROUNDS, lasting
from tests.faults.working import at_work, until

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize("database", ["postgres"], indirect=True)


@SQLITE
async def test_a_database_that_another_program_holds_for_longer_than_we_wait_costs_nothing(house: House) -> None:
    async with at_work(house) as life:
        with locked(file_of(house)):
            house.publish(house.channels[0], "locked")
            await life.goes_on(lasting(6, 60))


@SQLITE
async def test_a_full_disk_costs_nothing_and_operators_hear_of_it_once(house: House) -> None:
    """Nothing can be written to the database or to the log."""
    async with at_work(house) as life, told_once(house, life):
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        for channel in house.channels:
            house.publish(channel, "full")
        await until(house, life, lambda: len(told_past_the_database(house)) > 0, "operators are told")
        await life.goes_on(lasting(1, 60))
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    said = (house.folder / "program.log").read_text(encoding="utf-8")
    assert "lines of the log could not be written" in said


@SQLITE
async def test_a_program_that_is_started_on_a_full_disk_is_refused_and_starts_once_there_is_room(house: House) -> None:
    """Wherever in its start it is when nothing can be written any more."""
    for seconds in (0, 0.3) if ROUNDS == 1 else (0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8):
        async with house.life() as life:
            await life.goes_on(seconds)
            resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            await life.goes_on(2)
            assert life.code in {None, 2}, house.log()  # it is refused, or has come so far as to wait
            assert await life.signal(signal.SIGTERM) in {0, 2}, house.log()
    house.publish(house.channels[0], "there is room")
    await settle_up(house)


@POSTGRES
async def test_a_database_that_is_gone_for_a_while_costs_nothing_and_operators_hear_of_it_once(
    house: House, postgres_server: postgres.Server
) -> None:
    name = make_url(house.url).database
    async with at_work(house) as life, told_once(house, life):
        postgres_server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres_server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        house.publish(house.channels[0], "gone")
        await until(house, life, lambda: len(told_past_the_database(house)) > 0, "operators are told")
        await life.goes_on(lasting(0, 60))
        postgres_server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@asynccontextmanager
async def told_once(house: House, life: Life) -> AsyncIterator[None]:
    """That it takes nothing, and that it does again."""
    yield
    await until(house, life, lambda: len(told_past_the_database(house)) > 1, "operators are told that it is back")
    assert ["nothing" in seen.text for seen in told_past_the_database(house)] == [True, False]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def file_of(house: House) -> Path:
    return Path(make_url(house.url).database or "")

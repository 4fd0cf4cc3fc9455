"""A program at work: things happen before something breaks, while it is broken, and afterwards."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from storage.database import Database
from tests.faults.house import House
from tests.faults.ledger import settle_up
from tests.faults.living import Life

BEATS = 2
PATIENCE = 40
"""Seconds for what has to come of it; they are over only where something is stuck."""


@asynccontextmanager
async def at_work(house: House) -> AsyncIterator[Life]:
    """What the block does to the program, it must outlive. Nothing is killed: so nothing may be in doubt."""
    starts = _awakenings(house)
    async with house.life() as life:
        await until(house, life, lambda: _awakenings(house) > starts, "it is awake")
        await _beats(house, life, "whole")
        yield life
        await _beats(house, life, "mended")
        assert await life.signal(signal.SIGTERM) == 0, house.log()
    await settle_up(house)


def _awakenings(house: House) -> int:
    return (house.folder / "program.log").read_text(encoding="utf-8").count("The lookout is awake")


async def _beats(house: House, life: Life, while_at: str) -> None:
    async with Database.open(house.url) as db:
        for _ in range(BEATS):
            await house.beat(db, while_at)
            await life.goes_on(0.6)
    assert not life.over, f"ended with {life.code}\n{house.log()}"


async def until(house: House, life: Life, happened: Callable[[], bool], what: str) -> None:
    """Waits for it.

    Raises:
        AssertionError: it did not happen, or the program ended.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            while not happened() and not life.over:
                await life.goes_on(0.1)
    except TimeoutError:
        raise AssertionError(f"not happened: {what}; seed {house.seed}\n{house.log()}") from None
    assert not life.over, f"ended with {life.code}\n{house.log()}"

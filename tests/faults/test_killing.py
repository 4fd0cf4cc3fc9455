"""Killed at random moments, again and again: nothing is lost, nothing comes twice, and each doubt is told."""

import asyncio

import pytest

from storage.database import Database
from tests.faults.conftest import NewHouse
from tests.faults.house import House
from tests.faults.ledger import settle_up
from tests.faults.rounds import ROUNDS, skip_unless_asked

KILLS = 5
"""Of each house in a round."""

HOUSES = 2


@pytest.mark.parametrize("number", range(ROUNDS))
async def test_kills_at_random_moments_lose_nothing_and_repeat_nothing(
    new_house: NewHouse, database: str, number: int
) -> None:
    skip_unless_asked(database)
    async with asyncio.TaskGroup() as group:
        for _ in range(HOUSES):
            group.create_task(_kill_again_and_again(new_house))


async def _kill_again_and_again(new_house: NewHouse) -> None:
    async with new_house() as house, Database.open(house.url) as db:
        for kill in range(KILLS):
            await _kill_some_time(house, db, f"kill {kill}")
        await settle_up(house)


async def _kill_some_time(house: House, db: Database, while_at: str) -> None:
    """Something happens every moment; the end may come before anything was read, or amid it all."""
    async with house.life() as life:
        left = house.chance.uniform(0.2, 4)
        while left > 0 and not life.over:
            await house.beat(db, while_at)
            await life.goes_on(min(left, 0.4))
            left -= 0.4
        assert not life.over, f"it ended by itself with {life.code}; seed {house.seed}\n{house.log()}"
        await life.kill()

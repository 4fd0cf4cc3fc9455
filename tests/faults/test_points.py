"""Killed at each named point, the program goes on at its next start as if nothing had been."""

import asyncio
from collections.abc import Sequence

import pytest

from storage.database import Database
from tests.faults.conftest import NewHouse
from tests.faults.house import House
from tests.faults.ledger import settle_up, until_done
from tests.faults.points import MIGRATING, RARE, named
from tests.faults.rounds import ROUNDS, skip_unless_asked

WALKED = [point for point in named() if not point.startswith(MIGRATING)]

COUNTS = (1, 3, 2, 4)
"""At which of its times a point is deadly: one after the other, and SQLite another than PostgreSQL."""

SIDE_BY_SIDE = 4
"""Houses: what each does is mostly to wait."""

_RECOVERING = "recover, one done"
_PURGING = "purge, not committed"


def test_each_point_has_a_name_of_its_own() -> None:
    assert len(set(named())) == len(named()) > 15


@pytest.mark.parametrize("number", range(ROUNDS))
async def test_a_kill_at_each_point_loses_nothing_and_repeats_nothing(
    new_house: NewHouse, database: str, number: int
) -> None:
    skip_unless_asked(database)
    count = COUNTS[(number + (database == "postgres")) % len(COUNTS)]
    plans = [(point, f"{point}:{1 if point in RARE else count}") for point in WALKED]
    async with asyncio.TaskGroup() as group:
        for first in range(SIDE_BY_SIDE):
            group.create_task(_walk(new_house, plans[first::SIDE_BY_SIDE]))


async def _walk(new_house: NewHouse, plans: Sequence[tuple[str, str]]) -> None:
    async with new_house() as house, Database.open(house.url) as db:
        for point, plan in plans:
            await house.upkeep.join(db)
            if point == _RECOVERING:
                await house.lose(db)
            if point == _PURGING:
                await _grow_old(house, db)
            await _die(house, db, plan)
        await settle_up(house)


async def _grow_old(house: House, db: Database) -> None:
    """So that there is something to take away when the program starts. What is through before it looks is taken away in
    the same life: then another follows."""
    left = 0
    while not left:
        await house.upkeep.recall(db)
        async with house.life() as life:
            await until_done(db, house, life)
        left = (await db.read(house.upkeep.read)).left


async def _die(house: House, db: Database, dies_at: str) -> None:
    await house.hurry(db)
    async with house.life(dies_at) as life:
        await house.until_dead(db, life, dies_at)
        assert life.code == -9, f"{dies_at}: ended with {life.code}\n{house.log()}"

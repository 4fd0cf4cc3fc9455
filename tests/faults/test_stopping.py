"""Told to stop, at any time and whatever hangs, the program ends within ten seconds; what hangs may be in doubt."""

import asyncio
import signal

import pytest

from storage import deliveries
from storage.database import Database
from storage.messages import DeliveryState
from tests.botapi.faults import silence
from tests.faults.conftest import NewHouse
from tests.faults.house import READER, House
from tests.faults.ledger import settle_up
from tests.faults.rounds import ROUNDS, skip_unless_asked

SECONDS = 10
HANGING = ("sendMessage", "getUpdates", "getMe", "editMessageText")


async def test_a_program_that_is_told_to_stop_does_so_within_ten_seconds_and_leaves_nothing_in_doubt(
    new_house: NewHouse, database: str
) -> None:
    skip_unless_asked(database)
    async with new_house() as house, Database.open(house.url) as db:
        for _ in range(4 * ROUNDS):
            async with house.life() as life:
                await life.goes_on(house.chance.uniform(0, 1.5))
                await house.beat(db, "stopping")
                await life.goes_on(house.chance.uniform(0, 0.5))
                # before it has got so far as to listen to it, the signal ends it as any program
                assert await life.signal(signal.SIGTERM, SECONDS) in {0, -signal.SIGTERM}, house.log()
        await settle_up(house)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_it_stops_in_time_also_while_the_bot_api_hangs_and_tells_of_the_doubt(house: House) -> None:
    async with house.life() as life, Database.open(house.url) as db:
        await life.goes_on(1)
        for method in HANGING:
            house.api.fail(silence(accepted=False), method=method, times=99)
        async with asyncio.timeout(30):
            while not await _is_sending(db):
                await house.beat(db, "hanging")
                await life.goes_on(0.7)
        assert await life.signal(signal.SIGTERM, SECONDS) == 0, house.log()
    house.api.mend()
    house.kills += 1  # so many may be in doubt, one for each chat
    await settle_up(house)


async def _is_sending(db: Database) -> bool:
    return (await db.read(deliveries.summary, READER)).get(DeliveryState.SENDING, 0) > 0

"""Five processes share a PostgreSQL database; any of them is killed at random, and the server too: nothing is lost, and
nothing comes twice."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from storage.messages import DeliveryState
from tests import postgres
from tests.botapi.server import LoopbackBotApi
from tests.faults.company import FIVE, company
from tests.faults.house import House
from tests.faults.ledger import read_books, told_past_the_database
from tests.faults.living import Warm
from tests.faults.rounds import ROUNDS, at_length
from tests.telegram.loopback import LoopbackTelegram

KILLS = 10
"""In a round. Every fifth is one of PostgreSQL."""

PRINTED = os.environ.get("LOOKOUT_FIGURES")  # noqa: TID251 - a test run is set by its environment


@pytest.fixture
def own_server() -> Iterator[postgres.Server]:
    """What is committed there outlives the death of the server."""
    with postgres.running() as server:
        server.run("CREATE DATABASE house")
        server.run("ALTER DATABASE house SET synchronous_commit = on")
        yield server


@pytest.mark.parametrize("number", range(max(ROUNDS - 1, 1)))
@at_length
async def test_five_processes_that_are_killed_at_random_lose_nothing_and_repeat_nothing(
    tmp_path: Path, own_server: postgres.Server, warm_program: Warm, number: int
) -> None:
    chance = random.Random()
    async with LoopbackTelegram() as telegram, LoopbackBotApi() as api:
        seed = random.randrange(10**6)
        house = House(tmp_path / f"house_{number}", telegram, api, own_server.url("house"), warm_program, seed)
        await house.prepare()
        async with company(house, own_server) as five, Database.open(house.url) as db:
            await five.keep_up()
            await _work(five.beat(db, "whole"), 1.5)
            for kill in range(1, KILLS + 1):
                for _ in range(3):
                    await _work(five.beat(db, f"before kill {kill}"), chance.uniform(0.1, 0.7))
                if kill % 5 == 0:
                    await five.crash_database()
                else:
                    await five.kill(chance.choice(list(FIVE)))
                await _work(five.beat(db, f"after kill {kill}"), chance.uniform(0, 1.5))
                await five.keep_up()
            books = await five.settle(db)
    states = Counter(one.state.value for one in books.deliveries)
    assert states[DeliveryState.SENT.value] > 0
    if PRINTED:
        told = f"kills {five.kills}, {five.crashes} crashes, {len(house.published)} posts, {dict(states)}"
        await asyncio.to_thread(_append, Path(PRINTED), told)


@at_length
async def test_a_second_lookout_waits_and_takes_over_when_the_first_is_killed(
    tmp_path: Path, own_server: postgres.Server, warm_program: Warm
) -> None:
    async with LoopbackTelegram() as telegram, LoopbackBotApi() as api:
        seed = random.randrange(10**6)
        house = House(tmp_path / "house", telegram, api, own_server.url("house"), warm_program, seed)
        await house.prepare()
        async with company(house, own_server, {"rest": (), "second": ()}) as two, Database.open(house.url) as db:
            await two.start("rest")
            await _work(two.beat(db, "the first"), 2)
            await two.start("second")
            async with asyncio.timeout(60):
                while "waiting for a lock" not in house.log():  # noqa: ASYNC110 - it is another process
                    await asyncio.sleep(0.1)
            await _work(two.beat(db, "both"), 1)
            await two.kill("rest")
            killed_at = len(house.published)
            await _work(two.beat(db, "the second"), 0)
            async with asyncio.timeout(60):
                while not (await read_books(db, house)).stored.get(house.published[killed_at].url):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            await two.settle(db)


@at_length
async def test_of_two_lookouts_one_tells_operators_that_the_database_is_gone(
    tmp_path: Path, own_server: postgres.Server, warm_program: Warm
) -> None:
    async with LoopbackTelegram() as telegram, LoopbackBotApi() as api:
        seed = random.randrange(10**6)
        house = House(tmp_path / "house", telegram, api, own_server.url("house"), warm_program, seed)
        await house.prepare()
        async with company(house, own_server, {"rest": (), "second": ()}) as two:
            async with Database.open(house.url) as db:
                await two.start("rest")
                await _work(two.beat(db, "the first"), 2)
                await two.start("second")
                await _work(two.beat(db, "both"), 5)
            own_server.run("ALTER DATABASE house ALLOW_CONNECTIONS false")
            own_server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'house'")
            await asyncio.sleep(45)
            own_server.run("ALTER DATABASE house ALLOW_CONNECTIONS true")
            await asyncio.sleep(15)
            await two.keep_up()
            async with Database.open(house.url) as db:
                await two.settle(db)
        assert ["nothing" in seen.text for seen in told_past_the_database(house)] == [True, False]


def _append(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")


async def _work(beat: Coroutine[Any, Any, None], seconds: float) -> None:
    await beat
    await asyncio.sleep(seconds)

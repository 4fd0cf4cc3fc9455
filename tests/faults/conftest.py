"""A warm program for all tests of this folder, and houses that it lives in."""

import random
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from tests import postgres
from tests.botapi.server import LoopbackBotApi
from tests.faults.house import House
from tests.faults.living import Warm, warm
from tests.telegram.loopback import LoopbackTelegram

NewHouse = Callable[[], AbstractAsyncContextManager[House]]

_numbers = count(1)


@pytest.fixture(scope="session")
def warm_program() -> Iterator[Warm]:
    with warm() as loaded:
        yield loaded


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """Runs the test once on each database."""
    kind: str = request.param
    return kind


@pytest.fixture
def new_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes databases, migrated and empty."""
    if database == "postgres":
        server: postgres.Server = request.getfixturevalue("postgres_server")

        def clone() -> str:
            name = f"house_{next(_numbers)}"
            server.run(f"CREATE DATABASE {name} TEMPLATE seinpost_empty")
            return server.url(name)

        return clone
    migrated: Path = request.getfixturevalue("migrated_file")

    def copy() -> str:
        return f"sqlite:///{shutil.copy(migrated, tmp_path / f'house_{next(_numbers)}.db')}"

    return copy


@pytest.fixture
def new_house(tmp_path: Path, new_url: Callable[[], str], warm_program: Warm) -> NewHouse:
    """Opens a house of its own: its channels, its Bot API, its database."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[House]:
        folder = tmp_path / f"folder_{next(_numbers)}"
        seed = random.randrange(10**6)
        async with LoopbackTelegram() as telegram, LoopbackBotApi() as api:
            house = House(folder, telegram, api, new_url(), warm_program, seed)
            await house.prepare()
            yield house

    return opened


@pytest.fixture
async def house(new_house: NewHouse) -> AsyncIterator[House]:
    async with new_house() as one:
        yield one

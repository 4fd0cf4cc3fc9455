"""Databases for all tests: `db` runs a test on SQLite and on a real PostgreSQL, `sqlite_db` on SQLite only.

Every test has a database of its own, cloned from one that was migrated once.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from sqlalchemy import make_url

from storage.database import Database
from storage.migrating import migrate
from tests import postgres
from tests.telegram.loopback import LoopbackTelegram

_numbers = count(1)

settings.register_profile("shared machine", deadline=None)  # how long one example takes says nothing there
settings.load_profile("shared machine")


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A test that runs a command in this process has the log written where it looked; the next test looks elsewhere."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """Started when the first test asks for it. `seinpost_empty` is migrated and never used itself."""
    with postgres.running() as server:
        server.run("CREATE DATABASE seinpost_empty")
        migrate(make_url(server.url("seinpost_empty")))
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "empty.db"
    migrate(make_url(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    file = tmp_path / "seinpost.db"
    shutil.copy(migrated_file, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    name = f"seinpost_{next(_numbers)}"
    postgres_server.run(f"CREATE DATABASE {name} TEMPLATE seinpost_empty")
    yield postgres_server.url(name)
    postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test once on each database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.open(database_url) as database:
        yield database


@pytest.fixture
async def sqlite_db(sqlite_url: str) -> AsyncIterator[Database]:
    async with Database.open(sqlite_url) as database:
        yield database


@pytest.fixture
async def telegram() -> AsyncIterator[LoopbackTelegram]:
    """A Telegram of the test's own."""
    async with LoopbackTelegram() as server:
        yield server

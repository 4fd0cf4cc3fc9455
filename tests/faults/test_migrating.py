"""A migration that is cut off by a kill leaves what was there, and is done at the next start."""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from storage.faults import VARIABLE
from storage.migrating import SCRIPTS, migrate, require_current
from tests import postgres
from tests.faults.house import House
from tests.faults.points import MIGRATING, named


@pytest.fixture
def old_url(database: str, new_url: Callable[[], str], tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database of the version before the last step."""
    scripts = tmp_path / "before"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    steps = ScriptDirectory.from_config(config)
    last = steps.get_revision(steps.get_current_head() or "")
    (scripts / "versions" / Path(last.path).name).unlink()
    if database == "sqlite":
        url = f"sqlite:///{tmp_path}/old.db"
    else:
        server: postgres.Server = request.getfixturevalue("postgres_server")
        server.run("DROP DATABASE IF EXISTS old")
        server.run("CREATE DATABASE old")
        url = server.url("old")
    migrate(make_url(url), scripts)
    return url


@pytest.mark.parametrize("point", [point for point in named() if point.startswith(MIGRATING)])
async def test_a_migration_that_is_cut_off_is_done_at_the_next_start(
    house: House, old_url: str, database: str, point: str
) -> None:
    house.environment["SEINPOST_DATABASE_URL"] = old_url
    if database == "postgres" and "half" in point:
        pytest.skip("no file, no copy")
    async with house.warm.life(house.folder, {**house.environment, VARIABLE: point}, "run") as life:
        assert await life.ended() == -signal.SIGKILL, house.log()
    with pytest.raises(Exception, match="older version"):
        require_current(make_url(old_url))
    async with house.warm.life(house.folder, house.environment, "run", "--once") as life:
        assert await life.ended() == 0, house.log()
    require_current(make_url(old_url))
    left = [path.name for path in house.folder.parent.glob("*.part")]
    assert left == []

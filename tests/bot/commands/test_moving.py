"""`seinpost copy`: what it says when the database has moved, and when it has not."""

import asyncio
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot import secrecy
from bot.cli import app
from bot.commands import moving
from storage.database import Database, Unusable
from storage.moving import move
from tests.storage.everything import fill
from tests.storage.samples import post, stored


@pytest.fixture
async def full(sqlite_url: str) -> str:
    """A database with rows in every table."""
    async with Database.open(sqlite_url) as db:
        await fill(db)
    return sqlite_url


def said(done: Callable[[str, str, Console], None], source: str, target: str) -> str:
    out = io.StringIO()
    done(source, target, Console(file=out, width=200))
    return out.getvalue()


def test_it_says_what_arrived_and_which_setting_to_change(full: str, postgres_url: str) -> None:
    target = postgres_url.replace("postgres@", "postgres:se%20cret@")
    told = said(moving.copy, full, target)
    assert re.search(r"\n  revisions +8\n", told)
    assert "9 revisions checked, 1 of them purged" in told
    assert "Now set SEINPOST_DATABASE_URL to postgresql+psycopg://postgres:***@/" in told
    assert "seinpost.db is as it was" in told
    assert "cret" not in told


def test_it_says_that_it_went_on(full: str, postgres_url: str) -> None:
    class Killed(BaseException):
        pass

    def watch(_what: str, _done: int, _total: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        move(full, postgres_url, watch)
    assert "What had arrived before was not sent again." in said(moving.copy, full, postgres_url)
    assert "The same in both, row by row" in said(moving.check, full, postgres_url)


async def test_a_chain_that_was_broken_before_is_told(full: str, tmp_path: Path) -> None:
    async with Database.open(full) as db, db.writing() as conn:
        await conn.exec_driver_sql("UPDATE revisions SET text = 'never said' WHERE id = 3")
    with pytest.raises(Unusable, match=r"a chain is broken: see above.*broken there before"):
        await _in_thread(full, f"sqlite:///{tmp_path}/moved.db")


async def _in_thread(source: str, target: str) -> None:

    await asyncio.to_thread(moving.copy, source, target, Console(quiet=True))


async def test_the_command_line_moves_what_the_settings_name(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, post(1))
    monkeypatch.setenv("SEINPOST_DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)

    told = await asyncio.to_thread(CliRunner().invoke, app, ["copy", "--to", f"sqlite:///{tmp_path}/moved.db"])
    assert (told.exit_code, "Now set SEINPOST_DATABASE_URL to sqlite:///" in told.output) == (0, True), told.output
    async with Database.look(f"sqlite:///{tmp_path}/moved.db"):
        pass


@pytest.fixture
def _no_secret_stays() -> Iterator[None]:
    yield
    secrecy.know([])


@pytest.mark.usefixtures("_no_secret_stays")
def test_the_password_of_the_new_database_is_never_said(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEINPOST_DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)
    refused = CliRunner().invoke(app, ["copy", "--to", "postgresql+psycopg://me:hunter2hunter2@127.0.0.1:1/new"])
    assert isinstance(refused.exception, Unusable)
    assert "me:***@127.0.0.1:1/new does not answer as it should" in str(refused.exception)
    assert secrecy.blotted("it is hunter2hunter2") == "it is ***"

"""`seinpost account`: the first session makes a key, later ones use it, and nothing starts without it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.commands import accounts
from bot.settings import TelegramSettings
from collectors.base import BadInput
from collectors.telegram.accounts import import_string
from collectors.telegram.sealing import Seal, is_sealed, new_key
from tests.collectors.telegram.test_accounts import session_string

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SEINPOST_")]:  # noqa: TID251 - a clean house
        monkeypatch.delenv(name)
    return lambda *words, given="": CliRunner().invoke(app, ["account", *words], input=given)


def telegram(**more: object) -> TelegramSettings:
    return TelegramSettings(api_id=1, api_hash="0123456789abcdef0123456789abcdef", **more)


def test_the_first_session_makes_a_key_says_where_and_is_sealed(run: Run) -> None:
    done = run("import", "desk", given=session_string())
    assert "A key that seals session files was made: var/sessions.key. Keep a copy elsewhere" in done.output
    assert is_sealed(Path("var/sessions/desk.session").read_bytes())
    assert Path("var/sessions.key").stat().st_mode & 0o777 == 0o600
    assert Path("var/sessions.key").read_text()[:8] not in done.output
    again = run("import", "night", given=session_string())
    assert "was made" not in again.output
    assert run("list").output == "desk  ready\nnight  ready\n"
    assert accounts.open_to_copies(telegram()) is None


@pytest.mark.parametrize("how", [(), ("--qr",)])
def test_a_login_that_can_not_begin_makes_no_key(run: Run, how: tuple[str, ...]) -> None:
    done = run("login", *how)
    assert isinstance(done.exception, BadInput)
    assert "SEINPOST_TELEGRAM__API_ID is missing" in str(done.exception)
    assert "was made" not in done.output
    assert not Path("var/sessions.key").exists()


def test_a_key_in_the_environment_is_used_and_no_file_is_made(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEINPOST_TELEGRAM__SESSION_KEY", new_key())
    run("import", "desk", given=session_string())
    assert run("list").output == "desk  ready\n"
    assert not Path("var/sessions.key").exists()


def test_a_lost_key_file_is_not_made_anew_over_sealed_sessions(run: Run) -> None:
    run("import", "desk", given=session_string())
    Path("var/sessions.key").rename("var/away")
    done = run("import", "night", given=session_string())
    assert isinstance(done.exception, BadInput)
    assert "Account desk is sealed, and its key is not there" in str(done.exception)
    assert not Path("var/sessions.key").exists()
    for refused in (accounts.make_ready, accounts.open_to_copies):
        with pytest.raises(BadInput, match="its key is not there: set SEINPOST_TELEGRAM__SESSION_KEY"):
            refused(telegram())
    assert [one.problem is None for one in accounts.listed(telegram())] == [False]


def test_plain_sessions_are_named_by_the_check_and_sealed_by_a_start_with_a_key(run: Run) -> None:
    file = import_string(Path("var/sessions"), "desk", session_string()).path
    assert accounts.make_ready(telegram()) == []  # without a key it goes on as it is
    assert "Whoever copies the session files of desk is that account" in (accounts.open_to_copies(telegram()) or "")
    key = new_key()
    assert accounts.make_ready(telegram(session_key=key)) == ["desk"]
    assert is_sealed(file.read_bytes())
    assert accounts.usable(telegram(session_key=key))[0].name == "desk"


def test_the_command_makes_a_key_and_seals_what_is_there(run: Run) -> None:
    file = import_string(Path("var/sessions"), "desk", session_string()).path
    assert "Sealed now: desk." in run("key").output
    assert is_sealed(file.read_bytes())
    assert "Sealed now: none; all were before." in run("key").output


def test_a_printed_key_is_one_and_nothing_is_written(run: Run) -> None:
    Seal(run("key", "--print").output, "what was printed")
    assert not Path("var").exists()

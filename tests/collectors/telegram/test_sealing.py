"""Sealed session files: of no use without their key, never lost by a wrong one, whole whenever the program dies."""

import os
import random
import signal
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import pytest
from telethon.crypto import AuthKey
from telethon.sessions import StringSession

from collectors.base import BadInput
from collectors.telegram import keeping
from collectors.telegram.accounts import Account, hold, import_string, keep_session, list_accounts, plain, seal_all
from collectors.telegram.client import Api
from collectors.telegram.keeping import open_session
from collectors.telegram.sealing import Seal, make_key_file, new_key, read_key_file
from collectors.telegram.source import TelethonSource
from tests.collectors.telegram.test_accounts import KEY, mode, session_string
from tests.telegram.loopback import LoopbackTelegram

OTHER = bytes(reversed(KEY))


@pytest.fixture(autouse=True)
def _careless_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def seal() -> Seal:
    return Seal(new_key(), "a test")


def key_in(path: Path, seal: Seal | None) -> bytes:
    """The login of a session file."""
    session = open_session(path, seal)
    try:
        return bytes(session.auth_key.key)
    finally:
        session.close()


def session(key: bytes) -> StringSession:
    return StringSession(session_string(key))


# --- what is on the disk ---


def test_a_sealed_session_opens_with_its_key_and_shows_nothing_of_the_login(sessions: Path, seal: Seal) -> None:
    account = import_string(sessions, "desk", session_string(), seal)
    assert list_accounts(sessions, seal) == (account,)
    assert key_in(account.path, seal) == KEY
    assert plain(sessions) == []
    written = account.path.read_bytes()
    text = session_string()
    assert not [at for at in range(len(text) - 8) if text[at : at + 8].encode() in written]
    assert not [at for at in range(0, 256, 8) if KEY[at : at + 8] in written]
    assert {mode(path) for path in sessions.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "is sealed, and its key is not there: set SEINPOST_TELEGRAM__SESSION_KEY or put the key file back"),
        ("another", "was sealed with another key than the one that is set: set the right one"),
    ],
)
def test_without_its_key_nothing_starts_and_nothing_is_written_over(
    sessions: Path, seal: Seal, given: str | None, said: str
) -> None:
    path = import_string(sessions, "desk", session_string(), seal).path
    before, wrong = path.read_bytes(), given and Seal(new_key(), given)
    wrong = wrong or None
    with pytest.raises(BadInput, match=f"Account desk {said}"):
        seal_all(sessions, wrong)
    with pytest.raises(BadInput, match=f"Account desk {said}"):
        open_session(path, wrong)
    with pytest.raises(BadInput, match=rf"{said}.* remove .*desk\.session, then log in again"):
        keep_session(path, session(OTHER), wrong)
    [account] = list_accounts(sessions, wrong)
    assert account.problem is not None
    assert account.problem.startswith(said)
    assert path.read_bytes() == before


def test_a_wrong_key_leaves_plain_sessions_plain_too(sessions: Path, seal: Seal) -> None:
    import_string(sessions, "desk", session_string(), seal)
    other = import_string(sessions, "night", session_string(OTHER)).path
    before = other.read_bytes()
    with pytest.raises(BadInput, match="was sealed with another key"):
        seal_all(sessions, Seal(new_key(), "another"))
    assert other.read_bytes() == before


def test_a_damaged_sealed_file_is_told_from_a_wrong_key(sessions: Path, seal: Seal) -> None:
    path = import_string(sessions, "desk", session_string(), seal).path
    path.write_bytes(path.read_bytes()[:-7] + b"1234567")
    [account] = list_accounts(sessions, seal)
    assert account.problem == "is no session file, or a damaged one: remove it and run `seinpost account login`"


# --- from plain to sealed ---


def test_plain_sessions_are_sealed_and_nothing_plain_stays(sessions: Path, seal: Seal) -> None:
    paths = [import_string(sessions, name, session_string()).path for name in ("desk", "night")]
    for ending in ("-journal", "-wal"):
        paths[0].with_name(paths[0].name + ending).write_bytes(KEY)
    with sqlite3.connect(paths[0]) as held:
        held.execute("pragma user_version")
    held.close()
    assert seal_all(sessions, seal) == ["desk", "night"]
    assert [key_in(path, seal) for path in paths] == [KEY, KEY]
    assert not [file for file in sessions.iterdir() if KEY[:16] in file.read_bytes()]
    assert seal_all(sessions, seal) == []
    assert {mode(path) for path in sessions.iterdir()} == {0o600}


def test_a_session_in_use_is_not_sealed_under_its_user(sessions: Path, seal: Seal) -> None:
    held = hold(import_string(sessions, "desk", session_string()).path)
    with pytest.raises(BadInput, match="Account desk is in use by another process"):
        seal_all(sessions, seal)
    held.release()
    assert len(plain(sessions)) == 1


def test_a_damaged_plain_file_stays_for_its_owner_to_judge(sessions: Path, seal: Seal) -> None:
    sessions.mkdir()
    (sessions / "torn.session").write_bytes(b"SQLite format 3\x00torn")
    assert seal_all(sessions, seal) == []
    assert (sessions / "torn.session").read_bytes() == b"SQLite format 3\x00torn"


class _Died(BaseException):
    pass


_STEPS = ["write_whole", "sync_folder"]


@pytest.mark.parametrize("step", [*_STEPS, "replace", "read_bytes"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_sealing_that_is_cut_off_leaves_a_session_that_opens(
    sessions: Path, seal: Seal, monkeypatch: pytest.MonkeyPatch, step: str, before: bool
) -> None:
    path = import_string(sessions, "desk", session_string()).path
    place = keeping if step in _STEPS else Path
    real: Callable[..., object] = getattr(place, step)

    def dies(*args: object) -> object:
        if not before:
            real(*args)
        raise _Died

    with monkeypatch.context() as patched:
        patched.setattr(place, step, dies)
        with pytest.raises(_Died):
            seal_all(sessions, seal)
    assert key_in(path, seal) == KEY
    seal_all(sessions, seal)
    assert (plain(sessions), key_in(path, seal)) == ([], KEY)


def test_a_kill_at_any_time_leaves_the_old_login_or_the_new_one(sessions: Path, seal: Seal) -> None:
    path = import_string(sessions, "desk", session_string()).path
    for _ in range(25):
        child = os.fork()
        if child == 0:
            while True:
                keep_session(path, session(OTHER), seal)
                keep_session(path, session(KEY), seal)
        sleep(random.uniform(0.001, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert key_in(path, seal) in (KEY, OTHER)


# --- while it is in use ---


def test_a_new_login_is_written_down_sealed_and_none_is_written_for_a_moment_without(
    sessions: Path, seal: Seal
) -> None:
    path = import_string(sessions, "desk", session_string(), seal).path
    opened = open_session(path, seal)
    before = path.stat().st_ino
    opened.save()
    assert path.stat().st_ino == before  # nothing has changed: nothing is written
    opened.set_dc(2, "127.0.0.1", 4430)
    opened.auth_key = None
    opened.save()
    assert key_in(path, seal) == KEY
    opened.auth_key = AuthKey(OTHER)
    opened.save()
    assert key_in(path, seal) == OTHER
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_sealed_account_reads_from_telegram(
    telegram: LoopbackTelegram, api: Api, sessions: Path, seal: Seal
) -> None:
    import_string(sessions, "desk", telegram.session_string(telegram.add_account()), seal)
    before = (sessions / "desk.session").read_bytes()
    async with TelethonSource(list_accounts(sessions, seal), api) as source:
        assert await source.trouble() == {}
    assert (sessions / "desk.session").read_bytes() == before


# --- keys ---


def test_a_key_file_is_private_opens_what_it_sealed_and_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "sessions.key"
    make_key_file(path)
    assert read_key_file(path).open(read_key_file(path).close("login")) == "login"
    assert mode(path) == 0o600
    before = path.read_bytes()
    with pytest.raises(BadInput, match=r"There is a key in .*sessions\.key already"):
        make_key_file(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["sessions.key"]


@pytest.mark.parametrize(
    "text",
    ["", "short", "x" * 44, "é" * 44, "R3SoV7vYgoFSL5bemBk1P6iuq1TbRIPdMDa_NSx5t"],
    ids=["none", "short", "other letters", "no ASCII", "cut off"],
)
def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sessions.key"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"holds no key: put the 44 characters|can't be read \(it is no text\)") as told:
        read_key_file(path)
    assert len(text) < 6 or text not in str(told.value)


def test_a_key_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.key can't be read \(No such file.*SESSION_KEY_FILE"):
        read_key_file(tmp_path / "gone.key")


def test_an_account_that_is_shown_shows_no_key() -> None:
    key = new_key()
    account = Account("desk", Path("desk.session"), seal=Seal(key, "a test"))
    assert key[:8] not in repr(account) + repr(account.seal) + str(vars(account.seal))

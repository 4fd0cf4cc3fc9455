"""The sessions folder: who may read it, what is in it, and that nobody shares a session."""

import base64
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from telethon.crypto import AuthKey
from telethon.sessions import SQLiteSession, StringSession

from collectors.base import BadInput
from collectors.telegram.accounts import Account, hold, import_string, keep_session, list_accounts, make_folder

KEY = bytes(range(256))


@pytest.fixture(autouse=True)
def _careless_umask() -> Iterator[None]:
    """Files must be private by our own doing, not by that of the operator's shell."""
    before = os.umask(0)
    yield
    os.umask(before)


def session_string(key: bytes = KEY) -> str:
    session = StringSession()
    session.set_dc(4, "127.0.0.1", 443)
    session.auth_key = AuthKey(key)
    return str(session.save())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_session_string_becomes_an_account_that_only_its_owner_can_read(sessions: Path) -> None:
    account = import_string(sessions, "first", f" {session_string()}\n")
    assert account == Account("first", sessions / "first.session")
    assert list_accounts(sessions) == (account,)
    assert {mode(path) for path in sessions.iterdir()} == {0o600}
    assert mode(sessions) == 0o700


def test_who_has_no_right_to_read_a_session_is_not_told_to_remove_it(sessions: Path) -> None:
    (sessions / "first.session").mkdir(parents=True)  # so that root has no right either
    [account] = list_accounts(sessions)
    assert account.problem == f"can't be read (Is a directory): give this user the right to read {account.path}"


def test_a_folder_of_sessions_that_can_not_be_read_is_not_taken_for_an_empty_one(sessions: Path) -> None:
    assert list_accounts(sessions) == ()
    sessions.write_text("")
    with pytest.raises(BadInput, match=r"The sessions folder .* can't be read \(Not a directory\)"):
        list_accounts(sessions)


def test_the_kept_session_is_the_one_that_was_given(sessions: Path) -> None:
    stored = SQLiteSession(str(import_string(sessions, "first", session_string()).path))
    assert (stored.auth_key.key, stored.dc_id, stored.server_address, stored.port) == (KEY, 4, "127.0.0.1", 443)
    stored.close()


def test_a_session_file_is_private_before_anything_is_in_it(sessions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def fill(path: Path, _: object) -> None:
        seen.append((mode(path), path.stat().st_size))

    monkeypatch.setattr("collectors.telegram.keeping._fill", fill)
    import_string(sessions, "first", session_string())
    assert seen == [(0o600, 0)]


def test_a_login_that_can_not_be_written_leaves_the_old_one_whole(
    sessions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = import_string(sessions, "first", session_string()).path
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("collectors.telegram.keeping._fill", full)
    with pytest.raises(BadInput, match=r"can't be written \(No space left on device\): make room there"):
        keep_session(path, StringSession(session_string(bytes(reversed(KEY)))))
    assert path.read_bytes() == before
    assert [account.name for account in list_accounts(sessions)] == ["first"]


def test_what_is_left_of_a_removed_session_is_not_mixed_into_the_new_one(sessions: Path) -> None:
    sessions.mkdir()
    left = sessions / "main.session-journal"
    left.write_bytes(b"pages of another file")
    import_string(sessions, "main", session_string())
    assert not left.exists()


def test_an_import_does_not_replace_an_account(sessions: Path) -> None:
    import_string(sessions, "first", session_string())
    with pytest.raises(
        BadInput, match=r"is an account first already: remove .*first\.session first, or choose another"
    ):
        import_string(sessions, "first", session_string())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "1",
        "1!!!!",
        "2" + session_string()[1:],
        session_string()[:-9],
        "1" + base64.urlsafe_b64encode(b"x" * 100).decode(),
        session_string(bytes(256)),
        "1" + "ё" * 352,
    ],
)
def test_a_string_that_is_no_session_is_refused_and_never_repeated(sessions: Path, text: str) -> None:
    with pytest.raises(BadInput, match=r"session string.*: make one with Telethon's StringSession") as caught:
        import_string(sessions, "first", text)
    assert len(text) < 5 or text not in str(caught.value)
    assert list_accounts(sessions) == ()


@pytest.mark.parametrize("name", ["", "../first", "a/b", ".first", "Ünal", "first account", "x" * 33, "a\n"])
def test_a_name_that_could_lead_out_of_the_folder_is_refused(sessions: Path, name: str) -> None:
    with pytest.raises(BadInput, match="can't be the name of an account"):
        import_string(sessions, name, session_string())


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match=r"can't be written .*set SEINPOST_TELEGRAM__SESSIONS"):
        make_folder(tmp_path / "file" / "sessions")


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert mode(tmp_path) == 0o755


# --- the list ---


def test_no_folder_means_no_accounts(sessions: Path) -> None:
    assert list_accounts(sessions) == ()


def test_unusable_and_exposed_files_are_told(sessions: Path) -> None:
    exposed = import_string(sessions, "exposed", session_string()).path
    exposed.chmod(0o644)
    empty = sessions / "empty.session"
    empty.touch(0o600)
    torn = sessions / "torn.session"
    torn.write_bytes(exposed.read_bytes()[:5000])
    nobody = sessions / "nobody.session"
    SQLiteSession(str(nobody)).close()
    (sessions / "notes.txt").write_text("")
    found = {account.name: account for account in list_accounts(sessions)}
    assert sorted(found) == ["empty", "exposed", "nobody", "torn"]
    assert (found["exposed"].exposed, found["exposed"].problem) == (True, None)
    assert (found["empty"].exposed, found["empty"].problem) == (
        False,
        "is no session file, or a damaged one: remove it and run `seinpost account login`",
    )
    assert found["nobody"].problem == "holds no login: remove it and run `seinpost account login`"
    assert found["torn"].problem is not None


# --- one owner ---


def test_a_session_has_one_user_at_a_time(sessions: Path) -> None:
    account = import_string(sessions, "first", session_string())
    held = hold(account.path)
    with pytest.raises(BadInput, match="Account first is in use by another process: stop that one first"):
        hold(account.path)
    held.release()
    held.release()
    hold(account.path).release()


def test_the_right_to_a_session_ends_with_its_process(sessions: Path) -> None:
    account = import_string(sessions, "first", session_string())
    program = (
        "import sys, pathlib; from collectors.telegram.accounts import hold; held = hold(pathlib.Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(account.path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    hold(account.path).release()


def test_another_process_can_not_take_a_session_in_use(sessions: Path) -> None:
    account = import_string(sessions, "first", session_string())
    held = hold(account.path)
    program = "import sys, pathlib; from collectors.telegram.accounts import hold; hold(pathlib.Path(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", program, str(account.path)], capture_output=True, text=True)
    assert "Account first is in use by another process" in done.stderr
    held.release()

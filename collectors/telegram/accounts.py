"""The accounts that read for us: a folder with one session file each, and who may use it now.

A session file is a credential: mode 0600 from its first byte, never in a log. Logging in is in `login.py`; nothing here
speaks to Telegram.
"""

import contextlib
import fcntl
import os
import re
import sqlite3
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from telethon.sessions import SQLiteSession, StringSession

from collectors.base import BadInput
from collectors.telegram.client import Session

_SUFFIX = ".session"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_KEY_BYTES = 256


@dataclass(frozen=True, slots=True)
class Account:
    """One session file. `problem`: why it can't be used. `exposed`: other users of this machine can read it."""

    name: str
    path: Path
    problem: str | None = None
    exposed: bool = False


class Held:
    """The right to use one session file, until released or until this process ends."""

    def __init__(self, descriptor: int):
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let others use the file. Releasing twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def list_accounts(folder: Path) -> tuple[Account, ...]:
    """The accounts of `folder` by name. Whether Telegram still accepts them only Telegram knows."""
    paths = sorted(path for path in folder.glob(f"*{_SUFFIX}") if not path.name.startswith("."))
    return tuple(Account(path.stem, path, _problem(path), _is_exposed(path)) for path in paths)


def account_path(folder: Path, name: str) -> Path:
    """Where the session of `name` lies.

    Raises:
        BadInput: this can't be the name of an account.
    """
    if not _NAME.fullmatch(name):
        raise BadInput(
            f'"{name}" can\'t be the name of an account: use up to 32 small letters a-z, digits, "-" and "_".'
        )
    return folder / f"{name}{_SUFFIX}"


def hold(path: Path) -> Held:
    """Become the only user of a session file: two processes with one session make Telegram revoke it.

    Raises:
        BadInput: another process uses it.
    """
    try:
        descriptor = os.open(path.with_name(f"{path.name}-lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _not_writable(path.parent, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise BadInput(
            f"Account {path.stem} is in use by another process: stop that one first, or use another account."
        ) from error
    return Held(descriptor)


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """`hold` for as long as a block runs; the folder is made if need be."""
    make_folder(path.parent)
    held = hold(path)
    try:
        yield
    finally:
        held.release()


def make_folder(folder: Path) -> None:
    """Make the sessions folder, for its owner only. A folder that is there already stays as it is."""
    if folder.is_dir():
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise _not_writable(folder, error) from error


def import_string(folder: Path, name: str, text: str) -> Account:
    """Keep a Telethon session string (`text`, as made by StringSession) as the account `name`.

    Raises:
        BadInput: the string is no session, the name is no good or taken, the account is in use.
    """
    path = account_path(folder, name)
    session = _from_string(text)
    with holding(path):
        if path.exists():
            raise BadInput(f"There is an account {name} already: remove {path} first, or choose another name.")
        return keep_session(path, session)


def keep_session(path: Path, session: Session) -> Account:
    """Write a logged-in session to `path`, whole or not at all. The caller holds `path`.

    Raises:
        BadInput: it can't be written.
    """
    fresh = path.with_name(f".{path.name.removesuffix(_SUFFIX)}.new{_SUFFIX}")
    try:
        fresh.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _fill(fresh, session)
        fresh.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise _not_writable(path.parent, error) from error
    finally:
        fresh.unlink(missing_ok=True)
    return Account(path.stem, path)


def _not_writable(folder: Path, error: Exception) -> BadInput:
    why = error.strerror if isinstance(error, OSError) else error
    return BadInput(
        f"The sessions folder {folder} can't be written ({why}): make room there, or set "
        "SEINPOST_TELEGRAM__SESSIONS to a folder that this user may write to."
    )


def _fill(path: Path, session: Session) -> None:
    stored = SQLiteSession(str(path))
    try:
        stored.set_dc(session.dc_id, session.server_address, session.port)
        stored.auth_key = session.auth_key
        stored.save()
    finally:
        stored.close()


def _from_string(text: str) -> Session:
    mend = "make one with Telethon's StringSession and give it whole, on one line."
    try:
        session = StringSession(text.strip())
    except (ValueError, struct.error) as error:  # base64 errors are ValueErrors
        raise BadInput(f"This is no Telethon session string: {mend}") from error
    if not session.auth_key:
        raise BadInput(f"This session string holds no login: {mend}")
    return session


def _problem(path: Path) -> str | None:
    mend = "remove it and run `seinpost account login`"
    try:  # not mode=ro: what a crash left half written could not be rolled back, and would look like damage
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            row = connection.execute("select auth_key from sessions").fetchone()
    except sqlite3.Error:
        return f"is no session file, or a damaged one: {mend}"
    if not row or not isinstance(row[0], bytes) or len(row[0]) != _KEY_BYTES:
        return f"holds no login: {mend}"
    return None


def _is_exposed(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))

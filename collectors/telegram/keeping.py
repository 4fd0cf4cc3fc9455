"""How a session is written and opened: plainly, as Telethon's own SQLite file, or sealed.

Of a session only the login is kept: the data centre, its address and the key that Telegram knows us by. Access hashes
are in the database, posts are read by their ids, and what Telegram pushes is a hint: nothing else that Telethon would
remember is asked for. Who may use a session, and which there are, is `accounts.py`'s matter.
"""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from telethon.sessions import SQLiteSession, StringSession

from collectors.base import BadInput
from collectors.telegram.sealing import NO_KEY, Damaged, Seal, WrongKey, is_sealed, sync_folder, write_whole

Session = Any  # Telethon has no types

_KEY_BYTES = 256
_SQLITE = b"SQLite format 3\x00"
_BESIDE = ("-journal", "-wal", "-shm")

_MEND = "remove it and run `seinpost account login`"
_UNREADABLE = f"is no session file, or a damaged one: {_MEND}"
_EMPTY = f"holds no login: {_MEND}"
_OTHER_KEY = (
    "was sealed with another key than the one that is set: set the right one in SEINPOST_TELEGRAM__SESSION_KEY, or put "
    "its file back"
)
LOCKED = frozenset({NO_KEY, _OTHER_KEY})
"""The problems of a session that may be good, and that the right key opens."""


class SealedSession(StringSession):  # type: ignore[misc]  # Telethon has no types
    """A session in memory that writes itself down, sealed, whenever its login has changed."""

    def __init__(self, path: Path, seal: Seal, login: str):
        super().__init__(login)
        self.save_entities = False  # who the account talks to is not ours to keep
        self._path, self._seal, self._kept = path, seal, login

    def save(self) -> str:
        """While Telegram moves the account, it has no login for a moment: then the old one stays."""
        login = str(super().save())
        if login and login != self._kept:
            _put(self._path, login, self._seal)
            self._kept = login
        return login


def open_session(path: Path, seal: Seal | None) -> Session:
    """The session of a file, for a client.

    Raises:
        BadInput: it can't be opened; says why, and what to do.
    """
    if not stored_plainly(path):
        return SealedSession(path, *_opened(path, seal))
    try:
        session = SQLiteSession(str(path))
    except (sqlite3.Error, OSError, ValueError, TypeError) as error:
        raise BadInput(
            f"The session file {path} can't be opened: remove it and log in again with `seinpost account login`."
        ) from error
    session.save_entities = False
    return session


def _opened(path: Path, seal: Seal | None) -> tuple[Seal, str]:
    why = problem(path, seal)
    if why is not None or seal is None:
        raise BadInput(f"Account {path.stem} {why or NO_KEY}.")
    return seal, seal.open(path.read_bytes())


def keep(path: Path, session: Session, seal: Seal | None) -> None:
    """Writes a session's login to `path`, whole or not at all: the file that was there is replaced in one step.

    Raises:
        BadInput: it can't be written.
    """
    try:
        if seal is None:
            _put_plainly(path, session)
        else:
            _put(path, _login_of(session), seal)
    except (OSError, sqlite3.Error) as error:
        raise not_writable(path.parent, error) from error


def _login_of(session: Session) -> str:
    login = StringSession()
    login.set_dc(session.dc_id, session.server_address, session.port)
    login.auth_key = session.auth_key
    return str(login.save())


def _put(path: Path, login: str, seal: Seal) -> None:
    """Sealed; what is written is read again and opened before it takes the old file's place."""
    fresh = _fresh(path)
    try:
        write_whole(fresh, seal.close(login))
        if seal.open(fresh.read_bytes()) != login:
            raise OSError(5, "what was written reads differently")
        fresh.replace(path)
        sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)
    _clear_beside(path)  # what SQLite left of a plain one holds its login too


def _clear_beside(path: Path) -> None:
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _put_plainly(path: Path, session: Session) -> None:
    fresh = _fresh(path)
    try:
        write_whole(fresh, b"")
        _fill(fresh, session)
        _clear_beside(path)  # SQLite would take the journal of a file that is gone for that of the new one
        fresh.replace(path)
        sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _fresh(path: Path) -> Path:
    return path.with_name(f".{path.stem}.new{path.suffix}")


def _fill(path: Path, session: Session) -> None:
    stored = SQLiteSession(str(path))
    try:
        stored.set_dc(session.dc_id, session.server_address, session.port)
        stored.auth_key = session.auth_key
        stored.save()
    finally:
        stored.close()


def read_plain(path: Path) -> Session:
    """The login of a plain file, in memory."""
    stored = open_session(path, None)
    try:
        return StringSession(_login_of(stored))
    finally:
        stored.close()


def stored_plainly(path: Path) -> bool:
    """Whether it isn't sealed; a file that isn't there would be written plainly by Telethon."""
    try:
        with path.open("rb") as file:
            return not is_sealed(file.read(len(_SQLITE) * 2))
    except OSError:  # who reads it will say so
        return True


def problem(path: Path, seal: Seal | None) -> str | None:
    """Why a session can't be used, and what to do; None: as far as can be seen, it can."""
    try:
        path.open("rb").close()
    except OSError as error:  # it may be as good as any: who has no right to read it is not to remove it
        return f"can't be read ({error.strerror}): give this user the right to read {path}"
    return _problem_of_plain(path) if stored_plainly(path) else _problem_of_sealed(path, seal)


def _problem_of_sealed(path: Path, seal: Seal | None) -> str | None:
    if seal is None:
        return NO_KEY
    try:
        StringSession(seal.open(path.read_bytes()))
    except WrongKey:
        return _OTHER_KEY
    except (Damaged, ValueError):
        return _UNREADABLE
    return None


def _problem_of_plain(path: Path) -> str | None:
    try:  # not mode=ro: what a crash left half written could not be rolled back, and would look like damage
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            row = connection.execute("select auth_key from sessions").fetchone()
    except sqlite3.Error:
        return _UNREADABLE
    if not row or not isinstance(row[0], bytes) or len(row[0]) != _KEY_BYTES:
        return _EMPTY
    return None


def not_writable(folder: Path, error: Exception) -> BadInput:
    """What stands in the way of the sessions folder."""
    why = error.strerror if isinstance(error, OSError) else error
    return BadInput(
        f"The sessions folder {folder} can't be written ({why}): make room there, or set "
        "SEINPOST_TELEGRAM__SESSIONS to a folder that this user may write to."
    )

"""The accounts that read for us: a folder with one session file each, and who may use it now.

A session file is a credential: mode 0600 from its first byte, never in a log, sealed where there is a key
(`sealing.py`; how one is written is `keeping.py`'s matter). Logging in is in `login.py`; nothing here speaks to
Telegram.
"""

import fcntl
import os
import re
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from telethon.sessions import StringSession

from collectors.base import BadInput
from collectors.telegram.keeping import LOCKED, Session, keep, not_writable, problem, read_plain, stored_plainly
from collectors.telegram.sealing import Seal

_SUFFIX = ".session"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Account:
    """One session file. `problem`: why it can't be used. `exposed`: other users of this machine can read it. `seal`:
    what opens it if it is sealed."""

    name: str
    path: Path
    problem: str | None = None
    exposed: bool = False
    seal: Seal | None = field(default=None, repr=False)


class Held:
    """The right to use one session file, until released or until this process ends."""

    def __init__(self, descriptor: int):
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let others use the file. Releasing twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def list_accounts(folder: Path, seal: Seal | None = None) -> tuple[Account, ...]:
    """The accounts of `folder` by name. Whether Telegram still accepts them only Telegram knows.

    Raises:
        BadInput: the folder can't be read.
    """
    return tuple(
        Account(path.stem, path, problem(path, seal), _is_exposed(path), seal) for path in _session_files(folder)
    )


def _session_files(folder: Path) -> list[Path]:
    try:
        paths = list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadInput(
            f"The sessions folder {folder} can't be read ({error.strerror}): give this user the right to, or correct "
            "SEINPOST_TELEGRAM__SESSIONS."
        ) from error
    return sorted(path for path in paths if path.name.endswith(_SUFFIX) and not path.name.startswith("."))


def plain(folder: Path) -> list[Path]:
    """The session files that are not sealed: whoever copies one is the account."""
    return [path for path in _session_files(folder) if stored_plainly(path)]


def refuse_locked(folder: Path, seal: Seal | None) -> None:
    """
    Raises:
        BadInput: a session is sealed, and this key does not open it.
    """
    for account in list_accounts(folder, seal):
        if account.problem in LOCKED:
            raise BadInput(f"Account {account.name} {account.problem}.")


def seal_all(folder: Path, seal: Seal | None) -> list[str]:
    """Seals the session files that are not, and tells which. Kill it at any time: each is there as it was, or sealed.

    Raises:
        BadInput: one is sealed and this key does not open it, which leaves all as they are; or one is in use.
    """
    refuse_locked(folder, seal)
    sealed = []
    for path in plain(folder) if seal is not None else ():
        if problem(path, seal) is None:
            with holding(path):
                keep(path, read_plain(path), seal)
            sealed.append(path.stem)
    return sealed


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
        raise not_writable(path.parent, error) from error
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
        raise not_writable(folder, error) from error


def import_string(folder: Path, name: str, text: str, seal: Seal | None = None) -> Account:
    """Keep a Telethon session string (`text`, as made by StringSession) as the account `name`.

    Raises:
        BadInput: the string is no session, the name is no good or taken, the account is in use.
    """
    path = account_path(folder, name)
    session = _from_string(text)
    with holding(path):
        if path.exists():
            raise BadInput(f"There is an account {name} already: remove {path} first, or choose another name.")
        return keep_session(path, session, seal)


def keep_session(path: Path, session: Session, seal: Seal | None = None) -> Account:
    """Write a logged-in session to `path`, whole or not at all. The caller holds `path`.

    Raises:
        BadInput: it can't be written, or a key that isn't this one keeps what is there.
    """
    check_replaceable(path, seal)
    keep(path, session, seal)
    return Account(path.stem, path, seal=seal)


def check_replaceable(path: Path, seal: Seal | None) -> None:
    """A session that another key keeps is not written over: the right key may yet be found.

    Raises:
        BadInput: there is one.
    """
    if path.exists() and (why := problem(path, seal)) in LOCKED:
        raise BadInput(f"Account {path.stem} {why}. Without that key it is lost: remove {path}, then log in again.")


def _from_string(text: str) -> Session:
    mend = "make one with Telethon's StringSession and give it whole, on one line."
    try:
        session = StringSession(text.strip())
    except (ValueError, struct.error) as error:  # base64 errors are ValueErrors
        raise BadInput(f"This is no Telethon session string: {mend}") from error
    if not session.auth_key:
        raise BadInput(f"This session string holds no login: {mend}")
    return session


def _is_exposed(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))

"""Session files that only the holder of a key can use: sealing, opening, and making keys.

A sealed file is a line that names the key by a part of its hash, and a Fernet token (AES-128 in CBC mode, HMAC-SHA256)
over the session as Telethon's StringSession writes it. So a wrong key is told from a damaged file. Where session files
lie and who may use them is `accounts.py`'s matter; a key that lies beside them guards copies of them, not the machine.
"""

import hashlib
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from collectors.base import BadInput

_MARK = b"seinpost session 1 "
_NAME_DIGITS = 16

NO_KEY = "is sealed, and its key is not there: set SEINPOST_TELEGRAM__SESSION_KEY or put the key file back"


class WrongKey(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The file was sealed with another key."""


class Damaged(Exception):  # noqa: N818
    """The file was sealed with this key, and is not what was written."""


class Seal:
    """A key in use. Neither its text nor what it seals is ever shown."""

    def __init__(self, key: str, source: str):
        """`key` as `new_key` makes it; `source` names where it came from, for people.

        Raises:
            BadInput: this is no key.
        """
        try:
            self._fernet = Fernet(key.strip())
        except ValueError as error:  # base64's errors are ValueErrors
            raise BadInput(
                f"{source} holds no key: put the 44 characters there that `seinpost account key` printed, or wrote."
            ) from error
        self.source = source
        self._name = hashlib.sha256(b"seinpost key name " + key.strip().encode()).hexdigest()[:_NAME_DIGITS].encode()

    def close(self, session: str) -> bytes:
        """The content of a sealed file."""
        return _MARK + self._name + b"\n" + self._fernet.encrypt(session.encode())

    def open(self, content: bytes) -> str:
        """What `close` was given.

        Raises:
            WrongKey, Damaged: as they say.
        """
        name, _, token = content.removeprefix(_MARK).partition(b"\n")
        try:
            return self._fernet.decrypt(token).decode()
        except (InvalidToken, ValueError) as error:
            raise (Damaged if name == self._name else WrongKey) from error


def is_sealed(content: bytes) -> bool:
    """Whether this is, or once was, the content of a sealed file."""
    return content.startswith(_MARK)


def new_key() -> str:
    """A key of 256 random bits, 44 characters."""
    return Fernet.generate_key().decode()


def make_key_file(path: Path) -> None:
    """A file with a fresh key, for its owner only; one that is there is never replaced.

    Raises:
        BadInput: there is one, or it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path.with_name(f".{path.name}.new"), f"{new_key()}\n".encode())
        os.link(path.with_name(f".{path.name}.new"), path)  # fails where there is one already
        sync_folder(path.parent)
    except FileExistsError as error:
        raise BadInput(f"There is a key in {path} already: use it, or name another file.") from error
    except OSError as error:
        raise BadInput(
            f"The key file {path} can't be written ({error.strerror}): name another in "
            "SEINPOST_TELEGRAM__SESSION_KEY_FILE."
        ) from error
    finally:
        path.with_name(f".{path.name}.new").unlink(missing_ok=True)


def read_key_file(path: Path) -> Seal:
    """The seal whose key lies in a file.

    Raises:
        BadInput: it can't be read, or holds no key.
    """
    try:
        return Seal(path.read_text(encoding="ascii"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise BadInput(
            f"The key file {path} can't be read ({why}): put it back, or correct SEINPOST_TELEGRAM__SESSION_KEY_FILE."
        ) from error


def write_whole(path: Path, content: bytes) -> None:
    """A new file, for its owner only, on the disk when this returns; one that a crash left there is replaced."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """So that a renamed file keeps its name through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

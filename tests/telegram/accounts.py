"""Who may log in, and the auth keys that clients hold. State only; what a login asks for is in login.py."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telethon.crypto import AuthKey

from tests.telegram.files import HOME_DC
from tests.telegram.keys import KEY_BYTES


@dataclass(eq=False, slots=True)
class Account:
    """A user. `code` is what Telegram would send to the phone, `password` the one of two-step verification."""

    user_id: int
    phone: str
    code: str
    password: str | None = None
    first_name: str = "Reader"


@dataclass(frozen=True, slots=True)
class LoginToken:
    """What a QR code holds. `account`: who scanned it."""

    token: bytes
    expires: datetime
    account: Account | None = None


@dataclass(eq=False, slots=True)
class StoredKey:
    """One client's auth key. `account` None: nobody is logged in with it. `waiting`: whose password is still due.

    `refusal`: the error that revoked it, instead of AUTH_KEY_UNREGISTERED. `dc`: the data centre that it opens.
    """

    auth_key: Any
    salt: int
    account: Account | None = None
    waiting: Account | None = None
    introduced: bool = False
    refusal: str | None = None
    code_hash: str | None = None
    token: LoginToken | None = None
    password_check: Any = None
    dc: int = HOME_DC

    def log_in(self, account: Account) -> None:
        self.account, self.waiting, self.refusal = account, None, None

    def log_out(self, refusal: str | None = None) -> None:
        self.account, self.waiting, self.refusal = None, None, refusal


def new_key(auth_key: Any = None) -> StoredKey:
    """A key made by a handshake, or (None) a random one."""
    return StoredKey(
        auth_key=auth_key or AuthKey(os.urandom(KEY_BYTES)),
        salt=int.from_bytes(os.urandom(8), "little", signed=True) or 1,
    )

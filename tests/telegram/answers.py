"""What every answer needs: the call, the refusal (an rpc_error), the method's name.

The answers themselves are in methods.py and login.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram.accounts import Account, StoredKey
from tests.telegram.world import World


class Refusal(Exception):  # noqa: N818
    """An rpc_error."""

    def __init__(self, error: str, code: int = 400):
        super().__init__(error)
        self.error = error
        self.code = code


@dataclass(frozen=True, slots=True)
class Call:
    """One request with all that answering it needs. `address`: the server's own host and port."""

    world: World
    key: StoredKey
    request: Any
    address: tuple[str, int]

    @property
    def account(self) -> Account:
        """Who asks.

        Raises:
            Refusal: nobody is logged in with this key.
        """
        if self.key.account is None:
            raise Refusal(self.key.refusal or "AUTH_KEY_UNREGISTERED", 401)
        return self.key.account

    def require_login(self) -> None:
        """Refuses a key that nobody is logged in with, where it does not matter who asks."""
        _ = self.account


Answer = Callable[[Call], Any]


def method_name(request: Any) -> str:
    """As Telegram's documentation writes it: contacts.resolveUsername."""
    space = type(request).__module__.removeprefix("telethon.tl.functions").lstrip(".")
    name = type(request).__name__.removesuffix("Request")
    name = name[0].lower() + name[1:]
    return f"{space}.{name}" if space else name

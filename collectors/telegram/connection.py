"""One account's line to Telegram: connects when needed, gives up in time, and says in three words what went wrong.

Files may lie in other data centres than the account: those have lines of their own, which Telethon opens for us.
Knows nothing of channels and posts, and hands on unread what Telegram pushes. Waits for nobody: a flood wait is told,
never slept through.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telethon import errors
from telethon.tl import functions

from collectors.base import BadInput
from collectors.telegram.accounts import Account, Held, hold
from collectors.telegram.client import Api, Client, Hear, answered, build_client

_GOODBYE_SECONDS = 5.0
_QUIET_SECONDS = 15 * 60.0  # https://core.telegram.org/api/updates: after that, a client should make itself heard
_FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError)
_REVOKED = (
    errors.UnauthorizedError,  # revoked, expired, deactivated, never logged in
    errors.AuthKeyError,  # used from two addresses at once
    errors.AuthKeyNotFound,
    errors.FrozenMethodInvalidError,
)
_WRONG_API = (errors.ApiIdInvalidError, errors.ConnectionApiIdInvalidError, errors.ApiIdPublishedFloodError)
_LINE_LOST = (OSError, EOFError, BufferError)
_UNREACHABLE = (
    *_LINE_LOST,
    errors.ServerError,
    errors.TimedOutError,
    errors.RpcCallFailError,
    sqlite3.Error,  # of the session file: a full disk says nothing about the account
)


class Flooded(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """Telegram asks this account to wait `seconds` with this kind of request."""

    def __init__(self, seconds: int):
        super().__init__(f"a flood wait of {seconds} s")
        self.seconds = seconds


class Resting(Exception):  # noqa: N818
    """This account can't be used until a person does something; the text says what."""


class Unreachable(Exception):  # noqa: N818
    """Telegram didn't answer in time, or the connection was lost."""


class Connection:
    """Calls Telegram for one account, one session file, one owner."""

    def __init__(self, account: Account, api: Api, patience: float, hear: Hear | None = None):
        """`hear`: is handed the updates that Telegram pushes; None: it is asked to push none."""
        self.account = account.name
        self._hear = hear
        self._asked_at = 0.0
        self._path, self._seal = account.path, account.seal
        self._api = api
        self._patience = patience
        self._held: Held | None = None
        self._client: Client | None = None
        self._connecting = asyncio.Lock()
        self._rests = f"Account {account.name} {account.problem}." if account.problem else None

    @property
    def rests(self) -> bool:
        """Whether it can't be used until a person does something."""
        return self._rests is not None

    @property
    def is_open(self) -> bool:
        """Whether there is a line, as far as is known."""
        return self._client is not None and bool(self._client.is_connected())

    def take(self) -> None:
        """Become the only user of the session file, before anything else.

        Raises:
            BadInput: another process uses it.
        """
        self._held = hold(self._path)

    async def close(self) -> None:
        """Hang up and let go of the session file. May be called at any time."""
        await self._drop(self._client)
        if self._held:
            self._held.release()
            self._held = None

    async def call(self, request: Any) -> Any:
        """Telegram's answer to `request`.

        Raises:
            Flooded, Resting, Unreachable: as they say.
            telethon.errors.RPCError: Telegram refused this request.
        """
        return await self._translated(partial(self._ask, request))

    async def listen(self) -> None:
        """Telegram pushes to who is there: connects if need be, and makes itself heard after a long silence.

        Raises:
            Flooded, Resting, Unreachable, telethon.errors.RPCError: as `call`.
        """
        quiet = asyncio.get_running_loop().time() - self._asked_at >= _QUIET_SECONDS
        if quiet or not self.is_open:
            await self.call(functions.updates.GetStateRequest())

    async def fetch(self, request: Any, dc: int) -> Any:
        """Telegram's answer to a request for a part of a file, from the data centre where it lies; else as `call`.

        One that takes too long is given up by itself: the line stays, since posts are read over it.
        """
        return await self._translated(partial(self._ask_at, dc, request))

    async def _translated(self, ask: Callable[[], Awaitable[Any]]) -> Any:
        if self._rests:
            raise Resting(self._rests)
        try:
            return await answered(ask(), self._patience)
        except _FLOODS as error:
            raise Flooded(error.seconds) from error
        except _REVOKED as error:
            raise await self._rest(
                f"Telegram no longer accepts the session of account {self.account} ({type(error).__name__}): "
                f"run `seinpost account login {self.account}`."
            ) from error
        except _WRONG_API as error:
            raise await self._rest(
                "Telegram doesn't accept the API id and hash: check SEINPOST_TELEGRAM__API_ID and "
                "SEINPOST_TELEGRAM__API_HASH against my.telegram.org."
            ) from error
        except BadInput as error:
            raise await self._rest(str(error)) from error
        except TimeoutError as error:
            raise Unreachable(f"no answer within {self._patience:g} s") from error
        except _UNREACHABLE as error:
            raise Unreachable(f"the connection failed ({type(error).__name__})") from error

    async def _ask(self, request: Any) -> Any:
        client = await self._connected()
        self._asked_at = asyncio.get_running_loop().time()
        try:
            return await client(request)
        except (asyncio.CancelledError, *_LINE_LOST):
            await self._drop(client)  # timed out, lost or stopped: nothing more comes over this line
            raise

    async def _ask_at(self, dc: int, request: Any) -> Any:
        client = await self._connected()
        if dc == client.session.dc_id:
            return await client(request)
        try:
            return await client._call(await client._borrow_exported_sender(dc), request)
        except (*_REVOKED, *_LINE_LOST) as error:
            # A login over there is a copy that Telegram forgets now and then; that is no word about the account.
            await self._forget_line_to(dc, client)
            raise ConnectionResetError(f"data centre {dc}") from error

    async def _forget_line_to(self, dc: int, client: Client) -> None:
        """The next request there opens a new one."""
        _, sender = client._borrowed_senders.pop(dc, (None, None))
        if sender is not None:
            await sender.disconnect()

    async def _connected(self) -> Client:
        async with self._connecting:
            if self._client is None or not self._client.is_connected():
                await self._drop(self._client)
                client = self._client = build_client(self._path, self._api, hear=self._hear, seal=self._seal)
                try:
                    await client.connect()
                except BaseException:  # half connected is of no use, whatever happened
                    await self._drop(client)
                    raise
            return self._client

    async def _rest(self, why: str) -> Resting:
        self._rests = why
        await self._drop(self._client)
        return Resting(why)

    async def _drop(self, client: Client) -> None:
        """Hang up this one client (or None). Another call may have put a fresh one in its place."""
        if client is None:
            return
        if self._client is client:
            self._client = None
        try:
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await client.disconnect()
        except (TimeoutError, OSError, sqlite3.Error):  # at last it writes how far it has heard, which nobody reads
            client.session.close()

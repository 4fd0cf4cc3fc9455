"""Builds Telethon clients: where they connect, how long they wait, what they may never do by themselves.

Opens no connection, logs nobody in and reads nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl.types import DcOption

from collectors.base import BadInput
from collectors.telegram.keeping import open_session
from collectors.telegram.sealing import Seal

Answer = TypeVar("Answer")
Client = Any  # Telethon has no types: what it gives stays inside collectors.telegram
Hear = Callable[[Any], None]
"""Is handed a packet of updates."""

_CONNECT_SECONDS = 8
_HOME_DC = 2


@dataclass(frozen=True, slots=True)
class Api:
    """How to reach Telegram: the application's id and hash, and a server of one's own ("host:port") with its key."""

    api_id: int
    api_hash: str = field(repr=False)
    server: str | None = None
    server_key: Path | None = None


class _Forgetful(dict[int, float]):
    """Flood waits are kept by who asks, by our clock and across restarts: Telethon need not remember them as well."""

    def __setitem__(self, request: int, until: float) -> None:
        """Nothing is kept."""


class _Client(TelegramClient):  # type: ignore[misc]  # Telethon has no types
    """`pinned`: stays on its server, whatever data centre Telegram's table names: it is at the same address.

    `hear` is handed what Telegram pushes. Telethon's own reading of that is left out then: it remembers whom it sees,
    asks for the difference wherever its count does not fit and every 15 minutes for each channel, and may still lose.
    """

    pinned = False
    hear: Hear | None = None

    async def _get_dc(self, dc_id: int, cdn: bool = False) -> Any:
        if not self.pinned:
            return await super()._get_dc(dc_id, cdn)
        return DcOption(id=dc_id, ip_address=self.session.server_address, port=self.session.port)

    async def _update_loop(self) -> None:
        if self.hear is None:
            await super()._update_loop()
            return
        while True:  # until disconnecting cancels it
            self.hear(await self._updates_queue.get())


def build_client(
    session: Path | None, api: Api, *, updates: bool = False, hear: Hear | None = None, seal: Seal | None = None
) -> Client:
    """A client that isn't connected yet. `session` None keeps the login in memory; `seal` opens one that is sealed.

    `updates`: Telethon's own events, needed for QR only. `hear`: is handed what Telegram pushes instead, as it comes.

    Raises:
        BadInput: the session file, the server's address or its key is no good.
    """
    server = check(api)
    opened = open_session(session, seal) if session else MemorySession()
    if server:
        opened.set_dc(opened.dc_id or _HOME_DC, *server)
    client = _Client(
        opened,
        api.api_id,
        api.api_hash,
        use_ipv6=":" in (opened.server_address or ""),
        timeout=_CONNECT_SECONDS,
        # The stages ask again by themselves, so a client gives up soon and says so.
        connection_retries=2,
        retry_delay=0.3,
        request_retries=2,
        raise_last_call_error=True,
        flood_sleep_threshold=0,
        receive_updates=updates or hear is not None,
        catch_up=False,
        device_model="Seinpost",
        base_logger=_quiet_logger(),
    )
    client.pinned, client.hear = server is not None, hear
    client._flood_waited_requests = _Forgetful()
    return client


def check(api: Api) -> tuple[str, int] | None:
    """Trust the key of one's own server, and give the server's host and port; None: Telegram's own servers.

    Raises:
        BadInput: the address or the key is no good.
    """
    if api.server_key:
        _trust(api.server_key)
    return _address(api.server) if api.server else None


def _trust(key: Path) -> None:
    """Accept servers that hold this RSA key (PEM, PKCS #1), besides Telegram's own."""
    try:
        pem = key.read_bytes()
    except OSError as error:
        raise BadInput(
            f"The server key {key} can't be read ({error.strerror}): check SEINPOST_TELEGRAM__SERVER_KEY."
        ) from error
    try:
        rsa.add_key(pem, old=False)
    except (
        Exception
    ) as error:  # the parsers underneath (rsa, pyasn1) raise what they like, and the file is all they got
        raise BadInput(
            f'The server key {key} is no RSA public key: give a PEM file that starts with "BEGIN RSA PUBLIC KEY".'
        ) from error


async def answered(answer: Awaitable[Answer], seconds: float) -> Answer:
    """`answer`, waited for no longer than `seconds`.

    Telethon cancels what is under way when it gives a connection up. That is told apart from a cancellation of our own
    task, and raised as an error of the connection.

    Raises:
        TimeoutError, ConnectionResetError: as they say.
    """
    try:
        async with asyncio.timeout(seconds):
            return await answer
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task and task.cancelling():
            raise
        raise ConnectionResetError from None


def _address(server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInput(f'"{server}" is no Telegram server: write it as host:port, such as 127.0.0.1:8443.')
    return host.removeprefix("[").removesuffix("]"), int(port)


def _quiet_logger() -> logging.Logger:
    """Telethon's lines below an error may hold raw answers, so post texts: they are not let through."""
    logger = logging.getLogger("collectors.telegram.telethon")
    logger.setLevel(logging.ERROR)
    return logger

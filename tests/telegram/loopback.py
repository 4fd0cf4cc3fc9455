"""A loopback Telegram: a real MTProto server on 127.0.0.1 for tests, with channels, accounts and faults on demand.

It speaks Telethon's TL layer and nothing beyond the methods in methods.py and login.py: any other request is refused
and fails the test when the server closes, unless the test said that it is expected. Protects nothing, keeps nothing.
What happens in a channel is pushed to the connected sessions of its members, and never fetched later (getDifference).

    async with LoopbackTelegram() as telegram:
        channel = telegram.add_channel("rivierkrant")
        post_id = channel.publish("Water reaches the quay.")
        account = telegram.add_account("+31600000001")
        client = TelegramClient(StringSession(telegram.session_string(account)), telegram.api_id, telegram.api_hash)
"""

import asyncio
import base64
import os
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from telethon.crypto import rsa as telethon_rsa
from telethon.sessions import StringSession
from telethon.tl import types

from tests.telegram import login, wire
from tests.telegram.accounts import Account
from tests.telegram.channels import News, ServedChannel
from tests.telegram.clock import server_now
from tests.telegram.connection import Asked, Connection
from tests.telegram.faults import Faults
from tests.telegram.keys import server_key
from tests.telegram.transport import Link
from tests.telegram.wire import DC_ID
from tests.telegram.world import World

HOST = "127.0.0.1"
CODE = "24680"


class LoopbackTelegram:
    """The server and the world behind it. The world outlives `stop` and `start`; so does the port."""

    def __init__(self, *, api_id: int = 4711, api_hash: str = "0123456789abcdef0123456789abcdef"):
        self.world = World(api_id, api_hash)
        self.faults = Faults()
        self.requests: list[Asked] = []
        self.violations: list[str] = []
        self._expected: set[str] = set()
        self._port = 0
        self._server: asyncio.Server | None = None
        self._connections: dict[Connection, asyncio.Task[None]] = {}
        self._news = asyncio.Event()

    # --- running ---

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        telethon_rsa._server_keys.pop(server_key().fingerprint, None)
        if error is None and self.violations:
            raise AssertionError("\n".join(["the client did what Telegram forbids:", *self.violations]))

    async def start(self) -> None:
        """Listens, again on the same port."""
        self._server = await asyncio.start_server(self._accept, HOST, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuses connections and cuts the open ones. Keys, accounts, channels and faults stay."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None
        await self.cut_connections()

    async def cut_connections(self) -> None:
        """All lines go dead at once."""
        tasks = list(self._connections.values())
        for connection in list(self._connections):
            connection.cut()
        await asyncio.gather(*tasks)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(Link(reader, writer), self)
        task = asyncio.current_task()
        assert task is not None
        self._connections[connection] = task
        try:
            await connection.serve()
        finally:
            del self._connections[connection]

    # --- where it is ---

    @property
    def address(self) -> tuple[str, int]:
        return HOST, self._port

    @property
    def server(self) -> str:
        """host:port, for settings."""
        return f"{HOST}:{self._port}"

    @property
    def pem(self) -> str:
        return server_key().pem

    def trust(self) -> None:
        """Makes Telethon accept this server's key until it closes, for clients that don't read `key_file`."""
        telethon_rsa.add_key(self.pem, old=False)

    def key_file(self, folder: Path) -> Path:
        """The server's public key as a PEM file in `folder`."""
        path = folder / "loopback-telegram.pem"
        path.write_text(self.pem, encoding="ascii")
        return path

    @property
    def api_id(self) -> int:
        return self.world.api_id

    @property
    def api_hash(self) -> str:
        return self.world.api_hash

    @property
    def connections(self) -> int:
        """How many clients are connected now."""
        return len(self._connections)

    # --- the world ---

    def add_channel(
        self, username: str | None, *, title: str | None = None, channel_id: int | None = None, group: bool = False
    ) -> ServedChannel:
        number = channel_id or 1_500_000_001 + len(self.world.channels)
        shown = title or (username or "Unnamed").title()
        channel = self.world.add_channel(ServedChannel(number, username, shown, group=group))
        channel.tell = self._tell
        return channel

    def _tell(self, news: News) -> None:
        """Members hear of it in each of their sessions that is connected now; nobody hears of it later."""
        for connection in self._connections:
            account = connection.key.account if connection.key else None
            if account is not None and account in news.channel.members:
                connection.push(wire.updates(self.world, account, news, server_now()))

    def add_person(self, username: str) -> int:
        """A user with a username: a name that is no channel. Returns the user's id."""
        return self.world.add_person(username)

    def move_username(self, username: str, to: ServedChannel | None) -> None:
        """The name goes to another channel, or is free."""
        self.world.move_username(username, to)

    def add_account(self, phone: str = "+31600000001", *, code: str = CODE, password: str | None = None) -> Account:
        number = 7_000_001 + len(self.world.accounts)
        return self.world.add_account(Account(number, re.sub(r"\D", "", phone), code, password))

    # --- sessions ---

    def session_string(self, account: Account) -> str:
        """A session that is logged in already, as Telethon's StringSession."""
        key = self.world.add_key()
        key.log_in(account)
        session = StringSession()
        session.set_dc(DC_ID, *self.address)
        session.auth_key = key.auth_key
        return str(session.save())

    def access_hash(self, account: Account, channel: ServedChannel) -> int:
        return self.world.access_hash(account, channel.channel_id)

    def scan(self, url: str, account: Account) -> None:
        """Another client of `account` scans the QR code (tg://login?token=...): the waiting client hears of it."""
        text = url.partition("token=")[2]
        token = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        key = next(key for key in self.world.keys.values() if key.token is not None and key.token.token == token)
        assert key.token is not None
        key.token = login.scanned(key.token, account)
        for connection in self._connections:
            if connection.key is key:
                connection.push(types.UpdateShort(types.UpdateLoginToken(), server_now()))

    def revoke(self, account: Account, error: str = "SESSION_REVOKED") -> None:
        """Ends all sessions of an account; `error`: what they hear from now on (AUTH_KEY_UNREGISTERED, ...)."""
        for key in self.world.keys_of(account):
            key.log_out(error)

    def forget_keys(self, account: Account) -> None:
        """The server no longer knows the auth keys themselves: answers -404 below all methods."""
        for key in self.world.keys_of(account):
            del self.world.keys[key.auth_key.key_id]

    def expire_file_references(self) -> None:
        """Whoever wants a file has to fetch its message again."""
        self.world.expire_file_references()

    def change_salts(self) -> None:
        """New server salts, as every half hour: the next message of each client is answered with bad_server_salt."""
        for key in self.world.keys.values():
            key.salt = int.from_bytes(os.urandom(8), "little", signed=True)

    # --- what was asked ---

    def record(self, asked: Asked) -> None:
        self.requests.append(asked)
        self._news.set()
        self._news = asyncio.Event()

    def complain(self, violation: str) -> None:
        if not any(expected in violation for expected in self._expected):
            self.violations.append(violation)

    def expect(self, method: str) -> None:
        """This test means to send what the server does not know; it is refused all the same."""
        self._expected.add(method)

    def count(self, method: str, account: Account | None = None) -> int:
        """How often a method was asked for, by whom or (None) by anybody."""
        return len(self.asked(method, account))

    def asked(self, method: str, account: Account | None = None) -> list[Asked]:
        return [one for one in self.requests if one.method == method and (account is None or one.account is account)]

    async def all_gone(self) -> None:
        """Waits until no client is connected."""
        await asyncio.gather(*self._connections.values())

    async def until(self, method: str, times: int = 1) -> None:
        """Waits until a method was asked for so often."""
        while self.count(method) < times:
            await self._news.wait()

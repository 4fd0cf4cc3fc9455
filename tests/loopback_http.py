"""An HTTP application on a port of loopback, for servers that tests invent. Knows no routes."""

import asyncio
import socket
import struct
from collections.abc import Iterable

from aiohttp import web

LARGEST = 64 * 1024 * 1024
"""Bytes of a request."""


class Doors:
    """Opened, it listens, at the same port each time; `closing` is set as soon as it is to end."""

    def __init__(self) -> None:
        self.closing = asyncio.Event()
        self._port = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def open(self, routes: Iterable[web.RouteDef]) -> None:
        self.closing.clear()
        app = web.Application(client_max_size=LARGEST)
        app.add_routes(routes)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Connections are refused from now on."""
        self.closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


def reset(request: web.Request) -> None:
    """Ends the connection the hard way (RST), as a middlebox or a dying server would."""
    transport = request.transport
    if transport is None:
        return
    sock = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()

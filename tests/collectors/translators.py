"""A LibreTranslate server on loopback: says what it was told to, refuses on demand, remembers what it was sent."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.loopback_http import Doors

KEY = "libre-key-1"


@dataclass
class LoopbackTranslator:
    """`async with LoopbackTranslator() as server:` serves until the block ends. `says`: the next answers' text;
    `status` and `body`: instead of it; `open` cleared: it does not answer yet."""

    says: str = "Een vertaling."
    status: int = 200
    body: bytes | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _doors: Doors = field(default_factory=Doors)

    async def __aenter__(self) -> Self:
        self.open.set()
        await self._doors.open([web.post("/translate", self._translate)])
        return self

    async def __aexit__(self, *_: object) -> None:
        self.open.set()
        await self._doors.close()

    @property
    def url(self) -> str:
        return self._doors.url

    async def _translate(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        self.headers.append(dict(request.headers))
        self.arrived.set()
        await self.open.wait()
        if self.body is not None or self.status != 200:
            return web.Response(status=self.status, body=self.body or b'{"error": "no"}')
        return web.json_response({"translatedText": self.says})

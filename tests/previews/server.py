"""A preview site on loopback: serves the pages of invented channels, breaks on demand, remembers what was asked."""

import asyncio
import hashlib
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from aiohttp import web

from tests.loopback_http import Doors, reset
from tests.previews import pages
from tests.previews.channels import ShownChannel


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its path with what follows the question mark, the answer's status (0: none), and when it came."""

    path: str
    status: int
    at: float


@dataclass(frozen=True, slots=True)
class Fault:
    """Instead of the answer: another `status`, `body` or `location`; a line that is `reset` after so many bytes, or
    that closes there quietly (`ends`), or says nothing more (`stalls`)."""

    status: int = 200
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    reset: int | None = None
    ends: int | None = None
    stalls: int | None = None


def refusal(status: int, retry_after: str | None = None) -> Fault:
    return Fault(status, b"", (("Retry-After", retry_after),) if retry_after is not None else ())


def redirect(location: str) -> Fault:
    return Fault(302, b"", (("Location", location),))


class LoopbackPreviews:
    """`async with LoopbackPreviews() as site:` serves until the block ends. Point a source at `site.url`."""

    def __init__(self, *, ticks: Callable[[], float] = time.monotonic, validators: bool = True):
        self.asked: list[Asked] = []
        self._ticks = ticks
        self._validators = validators
        self._channels: dict[str, ShownChannel] = {}
        self._landings: dict[str, str] = {}
        self._faults: deque[Fault | None] = deque()
        self._doors = Doors()

    # --- what tests use ---

    @property
    def url(self) -> str:
        return self._doors.url

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def channel(self, username: str = "rivierkrant", posts: int = 0, channel_id: int = 1_500_000_001) -> ShownChannel:
        channel = self._channels[username.casefold()] = ShownChannel(username, channel_id)
        for _ in range(posts):
            channel.publish()
        return channel

    def name(self, username: str, channel: ShownChannel) -> None:
        """A further name of a channel, or its new one."""
        self._channels[username.casefold()] = channel

    def land(self, name: str, extra: str | None, description: str = "A description.") -> None:
        """What has no preview says this of itself."""
        self._landings[name.casefold()] = pages.landing(extra, description)

    def fail(self, fault: Fault, *, skip: int = 0) -> None:
        """The next request but `skip` goes wrong."""
        self._faults.extend([None] * skip)
        self._faults.append(fault)

    async def stop(self) -> None:
        """Nobody listens any more: connections are refused."""
        await self._doors.close()

    async def start(self) -> None:
        paths = ("/s/{name}", "/{name}/{post}", "/{name}")
        await self._doors.open([web.get(path, self._serve) for path in paths])

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.stop()

    # --- HTTP ---

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        at, status = self._ticks(), 0
        fault = self._faults.popleft() if self._faults else None
        try:
            response = self._answer(request)
            answer = response if fault is None else await self._break(request, response, fault)
            status = answer.status
        finally:
            self.asked.append(Asked(request.path_qs, status, at))
        return answer

    def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["name"].casefold()
        channel = self._channels.get(name)
        if request.path.startswith("/s/") and channel is not None and channel.preview:
            before, after = request.query.get("before"), request.query.get("after")
            return self._conditional(request, channel.page(int(before or 0), int(after or 0)))
        if request.path.startswith("/s/"):
            return web.Response(status=302, headers={"Location": f"{self.url}/{request.match_info['name']}"})
        if "post" in request.match_info and channel is not None:
            return _html(pages.single(channel.singles.get(int(request.match_info["post"]), channel.about)))
        if channel is not None:
            return _html(pages.landing("10 704 subscribers", channel.about))
        missing = pages.landing(None, f"If you have <strong>Telegram</strong>, you can contact <a>@{name}</a>")
        return _html(self._landings.get(name, missing))

    def _conditional(self, request: web.Request, html: str) -> web.Response:
        if not self._validators:
            return _html(html)
        etag = f'"{hashlib.sha256(html.encode()).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        response = _html(html)
        response.headers["ETag"] = etag
        return response

    async def _break(self, request: web.Request, response: web.Response, fault: Fault) -> web.StreamResponse:
        body = fault.body if fault.body is not None else (response.body or b"")
        assert isinstance(body, bytes)
        end = next((end for end in (fault.reset, fault.ends, fault.stalls) if end is not None), None)
        if end is None:
            return web.Response(status=fault.status, body=body, headers=dict(fault.headers), content_type="text/html")
        if end:
            await self._begin(request, body[:end], whole=len(body) if fault.ends is None else None)
        if fault.stalls is not None:
            await self._doors.closing.wait()
        _hang_up(request, hard=fault.reset is not None)
        raise asyncio.CancelledError

    async def _begin(self, request: web.Request, part: bytes, whole: int | None) -> None:
        """The first bytes of a page. Without its `whole` length, the end of the line is the end of the page."""
        length = f"Content-Length: {whole}\r\n" if whole is not None else ""
        assert request.transport is not None
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{length}Connection: close\r\n\r\n"
        request.transport.write(head.encode() + part)
        await asyncio.sleep(0.02)  # let it reach the client before the line breaks


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")


def _hang_up(request: web.Request, *, hard: bool) -> None:
    """End the connection: with a reset, or in good order."""
    if hard:
        reset(request)
    elif request.transport is not None:
        request.transport.close()

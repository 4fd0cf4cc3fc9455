"""`/metrics` and `/healthz` over HTTP, from the program's own event loop: where that hangs, nobody is answered.

Understands a request line and no more. Whatever is asked costs little: few at once, some kilobytes, a few seconds.
There is no access control: it listens on loopback unless the settings say otherwise.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from bot.health.figures import Figures
from bot.health.pulse import Pulse

log = structlog.get_logger()

LONGEST_HEAD = 8_192
AT_ONCE = 16
PATIENCE = 5.0
"""Seconds for a request to arrive, and again for its answer to be made and to leave."""

_WORDS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}
_TEXT = "text/plain; charset=utf-8"
_FIGURES = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    kind: str = _TEXT


@asynccontextmanager
async def served(pulse: Pulse, figures: Figures, host: str, port: int) -> AsyncIterator[int | None]:
    """Answers for as long as the block lasts; gives the port. None: it can't listen there, which is logged and no more.

    `port` 0: any that is free.
    """
    doors = _Doors(pulse, figures)
    try:
        server = await asyncio.start_server(doors.serve, host, port, limit=LONGEST_HEAD)
    except OSError as error:
        # A second lookout on one machine is no reason not to look out
        log.warning("metrics not served", host=host, port=port, why=error.strerror, mend="set SEINPOST_HEALTH__PORT")
        yield None
        return
    try:
        taken = int(server.sockets[0].getsockname()[1])
        log.info("metrics served", host=host, port=taken)
        yield taken
    finally:
        server.close()
        doors.shut()


def health(stopped: Mapping[str, float], waiting: Mapping[str, str] | None = None) -> Answer:
    """200, or 503 with the stages that finish nothing any more. A part that waits for its turn is in good health."""
    if not stopped:
        turns = [f"{part}: waiting for {lock}\n" for part, lock in (waiting or {}).items()]
        return Answer(200, "".join(["ok\n", *turns]).encode())
    lines = [f"{name}: no tick finished for {seconds:.0f} s" for name, seconds in stopped.items()]
    return Answer(503, "\n".join([*lines, ""]).encode())


class _Doors:
    """Connections under way."""

    def __init__(self, pulse: Pulse, figures: Figures):
        self._pulse = pulse
        self._figures = figures
        self._open: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) >= AT_ONCE:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            with suppress(OSError, TimeoutError):
                await self._answer(reader, writer)
        finally:
            self._open.discard(writer)
            writer.transport.abort()  # what was written has left by now, or never will

    def shut(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            answer, with_body = Answer(400, b"not a request\n"), True
        else:
            answer, with_body = await self._answered(head), not head.startswith(b"HEAD ")
        async with asyncio.timeout(PATIENCE):
            writer.write(_written(answer, with_body=with_body))
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    async def _answered(self, head: bytes) -> Answer:
        method, _, rest = head.partition(b"\r\n")[0].partition(b" ")
        if method not in {b"GET", b"HEAD"}:
            return Answer(405, b"only GET and HEAD\n")
        match rest.partition(b" ")[0].partition(b"?")[0]:
            case b"/healthz":
                return health(self._pulse.stopped(), self._pulse.waiting)
            case b"/metrics":
                return await self._metrics()
            case _:
                return Answer(404, b"there are /metrics and /healthz\n")

    async def _metrics(self) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE):
                return Answer(200, await self._figures.text(), _FIGURES)
        except Exception as error:  # noqa: BLE001 - the database is away, or slow: the next scrape may go well
            log.warning("figures could not be gathered", error=type(error).__name__)
            return Answer(503, b"the figures could not be gathered; see the log\n")


def _written(answer: Answer, *, with_body: bool) -> bytes:
    head = (
        f"HTTP/1.1 {answer.status} {_WORDS[answer.status]}\r\n"
        f"Content-Type: {answer.kind}\r\nContent-Length: {len(answer.body)}\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + (answer.body if with_body else b"")

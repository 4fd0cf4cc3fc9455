"""Tells operators that the database takes nothing, and that it does again, each once. Since nothing can be kept then,
it is told past the database: to those who were operators while it worked, and by the sender itself.

Mends nothing: each stage tries again by itself, and goes on where it was.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from bot.chat.rendering import render_changes
from bot.clock import Clock
from bot.delivery.sender import Sender, Trouble
from bot.operating import operators
from storage import trying
from storage.database import OUT_OF_ORDER, Connection, Database
from storage.telling import Chat
from storage.watching import Change, ChangeKind

log = structlog.get_logger()

PATIENCE = 5.0
"""Seconds for which the database may be out of order without a word: others may hold it for a moment."""

AGAIN = 2.0
"""Seconds between two looks whether it works again."""

LEARNING = 300.0
"""Seconds between two looks at who the operators are."""

Step = Callable[[], Awaitable[int]]


class Alarm:
    """`only`: the one chat there is, a terminal; None: all chats of operators. `speaks`: asked each time that it is out
    of order whether this process is the one that tells; of several that meet it one is."""

    def __init__(
        self,
        db: Database,
        sender: Sender,
        clock: Clock,
        only: int | None = None,
        speaks: Callable[[], bool] = lambda: True,
    ):
        self._db, self._sender, self._clock, self._only, self._speaks = db, sender, clock, only, speaks
        self._raised = asyncio.Event()
        self._why = ""
        self._known: Sequence[Chat] = ()

    def listening(self, step: Step) -> Step:
        """The same stage, of which the alarm hears when the database fails it."""

        async def heard() -> int:
            try:
                return await step()
            except OUT_OF_ORDER as error:
                self._why = first_line(error)
                self._raised.set()
                raise

        return heard

    async def watch(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self._watch_once()
            except Exception:
                log.exception("alarm failed")
                await asyncio.sleep(LEARNING)

    async def _watch_once(self) -> None:
        await self._learn()
        try:
            async with asyncio.timeout(LEARNING):
                await self._raised.wait()
        except TimeoutError:
            return
        await asyncio.sleep(PATIENCE)
        if not await self._works():
            await self._see_through()
        self._raised.clear()

    async def _see_through(self) -> None:
        log.error("database out of order", why=self._why)
        speaks = self._speaks()
        if speaks:
            await self._tell(ChangeKind.DATABASE_OUT, self._why)
        while not await self._works():  # noqa: ASYNC110 - nobody but the database knows
            await asyncio.sleep(AGAIN)
        log.info("database works again")
        if speaks:
            await self._tell(ChangeKind.DATABASE_BACK, "")

    async def _learn(self) -> None:
        try:
            self._known = await self._db.read(_operators, self._only)
        except OUT_OF_ORDER:
            self._raised.set()

    async def _works(self) -> bool:
        try:
            await self._db.write(trying.write_something, self._clock())
        except OUT_OF_ORDER as error:
            self._why = first_line(error)
            return False
        return True

    async def _tell(self, kind: ChangeKind, why: str) -> None:
        """Whoever can't be reached is not tried again: it is in the log as well."""
        for chat in self._known:
            for message in render_changes(chat, [_change(kind, why, self._clock())]):
                try:
                    await self._sender.send(chat.chat_id, message)
                except Trouble as trouble:
                    log.warning("operator not told", chat=chat.chat_id, why=str(trouble))


async def _operators(conn: Connection, only: int | None) -> list[Chat]:
    return [chat for chat in await operators(conn, only) if not chat.resting]


def _change(kind: ChangeKind, why: str, now: datetime) -> Change:
    return Change(kind, "database", now, after=why)


def first_line(error: Exception) -> str:
    """What the database says; the statement that it said it to is left out."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]

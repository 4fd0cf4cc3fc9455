"""The database, opened: reads and writes run verbs inside transactions. Knows no table.

On SQLite all writers of this process share one lock that serves them in the order in which they ask, and each
transaction takes the write lock when it begins. So a verb may read, decide and write without another changing what it
read. On PostgreSQL a verb that does so locks the rows it read (`with_for_update`).
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from uuid import uuid4

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.archiving import back_up_before
from storage.connecting import (
    Engines,
    Unusable,
    address,
    file_of,
    is_sqlite,
    location,
    looker,
    reader,
    unusable,
    writer,
)
from storage.faults import reach
from storage.migrating import migrate, require_current
from storage.wakeups import ANNOUNCED

__all__ = ["OUT_OF_ORDER", "TAKEN_AWAY", "Connection", "Database", "Unusable"]

Connection = AsyncConnection
"""What verbs are handed; for annotations outside storage."""

OUT_OF_ORDER: tuple[type[Exception], ...] = (OperationalError, InterfaceError, NoConnectionLeft)
"""What a read or a write raises while the database can't be had: the disk is full, another process holds it, its server
is gone. The same may go well later on."""

TAKEN_AWAY: tuple[type[Exception], ...] = (IntegrityError,)
"""What a write raises that points to a row which another transaction has taken away since it was read, or which brings
what another has brought meanwhile. Who reads again sees it."""

P = ParamSpec("P")
T = TypeVar("T")
Verb = Callable[Concatenate[AsyncConnection, P], Awaitable[T]]


class Database:
    """An open, migrated database. `location` is for people: a file, or an address without its password.

    `is_shared`: other processes may be at the same work, and what is written is announced to them. `holder`: who of
    them this is.
    """

    def __init__(self, url: URL, readers: Engines, writers: Engines, lasting: Engines) -> None:
        self.location = location(url)
        self._readers, self._writers, self._lasting = readers, writers, lasting
        self._turn: AbstractAsyncContextManager[None] = asyncio.Lock() if is_sqlite(url) else nullcontext()
        self.is_shared = not is_sqlite(url)
        self.holder = uuid4().hex
        self._announced = _nothing if is_sqlite(url) else _announcing()

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, copies: Path | None = None) -> AsyncIterator["Database"]:
        """Migrates what is there, creates what is not, and closes at the end. `copies`: where a server's database is
        copied to before it is migrated; a file is copied beside itself.

        Raises:
            Unusable: with a sentence that names the database and says what to do.
        """
        parsed = address(url)
        await asyncio.to_thread(_make_ready, parsed, copies)
        db = cls(parsed, reader(parsed), writer(parsed), writer(parsed, lasting=True))
        try:
            yield db
        finally:
            await db._close()

    @classmethod
    @asynccontextmanager
    async def look(cls, url: str) -> AsyncIterator["Database"]:
        """Opens what is there for reading only, and as it is: another process may be at work in it.

        Raises:
            Unusable: there is nothing, or nothing of this version; with a sentence that ends with what to do.
        """
        parsed = address(url)
        await asyncio.to_thread(require_current, parsed)
        engine = looker(parsed)
        db = cls(parsed, engine, engine, engine)
        try:
            yield db
        finally:
            await db._close()

    async def _close(self) -> None:
        for engine in (self._readers, self._writers, self._lasting):
            await engine.close()

    async def read(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a verb in a transaction that can't write. The verb may await nothing but its connection."""
        return await self._readers.carry(lambda conn: verb(conn, *args, **kwargs))

    async def write(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a verb in a transaction that is committed when it returns and leaves nothing when it raises. The verb
        may await nothing but its connection.
        """
        async with self._turn:
            done = await self._writers.carry(lambda conn: self._to_the_end(verb, conn, *args, **kwargs))
        reach("write, committed")
        return done

    async def write_lasting(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `write`, and what it wrote outlives a power cut. On SQLite that costs a wait for the disk. Other writes
        don't wait: what a power cut takes from them is done again.
        """
        async with self._turn:
            return await self._lasting.carry(lambda conn: self._with_news(verb, conn, *args, **kwargs))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view of the database; between its reads the caller may wait for other things."""
        async with self._readers.transaction() as conn:
            yield conn

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction for several verbs. Where it matters how fast it goes, make them one and `write` that."""
        async with self._turn, self._writers.transaction() as conn:
            conn.info.pop(ANNOUNCED, None)
            yield conn
            await self._announced(conn)
            reach("writing, not committed")
        reach("writing, committed")

    async def _to_the_end(
        self,
        verb: Callable[Concatenate[AsyncConnection, P], Awaitable[T]],
        conn: AsyncConnection,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        done = await self._with_news(verb, conn, *args, **kwargs)
        reach("write, not committed")
        return done

    async def _with_news(
        self,
        verb: Callable[Concatenate[AsyncConnection, P], Awaitable[T]],
        conn: AsyncConnection,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What the verb wrote for other stages is announced in its transaction."""
        conn.info.pop(ANNOUNCED, None)  # of a transaction that was rolled back
        done = await verb(conn, *args, **kwargs)
        await self._announced(conn)
        return done


Announce = Callable[[AsyncConnection], Awaitable[None]]


async def _nothing(_conn: AsyncConnection) -> None:
    """Nobody else is there to hear of it."""


def _announcing() -> Announce:
    from storage import jobs  # loading procrastinate takes longer than a start on SQLite may

    return jobs.send_announced


def _make_ready(url: URL, copies: Path | None) -> None:
    try:
        if is_sqlite(url):
            _make_room(file_of(url))
        migrate(url, copying=partial(back_up_before, folder=copies))
    except (DBAPIError, OSError) as error:
        raise unusable(url, error) from error


def _make_room(file: Path) -> None:
    """Creates the folder. SQLite would notice only at the first write that it may not write."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for place in (file, file.parent):
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(f"no right to write {place}")

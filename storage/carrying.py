"""Carries a whole transaction to the thread of its SQLite connection. Knows neither verbs nor tables.

aiosqlite asks its thread for every small step (a cursor, a statement, its rows, its end), and each way there and back
costs more than most questions do. A verb waits for nothing but its connection; so it can run in that thread from its
first statement to its commit, and the event loop waits once.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from functools import partial
from threading import current_thread
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")

_STATEMENTS = 512
"""Statements that a connection keeps ready; there are some hundreds of them."""


class Carrier(aiosqlite.Connection):
    """As aiosqlite's, and what is asked in its own thread is answered there and then."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if current_thread() is self._thread:
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    async def rollback(self) -> None:
        """The pool asks for it whenever a connection comes back, mostly for nothing."""
        if self.in_transaction:
            await super().rollback()

    async def carry(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs `work` in this connection's thread. Who is cancelled meanwhile hears of it when the work has ended:
        before, nobody else may have the connection.
        """
        carried: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((carried, partial(copy_context().run, _to_its_end, work)))
        try:
            return await asyncio.shield(carried)
        except asyncio.CancelledError:
            await asyncio.wait([carried])
            carried.exception()  # looked at: nobody else will
            raise

    def give_up(self) -> None:
        """Stops what the connection is at, from any thread."""
        self._conn.interrupt()


def connect(database: str, **options: Any) -> Carrier:
    """In the place of `aiosqlite.connect`, for the engine to call."""
    connection = Carrier(partial(sqlite3.connect, database, cached_statements=_STATEMENTS, **options), 64)
    connection._thread.daemon = True
    return connection


async def carried(conn: AsyncConnection, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs `work`, which waits for nothing but `conn`: on SQLite in its thread, else here."""
    driver = (await conn.get_raw_connection()).driver_connection
    return await (driver.carry(work()) if isinstance(driver, Carrier) else work())


def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    try:
        work.send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    work.close()
    raise RuntimeError(
        "a verb waited for something else than its connection: do that before or after db.read, db.write"
    )

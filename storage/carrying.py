"""Carries a whole transaction to the thread of its SQLite connection. Knows neither verbs nor tables.

aiosqlite asks its thread for every small step (a cursor, a statement, its rows, its end), and each way there and back
costs more than most questions do. A verb waits for nothing but its connection; so it can run in that thread from its
first statement to its commit, and the event loop waits once. There is nobody to wait for in that thread: what stands
between SQLAlchemy and a driver that is waited for is left out, since it takes longer than most questions as well.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import copy_context
from functools import partial
from threading import local
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import URL, Connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.util import await_only

T = TypeVar("T")

_STATEMENTS = 512
"""Statements that a connection keeps ready; there are some hundreds of them."""

_thread = local()
"""`carrying`: a transaction runs in this thread, which is its connection's own."""


def _is_carrying() -> bool:
    return getattr(_thread, "carrying", False)


class Carrier(aiosqlite.Connection):
    """As aiosqlite's, and what is asked in its own thread is answered there and then."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if _is_carrying():
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


def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    _thread.carrying = True
    try:
        work.send(None)
        work.close()  # which rolls back
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        _thread.carrying = False
    raise RuntimeError(
        "a verb waited for something else than its connection: do that before or after db.read, db.write"
    )


# --- as SQLAlchemy holds it -------------------------------------------------------------------------------------------


class _Rows(sqlite3.Cursor):
    """Reads all rows at once, as the cursors that are waited for do: a verb may write while it goes through them."""

    _rows: list[Any]

    def execute(self, words: str, parameters: Any = ()) -> "_Rows":
        super().execute(words, parameters)
        self._rows = super().fetchall() if self.description else []
        return self

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None


class _Adapted(AsyncAdapt_aiosqlite_connection):
    """Steps aside while its Carrier carries."""

    __slots__ = ()

    def cursor(self, server_side: bool = False) -> Any:
        return self._connection._conn.cursor(_Rows) if _is_carrying() else super().cursor(server_side)

    def commit(self) -> None:
        self._connection._conn.commit() if _is_carrying() else super().commit()

    def rollback(self) -> None:
        self._connection._conn.rollback() if _is_carrying() else super().rollback()


class _CarriedConnection(AsyncConnection):
    """As what verbs are handed elsewhere, and in its own thread it asks by itself."""

    __slots__ = ()

    async def execute(self, *args: Any, **kwargs: Any) -> Any:
        return self._proxied.execute(*args, **kwargs) if _is_carrying() else await super().execute(*args, **kwargs)

    async def exec_driver_sql(self, *args: Any, **kwargs: Any) -> Any:
        if _is_carrying():
            return self._proxied.exec_driver_sql(*args, **kwargs)
        return await super().exec_driver_sql(*args, **kwargs)


class CarryingEngine(AsyncEngine):
    """Lends connections that can be carried."""

    _connection_cls = _CarriedConnection


def connector(url: URL) -> Callable[[], _Adapted]:
    """Makes connections in the place of those that SQLAlchemy would make."""
    dialect = url.get_dialect()
    (database,), options = dialect().create_connect_args(url)
    driver = dialect.import_dbapi()

    def connect() -> _Adapted:
        carrier = Carrier(partial(sqlite3.connect, database, cached_statements=_STATEMENTS, **options), 64)
        carrier._thread.daemon = True
        opened: Any = await_only(carrier)
        return _Adapted(driver, opened)

    return connect


async def carried(conn: AsyncConnection, work: Callable[[], Awaitable[T]]) -> T:
    """Runs `work`, which waits for nothing but `conn`, in a transaction: on SQLite in its thread, else here."""
    synchronous = conn.sync_connection
    assert synchronous is not None, "it was closed"
    driver = synchronous.connection.driver_connection
    if isinstance(driver, Carrier):
        return await driver.carry(_transact(synchronous, work))
    async with conn.begin():
        return await work()


async def _transact(conn: Connection, work: Callable[[], Awaitable[T]]) -> T:
    with conn.begin():
        return await work()

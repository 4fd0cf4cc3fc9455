"""SQLite: its connections, each in a thread of its own. Knows neither verbs nor tables.

SQLite answers in the process that asks, mostly sooner than a thread is woken. So a transaction that waits for nothing
but its connection runs in that connection's thread from its first statement to its commit, and the event loop waits
once. One whose caller waits for other things in between asks the thread for each statement.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Dialect, Engine, RootTransaction, ScalarResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")

_STATEMENTS = 512
"""Statements that a connection keeps ready; there are some hundreds of them."""

_KEPT = 4
"""Connections of an engine that stay open; more are opened when these are all at work."""

Ask = Callable[..., Awaitable[Any]]


class Asked:
    """A connection as verbs are handed it: as much of SQLAlchemy's `AsyncConnection` as they use."""

    def __init__(self, conn: Connection, ask: Ask) -> None:
        self.sync_connection = conn
        self._ask = ask

    @property
    def dialect(self) -> Dialect:
        return self.sync_connection.dialect

    @property
    def info(self) -> dict[Any, Any]:
        return self.sync_connection.info

    async def execute(self, *asked: Any, **options: Any) -> CursorResult[Any]:
        found: CursorResult[Any] = await self._ask(self.sync_connection.execute, *asked, **options)
        return found

    async def scalars(self, *asked: Any, **options: Any) -> ScalarResult[Any]:
        return (await self.execute(*asked, **options)).scalars()

    async def scalar(self, *asked: Any, **options: Any) -> Any:
        return (await self.execute(*asked, **options)).scalar()

    async def exec_driver_sql(self, *asked: Any, **options: Any) -> CursorResult[Any]:
        found: CursorResult[Any] = await self._ask(self.sync_connection.exec_driver_sql, *asked, **options)
        return found

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:
        savepoint = await self._ask(self.sync_connection.begin_nested)
        try:
            yield
        except BaseException:
            await self._ask(savepoint.rollback)
            raise
        await self._ask(savepoint.commit)

    def give_up(self) -> None:
        """Stops what the connection is at, from any thread."""
        driver = self.sync_connection.connection.driver_connection
        if driver is not None:
            driver.interrupt()


class _Own:
    """A thread, and the connection that only it uses."""

    def __init__(self) -> None:
        self._works: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        Thread(target=self._work, daemon=True).start()  # nobody waits at the end for a file that another program holds

    async def open(self, engine: Engine) -> None:
        try:
            self._conn = await self.do(engine.connect)
        except BaseException:
            self._end()
            raise

    async def carry(self, work: Callable[[AsyncConnection], Awaitable[T]], begin: str) -> T:
        """Runs a whole transaction."""
        return await self.do(_carried, self._conn, work, begin)

    @asynccontextmanager
    async def transaction(self, begin: str) -> AsyncIterator[AsyncConnection]:
        """One whose statements are asked for from the event loop."""
        begun = await self.do(_begun, self._conn, begin)
        try:
            yield _as_asked(self._conn, self.do)
        except BaseException:
            await self.do(begun.rollback)
            raise
        await self.do(begun.commit)

    async def do(self, work: Callable[..., T], *args: Any, **options: Any) -> T:
        """Runs `work` in the thread. Who is cancelled meanwhile hears of it when it has ended: before, nobody else may
        have the connection.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._works.put(partial(copy_context().run, _settle, done, partial(work, *args, **options)))
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            await asyncio.wait([done])
            done.exception()  # looked at: nobody else will
            raise

    async def close(self) -> None:
        try:
            await self.do(self._conn.close)
        finally:
            self._end()

    def _end(self) -> None:
        self._works.put(None)

    def _work(self) -> None:
        for work in iter(self._works.get, None):
            work()


class Embedded:
    """Lends connections to transactions, which begin with this statement. Opening one takes longer than a short
    question: some stay open. One in whose hands anything went wrong is closed.
    """

    def __init__(self, engine: Engine, begin: str) -> None:
        self._engine = engine
        self._begin = begin
        self._keep = _KEPT
        self._at_hand: list[_Own] = []

    async def carry(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Runs `work`, which waits for nothing but the connection that it is handed, in a transaction."""
        async with self._lent() as own:
            return await own.carry(work, self._begin)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One between whose statements the caller may wait for other things."""
        async with self._lent() as own, own.transaction(self._begin) as conn:
            yield conn

    async def close(self) -> None:
        self._keep = 0
        while self._at_hand:
            await self._at_hand.pop().close()

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[_Own]:
        own = self._at_hand.pop() if self._at_hand else await self._opened()
        try:
            yield own
        except BaseException:
            await own.close()
            raise
        if len(self._at_hand) < self._keep:
            self._at_hand.append(own)
        else:
            await own.close()

    async def _opened(self) -> _Own:
        own = _Own()
        await own.open(self._engine)
        return own


def _as_asked(conn: Connection, ask: Ask) -> AsyncConnection:
    """Verbs are written for the one that SQLAlchemy has for servers."""
    return cast(AsyncConnection, Asked(conn, ask))


def _carried(conn: Connection, work: Callable[[AsyncConnection], Awaitable[T]], begin: str) -> T:
    with _begun(conn, begin):
        return _to_its_end(work(_as_asked(conn, _here)))


def _begun(conn: Connection, begin: str) -> RootTransaction:
    """Past what SQLAlchemy does for a statement, which takes longer than this one; so its error is worded here."""
    transaction = conn.begin()
    try:
        conn.connection.cursor().execute(begin)
    except sqlite3.Error as error:
        transaction.rollback()
        raise DBAPIError.instance(begin, None, error, sqlite3.Error) from error
    return transaction


async def _here(asked: Callable[..., T], *args: Any, **options: Any) -> T:
    return asked(*args, **options)


def _to_its_end(work: Awaitable[T]) -> T:
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        value: T = end.value
        return value
    raise RuntimeError(
        "a verb waited for something else than its connection: do that before or after db.read, db.write"
    )


def _settle(done: asyncio.Future[T], work: Callable[[], T]) -> None:
    """In the thread; the answer is given in the future's loop, unless nobody waits there any more."""
    try:
        answer = partial(_give, done, work())
    except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
        answer = partial(_refuse, done, error)
    with suppress(RuntimeError):  # the loop is closed
        done.get_loop().call_soon_threadsafe(answer)


def _give(done: asyncio.Future[T], value: T) -> None:
    if not done.done():
        done.set_result(value)


def _refuse(done: asyncio.Future[Any], error: BaseException) -> None:
    if not done.done():
        done.set_exception(error)


# --- for the driver ---------------------------------------------------------------------------------------------------


class _Rows(sqlite3.Cursor):
    """Reads all rows at once: a verb may write, and others may be waited for, while it goes through them."""

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


class _Opened(sqlite3.Connection):
    def cursor(self, factory: Any = _Rows) -> Any:
        return super().cursor(factory)


OPENING = {"factory": _Opened, "cached_statements": _STATEMENTS, "check_same_thread": False}
"""For `sqlite3.connect`."""

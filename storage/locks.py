"""Who does what, where several processes share a database: locks that end with the process that holds them.

On PostgreSQL they are advisory locks of a session of their own: a process that is killed loses them at once, a host
that vanishes within half a minute. The holder asks every second whether it still holds them, and is told when it does
not; so it has stopped before the server gives them to another. On SQLite one process holds everything: `alone` keeps a
second one out.

Knows names only. What is done under a lock, and what is left of it by who lost it, is the caller's matter. A pool of
connections between the two (such as pgbouncer's transaction mode) has no sessions, and can't be used.
"""

import asyncio
import fcntl
import hashlib
import logging
import os
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.connecting import Unusable, address, conninfo, file_at, is_sqlite, unusable

log = structlog.get_logger()

EVERY = 1.0
"""Seconds between two tries to get a lock, and between two looks whether it is still held."""

ANSWER = 5.0
"""Seconds for which the server may be silent. Then the lock counts as lost, long before the server gives it away."""

_CLIENT: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
_SESSION = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "idle_session_timeout": "60s",
    "statement_timeout": "5s",
}
"""How the server notices that the other side is gone. The idle one is far longer than `EVERY`."""

_AWAY = (psycopg.Error, OSError, TimeoutError)

AWAY = "the database"
"""What is waited for while nobody knows who holds a lock."""

Waiting = Callable[[str | None], None]
"""Told for which lock is waited, or `AWAY`; None: for none any more."""


@asynccontextmanager
async def held(database_url: str, names: Sequence[str], waiting: Waiting) -> AsyncIterator[asyncio.Event]:
    """Waits until all of these are ours, and holds them for as long as the block lasts. The event is set as soon as
    they are lost: what the block does has to stop then.
    """
    lost = asyncio.Event()
    if not names or is_sqlite(address(database_url)):
        yield lost
        return
    session = await _taken(database_url, sorted(names), waiting)
    watching = asyncio.create_task(_watch(session, lost))
    log.info("locks held", locks=sorted(names))
    try:
        yield lost
    finally:
        watching.cancel()
        await asyncio.wait([watching])
        await _hang_up(session)


@contextmanager
def alone(database_url: str) -> Iterator[None]:
    """No other lookout works in this SQLite file for as long as the block lasts, or this process. Of a server nothing.

    Raises:
        Unusable: one does, or its folder can't be written.
    """
    file = file_at(database_url)
    if file is None:
        yield
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file.with_name(f"{file.name}-lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise unusable(address(database_url), error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unusable(
                f"Another lookout is at work in {file}, and SQLite is one process's database: stop that one first."
            ) from error
        except OSError as error:  # a file system without locks
            log.warning("no lock on the database", file=str(file), error=error.strerror)
        yield
    finally:
        os.close(descriptor)


async def holders(conn: AsyncConnection, names: Collection[str]) -> set[str]:
    """Which of these locks somebody holds now."""
    taken = set(await conn.scalars(_TAKEN))
    return {name for name in names if key_of(name) in taken}


_TAKEN = text(
    "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND objsubid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


async def number_held(conn: AsyncConnection, kind: str) -> int:
    """How many locks of that kind somebody holds now: of those whose names begin with it and a colon."""
    return sum(key >> 32 == key_of(f"{kind}:") >> 32 for key in await conn.scalars(_TAKEN))


def key_of(name: str) -> int:
    """The number by which PostgreSQL knows a lock: the first half is its kind's, the other its own."""
    halves = (hashlib.sha256(f"seinpost {part}".encode()).digest()[:4] for part in (name.partition(":")[0], name))
    return int.from_bytes(b"".join(halves), signed=True)


async def _taken(database_url: str, names: Sequence[str], waiting: Waiting) -> psycopg.AsyncConnection:
    """A session that holds all of these."""
    told: str | None = None

    def tell(what: str, level: int) -> None:
        nonlocal told
        if told != what:
            told = what
            waiting(what)
            log.log(level, "waiting for a lock", lock=what)

    while True:
        session = None
        try:
            session = await _open(database_url)
            await _take_all(session, names, lambda name: tell(name, logging.INFO))
        except _AWAY:
            await _hang_up(session)
            tell(AWAY, logging.WARNING)
            await asyncio.sleep(EVERY)
        except BaseException:
            await _hang_up(session)
            raise
        else:
            waiting(None)
            return session


async def _take_all(session: psycopg.AsyncConnection, names: Sequence[str], waiting: Callable[[str], None]) -> None:
    """In their order, so that two who want several never wait for each other."""
    for name in names:
        while not await _try(session, name):
            waiting(name)
            await asyncio.sleep(EVERY)


async def _open(database_url: str) -> psycopg.AsyncConnection:
    async with asyncio.timeout(2 * ANSWER):
        session = await psycopg.AsyncConnection.connect(conninfo(database_url), autocommit=True, **_CLIENT)
        settings = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in _SESSION.items())
        await session.execute(f"SELECT {settings}".encode())
    return session


async def _try(session: psycopg.AsyncConnection, name: str) -> bool:
    async with asyncio.timeout(ANSWER):
        row = await (await session.execute("SELECT pg_try_advisory_lock(%s)", [key_of(name)])).fetchone()
    return row is not None and bool(row[0])


async def _watch(session: psycopg.AsyncConnection, lost: asyncio.Event) -> None:
    """While the session answers, it holds its locks: nobody but it gives them back."""
    try:
        while True:
            await asyncio.sleep(EVERY)
            async with asyncio.timeout(ANSWER):
                await session.execute("SELECT 1")
    except _AWAY as error:
        log.warning("locks lost", error=type(error).__name__)
        lost.set()


async def _hang_up(session: psycopg.AsyncConnection | None) -> None:
    """Closing a socket waits for nobody."""
    if session is not None:
        await session.close()

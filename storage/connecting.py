"""Engines for both databases, with what each needs set on every connection; and what failed, said for people."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.embedded import OPENING, Embedded
from storage.served import Served

DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "sqlite+aiosqlite": "sqlite+pysqlite",  # as addresses were written before
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}

BUSY_MILLISECONDS = 5000
"""How long a writer waits for another process that holds a SQLite file."""

_PATIENT: dict[str, Any] = {"connect_args": {"connect_timeout": 10}}

Engines = Embedded | Served
"""What runs transactions: both the same way."""

# Written into the file, so not before it is known to be ours: readers and a writer side by side, safe at a crash.
_SHARED = {"journal_mode": "WAL", "synchronous": "NORMAL"}


def _as_json(value: object) -> str:
    return "[]" if value == [] else json.dumps(value)  # most posts have neither attachments, nor parts, nor links


# An error that is logged must not carry post texts along
_QUIET: dict[str, Any] = {"hide_parameters": True, "json_serializer": _as_json}


class Unusable(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The database can't be used. The text names it, says what is wrong and ends with what to do."""


class Damaged(Unusable):
    """The file holds no whole database. What it held is in a backup, if anywhere."""


def address(url: str) -> URL:
    """The parsed address, with the driver that we use.

    Raises:
        Unusable: no address, a database or driver that we don't speak, or a SQLite database without a file.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the second: a port that is no number
        parsed = None
    if parsed is None or parsed.drivername not in DRIVERS:
        named = _without_passwords(parsed) if parsed else "The database address"
        raise Unusable(
            f"{named} names no database that can be used here. "
            "Write sqlite:///var/seinpost.db or postgresql+psycopg://user:password@host/name."
        )
    parsed = parsed.set(drivername=DRIVERS[parsed.drivername])
    if is_sqlite(parsed) and parsed.database in (None, "", ":memory:"):
        raise Unusable(f"{parsed} names no file. Write sqlite:///var/seinpost.db, with a file of your choice.")
    return parsed


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path:
    """The file of a SQLite database."""
    return Path(url.database or "")


def file_at(url: str) -> Path | None:
    """The file that an address names; None: it is a server's database.

    Raises:
        Unusable: it is no address.
    """
    parsed = address(url)
    return file_of(parsed) if is_sqlite(parsed) else None


def location(url: URL) -> str:
    """Where the database is, for people: a file, or an address without its passwords: some stand in its query."""
    return str(file_of(url)) if is_sqlite(url) else _without_passwords(url)


def _without_passwords(url: URL) -> str:
    shown = url.difference_update_query([name for name in url.query if "password" in name])
    return shown.render_as_string(hide_password=True)


def conninfo(database_url: str) -> str:
    """The address of a PostgreSQL database, as its own library reads it; with its password."""
    return address(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def reader(url: URL) -> Engines:
    """An engine whose transactions can't write, and see the database as it was at one moment."""
    if is_sqlite(url):
        return _embedded(url, begin="BEGIN", **_SHARED, query_only="ON")
    return _served(url, isolation_level="REPEATABLE READ", postgresql_readonly=True)


def looker(url: URL) -> Engines:
    """As `reader`, for who is not to change so much as a setting of the file: another program owns it."""
    if not is_sqlite(url):
        return reader(url)
    read_only = url.set(database=file_of(url).absolute().as_uri(), query={"mode": "ro", "uri": "true"})
    return _embedded(read_only, begin="BEGIN", query_only="ON")


def writer(url: URL, *, lasting: bool = False) -> Engines:
    """An engine whose transactions write: on SQLite from their start, so that none is built on what another changes.

    `lasting`: what is committed, and all before it, outlives a power cut too. On PostgreSQL that is always so.
    """
    if not is_sqlite(url):
        return _served(url)
    # What a chat had deleted is overwritten in the file, and not only marked as free
    settings = _SHARED | {"secure_delete": "ON"} | ({"synchronous": "FULL"} if lasting else {})
    return _embedded(url, begin="BEGIN IMMEDIATE", **settings)


def migrator(url: URL, *, begin: str = "BEGIN IMMEDIATE") -> Engine:
    """A synchronous engine for migrations. SQLite rebuilds a table to change it; with foreign keys on, that would
    delete the rows of other tables that point to it."""
    if not is_sqlite(url):
        return create_engine(url, **_QUIET, **_PATIENT, poolclass=NullPool)
    engine = _sqlite(url, foreign_keys="OFF")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _served(url: URL, **execution: Any) -> Served:
    return Served(create_async_engine(url, **_QUIET, **_PATIENT, execution_options=execution))


def _embedded(url: URL, *, begin: str, **settings: str) -> Embedded:
    return Embedded(_sqlite(url, **settings), begin)


def _sqlite(url: URL, **settings: str) -> Engine:
    """The driver's own notion of transactions is switched off: it begins them too late, and not around DDL."""
    engine = create_engine(url, **_QUIET, connect_args=OPENING, poolclass=NullPool)
    pragmas = {"busy_timeout": str(BUSY_MILLISECONDS), "foreign_keys": "ON", **settings}

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}").close()

    return engine


def empty_log(database_url: str) -> None:
    """What was deleted is overwritten in SQLite's file, but stays in the log beside it until that is begun anew. This
    empties it, unless somebody is at work in it for long."""
    file = file_at(database_url)
    if file is not None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def unusable(url: URL, error: DBAPIError | OSError) -> Unusable:
    """What a driver or the file system said, as a sentence with its mend."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()
    where, reason = location(url), said[0] if said else type(error).__name__
    if not is_sqlite(url):
        return Unusable(
            f"{where} does not answer as it should: {reason}. "
            "Start the server, or correct the address, user, password and database name in SEINPOST_DATABASE_URL."
        )
    if "not a database" in reason or "malformed" in reason:
        return damaged(url, reason)
    if "locked" in reason:
        return Unusable(f"{where} is held by another program: {reason}. Stop that program, then try again.")
    return Unusable(
        f"{where} can't be opened or written: {reason}. "
        "Give this user the right to write the file and its folder, check the free space, or name another file."
    )


def not_there(url: URL) -> Unusable:
    """That there is no database to look at, and what to do."""
    return Unusable(f"{location(url)} is not there yet. Start with `seinpost run`, or correct SEINPOST_DATABASE_URL.")


def damaged(url: URL, reason: str) -> Damaged:
    """What is wrong with a file, with its mend."""
    return Damaged(f"{location(url)} is damaged or no database: {reason}. {_mend(file_of(url))}")


def _mend(file: Path) -> str:
    copies = sorted(str(copy) for copy in file.parent.glob(f"{file.name}.before-*"))
    beside = f" ({' and '.join(copies)} was made before a migration)" if copies else ""
    return f"Put a copy in its place with `seinpost restore FILE`{beside}, or move it away to start anew."

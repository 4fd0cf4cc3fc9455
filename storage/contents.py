"""The rows of any table, a page at a time, in words in which both databases say the same; and the counters of keys.

Synchronous, on the caller's connection and in its transaction. Which database is filled from which, and what is done
about rows that differ, is not decided here. What is searched is not copied but made anew from the posts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from enum import Enum
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Row, Select, Table, func, insert, literal, select, text, tuple_

from storage import search
from storage.statements import PAGE
from storage.tables import metadata, revisions, searched
from storage.terms import folded, marks

Page = Sequence[Row[Any]]
Told = Mapping[tuple[Any, ...], str]
"""Rows by their keys, each as one line that tells all of its values."""


class Contents(Protocol):
    """What one table holds."""

    table: Table

    def pages(self, conn: Connection) -> Iterator[Page]:
        """All rows in the order of their keys."""
        ...

    def put(self, conn: Connection, page: Page) -> None:
        """Writes rows that were read from another database."""
        ...

    def told(self, page: Page) -> Told:
        """What these rows say."""
        ...

    def held(self, conn: Connection, page: Page) -> Told:
        """What this database has under the keys of rows that were read from another."""
        ...


class _Rows:
    """A table whose rows are copied as they are."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._keys = tuple(table.primary_key.columns)
        self._places = [list(table.c).index(key) for key in self._keys]

    def pages(self, conn: Connection) -> Iterator[Page]:
        return _pages(conn, select(self.table), self._keys)

    def put(self, conn: Connection, page: Page) -> None:
        conn.execute(insert(self.table), [dict(row._mapping) for row in page])

    def told(self, page: Page) -> Told:
        return {tuple(row[place] for place in self._places): told_of(row) for row in page}

    def held(self, conn: Connection, page: Page) -> Told:
        mine = select(self.table).where(tuple_(*self._keys).in_(list(self.told(page))))
        return self.told(conn.execute(mine).all())


class _Searched:
    """The words of posts: each database keeps them in its own way, so they are cut again out of the text."""

    table = searched
    _stored = select(
        searched.c.number, searched.c.revision_id, revisions.c.channel_id, revisions.c.lang, revisions.c.text
    )

    def pages(self, conn: Connection) -> Iterator[Page]:
        joined = self._stored.join(revisions, revisions.c.id == searched.c.revision_id)
        return _pages(conn, joined, (searched.c.number,))

    def put(self, conn: Connection, page: Page) -> None:
        these = [
            search.Findable(row.number, row.revision_id, row.channel_id, row.lang, folded(row.text)) for row in page
        ]
        conn.execute(search.upsert(conn.dialect.name), search.rows_of(conn.dialect.name, these))

    def told(self, page: Page) -> Told:
        return {
            (row.number,): told_of((row.revision_id, _sorted([*marks(row.channel_id, row.lang), *folded(row.text)])))
            for row in page
        }

    def held(self, conn: Connection, page: Page) -> Told:
        words = func.tsvector_to_array(searched.c.words) if conn.dialect.name == "postgresql" else searched.c.words
        mine = select(searched.c.number, searched.c.revision_id, words.label("said"))
        found = conn.execute(mine.where(searched.c.number.in_([row.number for row in page])))
        return {(row.number,): told_of((row.revision_id, _sorted(_listed(row.said)))) for row in found}


def _listed(said: str | list[str]) -> list[str]:
    return said.split() if isinstance(said, str) else said


def _sorted(words: Iterable[str]) -> list[str]:
    return sorted(set(words))


CONTENTS: tuple[Contents, ...] = tuple(
    _Searched() if table is searched else _Rows(table) for table in metadata.sorted_tables
)
"""All tables, each behind those that its rows point to."""


def told_of(values: Iterable[Any]) -> str:
    """One line for a row: equal if, and only if, all values are."""
    return json.dumps(list(values), ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | time):  # a moment is a date too, here always aware and in UTC
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no column holds a {type(value).__name__}")


def rows_in(conn: Connection, table: Table) -> int:
    """How many rows a table has."""
    return conn.scalar(select(func.count()).select_from(table)) or 0


def _pages(conn: Connection, whole: Select[Any], keys: Sequence[Column[Any]]) -> Iterator[Page]:
    """Each page begins behind the last key of the one before, so that none costs more than the first."""
    page = conn.execute(whole.order_by(*keys).limit(PAGE)).all()
    while page:
        yield page
        last = [literal(page[-1]._mapping[key], key.type) for key in keys]
        page = conn.execute(whole.where(tuple_(*keys) > tuple_(*last)).order_by(*keys).limit(PAGE)).all()


# --- counters -------------------------------------------------------------------------------------------------------

_COUNTED_IN_POSTGRES = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :column)::regclass)")
_COUNT_IN_POSTGRES = text("SELECT setval(pg_get_serial_sequence(:table, :column)::regclass, :to)")
_COUNTED_IN_SQLITE = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
_FORGET_IN_SQLITE = text("DELETE FROM sqlite_sequence WHERE name = :table")
_COUNT_IN_SQLITE = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :to)")


def counted(conn: Connection) -> dict[str, int]:
    """How far each table that numbers its rows has counted: past rows that are gone too, whose numbers never return."""
    return {table.name: max(_given(conn, table, column), _highest(conn, column)) for table, column in _numbered()}


def count_from(conn: Connection, so_far: Mapping[str, int]) -> None:
    """Goes on counting where another database has got to."""
    for table, column in _numbered():
        if not so_far[table.name]:
            continue
        if conn.dialect.name == "postgresql":
            named = {"table": table.name, "column": column.name, "to": so_far[table.name]}
            conn.execute(_COUNT_IN_POSTGRES, named)
        elif _guarded(conn, table):
            conn.execute(_FORGET_IN_SQLITE, {"table": table.name})
            conn.execute(_COUNT_IN_SQLITE, {"table": table.name, "to": so_far[table.name]})


def behind(conn: Connection, so_far: Mapping[str, int]) -> list[str]:
    """The tables that would give a number out again which another database has given. One whose numbers SQLite does not
    guard has nothing to remember them by."""
    if conn.dialect.name == "postgresql":
        return [table.name for table, column in _numbered() if _given(conn, table, column) < so_far[table.name]]
    mine = counted(conn)
    return [table.name for table, _ in _numbered() if _guarded(conn, table) and mine[table.name] < so_far[table.name]]


def _guarded(conn: Connection, table: Table) -> bool:
    return conn.dialect.name == "postgresql" or bool(table.dialect_options["sqlite"]["autoincrement"])


def _numbered() -> Iterator[tuple[Table, Column[Any]]]:
    for table in metadata.sorted_tables:
        if table.autoincrement_column is not None:
            yield table, table.autoincrement_column


def _given(conn: Connection, table: Table, column: Column[Any]) -> int:
    if conn.dialect.name == "postgresql":
        return conn.scalar(_COUNTED_IN_POSTGRES, {"table": table.name, "column": column.name}) or 0
    return conn.scalar(_COUNTED_IN_SQLITE, {"table": table.name}) or 0


def _highest(conn: Connection, column: Column[Any]) -> int:
    return conn.scalar(select(func.max(column))) or 0

"""What the two databases write alike but SQLAlchemy spells per dialect, and the paging of many rows. Knows no noun."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Item = TypeVar("Item")

PAGE = 500
"""Rows or ids a statement carries: past this a larger page gains nothing, and both databases limit parameters."""


def insert_into(conn: AsyncConnection, table: Table) -> sqlite.Insert:
    """An insert that knows `on_conflict_do_...`; both dialects spell it the same way."""
    if conn.dialect.name == "postgresql":
        return cast("sqlite.Insert", postgresql.insert(table))
    return sqlite.insert(table)


def pages(items: Iterable[Item], size: int = PAGE) -> Iterator[list[Item]]:
    """`items` in lists of at most `size`."""
    everything = list(items)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]


async def execute_many(conn: AsyncConnection, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Runs `statement` for all `rows` at once. For none it does nothing: SQLAlchemy would run it without values."""
    if rows:
        await conn.execute(statement, rows)

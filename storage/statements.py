"""What the two databases write alike but SQLAlchemy spells per dialect, and the paging of many rows. Knows no noun."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Dialect, Executable, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

Item = TypeVar("Item")
_Process = Callable[[Any], Any]

PAGE = 500
"""Rows or ids a statement carries: past this a larger page gains nothing, and both databases limit parameters."""

Columns = Mapping[str, Sequence[Any]]
"""The values of many rows by column, all of one length."""


def insert_into(conn: AsyncConnection, table: Table) -> sqlite.Insert:
    """An insert that knows `on_conflict_do_...`; both dialects spell it the same way."""
    return insert_for(conn.dialect.name, table)


@cache
def insert_for(dialect: str, table: Table) -> sqlite.Insert:
    """As `insert_into`, for who keeps the statement."""
    if dialect == "postgresql":
        return cast("sqlite.Insert", postgresql.insert(table))
    return sqlite.insert(table)


def insert_new(conn: AsyncConnection, table: Table) -> Insert:
    """An insert that leaves what is there already as it is. Kept: making it costs more than what it does."""
    return _unless_there(conn.dialect.name, table)


@cache
def _unless_there(dialect: str, table: Table) -> Insert:
    return insert_for(dialect, table).on_conflict_do_nothing()


def pages(items: Iterable[Item], size: int = PAGE) -> Iterator[list[Item]]:
    """`items` in lists of at most `size`."""
    everything = list(items)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]


async def execute_many(conn: AsyncConnection, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Runs `statement` for all `rows` at once. For none it does nothing: SQLAlchemy would run it without values."""
    if rows:
        await conn.execute(statement, rows)


async def insert_page(conn: AsyncConnection, statement: Insert, columns: Columns) -> None:
    """As `execute_many`, for inserts of many posts. By column, since that costs a fraction of what it does by row, and
    what all rows carry the same is made ready for SQLite once.

    `statement`: one that is kept, since what it comes to is kept with it.
    """
    if conn.dialect.name != "sqlite":
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        await execute_many(conn, statement, rows)
        return
    words, processors = _ready(statement, conn.dialect, tuple(columns))
    ready = [_column(columns[name], process) for name, process in processors]
    if parameters := list(zip(*ready, strict=True)):
        await conn.exec_driver_sql(words, parameters)


@lru_cache(maxsize=64)
def _ready(
    statement: Insert, dialect: Dialect, names: tuple[str, ...]
) -> tuple[str, tuple[tuple[str, _Process | None], ...]]:
    """The words of an insert, and its columns in their order, each with what makes its values fit for the driver."""
    compiled = statement.inline().compile(dialect=dialect, column_keys=list(names))
    assert isinstance(compiled, SQLCompiler)
    order = compiled.positiontup or ()
    types = {name: statement.table.c[name].type.dialect_impl(dialect) for name in order}
    return str(compiled), tuple((name, types[name].bind_processor(dialect)) for name in order)


def _column(values: Sequence[Any], process: _Process | None) -> Sequence[Any]:
    if process is None or not values:
        return values
    if values.count(values[0]) == len(values):
        return [process(values[0])] * len(values)
    return [process(value) for value in values]

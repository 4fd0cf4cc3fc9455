"""A database with rows in every table, made from the tables themselves: a table that is added later is filled as well.

The posts, their chain and their words are stored by the program's own verbs; all else is made up, column by column, of
values that databases keep in different ways: late moments, large numbers, odd words, nested JSON, nothing at all.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Time,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import purging, search
from storage.database import Database
from storage.purging import Purge
from storage.tables import Instant, Stage, metadata, revisions
from storage.tables.columns import Key
from tests.storage.samples import HOUR, NOW, newest, part, post, stored

LATE = datetime(2024, 10, 27, 0, 59, 59, 999_999, tzinfo=UTC)
WORDS = ('Ёлка\'s "ґ" \\ %s {0}', "𝔄 🔥 é é", "", "NULL", "null", "0")
CONTENT: tuple[Any, ...] = ({"b": [1, 2.5, None, True], "a": {"ю": "\u2028"}}, [], [[-1, "x"]], {"": 1e300})
ROWS = 3


async def fill(db: Database, posts: int = 7) -> None:
    """Rows in every table."""
    given = [post(number, f"Мост {number}: o'clock, {WORDS[number % 6]}") for number in range(1, posts + 1)]
    await stored(db, *given)
    await stored(db, post(1, "Now it's another bridge", edited_at=NOW + HOUR), now=NOW + HOUR)
    await stored(db, part(11, "An album", channel_id=2), part(12, channel_id=2))
    await db.write(_read)
    for channel_id in (1, 2):
        found = [search.findable(revision, "uk") for revision in await newest(db, channel_id)]
        await db.write(search.put, found)
    await db.write(purging.posts_away, [(1, 2)], Purge(NOW, "retention", "kept for 30 days"))
    await db.write(_make_up)


async def _read(conn: AsyncConnection) -> None:
    """As the matcher leaves posts; one waits for the next stage."""
    await conn.execute(update(revisions).values(lang="uk", stage=None))
    await conn.execute(update(revisions).where(revisions.c.id == 1).values(stage=Stage.EVENTS))


async def _make_up(conn: AsyncConnection) -> None:
    for table in metadata.sorted_tables:
        if (await conn.execute(select(table).limit(1))).first() is None:
            for number in range(1, ROWS + 1):
                await conn.execute(insert(table), await _row(conn, table, number))


async def _row(conn: AsyncConnection, table: Table, number: int) -> dict[str, Any]:
    """A row; what points to other tables points to rows that are there."""
    row = {column.name: _value(column, number) for column in table.c}
    for constraint in table.foreign_key_constraints:
        there = list(await conn.execute(select(*(element.column for element in constraint.elements)).limit(ROWS)))
        chosen = there[(number - 1) % len(there)]
        row |= dict(zip(constraint.column_keys, chosen, strict=True))
    return row


def _value(column: Column[Any], number: int) -> Any:
    if column.nullable and number == ROWS:
        return None
    if isinstance(column.type, Enum):
        words = column.type.enum_class
        assert words is not None
        return list(words)[number % len(list(words))]
    return next(made for kind, made in _made(column, number) if isinstance(column.type, kind))


def _made(column: Column[Any], number: int) -> Iterator[tuple[Any, Any]]:
    numbered = column.primary_key or column.name == "id"
    yield Instant, LATE + timedelta(days=number)
    yield DateTime, LATE
    yield Time, time(23, 59 - number)
    yield Boolean, number % 2 == 0
    yield SmallInteger, 32_767 - number
    yield type(Key), number if numbered else (1 << 62) + number
    yield Integer, number
    yield Float, 0.1 + number
    yield LargeBinary, bytes(range(256)) + bytes([number])
    yield JSON, CONTENT[number % len(CONTENT)]
    yield String, f"{number}{WORDS[number % len(WORDS)]}" if numbered or column.unique else f"{WORDS[number]}{number}"

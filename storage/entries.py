"""What editors add to the watchlist from chat: kept with who and when, every change a row. Judges no content."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.said import EntryKind, OwnEntry
from storage.tables import entries

PREFIX = "E"
"""Claims made in chat are called E001, E002, ..."""


async def put(conn: AsyncConnection, entry: OwnEntry) -> int:
    """From now on the entry of that kind and name is this one; content None withdraws it. Returns the change's id."""
    row = {"kind": entry.kind, "name": entry.name, "content": entry.content, "by": entry.by, "at": entry.at}
    return int((await conn.execute(insert(entries).values(row).returning(entries.c.id))).scalar_one())


async def add(
    conn: AsyncConnection, content: Mapping[str, object], by: str, now: datetime, taken: frozenset[str]
) -> str:
    """Keeps a new claim under the next free id, which is also written into it; `taken`: by files."""
    if conn.dialect.name == "postgresql":  # on SQLite the transaction keeps others out
        await conn.execute(text("LOCK TABLE entries IN EXCLUSIVE MODE"))
    name = await _next_name(conn, taken)
    await put(conn, OwnEntry(EntryKind.CLAIM, name, {"id": name} | dict(content) | {"id": name}, by, now))
    return name


async def _next_name(conn: AsyncConnection, taken: frozenset[str]) -> str:
    """One that was never used, not even by what was withdrawn: links keep the ids of what they were about."""
    used = {*taken, *await conn.scalars(select(entries.c.name).where(entries.c.kind == EntryKind.CLAIM))}
    numbers = [int(name[len(PREFIX) :]) for name in used if name[: len(PREFIX)] == PREFIX and name[1:].isdecimal()]
    return f"{PREFIX}{max(numbers, default=0) + 1:03}"


async def current(conn: AsyncConnection) -> list[OwnEntry]:
    """All that holds now, in the order in which it was last changed."""
    newest = select(func.max(entries.c.id)).group_by(entries.c.kind, entries.c.name)
    held = select(entries).where(entries.c.id.in_(newest)).order_by(entries.c.id)
    return [_entry_of(row) for row in await conn.execute(held) if row.content is not None]


async def get(conn: AsyncConnection, kind: EntryKind, name: str) -> OwnEntry | None:
    """An entry as it holds now; None if there is none, or it was withdrawn."""
    this = select(entries).where(entries.c.kind == kind, entries.c.name == name).order_by(entries.c.id.desc()).limit(1)
    row = (await conn.execute(this)).one_or_none()
    return None if row is None or row.content is None else _entry_of(row)


async def stamp(conn: AsyncConnection) -> int:
    """A number that grows with every change."""
    return int(await conn.scalar(select(func.max(entries.c.id))) or 0)


def _entry_of(row: Any) -> OwnEntry:
    return OwnEntry(row.kind, row.name, row.content, row.by, row.at, row.id)

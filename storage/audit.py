"""The audit log: rows are added and never changed, except that a person who leaves is in none of them any more."""

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people import AuditEntry
from storage.rows import AnyRow
from storage.tables import audit

FORGOTTEN = "forgotten"
"""In the place of a person."""

_NAMES = ("deed", "by", "subject", "at", "detail")


async def add(conn: AsyncConnection, entry: AuditEntry) -> None:
    await conn.execute(insert(audit).values({name: getattr(entry, name) for name in _NAMES}))


async def newest(conn: AsyncConnection, limit: int, before: int | None = None) -> list[AuditEntry]:
    """The newest first. `before`: only those with a lower id."""
    rows = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        rows = rows.where(audit.c.id < before)
    return [_entry_of(row) for row in await conn.execute(rows)]


async def about(conn: AsyncConnection, user_id: int) -> list[AuditEntry]:
    """What this person did, and what was done to them, oldest first."""
    person = str(user_id)
    rows = select(audit).where(or_(audit.c.by == person, audit.c.subject == person)).order_by(audit.c.id)
    return [_entry_of(row) for row in await conn.execute(rows)]


async def forget(conn: AsyncConnection, user_id: int) -> None:
    """What was done stays; who this person was does not."""
    for column in (audit.c.by, audit.c.subject):
        await conn.execute(update(audit).where(column == str(user_id)).values({column.name: FORGOTTEN}))


def _entry_of(row: AnyRow) -> AuditEntry:
    return AuditEntry(row.deed, row.by, row.subject, row.at, row.detail, row.id)

"""When the database was copied last, into which folder, and when it is due again. How is `archiving`'s matter.

Operators are told of the first copy that fails, and of the first one that is made again.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import changes
from storage.statements import insert_into
from storage.tables import backups
from storage.watching import Backups, Change, ChangeKind

RETRY = timedelta(minutes=30)
"""After one that failed."""


async def of(conn: AsyncConnection, folder: str) -> Backups | None:
    """None: none was tried yet."""
    row = (await conn.execute(select(backups).where(backups.c.folder == folder))).one_or_none()
    return None if row is None else _of(row)


async def newest(conn: AsyncConnection) -> Backups | None:
    """Of the folder that was used last; None: none was ever tried."""
    row = (await conn.execute(select(backups).order_by(backups.c.due_at.desc()).limit(1))).one_or_none()
    return None if row is None else _of(row)


def _of(row: object) -> Backups:
    return Backups(**{name: getattr(row, name) for name in Backups.__slots__})


async def made(conn: AsyncConnection, folder: str, file: str, size: int, now: datetime, again_at: datetime) -> None:
    """A good copy was made."""
    if await _is_failing(conn, folder):
        await changes.record(conn, [Change(ChangeKind.BACKUP_MADE, folder, now)])
    row = {"due_at": again_at, "made_at": now, "file": file, "size": size, "problem": None, "problem_at": None}
    statement = insert_into(conn, backups).values(folder=folder, **row)
    await conn.execute(statement.on_conflict_do_update(index_elements=["folder"], set_=row))


async def failed(conn: AsyncConnection, folder: str, problem: str, now: datetime) -> None:
    """None could be made; the last good one stands."""
    if not await _is_failing(conn, folder):
        await changes.record(conn, [Change(ChangeKind.BACKUP_FAILED, folder, now, after=problem)])
    row = {"due_at": now + RETRY, "problem": problem, "problem_at": now}
    statement = insert_into(conn, backups).values(folder=folder, **row)
    await conn.execute(statement.on_conflict_do_update(index_elements=["folder"], set_=row))


async def _is_failing(conn: AsyncConnection, folder: str) -> bool:
    standing = await of(conn, folder)
    return standing is not None and standing.problem is not None

"""Each chat's quiet hours, and when they end next: a column that is due, which any process can look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import parkings
from storage.rows import AnyRow, chat_of
from storage.statements import insert_into, pages
from storage.tables import chats, quiet_hours
from storage.telling import Chat, QuietHours
from storage.watching import Work


@dataclass(frozen=True, slots=True)
class Kept:
    """A chat's quiet hours as they are kept. What was held back before `since` has been told.

    `thread`: the forum topic in which they were set, and what they hold back is told.
    """

    hours: QuietHours
    since: datetime
    ends_at: datetime
    thread: int | None = None


async def put(conn: AsyncConnection, chat_id: int, kept: Kept) -> None:
    """In the place of what the chat had."""
    values = {
        "begins": kept.hours.begins,
        "ends": kept.hours.ends,
        "since": kept.since,
        "ends_at": kept.ends_at,
        "thread_id": kept.thread,
    }
    statement = insert_into(conn, quiet_hours).values(chat_id=chat_id, **values)
    await conn.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=values))


async def drop(conn: AsyncConnection, chat_id: int) -> bool:
    """False if the chat had none."""
    return (await conn.execute(delete(quiet_hours).where(quiet_hours.c.chat_id == chat_id))).rowcount == 1


async def get(conn: AsyncConnection, chat_id: int) -> Kept | None:
    row = (await conn.execute(select(quiet_hours).where(quiet_hours.c.chat_id == chat_id))).one_or_none()
    return None if row is None else _kept_of(row)


_OF_CHATS = select(quiet_hours).where(quiet_hours.c.chat_id.in_(bindparam("chats", expanding=True)))


async def of_chats(conn: AsyncConnection, chat_ids: Iterable[int]) -> dict[int, QuietHours]:
    """A chat that has none is left out."""
    found: dict[int, QuietHours] = {}
    for page in pages(set(chat_ids)):
        rows = await conn.execute(_OF_CHATS, {"chats": page})
        found |= {row.chat_id: _kept_of(row).hours for row in rows}
    return found


async def due(conn: AsyncConnection, now: datetime, limit: int) -> list[tuple[Chat, Kept]]:
    """The chats whose quiet hours have ended, the longest ago first. Resting ones are left out."""
    fit = (chats.c.resting.is_(None), parkings.left_out(Work.QUIET, chats.c.chat_id))
    ended = _with_chats().where(quiet_hours.c.ends_at <= now, *fit)
    rows = await conn.execute(ended.order_by(quiet_hours.c.ends_at, chats.c.chat_id).limit(limit))
    return [(chat_of(row), _kept_of(row)) for row in rows]


async def everything(conn: AsyncConnection) -> list[tuple[Chat, Kept]]:
    """Of every chat that has quiet hours, also of resting ones."""
    rows = await conn.execute(_with_chats().order_by(chats.c.chat_id))
    return [(chat_of(row), _kept_of(row)) for row in rows]


async def move_on(conn: AsyncConnection, chat_id: int, was: datetime, since: datetime, ends_at: datetime) -> bool:
    """The quiet hours that ended at `was` are settled, the next end at `ends_at`. False: another was faster, or the
    chat has other hours now."""
    this = (quiet_hours.c.chat_id == chat_id, quiet_hours.c.ends_at == was)
    moved = update(quiet_hours).where(*this).values(since=since, ends_at=ends_at)
    return (await conn.execute(moved)).rowcount == 1


def _with_chats() -> Select[Any]:
    columns = [column for column in quiet_hours.c if column.name != "chat_id"]
    return select(chats, *columns).join(quiet_hours, quiet_hours.c.chat_id == chats.c.chat_id)


def _kept_of(row: AnyRow) -> Kept:
    return Kept(QuietHours(row.begins, row.ends), row.since, row.ends_at, row.thread_id)

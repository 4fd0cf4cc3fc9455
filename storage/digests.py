"""Digests: at which local times a chat wants them, whose is due, and that none is made twice.

What stands in one, and when a time comes next, is the caller's matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import chats, deliveries, parkings
from storage.messages import DeliveryKind, Message
from storage.rows import chat_of
from storage.statements import insert_into
from storage.tables import chats as chats_table
from storage.tables import digest_times
from storage.tables import digests as digests_table
from storage.telling import Chat
from storage.watching import Work

QUIET = "quiet"
"""The schedule of what is told when quiet hours end."""

NOW = "now"
"""The schedule of what somebody asked for."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest by its key (chat, schedule, local slot), and the span `[since, until)` that it tells."""

    chat_id: int
    schedule: str
    slot: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A chat's digest of `at`, on its own clock, is due since `next_at`; it goes to the forum topic `thread`."""

    chat: Chat
    at: time
    next_at: datetime
    thread: int | None = None


# --- at which times -------------------------------------------------------------------------------------------------


async def times(conn: AsyncConnection, chat_id: int) -> dict[time, datetime]:
    """The local times at which the chat gets a digest, in order, and when each comes next."""
    own = select(digest_times).where(digest_times.c.chat_id == chat_id).order_by(digest_times.c.at)
    return {row.at: row.next_at for row in await conn.execute(own)}


async def thread_of(conn: AsyncConnection, chat_id: int) -> int | None:
    """The forum topic to which the chat's daily digests go."""
    found: int | None = await conn.scalar(select(digest_times.c.thread_id).where(digest_times.c.chat_id == chat_id))
    return found


async def set_times(
    conn: AsyncConnection, chat_id: int, wanted: Mapping[time, datetime], thread: int | None = None
) -> None:
    """These and no others; none ends the daily digests. The chat is known to be there."""
    await conn.execute(delete(digest_times).where(digest_times.c.chat_id == chat_id))
    rows = [{"chat_id": chat_id, "at": at, "next_at": next_at, "thread_id": thread} for at, next_at in wanted.items()]
    if rows:
        await conn.execute(insert_into(conn, digest_times), rows)


async def due(conn: AsyncConnection, now: datetime, limit: int) -> list[Due]:
    """The digests that are due, longest overdue first. Those of resting chats are left out."""
    fit = (chats_table.c.resting.is_(None), parkings.left_out(Work.DIGEST, chats_table.c.chat_id))
    waiting = _with_chats().where(digest_times.c.next_at <= now, *fit)
    order = (digest_times.c.next_at, chats_table.c.chat_id, digest_times.c.at)
    rows = await conn.execute(waiting.order_by(*order).limit(limit))
    return [Due(chat_of(row), row.at, row.next_at, row.thread_id) for row in rows]


async def coming(conn: AsyncConnection) -> list[Due]:
    """When each chat's digest of each of its times comes next, also those of resting chats."""
    rows = await conn.execute(_with_chats().order_by(chats_table.c.chat_id, digest_times.c.at))
    return [Due(chat_of(row), row.at, row.next_at, row.thread_id) for row in rows]


def _with_chats() -> Select[Any]:
    columns = (digest_times.c.at, digest_times.c.next_at, digest_times.c.thread_id)
    return select(chats_table, *columns).join(digest_times)


async def move(conn: AsyncConnection, this: Due, next_at: datetime) -> None:
    """It comes then instead."""
    own = (digest_times.c.chat_id == this.chat.chat_id, digest_times.c.at == this.at)
    await conn.execute(update(digest_times).where(*own, digest_times.c.next_at == this.next_at).values(next_at=next_at))


# --- what was made --------------------------------------------------------------------------------------------------


async def keep(conn: AsyncConnection, this: Due, digest: Digest, parts: Sequence[Message], next_at: datetime) -> bool:
    """Puts a digest that was due on its way, and that time comes again at `next_at`.

    False: nothing is changed, since another was faster. If it told what this one would tell, this one stays due.
    """
    if not await _is_next(conn, digest):
        return False
    own = (
        digest_times.c.chat_id == digest.chat_id,
        digest_times.c.at == this.at,
        digest_times.c.next_at == this.next_at,
    )
    moved = await conn.execute(update(digest_times).where(*own).values(next_at=next_at))
    if moved.rowcount == 1:
        await save(conn, digest, parts)
    return moved.rowcount == 1


async def save(conn: AsyncConnection, digest: Digest, parts: Sequence[Message]) -> bool:
    """Puts a digest on its way; False if its slot has one already, or if another has told of its span meanwhile.

    Without `parts` nothing is sent, and the span counts as told all the same.
    """
    if not await _is_next(conn, digest):
        return False
    row = {name: getattr(digest, name) for name in ("chat_id", "schedule", "slot", "since", "until")}
    statement = insert_into(conn, digests_table).values(row).on_conflict_do_nothing()
    digest_id = await conn.scalar(statement.returning(digests_table.c.id))
    if digest_id is None:
        return False
    await chats.tell_until(conn, digest.chat_id, digest.until)
    await deliveries.add(conn, digest.chat_id, DeliveryKind.DIGEST, digest_id, parts, digest.until)
    return True


async def _is_next(conn: AsyncConnection, digest: Digest) -> bool:
    """Whether nothing from the digest's beginning on was told. Holds the chat, so that its digests come one by one."""
    await chats.hold(conn, digest.chat_id)
    told = await last_until(conn, digest.chat_id)
    return told is None or told <= digest.since


async def last_until(conn: AsyncConnection, chat_id: int) -> datetime | None:
    """Where the span of the chat's newest digest ended. What quiet hours held back is a part of one only."""
    last = await last_span(conn, chat_id)
    return last[1] if last else None


async def last_span(conn: AsyncConnection, chat_id: int) -> tuple[datetime, datetime] | None:
    """From when until when the chat's newest digest told, also where that was nothing."""
    whole = (digests_table.c.chat_id == chat_id, digests_table.c.schedule != QUIET)
    newest = select(digests_table.c.since, digests_table.c.until).where(*whole)
    row = (
        await conn.execute(newest.order_by(digests_table.c.until.desc(), digests_table.c.id.desc()).limit(1))
    ).first()
    return (row.since, row.until) if row else None


async def last_slots(conn: AsyncConnection, chat_id: int) -> dict[str, str]:
    """Schedule -> the latest local slot of it that the chat had."""
    newest = select(digests_table.c.schedule, func.max(digests_table.c.slot).label("slot"))
    rows = await conn.execute(newest.where(digests_table.c.chat_id == chat_id).group_by(digests_table.c.schedule))
    return {row.schedule: row.slot for row in rows}

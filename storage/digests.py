"""Digests: whose is due, and that none is made twice. What stands in one is the caller's matter."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import deliveries
from storage.model import Chat, DeliveryKind, Message
from storage.rows import chat_of
from storage.statements import insert_into
from storage.tables import chats
from storage.tables import digests as digests_table

QUIET = "quiet"
"""The schedule of what is told when quiet hours end."""


async def due(conn: AsyncConnection, now: datetime) -> list[Chat]:
    """The chats whose digest is due, longest overdue first. Resting ones are left out."""
    waiting = select(chats).where(chats.c.next_digest_at <= now, chats.c.resting.is_(None))
    return [chat_of(row) for row in await conn.execute(waiting.order_by(chats.c.next_digest_at, chats.c.chat_id))]


async def save(  # noqa: PLR0913 - a digest is its key, its span, its parts and what comes next
    conn: AsyncConnection,
    chat_id: int,
    schedule: str,
    slot: str,
    since: datetime,
    now: datetime,
    parts: Sequence[Message],
    next_at: datetime | None,
) -> bool:
    """Puts a digest on its way; False if there is one for that slot already, which then stays the only one.

    In any case the next one is due at `next_at` (None: as before). Without `parts` nothing is sent, and the span counts
    as told all the same.
    """
    if next_at is not None:
        await conn.execute(update(chats).where(chats.c.chat_id == chat_id).values(next_digest_at=next_at))
    row = {"chat_id": chat_id, "schedule": schedule, "slot": slot, "since": since, "until": now}
    statement = insert_into(conn, digests_table).values(row).on_conflict_do_nothing()
    digest_id = await conn.scalar(statement.returning(digests_table.c.id))
    if digest_id is None:
        return False
    await deliveries.add(conn, chat_id, DeliveryKind.DIGEST, digest_id, parts, now)
    return True


async def last_until(conn: AsyncConnection, chat_id: int) -> datetime | None:
    """Where the span of the chat's newest digest ended. What quiet hours held back is a part of one only."""
    whole = (digests_table.c.chat_id == chat_id, digests_table.c.schedule != QUIET)
    end: datetime | None = await conn.scalar(select(func.max(digests_table.c.until)).where(*whole))
    return end

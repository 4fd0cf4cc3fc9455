"""Message ids that were never seen although later ones were, and what became of them. Decides nothing."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import Json
from storage.statements import execute_many, insert_into, insert_new
from storage.tables import gaps as gaps_table
from storage.watching import Gap, GapState


async def note(conn: AsyncConnection, channel_id: int, gaps: Iterable[Gap], now: datetime) -> None:
    """Gaps that were just found are due at once; one that is known already stays as it is."""
    if rows := [_row(channel_id, gap, now, now) for gap in gaps]:
        await execute_many(conn, insert_new(conn, gaps_table), rows)


async def due(conn: AsyncConnection, channel_id: int, now: datetime, limit: int) -> list[Gap]:
    """A channel's gaps that are to be looked at now, longest overdue first."""
    waiting = select(gaps_table).where(gaps_table.c.channel_id == channel_id, gaps_table.c.due_at <= now)
    rows = await conn.execute(waiting.order_by(gaps_table.c.due_at, gaps_table.c.first).limit(limit))
    return [Gap(row.first, row.last, row.state, row.backlog) for row in rows]


async def settle(conn: AsyncConnection, channel_id: int, gap: Gap, known: Iterable[Gap], now: datetime) -> None:
    """A gap was looked at, once for all; `known` are its pieces, each with what is known of it."""
    await conn.execute(delete(gaps_table).where(gaps_table.c.channel_id == channel_id, gaps_table.c.first == gap.first))
    await execute_many(conn, insert_into(conn, gaps_table), [_row(channel_id, piece, now, None) for piece in known])


async def counts(conn: AsyncConnection) -> dict[int, dict[GapState, int]]:
    """By channel: how many message ids there are in each state."""
    ids = func.sum(gaps_table.c.last - gaps_table.c.first + 1).label("ids")
    of_channels = select(gaps_table.c.channel_id, gaps_table.c.state, ids)
    found: dict[int, dict[GapState, int]] = {}
    for row in await conn.execute(of_channels.group_by(gaps_table.c.channel_id, gaps_table.c.state)):
        found.setdefault(row.channel_id, {})[row.state] = int(row.ids)
    return found


def _row(channel_id: int, gap: Gap, found_at: datetime, due_at: datetime | None) -> Json:
    return {
        "channel_id": channel_id,
        "first": gap.first,
        "last": gap.last,
        "state": gap.state,
        "backlog": gap.backlog,
        "found_at": found_at,
        "due_at": due_at,
    }

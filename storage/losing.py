"""Channels that count as lost, and those that are back: marked, and told to operators, once. When that is so is not
decided here."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import changes
from storage.tables import watched
from storage.watching import Change, ChangeKind, Coverage


async def lose(conn: AsyncConnection, seen: Coverage, now: datetime) -> None:
    """From now on the channel counts as not covered; operators are told, once."""
    if await _mark(conn, seen, watched.c.lost_at.is_(None), now):
        await changes.record(conn, [_change(ChangeKind.UNCOVERED, seen, now, seen.problem)])


async def regain(conn: AsyncConnection, seen: Coverage, now: datetime) -> None:
    """A channel that was lost is covered again; operators are told, once."""
    if await _mark(conn, seen, watched.c.lost_at.is_not(None), None):
        await changes.record(conn, [_change(ChangeKind.COVERED, seen, now, None)])


async def _mark(conn: AsyncConnection, seen: Coverage, unless: Any, lost_at: datetime | None) -> bool:
    marked = update(watched).where(watched.c.handle == seen.username.lower(), unless).values(lost_at=lost_at)
    return (await conn.execute(marked)).rowcount == 1


def _change(kind: ChangeKind, seen: Coverage, now: datetime, after: str | None) -> Change:
    channel_id = seen.channel.channel_id if seen.channel else None
    return Change(kind, f"@{seen.username}", now, after=after, channel_id=channel_id)

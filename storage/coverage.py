"""Which channels are watched, when each is read next, how far each was seen and what stands in the way.

A watched channel is a name of the watchlist. Decides nothing about when to read: the caller says so.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import channels
from storage.model import Channel, ChannelEntry, Coverage, Problem, Watched
from storage.statements import execute_many, insert_into, pages
from storage.tables import Instant, access_hashes
from storage.tables import channels as channels_table
from storage.tables import watched as watched_table


async def sync(conn: AsyncConnection, entries: Sequence[ChannelEntry], now: datetime) -> None:
    """Watches each enabled name of the watchlist: a new one is due at once, one that is gone or disabled leaves."""
    names = {entry.username.lower(): entry.username for entry in entries if entry.enabled and entry.username}
    stored = set(await conn.scalars(select(watched_table.c.handle)))
    for page in pages(stored - names.keys()):
        await conn.execute(delete(watched_table).where(watched_table.c.handle.in_(page)))
    statement = insert_into(conn, watched_table)
    renamed = statement.on_conflict_do_update(index_elements=["handle"], set_={"username": statement.excluded.username})
    rows = [{"handle": handle, "username": name, "next_poll_at": now} for handle, name in names.items()]
    await execute_many(conn, renamed, rows)


async def due(conn: AsyncConnection, now: datetime, limit: int) -> list[Watched]:
    """What is to be read now, longest overdue first."""
    waiting = _watched().where(watched_table.c.next_poll_at <= now)
    return await _with_hashes(conn, waiting.order_by(watched_table.c.next_poll_at, watched_table.c.handle).limit(limit))


async def everything(conn: AsyncConnection) -> list[Watched]:
    """All that is watched, due or not, by name."""
    return await _with_hashes(conn, _watched().order_by(watched_table.c.handle))


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next channel is to be read; None if none is watched."""
    soonest: datetime | None = await conn.scalar(select(func.min(watched_table.c.next_poll_at)))
    return soonest


async def ok(conn: AsyncConnection, username: str, channel: Channel, now: datetime, next_poll_at: datetime) -> None:
    """The channel was read up to `now`."""
    await channels.put(conn, channel)
    seen = {"channel_id": channel.channel_id, "seen_at": now, "next_poll_at": next_poll_at}
    cleared = dict.fromkeys(("problem", "detail", "problem_since"))
    await conn.execute(update(watched_table).where(_named(username)).values(seen | cleared))


async def failed(
    conn: AsyncConnection, username: str, problem: Problem, detail: str, now: datetime, next_poll_at: datetime
) -> None:
    """The channel could not be read. A problem that lasts keeps the time at which it began."""
    lasts = watched_table.c.problem == problem
    since = case((lasts, watched_table.c.problem_since), else_=literal(now, Instant()))
    values = {"problem": problem, "detail": detail, "problem_since": since, "next_poll_at": next_poll_at}
    await conn.execute(update(watched_table).where(_named(username)).values(values))


async def report(conn: AsyncConnection) -> list[Coverage]:
    """How each watched channel stands, by name."""
    rows = await conn.execute(_watched().order_by(watched_table.c.handle))
    return [
        Coverage(
            username=row.username,
            channel=_channel_of(row),
            seen_at=row.seen_at,
            next_poll_at=row.next_poll_at,
            last_post_at=row.last_post_at,
            problem=row.problem,
            detail=row.detail,
            problem_since=row.problem_since,
        )
        for row in rows
    ]


def _named(username: str) -> Any:
    return watched_table.c.handle == username.lower()


def _watched() -> Select[Any]:
    known = watched_table.c.channel_id == channels_table.c.channel_id
    columns = (
        channels_table.c.username.label("channel_username"),
        channels_table.c.title,
        channels_table.c.cursor,
        channels_table.c.last_post_at,
    )
    return select(watched_table, *columns).outerjoin(channels_table, known)


def _channel_of(row: Any) -> Channel | None:
    return None if row.channel_id is None else Channel(row.channel_id, row.channel_username, row.title)


async def _with_hashes(conn: AsyncConnection, query: Select[Any]) -> list[Watched]:
    rows = (await conn.execute(query)).all()
    hashes = await _hashes(conn, {row.channel_id for row in rows if row.channel_id is not None})
    return [Watched(row.username, _channel_of(row), row.cursor, hashes.get(row.channel_id, {})) for row in rows]


async def _hashes(conn: AsyncConnection, channel_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Access hashes by channel, then by account."""
    hashes: dict[int, dict[str, int]] = {}
    for page in pages(channel_ids):
        for row in await conn.execute(select(access_hashes).where(access_hashes.c.channel_id.in_(page))):
            hashes.setdefault(row.channel_id, {})[row.account] = row.access_hash
    return hashes

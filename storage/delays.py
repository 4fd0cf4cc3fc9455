"""How long posts took from publication to collection. Backlog, imports and later revisions say nothing about that."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, extract, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import FRESH, revisions
from storage.watching import Delay


async def delays(conn: AsyncConnection, since: datetime) -> dict[int, Delay]:
    """Channel id -> the delays of its posts that were collected since then; channels without any are left out."""
    rows = await conn.execute(_quantiles(conn, since, each_channel=True))
    return {row.channel_id: _delay_of(row) for row in rows}


async def overall(conn: AsyncConnection, since: datetime) -> Delay | None:
    """The delay of all posts that were collected since then; None if there was none."""
    row = (await conn.execute(_quantiles(conn, since, each_channel=False))).one_or_none()
    return None if row is None else _delay_of(row)


def _quantiles(conn: AsyncConnection, since: datetime, *, each_channel: bool) -> Select[Any]:
    """Median and ninth decile by the nearest rank: values that occurred, found alike by both databases."""
    fresh = (
        select(revisions.c.channel_id, _seconds(conn).label("seconds"))
        .where(FRESH, revisions.c.seen_at >= since)
        .cte("fresh")
        .prefix_with("MATERIALIZED")  # else SQLite walks all posts in the order of the channels, to sort less
    )
    by = [fresh.c.channel_id] if each_channel else []
    ranked = select(
        *by,
        fresh.c.seconds,
        func.row_number().over(partition_by=by or None, order_by=fresh.c.seconds).label("rank"),
        func.count().over(partition_by=by or None).label("posts"),
    ).subquery()
    groups = [*([ranked.c.channel_id] if each_channel else []), ranked.c.posts]
    found = select(*groups, func.min(ranked.c.seconds).label("median"), func.max(ranked.c.seconds).label("p90"))
    median, p90 = (ranked.c.posts + 1) // 2, (9 * ranked.c.posts + 9) // 10
    return found.where(or_(ranked.c.rank == median, ranked.c.rank == p90)).group_by(*groups)


def _seconds(conn: AsyncConnection) -> ColumnElement[float]:
    """From publication to collection; a clock that is behind Telegram's does not make it negative."""
    seen, published = revisions.c.seen_at, revisions.c.published_at
    if conn.dialect.name == "postgresql":
        return func.greatest(extract("epoch", seen - published), 0.0, type_=Float())
    days = func.julianday(seen, type_=Float()) - func.julianday(published, type_=Float())
    return func.max(days * 86_400, 0.0, type_=Float())


def _delay_of(row: Any) -> Delay:
    return Delay(timedelta(seconds=round(row.median, 1)), timedelta(seconds=round(row.p90, 1)), row.posts)

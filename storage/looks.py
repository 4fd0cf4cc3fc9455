"""The messages that are to be looked at again, each with its time. When that is, and what a look means, is not decided
here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select, true, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import Json
from storage.statements import execute_many, insert_into, insert_new, pages
from storage.tables import MISSED, gaps, watched
from storage.tables import looks as looks_table
from storage.watching import Doubt, Look

_FIELDS = ("message_id", "published_at", "due_at", "misses", "missed_at", "held_at")


async def add(conn: AsyncConnection, channel_id: int, looks: Iterable[Look]) -> None:
    """Looks at messages that were read just now; one that is waited for already stays as it is."""
    if rows := [_row(channel_id, look) for look in looks]:
        await execute_many(conn, insert_new(conn, looks_table), rows)


async def due(conn: AsyncConnection, now: datetime, limit: int, *, read_by: Collection[str] | None = None) -> list[int]:
    """The watched channels with a message or a gap to look at, longest overdue first. `read_by`: those that these
    accounts are in charge of; None: all."""
    waiting = union_all(
        *(select(table.c.channel_id, table.c.due_at).where(table.c.due_at <= now) for table in (looks_table, gaps))
    ).subquery("waiting")
    ours = true() if read_by is None else watched.c.account.in_(read_by)
    is_watched = exists().where(watched.c.channel_id == waiting.c.channel_id, ours)
    channels = select(waiting.c.channel_id).where(is_watched).group_by(waiting.c.channel_id)
    return list(await conn.scalars(channels.order_by(func.min(waiting.c.due_at), waiting.c.channel_id).limit(limit)))


async def of(conn: AsyncConnection, channel_id: int, limit: int) -> list[Look]:
    """A channel's next looks, due or not, in the order in which they fall due."""
    coming = select(looks_table).where(looks_table.c.channel_id == channel_id)
    rows = await conn.execute(coming.order_by(looks_table.c.due_at, looks_table.c.message_id).limit(limit))
    return [Look(*(getattr(row, name) for name in _FIELDS)) for row in rows]


async def missed(conn: AsyncConnection, channel_id: int, but: Collection[int], after: datetime | None = None) -> int:
    """How many messages of a channel were not there when last looked at, and aren't known to be deleted.

    `after`: of those that were published later.
    """
    these = select(looks_table.c.message_id).where(looks_table.c.channel_id == channel_id, MISSED)
    if after is not None:
        these = these.where(looks_table.c.published_at > after)
    return sum(message_id not in but for message_id in await conn.scalars(these))


async def settle(conn: AsyncConnection, channel_id: int, keep: Iterable[Look], drop: Sequence[int]) -> None:
    """Puts looks at their new times, and forgets those that are over."""
    statement = insert_into(conn, looks_table)
    changed = {name: statement.excluded[name] for name in ("due_at", "misses", "missed_at", "held_at")}
    keyed = statement.on_conflict_do_update(index_elements=["channel_id", "message_id"], set_=changed)
    await execute_many(conn, keyed, [_row(channel_id, look) for look in keep])
    for page in pages(drop):
        over = (looks_table.c.channel_id == channel_id, looks_table.c.message_id.in_(page))
        await conn.execute(delete(looks_table).where(*over))


async def put_off(conn: AsyncConnection, channel_id: int, now: datetime, until: datetime) -> None:
    """What is due of a channel waits until then: it could not be looked at."""
    for table in (looks_table, gaps):
        late = update(table).where(table.c.channel_id == channel_id, table.c.due_at <= now)
        await conn.execute(late.values(due_at=until))


async def hint(conn: AsyncConnection, channel_id: int, message_ids: Iterable[int], at: datetime) -> int:
    """Something may have happened to these messages: what is looked at later is looked at then. Returns how many."""
    moved = 0
    for page in pages(message_ids):
        later = (looks_table.c.channel_id == channel_id, looks_table.c.message_id.in_(page), looks_table.c.due_at > at)
        moved += (await conn.execute(update(looks_table).where(*later).values(due_at=at))).rowcount
    return moved


async def doubts(conn: AsyncConnection) -> dict[int, Doubt]:
    """By channel: the messages that were gone in a mass, and are neither found nor believed to be deleted."""
    held = select(
        looks_table.c.channel_id, func.count().label("messages"), func.min(looks_table.c.held_at).label("since")
    )
    of_channels = held.where(MISSED, looks_table.c.held_at.is_not(None)).group_by(looks_table.c.channel_id)
    return {row.channel_id: Doubt(row.messages, row.since) for row in await conn.execute(of_channels)}


def _row(channel_id: int, look: Look) -> Json:
    values: dict[str, Any] = {name: getattr(look, name) for name in _FIELDS}
    return {"channel_id": channel_id, **values}

"""What there is to count for who watches the lookout from outside: queues as they stand, rows since an earlier look.

Rows are counted by their own numbers, which only grow: a look costs what was written since the one before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.messages import DeliveryState
from storage.tables import Stage, alerts, chats, deliveries, events, in_state, links, revisions

_COUNTED: Mapping[str, tuple[Table, ColumnElement[object] | None]] = {
    "posts": (revisions, None),
    "links": (links, links.c.certain),
    "events": (events, events.c.kind),
    "alerts": (alerts, alerts.c.reason),
}


@dataclass(frozen=True, slots=True)
class Grown:
    """How many rows there were since the look before, by noun and by what they are; `up_to`: the last row of each."""

    up_to: Mapping[str, int]
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits, and since when the oldest of it; None: nothing does."""

    length: int
    oldest: datetime | None


async def marks(conn: AsyncConnection) -> Grown:
    """Where counting begins."""
    return Grown({name: await _last(conn, table) for name, (table, _) in _COUNTED.items()})


async def since(conn: AsyncConnection, before: Grown) -> Grown:
    """What was written after that look. A row that another process is still writing may be missed."""
    up_to = {name: await _last(conn, table) for name, (table, _) in _COUNTED.items()}
    found: dict[str, dict[str, int]] = {}
    for name, (table, kind) in _COUNTED.items():
        fresh = (table.c.id > before.up_to[name], table.c.id <= up_to[name])
        if up_to[name] <= before.up_to[name]:
            continue
        if kind is None:
            found[name] = {"": await conn.scalar(select(func.count()).select_from(table).where(*fresh)) or 0}
        else:
            counted = select(kind.label("kind"), func.count().label("number")).where(*fresh).group_by(kind)
            found[name] = {str(row.kind): row.number for row in await conn.execute(counted)}
    return Grown(up_to, found)


async def _last(conn: AsyncConnection, table: Table) -> int:
    return await conn.scalar(select(func.max(table.c.id))) or 0


async def queues(conn: AsyncConnection, now: datetime) -> dict[str, Queue]:
    """What waits for each stage, and what is due to be sent to chats that are awake."""
    found = {}
    for name, stage in (("match", Stage.MATCH), ("events", Stage.EVENTS), ("alert", Stage.ALERTS)):
        waiting = select(func.count().label("length"), func.min(revisions.c.seen_at).label("oldest"))
        row = (await conn.execute(waiting.where(revisions.c.stage == stage))).one()
        found[name] = Queue(row.length, row.oldest)
    due = (
        select(func.count().label("length"), func.min(deliveries.c.due_at).label("oldest"))
        .join(chats, chats.c.chat_id == deliveries.c.chat_id)
        .where(in_state(DeliveryState.PENDING), deliveries.c.due_at <= now, chats.c.resting.is_(None))
    )
    row = (await conn.execute(due)).one()
    return found | {"deliver": Queue(row.length, row.oldest)}

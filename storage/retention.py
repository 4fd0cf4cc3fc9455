"""What is not kept for ever, page by page: what chats were told, who was refused, the audit log. Posts are `purging`'s.

For how long is decided elsewhere. Rows are numbered in the order of their coming, so the oldest are looked at, and no
index on their times is needed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, delete, exists, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.faults import reach
from storage.messages import DeliveryState
from storage.people import Deed
from storage.purging import Page
from storage.tables import additions, alerts, audit, deliveries, digests, feedback, invitations, revisions, seen, told


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Rows of one kind: their table, the column that says how old they are, and which of them go. `others_stay`: the
    rest of them never will, so that what was walked over once need not be again."""

    table: Table
    moment: str
    which: ColumnElement[bool] | None = None  # all
    forgets: str | None = None  # only this column is emptied; the row stays
    others_stay: bool = False


_SETTLED = and_(
    deliveries.c.state.in_([DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN]),
    ~exists().where(additions.c.delivery_id == deliveries.c.id),  # else what it brought would wait to be told again
)

TOLD = (
    Kind(alerts, "created_at"),
    Kind(deliveries, "created_at", _SETTLED),
    Kind(digests, "until"),
    Kind(feedback, "at", feedback.c.chat_id.is_not(None), forgets="chat_id", others_stay=True),
)
"""What chats were told, and what they said to it."""

REFUSED = (Kind(audit, "at", audit.c.deed == Deed.ACCESS_REFUSED, others_stay=True),)
AUDITED = (Kind(audit, "at"), Kind(invitations, "made_at"))


async def page(conn: AsyncConnection, kind: Kind, before: datetime, after: int, limit: int) -> Page:
    """Of the next `limit` rows behind the number `after`, those from before `before` go."""
    table, moment = kind.table, kind.table.c[kind.moment]
    asked = select(table.c.id, moment).where(table.c.id > after).order_by(table.c.id).limit(limit)
    rows = (await conn.execute(asked)).all()
    old = [row.id for row in rows if row[1] < before]
    those = and_(table.c.id.in_(old), true() if kind.which is None else kind.which)
    if kind.forgets is None:
        gone = await conn.execute(delete(table).where(those))
    else:
        gone = await conn.execute(update(table).where(those).values({kind.forgets: None}))
    reach("retain, not committed")
    return Page(gone.rowcount, rows[-1].id if rows and len(old) == len(rows) else None)


async def last_published(conn: AsyncConnection) -> datetime | None:
    """When the newest of the last posts was published, by Telegram's clock; None: there is no post."""
    last = select(revisions.c.published_at).order_by(revisions.c.id.desc()).limit(_LAST)
    return max(await conn.scalars(last), default=None)


_LAST = 1000
"""Revisions that are looked at: an import may have come last."""


async def marks(conn: AsyncConnection, before: datetime) -> int:
    """Who has seen an alert, and when a chat was told of something last: small tables, without numbers."""
    gone = 0
    for table, moment in ((seen, seen.c.seen_at), (told, told.c.last_at)):
        gone += (await conn.execute(delete(table).where(moment < before))).rowcount
    return gone

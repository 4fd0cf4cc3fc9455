"""The messages on their way: what is sent next, what came of it, what nobody can tell the fate of.

`take` commits `sending` before anything is sent; sending, and deciding when to try again, is the caller's matter.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    LargeBinary,
    Select,
    Update,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats import present
from storage.heads import MINE, READY, earlier_part_open, heads
from storage.messages import Delivery, DeliveryKind, DeliveryState, Message
from storage.rows import delivery_of, message_json
from storage.statements import execute_many, insert_into, insert_new
from storage.tables import additions, attachments, chats, deliveries, in_state
from storage.wakeups import announce

LEASE = timedelta(minutes=5)
"""A delivery that is `sending` for longer than this has lost its sender."""

PRIVATE_PACE = timedelta(seconds=1)
GROUP_PACE = timedelta(seconds=3)
"""Telegram takes about one message a second for a chat, and 20 a minute for a group."""

_RANK = {
    DeliveryKind.ALERT: 0,
    DeliveryKind.STATUS: 0,
    DeliveryKind.UPDATE: 1,
    DeliveryKind.NOTICE: 1,
    DeliveryKind.SNOOZE: 1,
    DeliveryKind.VANISHED: 1,
    DeliveryKind.DRAFT: 1,
    DeliveryKind.BACKFILL: 1,
    DeliveryKind.DIGEST: 2,
}

Outgoing = tuple[int, int, int, Message]
"""Chat id, subject, part, message."""

Waiting = tuple[int, int]
"""Chat id, and the id of an alert on its way to it."""


# --- on their way -------------------------------------------------------------------------------------------------


async def add(
    conn: AsyncConnection, chat_id: int, kind: DeliveryKind, subject: int, parts: Sequence[Message], now: datetime
) -> None:
    """Puts a message in parts on its way. The same parts again change nothing; a forgotten chat gets none."""
    if chat_id in await present(conn, [chat_id]):
        await enqueue(conn, kind, [(chat_id, subject, number, message) for number, message in enumerate(parts)], now)


async def enqueue(conn: AsyncConnection, kind: DeliveryKind, outgoing: Sequence[Outgoing], now: datetime) -> None:
    """As `add`, for many chats at once, which are known to be there."""
    rows = [
        {
            "chat_id": chat_id,
            "kind": kind,
            "rank": _RANK[kind],
            "subject": subject,
            "part": part,
            "message": message_json(message),
            "state": DeliveryState.PENDING,
            "due_at": now,
            "attempts": 0,
            "created_at": now,
        }
        for chat_id, subject, part, message in outgoing
    ]
    await execute_many(conn, insert_new(conn, deliveries), rows)
    announce(conn, "deliver")
    for chat_id, subject, part, message in outgoing:
        if message.attachment is not None:
            await _attach(conn, (chat_id, kind, subject, part), message.attachment.content)


async def _attach(conn: AsyncConnection, key: tuple[int, DeliveryKind, int, int], content: bytes) -> None:
    names = ("chat_id", "kind", "subject", "part")
    this = [deliveries.c[name] == value for name, value in zip(names, key, strict=True)]
    file = select(deliveries.c.id, literal(content, LargeBinary())).where(*this, in_state(DeliveryState.PENDING))
    await conn.execute(
        insert_into(conn, attachments).from_select(["delivery_id", "content"], file).on_conflict_do_nothing()
    )


async def _contents(conn: AsyncConnection, delivery_ids: Sequence[int]) -> dict[int, bytes]:
    """Delivery -> the file that goes with it; most have none."""
    if not delivery_ids:
        return {}
    rows = await conn.execute(select(attachments).where(attachments.c.delivery_id.in_(delivery_ids)))
    return {row.delivery_id: row.content for row in rows}


async def take(conn: AsyncConnection, now: datetime, limit: int, *, only: int | None = None) -> list[Delivery]:
    """Hands out at most `limit` deliveries that are due, each once, and marks them `sending`. `only`: of this chat.

    Alerts first, then notices, then digests. One for a chat at a time, at Telegram's pace since the last one was
    settled, none for a resting chat; a part of a message only after the parts before it.
    """
    asked = {"now": now, "limit": limit, "only": only}
    next_up = {row.chat_id: row.id for row in await conn.execute(heads(one_chat=only is not None), asked)}
    if not next_up:
        return []
    chat_ids = list(next_up)
    if conn.dialect.name != "sqlite":  # two may take at once; a chat that the other holds is left to it
        ready = select(chats.c.chat_id).where(chats.c.chat_id.in_(next_up), *READY)
        chat_ids = list(await conn.scalars(ready.with_for_update(skip_locked=True, key_share=True), {"now": now}))
    taken = await conn.execute(_TAKEN, {"ids": [next_up[chat_id] for chat_id in chat_ids], "now": now})
    rows = sorted(taken, key=lambda row: (row.rank, row.due_at, row.id))
    files = await _contents(conn, [row.id for row in rows if row.message.get("file")])
    return [delivery_of(row, files.get(row.id)) for row in rows]


_TAKEN = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)), in_state(DeliveryState.PENDING))
    .values(
        state=DeliveryState.SENDING,
        attempts=deliveries.c.attempts + 1,
        taken_at=bindparam("now", type_=deliveries.c.taken_at.type),
    )
    .returning(deliveries)
)


def _among(only: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if only is None else (chats.c.chat_id == only,)


async def settle(
    conn: AsyncConnection,
    delivery_id: int,
    state: DeliveryState,
    now: datetime,
    *,
    message_id: int | None = None,
    error: str | None = None,
    due_at: datetime | None = None,
) -> bool:
    """What came of a delivery that was taken. PENDING: again at `due_at` (None: now).

    False if it was settled before. UNCERTAIN is not the last word: who comes late with the truth is believed.
    """
    values: dict[str, Any] = {"this": delivery_id, "state": state, "error": error}
    if message_id is not None:
        values["message_id"] = message_id
    if state is DeliveryState.PENDING:
        values["due_at"] = due_at or now
    if state in {DeliveryState.SENT, DeliveryState.FAILED}:
        await conn.execute(_DETACHED, {"this": delivery_id})
    chat_id = await conn.scalar(_settled(is_last=state is not DeliveryState.UNCERTAIN), values)
    settled = chat_id is not None
    if chat_id is not None:
        pace = GROUP_PACE if chat_id < 0 else PRIVATE_PACE
        await conn.execute(_SENT_TO, {"this": chat_id, "next_send_at": now + pace})
    if settled and state is DeliveryState.FAILED:  # what it was to bring has to be told in another way
        brought = update(additions).where(additions.c.delivery_id == delivery_id)
        await conn.execute(brought.values(delivery_id=None))
    return settled


_THIS = bindparam("this", type_=BigInteger())
_DETACHED = delete(attachments).where(attachments.c.delivery_id == _THIS)
_SENT_TO = update(chats).where(chats.c.chat_id == _THIS)


@cache
def _settled(*, is_last: bool) -> Update:
    """The columns that it is given are set. `is_last`: also of what was in doubt."""
    taken = in_state(DeliveryState.SENDING)
    still_open = or_(taken, in_state(DeliveryState.UNCERTAIN)) if is_last else taken
    return update(deliveries).where(deliveries.c.id == _THIS, still_open).returning(deliveries.c.chat_id)


async def hold(conn: AsyncConnection, until: Mapping[Waiting, datetime]) -> None:
    """Has alerts wait for what else comes, each until then."""
    rows = [{"chat": chat_id, "alert": alert_id, "at": at} for (chat_id, alert_id), at in sorted(until.items())]
    await execute_many(conn, _HELD, rows)


async def hurry(conn: AsyncConnection, waiting: Collection[Waiting], now: datetime) -> None:
    """Has alerts that wait for what else comes wait no longer."""
    rows = [{"chat": chat_id, "alert": alert_id, "at": now} for chat_id, alert_id in sorted(waiting)]
    await execute_many(conn, _HURRIED, rows)


_AT = bindparam("at", type_=deliveries.c.due_at.type)
# What nobody tried to send yet; what was tried waits for a reason of its own
_HELD = (
    update(deliveries)
    .where(deliveries.c.chat_id == bindparam("chat"), deliveries.c.kind == DeliveryKind.ALERT)
    .where(deliveries.c.subject == bindparam("alert"), in_state(DeliveryState.PENDING), deliveries.c.attempts == 0)
    .values(due_at=_AT)
)
_HURRIED = _HELD.where(deliveries.c.due_at > _AT)


# --- asking -----------------------------------------------------------------------------------------------------------


async def orphaned(conn: AsyncConnection, before: datetime) -> list[Delivery]:
    """Taken by then and never settled. The caller passes its own start, or `now - LEASE`, and marks them."""
    return await _oldest_first(conn, _LOST, {"before": before})


_LOST = select(deliveries).where(
    in_state(DeliveryState.SENDING), deliveries.c.taken_at <= bindparam("before", type_=deliveries.c.taken_at.type)
)


async def uncertain(conn: AsyncConnection, chat_id: int | None = None) -> list[Delivery]:
    """What may or may not have arrived, of one chat or of all, oldest first."""
    doubtful = select(deliveries).where(in_state(DeliveryState.UNCERTAIN))
    if chat_id is not None:
        doubtful = doubtful.where(deliveries.c.chat_id == chat_id)
    return await _oldest_first(conn, doubtful)


async def _oldest_first(
    conn: AsyncConnection, few: Select[Any], given: Mapping[str, object] | None = None
) -> list[Delivery]:
    """Sorted here: asked for in order, SQLite would walk the whole table by id and not the few by their index."""
    return sorted((delivery_of(row) for row in await conn.execute(few, given)), key=lambda delivery: delivery.id)


async def get(conn: AsyncConnection, delivery_id: int) -> Delivery | None:
    row = (await conn.execute(select(deliveries).where(deliveries.c.id == delivery_id))).one_or_none()
    return None if row is None else delivery_of(row, (await _contents(conn, [row.id])).get(row.id))


async def summary(conn: AsyncConnection, chat_id: int | None = None) -> dict[DeliveryState, int]:
    """How many deliveries are in each state, of one chat or of all; a state that none is in is left out."""
    counted = select(deliveries.c.state, func.count().label("number")).group_by(deliveries.c.state)
    if chat_id is not None:
        counted = counted.where(deliveries.c.chat_id == chat_id)
    return {row.state: row.number for row in await conn.execute(counted)}


async def failures(conn: AsyncConnection) -> dict[str, int]:
    """How many deliveries failed, by what Telegram said; the most first."""
    number = func.count().label("number")
    counted = select(deliveries.c.error, number).where(in_state(DeliveryState.FAILED)).group_by(deliveries.c.error)
    return {row.error or "": row.number for row in await conn.execute(counted.order_by(number.desc()))}


async def next_due(conn: AsyncConnection, *, only: int | None = None) -> datetime | None:
    """When the next delivery is due, or was: pacing may hold it back. Without resting chats. `only`: one chat's."""
    soonest = (
        select(func.min(MINE.c.due_at))
        .join(chats, chats.c.chat_id == MINE.c.chat_id)
        .where(in_state(DeliveryState.PENDING, MINE), chats.c.resting.is_(None), *_among(only), ~earlier_part_open())
    )
    moment: datetime | None = await conn.scalar(soonest)
    return moment

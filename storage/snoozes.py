"""What a chat wants to hear nothing of for a while: its snoozes, until when, and which have run out."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import parkings
from storage.model import Kind
from storage.rows import AnyRow, because_of
from storage.statements import insert_into, pages
from storage.tables import alert_events, alerts, chats, events, snoozes
from storage.telling import Reason, Snooze
from storage.watching import Work

Target = tuple[Kind, str]


async def put(
    conn: AsyncConnection, chat_id: int, kind: Kind, target: str, until: datetime | None, now: datetime
) -> None:
    """Snoozes a target from `now` on; one that is snoozed already is so until then. `until` None: for good."""
    row = {"chat_id": chat_id, "kind": kind, "target": target, "since": now, "until": until}
    statement = insert_into(conn, snoozes).values(row)
    await conn.execute(
        statement.on_conflict_do_update(index_elements=["chat_id", "kind", "target"], set_={"until": until})
    )


async def end(conn: AsyncConnection, chat_id: int, kind: Kind, target: str) -> bool:
    """False if it was not snoozed."""
    this = (snoozes.c.chat_id == chat_id, snoozes.c.kind == kind, snoozes.c.target == target)
    return (await conn.execute(delete(snoozes).where(*this))).rowcount == 1


async def of_chat(conn: AsyncConnection, chat_id: int) -> list[Snooze]:
    """In the order in which they were made."""
    mine = select(snoozes).where(snoozes.c.chat_id == chat_id).order_by(snoozes.c.id)
    return [_snooze_of(row) for row in await conn.execute(mine)]


async def among(
    conn: AsyncConnection, chat_ids: Iterable[int], targets: Iterable[Target], now: datetime
) -> dict[int, frozenset[Target]]:
    """Which of these targets each of these chats has snoozed at `now`; a chat that has none is left out."""
    wanted = set(targets)
    found: dict[int, set[Target]] = {}
    for page in pages(set(chat_ids)):
        for row in await conn.execute(_LASTING, {"chats": page, "now": now}):
            if (row.kind, row.target) in wanted:
                found.setdefault(row.chat_id, set()).add((row.kind, row.target))
    return {chat_id: frozenset(snoozed) for chat_id, snoozed in found.items()}


_LASTING = select(snoozes).where(
    snoozes.c.chat_id.in_(bindparam("chats", expanding=True)),
    or_(snoozes.c.until.is_(None), snoozes.c.until > bindparam("now")),
)


async def due(conn: AsyncConnection, now: datetime, limit: int) -> list[Snooze]:
    """The snoozes that have run out, the longest ago first. Those of resting chats wait until their chat is awake."""
    over = select(snoozes).join(chats, chats.c.chat_id == snoozes.c.chat_id)
    fit = (chats.c.resting.is_(None), parkings.left_out(Work.SNOOZE, snoozes.c.id))
    over = over.where(snoozes.c.until <= now, *fit)
    return [_snooze_of(row) for row in await conn.execute(over.order_by(snoozes.c.until, snoozes.c.id).limit(limit))]


async def held_back(conn: AsyncConnection, snooze: Snooze) -> int:
    """How many alerts about the target, or through following it, the chat was not told of while it was snoozed."""
    about = (events.c.target_kind == snooze.kind, events.c.target == snooze.target, events.c.certain)
    silent = (
        alerts.c.chat_id == snooze.chat_id,
        alerts.c.created_at >= snooze.since,
        alerts.c.reason == Reason.MUTED,
    )
    joined = alerts.join(alert_events, alert_events.c.alert_id == alerts.c.id)
    joined = joined.join(events, events.c.id == alert_events.c.event_id)
    held = set(await conn.scalars(select(alerts.c.id).select_from(joined).where(*silent, *about)))
    for row in await conn.execute(select(alerts.c.id, alerts.c.because).where(*silent)):
        if any((one.kind, one.target) == (snooze.kind, snooze.target) for one in because_of(row.because or ())):
            held.add(row.id)
    return len(held)


async def forget(conn: AsyncConnection, over: Sequence[Snooze]) -> list[Snooze]:
    """Removes these, and returns them as they are by now: their groups may have moved. Those that somebody ended or
    prolonged meanwhile are not among the answer."""
    gone: list[Snooze] = []
    for snooze in over:
        this = delete(snoozes).where(snoozes.c.id == snooze.id, snoozes.c.until == snooze.until)
        gone += [_snooze_of(row) for row in await conn.execute(this.returning(snoozes))]
    return gone


def _snooze_of(row: AnyRow) -> Snooze:
    return Snooze(row.id, row.chat_id, row.kind, row.target, row.since, row.until)

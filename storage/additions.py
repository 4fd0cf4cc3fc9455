"""Alerts that stand in another one's message, and the deliveries that bring them there.

`delivery_id` is the truth: null, and the alert waits to be shown. Who may be added is decided elsewhere, and so is what
the message says. A row of an alert in its own message: more is known of it than that said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import alerts, deliveries, parkings, threads
from storage.messages import Delivery, DeliveryKind, DeliveryState, Message
from storage.model import Revision
from storage.rows import delivery_of, message_json
from storage.statements import insert_new, insert_page, pages
from storage.tables import additions, alert_events, in_state
from storage.tables import alerts as alerts_table
from storage.tables import deliveries as deliveries_table
from storage.telling import Alert, Reason
from storage.watching import Work

EDIT_PACE = timedelta(seconds=5)
"""Between two versions of one message: what comes meanwhile is shown by the next."""

_CARRIER = deliveries_table.alias("carrier")


@dataclass(frozen=True, slots=True)
class Added:
    """An alert in another one's message. `why`: for what it would be told, or not told, by itself."""

    alert: Alert
    revision: Revision
    why: Reason
    delivery_id: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A message as it should be: the alert that opened it, and all that was added, oldest first.

    `first`: what brings it (None: nothing does). `closed`: it can't be changed any more. `carriers`: the deliveries of
    the message and its changes, with their states. `own`: the delivery that brings what has become known of the lead
    itself, None while it waits; empty: nothing has.
    """

    lead: Alert
    revision: Revision
    added: tuple[Added, ...]
    first: Delivery | None
    closed: bool
    carriers: tuple[tuple[int, DeliveryState], ...] = ()
    own: tuple[int | None, ...] = ()

    @property
    def waiting(self) -> tuple[Added, ...]:
        return tuple(one for one in self.added if one.delivery_id is None)


async def put(conn: AsyncConnection, added: Mapping[int, tuple[int, Reason]]) -> None:
    """By the id of the alert: the alert in whose message it stands, and why it would have been told by itself."""
    ordered = sorted(added.items())
    columns: dict[str, list[Any]] = {
        "alert_id": [id_ for id_, _ in ordered],
        "lead_id": [lead for _, (lead, _) in ordered],
        "why": [why for _, (_, why) in ordered],
    }
    await insert_page(conn, insert_new(conn, additions), columns)


async def show_again(conn: AsyncConnection, alert_ids: Sequence[int]) -> None:
    """The messages in which these alerts stand are to be shown anew: more is known of what they are about.

    What stood there stays told: where its message can't be changed any more, it is not told once more.
    """
    for page in pages(alert_ids):
        added = select(additions.c.alert_id, additions.c.lead_id).where(additions.c.alert_id.in_(page))
        lead_of = {row.alert_id: row.lead_id for row in await conn.execute(added)}
        leads = sorted({lead_of.get(id_, id_) for id_ in page})
        known = (additions.c.alert_id.in_(leads), additions.c.alert_id == additions.c.lead_id)
        await conn.execute(update(additions).where(*known).values(delivery_id=None))
        await put(conn, {lead: (lead, Reason.UPDATED) for lead in leads})


# --- what waits -------------------------------------------------------------------------------------------------------


async def waiting(conn: AsyncConnection, limit: int) -> list[int]:
    """The leads to whose messages something has to be added, the oldest first.

    Not those whose message is just being sent or edited: what becomes of it decides where the rest goes.
    """
    return list(await conn.scalars(_waiting(limit)))


@cache
def _waiting(limit: int) -> Select[Any]:
    under_way = exists().where(
        _CARRIER.c.chat_id == alerts_table.c.chat_id,
        _CARRIER.c.subject == alerts_table.c.id,
        _CARRIER.c.kind.in_([DeliveryKind.ALERT, DeliveryKind.UPDATE]),
        in_state(DeliveryState.SENDING, _CARRIER),
    )
    leads = (
        select(additions.c.lead_id)
        .join(alerts_table, alerts_table.c.id == additions.c.lead_id)
        .where(additions.c.delivery_id.is_(None), ~under_way, parkings.left_out(Work.UPDATE, additions.c.lead_id))
        .distinct()
        .order_by(additions.c.lead_id)
    )
    return leads.limit(limit)


async def story(conn: AsyncConnection, lead_id: int) -> Story | None:
    """None: the chat was forgotten."""
    lead = await alerts.get(conn, lead_id)
    if lead is None:
        return None
    rows = (await conn.execute(select(additions).where(additions.c.lead_id == lead_id))).all()
    found = {alert.id: (alert, about) for alert, about in await alerts.of_ids(conn, [row.alert_id for row in rows])}
    own = tuple(row.delivery_id for row in rows if row.alert_id == lead_id)
    others = [row for row in rows if row.alert_id in found and row.alert_id != lead_id]
    added = [Added(*found[row.alert_id], row.why, row.delivery_id) for row in others]
    added.sort(key=lambda one: (one.alert.created_at, one.alert.id))
    carriers = await _carriers(conn, lead[0])
    first = next((one for one in carriers if one.kind is DeliveryKind.ALERT), None)
    lost = first is None or first.state in {DeliveryState.UNCERTAIN, DeliveryState.FAILED}
    refused = any(one.state is DeliveryState.FAILED for one in carriers)
    left = first is not None and first.state is DeliveryState.SENT and first.message_id is None  # its group has moved
    states = tuple((one.id, one.state) for one in carriers)
    return Story(*lead, tuple(added), first, lost or refused or left, states, own)


async def _carriers(conn: AsyncConnection, lead: Alert) -> list[Delivery]:
    """What brought a message and every change of it, the latest last."""
    of_lead = (deliveries_table.c.chat_id == lead.chat_id, deliveries_table.c.subject == lead.id)
    kinds = deliveries_table.c.kind.in_([DeliveryKind.ALERT, DeliveryKind.UPDATE])
    rows = await conn.execute(select(deliveries_table).where(*of_lead, kinds).order_by(deliveries_table.c.id))
    return [delivery_of(row) for row in rows]


# --- showing it -------------------------------------------------------------------------------------------------------


async def show(conn: AsyncConnection, story: Story, message: Message, now: datetime) -> bool:
    """Puts the message with all that was added on its way: in place of the one that waits to be sent, else as an edit.

    False if something else became of the story since it was read: it is to be read, and rendered, again.
    """
    if not await _unchanged(conn, story) or story.first is None:
        return False
    first = story.first
    if first.state is DeliveryState.PENDING:
        unsent = (deliveries_table.c.id == first.id, in_state(DeliveryState.PENDING))
        taken = update(deliveries_table).where(*unsent).values(message=message_json(message))
        if (await conn.execute(taken)).rowcount != 1:
            return False
        await _bring(conn, story, first.id)
        return True
    if first.message_id is None:
        return False
    await _bring(conn, story, await _edit(conn, story, first, message, now))
    return True


async def _edit(conn: AsyncConnection, story: Story, first: Delivery, message: Message, now: datetime) -> int:
    """An edit in place of those that still wait: of several only the newest is of use."""
    updates = (
        deliveries_table.c.chat_id == first.chat_id,
        deliveries_table.c.kind == DeliveryKind.UPDATE,
        deliveries_table.c.subject == first.subject,
    )
    replaced = delete(deliveries_table).where(*updates, in_state(DeliveryState.PENDING))
    waits = [row.due_at for row in await conn.execute(replaced.returning(deliveries_table.c.due_at))]
    newest = select(func.max(deliveries_table.c.taken_at), func.max(deliveries_table.c.part)).where(
        deliveries_table.c.chat_id == first.chat_id,
        deliveries_table.c.kind.in_([DeliveryKind.ALERT, DeliveryKind.UPDATE]),
        deliveries_table.c.subject == first.subject,
    )
    changed_at, part = (await conn.execute(newest)).one()
    due_at = max([now, *waits, *([changed_at + EDIT_PACE] if changed_at else [])])  # a flood wait is kept
    await deliveries.enqueue(conn, DeliveryKind.UPDATE, [(first.chat_id, first.subject, part + 1, message)], now)
    pending = select(deliveries_table.c.id).where(*updates, in_state(DeliveryState.PENDING))
    (delivery_id,) = await conn.scalars(pending)
    values = {"due_at": due_at, "message_id": first.message_id}
    await conn.execute(update(deliveries_table).where(deliveries_table.c.id == delivery_id).values(values))
    return int(delivery_id)


async def _bring(conn: AsyncConnection, story: Story, delivery_id: int) -> None:
    """What waited, and what a deleted edit was to bring, comes with this one."""
    these = (additions.c.lead_id == story.lead.id, additions.c.delivery_id.is_(None))
    await conn.execute(update(additions).where(*these).values(delivery_id=delivery_id))


async def _unchanged(conn: AsyncConnection, story: Story) -> bool:
    """Whether the story still is what was read, for as long as the transaction lasts."""
    lead = select(alerts_table.c.id).where(alerts_table.c.id == story.lead.id).with_for_update()
    if await conn.scalar(lead) is None:
        return False
    now_there = select(additions.c.alert_id, additions.c.delivery_id).where(additions.c.lead_id == story.lead.id)
    there = {row.alert_id: row.delivery_id for row in await conn.execute(now_there)}
    as_read = {one.alert.id: one.delivery_id for one in story.added}
    as_read.update((story.lead.id, brings) for brings in story.own)
    if there != as_read or await _about(conn, there.keys() | {story.lead.id}) != _as_read(story):
        return False
    carriers = await _carriers(conn, story.lead)
    states = [(one.id, one.state) for one in carriers]
    return states == list(story.carriers) and all(state is not DeliveryState.SENDING for _, state in states)


async def _about(conn: AsyncConnection, alert_ids: Iterable[int]) -> set[tuple[int, int]]:
    """What each of these alerts is about: an editor may have confirmed more of it."""
    found = set[tuple[int, int]]()
    for page in pages(alert_ids):
        rows = await conn.execute(select(alert_events).where(alert_events.c.alert_id.in_(page)))
        found |= {(row.alert_id, row.event_id) for row in rows}
    return found


def _as_read(story: Story) -> set[tuple[int, int]]:
    read = (story.lead, *(one.alert for one in story.added))
    return {(alert.id, event.id) for alert in read for event in (*alert.events, *alert.unsure)}


# --- where it can't be shown any more ---------------------------------------------------------------------------------


async def hand_over(conn: AsyncConnection, story: Story, into: Added, message: Message, now: datetime) -> bool:
    """What was to be added to a message that can't be changed is told in one of its own, led by `into`.

    False as for `show`.
    """
    if not await _unchanged(conn, story):
        return False
    lead, chat_id = into.alert.id, into.alert.chat_id
    await conn.execute(update(alerts_table).where(alerts_table.c.id == lead).values(reason=into.why))
    await conn.execute(delete(additions).where(additions.c.alert_id.in_([lead, story.lead.id])))
    await deliveries.enqueue(conn, DeliveryKind.ALERT, [(chat_id, lead, 0, message)], now)
    kind = deliveries_table.c.kind == DeliveryKind.ALERT
    own = (deliveries_table.c.chat_id == chat_id, deliveries_table.c.subject == lead, kind)
    decided_at = min(now, into.alert.created_at)  # what comes late is weighed once more against the chat's silences
    await conn.execute(update(deliveries_table).where(*own).values(created_at=decided_at))
    brought = select(deliveries_table.c.id).where(*own).scalar_subquery()
    these = (additions.c.lead_id == story.lead.id, additions.c.delivery_id.is_(None))
    await conn.execute(update(additions).where(*these).values(lead_id=lead, delivery_id=brought))
    await threads.follow(conn, story.lead.id, lead)
    return True


async def drop(conn: AsyncConnection, story: Story) -> bool:
    """Lets go of what waits to be added to a message that can't be changed: nobody would be told of it by itself."""
    if not await _unchanged(conn, story):
        return False
    these = (additions.c.lead_id == story.lead.id, additions.c.delivery_id.is_(None))
    await conn.execute(delete(additions).where(*these))
    return True


# --- where it is not told after all -----------------------------------------------------------------------------------


async def withdraw(conn: AsyncConnection, delivery: Delivery, as_held: Sequence[Alert]) -> None:
    """A message that was taken is not sent: its alert, and those that stand in it, are kept as they are given, and its
    chat was not told of them."""
    await conn.execute(delete(additions).where(additions.c.lead_id == delivery.subject))
    await conn.execute(delete(deliveries_table).where(deliveries_table.c.id == delivery.id))
    await alerts.hold_back(conn, as_held)

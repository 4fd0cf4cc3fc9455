"""Takes what is due to be sent, but for alerts that come late, after others or after a failed attempt, and that their
chats have come to want in silence, or not at all, meanwhile: those go where such alerts go, as if decided now. A status
or the end of a snooze that comes so late is told, and does not ring in quiet hours.

What silences an alert is `bot.alerts.deciding`'s answer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.alerts.deciding import Heard, Modes, silenced
from bot.alerts.quiet import quiet_among
from storage import additions, chats, deliveries, quiet, snoozes, subscriptions
from storage.additions import Story
from storage.database import Connection
from storage.messages import Delivery, DeliveryKind
from storage.model import Kind
from storage.telling import Alert, Chat

log = structlog.get_logger()

LATE = timedelta(minutes=1)
"""What is sent sooner after it was decided is sent as it was decided."""

_SOFTENED = frozenset({DeliveryKind.STATUS, DeliveryKind.SNOOZE})
"""These are told all the same in quiet hours, and wake nobody."""


async def take(conn: Connection, now: datetime, limit: int, *, only: int | None = None) -> tuple[list[Delivery], bool]:
    """What is to be sent, as `storage.deliveries.take` hands it out; and whether more may be due."""
    taken = await deliveries.take(conn, now, limit, only=only)
    late = [one for one in taken if one.kind in (DeliveryKind.ALERT, *_SOFTENED) and now - one.created_at >= LATE]
    if not late:
        return taken, len(taken) == limit
    there = {one.chat_id: chat for one in late if (chat := await chats.get(conn, one.chat_id)) is not None}
    at_night = quiet_among(
        await quiet.of_chats(conn, there), {chat_id: chat.time_zone for chat_id, chat in there.items()}, now
    )
    withheld = await _withheld(conn, [one for one in late if one.kind is DeliveryKind.ALERT], there, at_night, now)
    soft = {one.id for one in late if one.kind in _SOFTENED and one.chat_id in at_night}
    left = [_softened(one) if one.id in soft else one for one in taken if one.id not in withheld]
    return left, len(taken) == limit


def _softened(delivery: Delivery) -> Delivery:
    return replace(delivery, message=replace(delivery.message, silent=True))


async def _withheld(
    conn: Connection, late: Sequence[Delivery], there: Mapping[int, Chat], at_night: Collection[int], now: datetime
) -> set[int]:
    found = set[int]()
    for one in late:
        story = await additions.story(conn, one.subject) if one.chat_id in there else None
        if story is None:
            continue
        heard = Heard(snoozed=await _snoozed(conn, story, now), quiet=one.chat_id in at_night)
        followed = await subscriptions.of_chat(conn, one.chat_id)
        modes = {(this.id, this.kind, this.target): this.filters.mode for this in followed}
        if held := _silenced(story, there[one.chat_id], heard, modes, now):
            await additions.withdraw(conn, one, held)
            found.add(one.id)
            log.info("alert held back", alert=story.lead.id, chat=one.chat_id, why=held[0].reason.value)
    return found


async def _snoozed(conn: Connection, story: Story, now: datetime) -> frozenset[tuple[Kind, str]]:
    """What its chat has snoozed by now of all that a message is about, and is there for."""
    told = [story.lead, *(one.alert for one in story.added)]
    about = {(event.target_kind, event.target) for alert in told for event in alert.events}
    about |= {(one.kind, one.target) for alert in told for one in alert.because}
    chat_id = story.lead.chat_id
    return (await snoozes.among(conn, [chat_id], about, now)).get(chat_id, frozenset())


def _silenced(story: Story, chat: Chat, heard: Heard, modes: Modes, now: datetime) -> list[Alert]:
    """All that a message tells, its lead first, where nothing of it would be told by now; else none."""
    told = [story.lead, *(replace(one.alert, reason=one.why) for one in story.added)]
    by_now = [silenced(one, chat, heard, modes, now) if one.reason.tells else one for one in told]
    return [] if any(one.reason.tells for one in by_now) else by_now

"""Suggested claim links that wait for an editor, and what an editor's word does to them.

A confirmed link counts from then on: its event is noted anew as certain and its revision goes to the alert stage again.
Chats that were told of the post before hear nothing twice: the message that told them is shown anew, with what is known
by now. A rejected one stays as it was and is not asked again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import additions as adding
from storage import alerts as alerting
from storage import audit, feedback, history
from storage import events as noted
from storage.model import Cause, Kind, Link, Revision
from storage.people import AuditEntry, Deed
from storage.revising import IS_NEWEST, whole
from storage.rows import link_of, revision_of
from storage.said import Feedback, Judgement
from storage.statements import pages
from storage.tables import SUGGESTED, Stage, additions, alert_events, alerts, events, posts, revisions
from storage.tables import feedback as feedback_table
from storage.tables import links as links_table
from storage.telling import Event, Reason
from storage.wakeups import announce


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A link that waits for an editor. `id` is the link's."""

    id: int
    revision: Revision
    link: Link


async def waiting(
    conn: AsyncConnection, among: Collection[str] | None = None, *, before: int | None = None
) -> Suggestion | None:
    """The newest suggestion that nobody decided about, older than the link `before`; None if there is none. `among`:
    of these claims only."""
    newest = _among(_waiting(links_table.c.id), among).order_by(links_table.c.id.desc()).limit(1)
    if before is not None:
        newest = newest.where(links_table.c.id < before)
    link_id: int | None = await conn.scalar(newest)
    return None if link_id is None else await get(conn, link_id)


async def count(conn: AsyncConnection, among: Collection[str] | None = None) -> int:
    """How many suggestions wait, of these claims or of all."""
    return int(await conn.scalar(_among(_waiting(func.count()), among)) or 0)


def _among(found: Select[Any], claims: Collection[str] | None) -> Select[Any]:
    return found if claims is None else found.where(links_table.c.target.in_(sorted(claims)))


async def get(conn: AsyncConnection, link_id: int) -> Suggestion | None:
    """A suggestion by its link; None if it is gone, or somebody decided about it."""
    row = (await conn.execute(_waiting(*links_table.c).where(links_table.c.id == link_id))).one_or_none()
    if row is None:
        return None
    found = (await conn.execute(whole().where(revisions.c.id == row.revision_id))).one()
    return Suggestion(link_id, revision_of(found), link_of(row))


async def reject(conn: AsyncConnection, suggestion: Suggestion, chat_id: int, now: datetime) -> bool:
    """It is no link: kept as an example. False if it is gone, or somebody decided about it meanwhile."""
    if not await _still_waits(conn, suggestion):
        return False
    claim = suggestion.link.target
    await feedback.judge(conn, _judged(suggestion, claim, Judgement.WRONG, chat_id, now))
    await audit.add(conn, _noted(suggestion, claim, Deed.LINK_REJECTED, chat_id, now))
    return True


async def confirm(conn: AsyncConnection, suggestion: Suggestion, event: Event, chat_id: int, now: datetime) -> bool:
    """The link counts, as `event` says and for its claim, and its revision goes to the alert stage; False as for
    `reject`. What is history stays it (`storage.history`): nobody is told. Nor of what the post was about for certain
    before it changed.
    """
    if not await _still_waits(conn, suggestion):
        return False
    counts = {"certain": True, "target": event.target}
    await conn.execute(update(links_table).where(links_table.c.id == suggestion.id).values(counts))
    await feedback.judge(conn, _judged(suggestion, event.target, Judgement.RIGHT, chat_id, now))
    await audit.add(conn, _noted(suggestion, event.target, Deed.LINK_CONFIRMED, chat_id, now))
    is_history = await history.has(conn, suggestion.revision.id, (Kind.CLAIM, suggestion.link.target))
    told = await _forget_event(conn, suggestion)
    if is_history:
        await history.note(conn, [event])
        return True
    if not await _said_before(conn, suggestion):
        await noted.add(conn, [event])
        await _tell_more(conn, told, event)
    again = update(revisions).where(revisions.c.id == suggestion.revision.id, revisions.c.stage.is_(None))
    await conn.execute(again.values(stage=Stage.ALERTS))
    announce(conn, "alert")
    return True


async def _said_before(conn: AsyncConnection, suggestion: Suggestion) -> bool:
    """Whether the post was about it for certain in an earlier revision; its followers heard of it then."""
    revision = suggestion.revision
    targets = (await noted.noted(conn, [revision])).get((revision.post.channel_id, revision.post.post_id), {})
    first = targets.get((Kind.CLAIM, suggestion.link.target))
    return first is not None and first < revision.number


async def _still_waits(conn: AsyncConnection, suggestion: Suggestion) -> bool:
    """Until the transaction ends no other editor decides about it, and no stage about its post."""
    await conn.execute(_HELD, {"revision": suggestion.revision.id})
    return await get(conn, suggestion.id) is not None


_HELD = select(revisions.c.id).where(revisions.c.id == bindparam("revision")).with_for_update()


async def _forget_event(conn: AsyncConnection, suggestion: Suggestion) -> list[int]:
    """The unsure event, and the alerts that told nobody of it, but that it waits: they are decided anew. Returns those
    that told of the post for something else.
    """
    unsure = select(events.c.id).where(
        events.c.revision_id == suggestion.revision.id,
        events.c.target_kind == Kind.CLAIM,
        events.c.target == suggestion.link.target,
        ~events.c.certain,
    )
    about_it = exists().where(alert_events.c.alert_id == alerts.c.id, alert_events.c.event_id.in_(unsure))
    told = exists().where(additions.c.alert_id == alerts.c.id)  # in another message
    silent = and_(alerts.c.reason.in_([reason for reason in Reason if not reason.tells]), about_it, ~told)
    of_revision = select(alerts.c.id).where(alerts.c.revision_id == suggestion.revision.id)
    held = list(await conn.scalars(of_revision.where(or_(alerts.c.reason == Reason.SUGGESTED, silent))))
    telling = list(await conn.scalars(of_revision.where(about_it, alerts.c.id.not_in(held)).order_by(alerts.c.id)))
    await conn.execute(delete(alert_events).where(alert_events.c.event_id.in_(unsure)))
    for page in pages(held):
        await conn.execute(delete(alert_events).where(alert_events.c.alert_id.in_(page)))
        await conn.execute(delete(alerts).where(alerts.c.id.in_(page)))
    await conn.execute(delete(events).where(events.c.id.in_(unsure)))
    return telling


async def _tell_more(conn: AsyncConnection, alert_ids: Sequence[int], event: Event) -> None:
    """The messages that told of the post before say this too."""
    about = (events.c.revision_id == event.revision_id, events.c.target_kind == event.target_kind)
    newest = select(func.max(events.c.id)).where(*about, events.c.target == event.target)
    await alerting.add_event(conn, alert_ids, await conn.scalar(newest) or 0, event.at)
    await adding.show_again(conn, alert_ids)


def _judged(suggestion: Suggestion, claim: str, judgement: Judgement, chat_id: int, now: datetime) -> Feedback:
    return Feedback(suggestion.revision.id, Kind.CLAIM, claim, judgement, now, chat_id, editor=True)


def _noted(suggestion: Suggestion, claim: str, deed: Deed, chat_id: int, now: datetime) -> AuditEntry:
    return AuditEntry(deed, str(chat_id), claim, now, f"revision {suggestion.revision.id}")


def _waiting(*columns: ColumnElement[Any]) -> Select[Any]:
    """Of a post that was edited, what its newest revision says; of one that is gone, nothing."""
    decided = exists().where(
        feedback_table.c.revision_id == links_table.c.revision_id,
        feedback_table.c.kind == Kind.CLAIM,
        feedback_table.c.target == links_table.c.target,
        feedback_table.c.editor,
    )
    # An event that an editor adds before those of its revision are noted would be noted again.
    arrived = or_(revisions.c.stage.is_(None), revisions.c.stage != Stage.EVENTS)
    read = revisions.c.id == links_table.c.revision_id
    found = select(*columns).select_from(links_table).join(revisions, read).join(posts, IS_NEWEST)
    return found.where(SUGGESTED, ~decided, arrived, revisions.c.cause != Cause.DELETED)

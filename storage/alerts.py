"""What each chat should hear of, with the reason, and what it was told before. Who is told gets decided elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, Insert, Select, and_, bindparam, case, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import chats, deliveries
from storage.messages import DeliveryKind, Message
from storage.model import Kind, Revision
from storage.revising import whole
from storage.rows import AnyRow, because_json, because_of, event_of, revision_of
from storage.statements import insert_for, insert_new, insert_page, pages
from storage.tables import alert_events, events, revisions, subscriptions
from storage.tables import alerts as alerts_table
from storage.tables import told as told_table
from storage.telling import Alert, Event, Mode, Reason, Told, by_certainty

Key = tuple[int, int]
"""Chat id and revision id: a chat has one alert about a revision."""

_ASKED = revisions.alias("asked")

_OF_EVENTS = insert(alert_events)

_TELLING = [reason for reason in Reason if reason.tells]


async def save(
    conn: AsyncConnection, alerts: Sequence[Alert], messages: Mapping[Key, Message], now: datetime
) -> dict[Key, int]:
    """Stores alerts, and puts those with a message on their way; the ids of those that are new.

    An alert that is stored already changes nothing, one for a chat that was forgotten meanwhile is dropped. One that
    was decided before a digest and comes behind it is dated at that one's end: the next tells it. The events of an
    alert are stored ones.
    """
    there = await chats.present(conn, (alert.chat_id for alert in alerts))
    alerts = [_dated(alert, there[alert.chat_id]) for alert in alerts if alert.chat_id in there]
    ids = await _store(conn, alerts)
    fresh = {(alert.chat_id, alert.revision_id): alert for alert in alerts if _key(alert) in ids}
    pairs = [(ids[key], event.id) for key, alert in fresh.items() for event in (*alert.events, *alert.unsure)]
    await insert_page(conn, _OF_EVENTS, {"alert_id": [one for one, _ in pairs], "event_id": [one for _, one in pairs]})
    await _remember(conn, [alert for alert in fresh.values() if alert.reason.tells])
    outgoing = [(key[0], ids[key], 0, messages[key]) for key in fresh if key in messages]
    await deliveries.enqueue(conn, DeliveryKind.ALERT, outgoing, now)
    return ids


async def add_event(conn: AsyncConnection, alert_ids: Sequence[int], event_id: int, now: datetime) -> None:
    """These alerts are about this too by now, which was only suggested: the chats that were told of them know it, and
    hear of it in the digest if they want that.
    """
    about = {"alert_id": list(alert_ids), "event_id": [event_id] * len(alert_ids)}
    await insert_page(conn, insert_new(conn, alert_events), about)
    found = [alert for alert, _ in await of_ids(conn, alert_ids)]
    await _remember(conn, [alert for alert in found if alert.reason.tells])
    there = await chats.present(conn, (alert.chat_id for alert in found))
    for alert in (one for one in found if one.chat_id in there):
        confirmed = next(event for event in alert.events if event.id == event_id)
        await _say_why(conn, alert, confirmed, max(now, there[alert.chat_id] or now))


async def _say_why(conn: AsyncConnection, alert: Alert, confirmed: Event, now: datetime) -> None:
    """The subscriptions for which the alert waited for an editor have it told. The next digest tells what the one that
    came meanwhile has left out."""
    target = (confirmed.target_kind, confirmed.target)
    waited = [one for one in alert.because if one.reason is Reason.SUGGESTED]
    ended = [one for one in waited if not alert.unsure or (one.kind, one.target) == target]
    because = [replace(one, reason=Reason.UPDATED) if one in ended else one for one in alert.because]
    values: dict[str, Any] = {"because": because_json(because)}
    theirs = subscriptions.c.id.in_([one.subscription_id for one in ended])
    in_digests = select(exists().where(theirs, subscriptions.c.mode.in_(_IN_DIGESTS)))
    if not alert.for_digest and await conn.scalar(in_digests):
        values |= {"for_digest": True, "created_at": now}
    await conn.execute(update(alerts_table).where(alerts_table.c.id == alert.id).values(**values))


_IN_DIGESTS = (Mode.BOTH, Mode.DIGEST)


def _dated(alert: Alert, told_until: datetime | None) -> Alert:
    return alert if told_until is None else replace(alert, created_at=max(alert.created_at, told_until))


def _key(alert: Alert) -> Key:
    return alert.chat_id, alert.revision_id


async def _store(conn: AsyncConnection, alerts: Sequence[Alert]) -> dict[Key, int]:
    """The ids of those that were not there before."""
    names = ("chat_id", "revision_id", "reason", "created_at", "duplicate_of", "for_digest")
    rows = [
        {name: getattr(alert, name) for name in names} | {"because": because_json(alert.because)} for alert in alerts
    ]
    statement, ids = _new(conn.dialect.name), dict[Key, int]()
    for page in pages(rows):
        ids |= {(row.chat_id, row.revision_id): row.id for row in await conn.execute(statement, page)}
    return ids


@cache
def _new(dialect: str) -> Executable:
    columns = (alerts_table.c.id, alerts_table.c.chat_id, alerts_table.c.revision_id)
    return insert_for(dialect, alerts_table).on_conflict_do_nothing().returning(*columns)


async def _remember(conn: AsyncConnection, alerts: Sequence[Alert]) -> None:
    """When each chat was last told of each target."""
    last = {(one.chat_id, event.target_kind, event.target): one for one in alerts for event in one.events}
    keys = sorted(last)  # in one order: so two writers never deadlock
    columns: dict[str, list[Any]] = {
        "chat_id": [chat_id for chat_id, _, _ in keys],
        "kind": [kind for _, kind, _ in keys],
        "target": [target for _, _, target in keys],
        "revision_id": [last[key].revision_id for key in keys],
        "last_at": [last[key].created_at for key in keys],
    }
    await insert_page(conn, _last_told(conn.dialect.name), columns)


@cache
def _last_told(dialect: str) -> Insert:
    statement = insert_for(dialect, told_table)
    newest = {name: statement.excluded[name] for name in ("revision_id", "last_at")}
    later = statement.excluded.last_at >= told_table.c.last_at
    return statement.on_conflict_do_update(index_elements=["chat_id", "kind", "target"], set_=newest, where=later)


async def hold_back(conn: AsyncConnection, these: Iterable[Alert]) -> None:
    """Stores alerts as they are by now, and forgets that their chats were told of what they are about."""
    held = list(these)
    there = await chats.present(conn, (alert.chat_id for alert in held))
    for alert in (_dated(one, there[one.chat_id]) for one in held if one.chat_id in there):
        values = {"reason": alert.reason, "created_at": alert.created_at, "for_digest": alert.for_digest}
        own = update(alerts_table).where(alerts_table.c.id == alert.id)
        await conn.execute(own.values(because=because_json(alert.because), **values))
        about = (told_table.c.chat_id == alert.chat_id, told_table.c.revision_id == alert.revision_id)
        await conn.execute(delete(told_table).where(*about))


async def told(
    conn: AsyncConnection, chat_ids: Sequence[int], revision_ids: Sequence[int], targets: Sequence[tuple[Kind, str]]
) -> list[Told]:
    """What each of these chats was told of these targets (the last time), and of these revisions.

    A revision counts as told if the chat was told of any revision of the same post; the answer then names the revision
    that was asked about, and each target that the alert was about.
    """
    wanted = set(targets)
    names = {"kinds": sorted({kind for kind, _ in wanted}), "targets": sorted({target for _, target in wanted})}
    answer = []
    for page in pages(chat_ids):
        if wanted:
            rows = await conn.execute(_TOLD, {"chats": page, **names})
            about = (row for row in rows if (row.kind, row.target) in wanted)
            answer += [Told(row.chat_id, row.revision_id, row.kind, row.target, row.last_at) for row in about]
        if revision_ids:
            rows = await conn.execute(_TOLD_OF_POSTS, {"chats": page, "asked": revision_ids})
            answer += [Told(row.chat_id, row.asked_id, row.target_kind, row.target, row.created_at) for row in rows]
    return answer


def _told_of_posts() -> Select[Any]:
    same_post = and_(_ASKED.c.channel_id == revisions.c.channel_id, _ASKED.c.post_id == revisions.c.post_id)
    about = (_ASKED.c.id.label("asked_id"), events.c.target_kind, events.c.target)
    return (
        select(alerts_table.c.chat_id, alerts_table.c.created_at, *about)
        .select_from(_ASKED)
        .join(revisions, same_post)
        .join(alerts_table, alerts_table.c.revision_id == revisions.c.id)
        .join(alert_events, alert_events.c.alert_id == alerts_table.c.id)
        .join(events, events.c.id == alert_events.c.event_id)
        .where(_ASKED.c.id.in_(bindparam("asked", expanding=True)))
        .where(alerts_table.c.chat_id.in_(bindparam("chats", expanding=True)), alerts_table.c.reason.in_(_TELLING))
    )


# Kept, as others of the way to an alert are: making them costs more than asking them.
_TOLD_OF_POSTS = _told_of_posts()
_TOLD = select(told_table).where(
    told_table.c.chat_id.in_(bindparam("chats", expanding=True)),
    told_table.c.kind.in_(bindparam("kinds", expanding=True)),
    told_table.c.target.in_(bindparam("targets", expanding=True)),
)


async def of_chat_since(
    conn: AsyncConnection, chat_id: int, since: datetime, until: datetime
) -> list[tuple[Alert, Revision]]:
    """A chat's alerts of `[since, until)`, told or not, oldest first."""
    made = alerts_table.c.created_at
    span = _whole().where(alerts_table.c.chat_id == chat_id, made >= since, made < until)
    return await _with_events(conn, span.order_by(made, alerts_table.c.id))


async def number_since(conn: AsyncConnection, chat_id: int, since: datetime, until: datetime) -> tuple[int, int]:
    """How many alerts of `[since, until)` a chat has, and how many of them it is told at once."""
    made = alerts_table.c.created_at
    these = (alerts_table.c.chat_id == chat_id, made >= since, made < until)
    telling = func.count(case((alerts_table.c.reason.in_(_TELLING), 1)))
    row = (await conn.execute(select(func.count(), telling).select_from(alerts_table).where(*these))).one()
    return row[0], row[1]


async def last_told(conn: AsyncConnection, chat_id: int, since: datetime, limit: int) -> list[tuple[Alert, Revision]]:
    """The last of what a chat was told from then on, the newest first."""
    made = alerts_table.c.created_at
    these = (alerts_table.c.chat_id == chat_id, made >= since, alerts_table.c.reason.in_(_TELLING))
    return await _with_events(conn, _whole().where(*these).order_by(made.desc(), alerts_table.c.id.desc()).limit(limit))


async def get(conn: AsyncConnection, alert_id: int) -> tuple[Alert, Revision] | None:
    found = await _with_events(conn, _whole().where(alerts_table.c.id == alert_id))
    return found[0] if found else None


async def of_revision(conn: AsyncConnection, chat_id: int, revision_id: int) -> Alert | None:
    """A chat's alert about a revision, told or not."""
    these = (alerts_table.c.chat_id == chat_id, alerts_table.c.revision_id == revision_id)
    found = await _with_events(conn, _whole().where(*these))
    return found[0][0] if found else None


async def of_ids(conn: AsyncConnection, alert_ids: Sequence[int]) -> list[tuple[Alert, Revision]]:
    """These alerts, in no order."""
    return [
        one
        for page in pages(alert_ids)
        for one in await _with_events(conn, _whole().where(alerts_table.c.id.in_(page)))
    ]


def _whole() -> Select[Any]:
    names = ("chat_id", "reason", "created_at", "duplicate_of", "because", "for_digest")
    columns = [alerts_table.c[name] for name in names]
    about = alerts_table.c.revision_id == revisions.c.id
    return whole().add_columns(alerts_table.c.id.label("alert_id"), *columns).join(alerts_table, about)


async def _with_events(conn: AsyncConnection, query: Select[Any]) -> list[tuple[Alert, Revision]]:
    rows = (await conn.execute(query)).all()
    followed: dict[int, tuple[Event, ...]] = {}
    for page in pages(row.alert_id for row in rows):
        of_alerts = select(alert_events.c.alert_id, events).join(events, events.c.id == alert_events.c.event_id)
        for row in await conn.execute(of_alerts.where(alert_events.c.alert_id.in_(page)).order_by(events.c.id)):
            followed[row.alert_id] = (*followed.get(row.alert_id, ()), event_of(row))
    return [(_alert_of(row, followed.get(row.alert_id, ())), revision_of(row)) for row in rows]


def _alert_of(row: AnyRow, followed: tuple[Event, ...]) -> Alert:
    events, unsure = by_certainty(followed)
    what = (row.chat_id, row.id, row.reason, events, row.created_at, row.duplicate_of, row.alert_id)
    return Alert(*what, because_of(row.because or ()), row.for_digest, unsure)

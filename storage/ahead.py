"""What was written by a clock that was ahead, and has been set back since: it is brought back to now, so that nothing
waits for longer than it was to wait, and nothing falls between two spans.

All of it was written before now, whatever it says; what was to wait from then on waits as long from now on. What is
evidence (when posts, revisions and links of the chain were seen) stays as it was written. Finding out that the clock
was set back is the caller's matter, and so is what goes by local clocks: quiet hours, digests, looks.
"""

from datetime import datetime, timedelta

from sqlalchemy import Column, Table, exists, func, literal, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.deliveries import GROUP_PACE
from storage.digests import QUIET
from storage.messages import DeliveryState
from storage.tables import (
    FRESH,
    alerts,
    audit,
    backups,
    changes,
    chats,
    deliveries,
    digest_times,
    digests,
    feedback,
    floods,
    gaps,
    in_state,
    invitations,
    joins,
    media_hashes,
    quiet_hours,
    revisions,
    seen,
    snoozes,
    threads,
    told,
    watched,
)

LONGEST_FLOOD = timedelta(days=1)
"""Telegram asks for no longer waits."""

A_DAY = timedelta(days=1)
"""A digest that came so much too early, or less, was that day's."""

JUST_BEFORE = timedelta(microseconds=1)

_WRITTEN_AT: tuple[tuple[Table, str], ...] = (
    (alerts, "created_at"),  # what no digest has told yet
    (changes, "at"),
    (chats, "created_at"),
    (chats, "told_until"),
    (told, "last_at"),
    (threads, "opened_at"),
    (threads, "last_at"),
    (quiet_hours, "since"),
    (digests, "since"),
    (digests, "until"),
    (watched, "seen_at"),
    (watched, "failing_since"),
    (audit, "at"),  # these are kept for so long, and hold up what came behind them
    (feedback, "at"),
    (seen, "seen_at"),
)
"""Moments that are simply over by now."""


async def is_any(conn: AsyncConnection, now: datetime) -> bool:
    """Whether the clock was ahead when something was written lately: the channels that were read last, the newest
    alert, what is being sent."""
    newest = select(alerts.c.created_at).order_by(alerts.c.id.desc()).limit(1).subquery()
    lately = union_all(
        select(literal(1)).where(watched.c.seen_at > now),
        select(literal(1)).where(watched.c.last_error_at > now),
        select(literal(1)).where(newest.c.created_at > now),
        select(literal(1)).where(deliveries.c.taken_at > now, in_state(DeliveryState.SENDING)),
    )
    return await conn.scalar(select(lately.subquery()).limit(1)) is not None


async def bring_back(conn: AsyncConnection, now: datetime) -> None:
    """All of it, at once; done twice, it changes nothing."""
    await _messages(conn, now)
    await _polls(conn, now)
    await _snoozes(conn, now)
    await _invitations(conn, now)
    await _alerts(conn, now)
    await _give_slots_back(conn, now)
    for table, name in _WRITTEN_AT:
        await conn.execute(update(table).where(table.c[name] > now).values({name: now}))


async def messages_seen_since(conn: AsyncConnection, now: datetime) -> list[tuple[int, int, datetime]]:
    """Channel, message and when it was published, of posts that were seen first by a clock that was ahead: to it they
    may have been too old to be looked at again."""
    asked = select(revisions.c.channel_id, revisions.c.post_id, revisions.c.parts, revisions.c.published_at)
    found = await conn.execute(asked.where(FRESH, revisions.c.seen_at > now))
    return [(row.channel_id, id_, row.published_at) for row in found for id_ in (row.parts or (row.post_id,))]


async def _messages(conn: AsyncConnection, now: datetime) -> None:
    """A chat is sent the next at its pace; what was tried, or held to gather more, waits as long as it was to."""
    too_late = update(chats).where(chats.c.next_send_at > now + GROUP_PACE)
    await conn.execute(too_late.values(next_send_at=now + GROUP_PACE))
    written = func.coalesce(deliveries.c.taken_at, deliveries.c.created_at)
    ahead = select(deliveries.c.id, deliveries.c.due_at, deliveries.c.taken_at, deliveries.c.created_at)
    for row in list(await conn.execute(ahead.where(in_state(DeliveryState.PENDING), written > now))):
        wait = max(row.due_at - (row.taken_at or row.created_at), timedelta(0))
        values = {"due_at": now + wait, "created_at": min(row.created_at, now)}
        values |= {"taken_at": now} if row.taken_at else {}
        await conn.execute(update(deliveries).where(deliveries.c.id == row.id).values(values))
    lost = update(deliveries).where(in_state(DeliveryState.SENDING), deliveries.c.taken_at > now)
    await conn.execute(lost.values(taken_at=now))
    settled = update(deliveries).where(deliveries.c.created_at > now)
    await conn.execute(settled.values(created_at=now - JUST_BEFORE))  # a digest that was ahead as well has told of it


async def _polls(conn: AsyncConnection, now: datetime) -> None:
    """What was to be asked some time after then is asked now; who is flooded is left alone no longer than ever."""
    of_channels = or_(watched.c.seen_at > now, watched.c.last_error_at > now)
    await _due_now(conn, watched.c.next_poll_at, of_channels, now)
    await _due_now(conn, gaps.c.due_at, gaps.c.found_at > now, now)
    await _due_now(conn, media_hashes.c.due_at, media_hashes.c.queued_at > now, now)
    await _due_now(conn, backups.c.due_at, or_(backups.c.made_at > now, backups.c.problem_at > now), now)
    await _due_now(conn, joins.c.again_at, joins.c.asked_at > now, now)
    longest = now + LONGEST_FLOOD
    await conn.execute(update(floods).where(floods.c.until > longest).values(until=longest))


async def _due_now(conn: AsyncConnection, column: Column[datetime], ahead: object, now: datetime) -> None:
    await conn.execute(update(column.table).where(ahead, column > now).values({column.name: now}))  # type: ignore[arg-type]


async def _snoozes(conn: AsyncConnection, now: datetime) -> None:
    """They last as long as they were to."""
    for row in list(await conn.execute(select(snoozes).where(snoozes.c.since > now))):
        until = None if row.until is None else row.until - (row.since - now)
        this = update(snoozes).where(snoozes.c.id == row.id)
        await conn.execute(this.values(since=now, until=until))


async def _invitations(conn: AsyncConnection, now: datetime) -> None:
    """They hold as long as they were to."""
    for row in list(await conn.execute(select(invitations).where(invitations.c.made_at > now))):
        this = update(invitations).where(invitations.c.id == row.id)
        await conn.execute(this.values(made_at=now, expires_at=row.expires_at - (row.made_at - now)))


async def _alerts(conn: AsyncConnection, now: datetime) -> None:
    """What a digest, or without digests a summary of quiet hours, has told lies before its end, as it did."""
    of_chat = (digests.c.chat_id == alerts.c.chat_id, digests.c.schedule != QUIET)
    digested = select(func.max(digests.c.until)).where(*of_chat).scalar_subquery()
    has_digests = exists().where(digest_times.c.chat_id == alerts.c.chat_id)
    summed_up = select(quiet_hours.c.since).where(quiet_hours.c.chat_id == alerts.c.chat_id, ~has_digests)
    for until in (digested, summed_up.scalar_subquery()):
        before = update(alerts).where(alerts.c.created_at > now, alerts.c.created_at < until)
        await conn.execute(before.values(created_at=now - JUST_BEFORE))


async def _give_slots_back(conn: AsyncConnection, now: datetime) -> None:
    """A digest of a day that is still far ahead, and a summary of quiet hours that have yet to end, were told; when the
    day or the end comes, it has its own."""
    early = or_(digests.c.until > now + A_DAY, digests.c.schedule == QUIET)
    for row in list(await conn.execute(select(digests).where(digests.c.until > now, early))):
        name = "slot" if row.schedule == QUIET else "schedule"  # what is not QUIET counts as a digest
        aside = {name: f"{getattr(row, name)}, by a clock that was ahead until {now.isoformat()}"}
        await conn.execute(update(digests).where(digests.c.id == row.id).values(aside))

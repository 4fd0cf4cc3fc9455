"""Silences that end by themselves: a snooze that has run out says so in one line, with how much it held back; what
quiet hours held back comes in one summary, unless a daily digest will tell it.

What a silence keeps quiet is `bot.alerts.deciding`'s matter; here it only ends, in one transaction with what is said.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from bot.alerts.digests import Contents, Entry, Key, key_of
from bot.alerts.quiet import next_end, quiet_among, quiet_until
from bot.chat.naming import channel_titles
from bot.chat.rendering import render_digest
from bot.chat.rendering.snoozing import render_snooze_over
from bot.clock import Clock
from bot.digesting import is_whole
from bot.parking import each_or_park, or_park
from storage import alerts, chats, claims, copies, coverage, deliveries, digests, quiet, snoozes, subscriptions
from storage.database import Connection, Database
from storage.digests import Digest
from storage.faults import reach
from storage.messages import DeliveryKind, Message, in_topic
from storage.model import Kind
from storage.quiet import Kept
from storage.telling import Chat, Reason, Snooze
from storage.watching import Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200


async def end_silences(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    """Ends what has run out; returns how many there were."""
    return await _end_snoozes(db, watchlist, clock) + await _end_quiet(db, watchlist, clock)


async def _end_snoozes(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    now = clock()
    over = {snooze.id: snooze for snooze in await _over(db, now)}
    titles = channel_titles(await db.read(coverage.report)) if over else {}

    async def end(id_: int) -> None:
        await _end_snooze(db, over[id_], watchlist, titles, now)

    return await each_or_park(db, Work.SNOOZE, over, end, clock)


async def _over(db: Database, now: datetime) -> list[Snooze]:
    """Those of chats that are quiet now wait, and hold up no others: so it is asked for more where all of them wait."""
    limit = PAGE
    while True:
        due = await db.read(snoozes.due, now, limit)
        over = await _not_at_night(db, due, now)
        if over or len(due) < limit:
            return over
        limit *= 2


async def _end_snooze(
    db: Database, over: Snooze, watchlist: Watchlist, titles: Mapping[str, str], now: datetime
) -> None:
    async with db.writing() as conn:
        for snooze in await snoozes.forget(conn, [over]):
            chat = await chats.get(conn, snooze.chat_id)
            held = await snoozes.held_back(conn, snooze)
            if chat is not None:
                said = render_snooze_over(chat, snooze, held, titles, watchlist)
                said = replace(said, thread=await _topic_of(conn, snooze))
                await deliveries.add(conn, chat.chat_id, DeliveryKind.SNOOZE, snooze.id, [said], now)
            log.info("snooze over", chat=snooze.chat_id, kind=snooze.kind.value, target=snooze.target, held_back=held)
        reach("snooze, not committed")
    reach("snooze, committed")


async def _topic_of(conn: Connection, snooze: Snooze) -> int | None:
    """The forum topic in which its alerts were told, and are from now on."""
    followed = await subscriptions.of_chat(conn, snooze.chat_id)
    return next((one.thread for one in followed if (one.kind, one.target) == (snooze.kind, snooze.target)), None)


async def _not_at_night(db: Database, over: Sequence[Snooze], now: datetime) -> list[Snooze]:
    """Without those of chats that are quiet now."""
    hours = await db.read(quiet.of_chats, {snooze.chat_id for snooze in over})
    there = [chat for chat_id in hours if (chat := await db.read(chats.get, chat_id)) is not None]
    waiting = quiet_among(hours, {chat.chat_id: chat.time_zone for chat in there}, now)
    return [snooze for snooze in over if snooze.chat_id not in waiting]


async def _end_quiet(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    now = clock()
    ended = await db.read(quiet.due, now, PAGE)
    for chat, kept in ended:
        await or_park(db, Work.QUIET, chat.chat_id, partial(_end_of, db, chat, kept, watchlist, now), clock)
    return len(ended)


async def _end_of(db: Database, chat: Chat, kept: Kept, watchlist: Watchlist, now: datetime) -> None:
    still = quiet_until(kept.hours, chat.time_zone, now)  # the chat has moved to another zone
    ends_at = still or next_end(kept.hours, chat.time_zone, now)
    is_digested = bool(await db.read(digests.times, chat.chat_id))
    if is_digested or still is not None:  # it waits for a digest, or for their end
        await db.write(quiet.move_on, chat.chat_id, kept.ends_at, kept.since, ends_at)
    else:
        settle = partial(quiet.move_on, chat_id=chat.chat_id, was=kept.ends_at, since=now, ends_at=ends_at)
        await tell_held(db, chat, kept, watchlist, now, settle)


async def tell_held(
    db: Database, chat: Chat, kept: Kept, watchlist: Watchlist, now: datetime, settle: Callable[..., Awaitable[bool]]
) -> None:
    """Puts what quiet hours held back on its way, in the transaction in which `settle(conn)` settles them; where that
    answers False, somebody else did.
    """
    span = (kept.since, now)
    while True:
        known = await db.read(alerts.number_since, chat.chat_id, *span)
        held = await summary(db, chat, kept, watchlist, now)
        async with db.writing() as conn:
            if not await is_whole(conn, chat.chat_id, span, known):
                continue  # something was being decided meanwhile: it is told with the rest
            if await settle(conn):
                await chats.tell_until(conn, chat.chat_id, now)
                await _tell(conn, held)
            return


@dataclass(frozen=True, slots=True)
class Summary:
    """What quiet hours held back, rendered."""

    digest: Digest
    parts: tuple[Message, ...]


async def summary(db: Database, chat: Chat, kept: Kept, watchlist: Watchlist, now: datetime) -> Summary | None:
    """What quiet hours held back and no digest has told; None where there is nothing, or a digest will tell it."""
    if await db.read(digests.times, chat.chat_id):
        return None
    told = await db.read(digests.last_until, chat.chat_id)
    since = max(kept.since, told) if told else kept.since
    held = _held(await db.read(alerts.of_chat_since, chat.chat_id, since, now))
    about = {event.target for alert, _ in held for event in alert.events if event.target_kind is Kind.CLAIM}
    origins = await db.read(copies.origins, sorted({revision.id for _, revision in held}))
    contents = Contents(since, now, held, origins=origins, statuses=await db.read(claims.settled, about))
    parts = in_topic(render_digest(chat, contents, watchlist), kept.thread)
    slot = kept.ends_at.isoformat()
    return Summary(Digest(chat.chat_id, digests.QUIET, slot, since, now), parts) if parts else None


def _held(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What was held back, and what became of it since."""
    first: dict[Key, int] = {}
    for alert, revision in entries:
        if alert.reason is Reason.QUIET:
            first.setdefault(key_of(revision), revision.number)
    return tuple(one for one in entries if one[1].number >= first.get(key_of(one[1]), one[1].number + 1))


async def _tell(conn: Connection, held: Summary | None) -> None:
    """Puts a summary on its way, once for each end."""
    if held is not None:
        await digests.save(conn, held.digest, held.parts)
        log.info("quiet hours over", chat=held.digest.chat_id, messages=len(held.parts))

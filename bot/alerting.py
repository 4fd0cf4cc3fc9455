"""The alert stage: events and subscriptions become alerts, rendered and on their way; some chats a transaction.

Who is told, and why or why not, is decided in `bot.alerts.deciding`; here that is only asked and written down. What
concerns thousands of chats is decided, rendered and written some chats at a time, in threads: deliveries go on
meanwhile, and nobody waits long to write. A crash between two of these leaves the revision waiting; who has its alert
by then is told nothing twice, since a chat has one alert about a revision.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.alerts.deciding import decide
from bot.alerts.grouping import Alone, Grouped
from bot.alerts.topics import topic_of
from bot.chat.rendering import render_alert, render_bare_alert, render_unreadable
from bot.chat.rendering.translating import with_translation
from bot.clock import Clock
from bot.following.concerning import concern, concerned, is_readable
from bot.following.seeing import Around, Seen
from bot.knowing import Asked, Followers, KnownOf, Waiting, followers, known_of, waiting_with_followers
from bot.parking import each_or_park, goes_well, where
from bot.updating import group_alerts, keep
from storage import alerts, deliveries, events, subscriptions
from storage.database import Connection, Database
from storage.faults import reach
from storage.messages import DeliveryKind, Message
from storage.model import Revision
from storage.telling import Alert, Chat, Subscription
from storage.watching import Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200

AT_ONCE = 50
"""Chats whose alerts are decided and written in one go: some hundredths of a second."""

FEW = 5
"""Subscriptions for which that takes some thousandths: others may wait to write for so long."""

STALE = timedelta(seconds=1)
"""After so long it is asked again who follows: somebody may have thought better of it."""


async def decide_alerts(db: Database, watchlist: Watchlist, clock: Clock, *, translates: bool = False) -> int:
    """Decides who is told of each revision's events, and puts the rendered alerts on their way. `translates`: with a
    button for a translation.
    """
    around, asked_at = Around(watchlist), clock()
    page = {one.waiting.revision.id: one for one in await db.read(waiting_with_followers, PAGE, around)}
    passed: Collection[int] = ()

    async def pass_over() -> int:
        nonlocal passed
        passed = await _pass_over(db, page)
        return len(passed)

    async def decide_this(id_: int) -> None:
        asked = page[id_]
        one = replace(asked.waiting, translates=translates)
        fresh = asked.followers if asked.seen and clock() - asked_at <= STALE else None
        await _decide_one(db, one, asked.seen or one.seen(around), fresh, watchlist, clock)

    if page:
        await goes_well(pass_over, Work.ALERT)  # what breaks is found, and parked, below
    await each_or_park(db, Work.ALERT, [id_ for id_ in page if id_ not in passed], decide_this, clock)
    return len(page)


async def _pass_over(db: Database, page: Mapping[int, Asked]) -> Collection[int]:
    """Marks those that concern nobody as done, all at once: most posts do, and one by one each would cost a
    transaction."""

    def concern_nobody() -> set[int]:
        return {id_ for id_, one in page.items() if one.seen and not _concerns_any(one.seen, one.followers)}

    passed = concern_nobody() if len(page) == 1 else await asyncio.to_thread(concern_nobody)
    if passed:
        await db.write(events.decided, passed)
    return passed


def _concerns_any(seen: Seen, candidates: Iterable[tuple[Subscription, Chat]]) -> bool:
    """One that can't be read is to be told of."""
    followed = ((one.kind, one.target) for one, _ in candidates)
    return any(not is_readable(*one) or concern(*one, seen) is not None for one in followed)


async def _decide_one(
    db: Database, one: Waiting, seen: Seen, fresh: Followers | None, watchlist: Watchlist, clock: Clock
) -> None:
    """`fresh`: whom it may concern, if that was asked just now."""
    found = await _readable(db, await db.read(followers, seen) if fresh is None else fresh, clock())
    parts = _by_chats(concerned(seen, found) if len(found) <= FEW else await asyncio.to_thread(concerned, seen, found))
    told = decided = 0
    for number, subscribers in enumerate(parts, 1):
        plans = await _tell(db, one, seen, subscribers, watchlist, clock(), is_last=number == len(parts))
        decided += len(plans)
        told += sum(isinstance(plan, Alone) for plan in plans)
    reach("alert, committed")
    if decided:
        log.info("alerts decided", revision=one.revision.id, told=told, not_told=decided - told)


def _by_chats(subscribers: Followers) -> list[Followers]:
    """All of a chat stand together; nobody is one part as well."""
    of_chats: dict[int, Followers] = {}
    for subscription, chat in subscribers:
        of_chats.setdefault(chat.chat_id, []).append((subscription, chat))
    own = list(of_chats.values())
    starts = range(0, max(len(own), 1), AT_ONCE)
    return [[pair for pairs in own[start : start + AT_ONCE] for pair in pairs] for start in starts]


async def _tell(
    db: Database,
    one: Waiting,
    seen: Seen,
    subscribers: Followers,
    watchlist: Watchlist,
    now: datetime,
    *,
    is_last: bool,
) -> list[Grouped]:
    """Decides for the chats of these subscribers, and writes what they are told; with the last the revision is done.

    For few of them all that is one transaction: it holds nobody up, and the alert is on its way sooner.
    """

    async def write(conn: Connection, plans: list[Grouped], messages: Mapping[tuple[int, int], Message]) -> None:
        if plans:
            ids = await alerts.save(conn, [plan.alert for plan in plans], messages, now)
            await keep(conn, plans, ids, now)
        if is_last:
            await events.decided(conn, [one.revision.id])
        reach("alert, not committed")

    async def tell(conn: Connection) -> list[Grouped]:
        known = await known_of(conn, one, subscribers, watchlist.merged, now)
        plans, messages = _decided(one, seen, subscribers, known, watchlist, now)
        await write(conn, plans, messages)
        return plans

    if len(subscribers) <= FEW:
        return await db.write(tell)
    known = await db.read(known_of, one, subscribers, watchlist.merged, now)
    plans, messages = await asyncio.to_thread(_decided, one, seen, subscribers, known, watchlist, now)
    await db.write(write, plans, messages)
    return plans


def _decided(
    one: Waiting, seen: Seen, subscribers: Followers, known: KnownOf, watchlist: Watchlist, now: datetime
) -> tuple[list[Grouped], dict[tuple[int, int], Message]]:
    """What becomes of each alert, and the messages of those that get one."""
    decided = decide(seen, subscribers, known.heard, now)
    plans = group_alerts(decided, subscribers, one.revision, known, watchlist, now)
    chats = {chat.chat_id: chat for _, chat in subscribers}
    following = [one for one, _ in subscribers]
    messages = {}
    for alert in (plan.alert for plan in plans if isinstance(plan, Alone)):
        chat = chats[alert.chat_id]
        full = partial(render_alert, alert, one.revision, one.found, chat, watchlist, one.before, one.origin)
        message = _rendered(full, alert, one.revision, chat, watchlist)
        if one.translates:
            message = with_translation(message, one.revision, one.lang, chat, watchlist)
        messages[alert.chat_id, one.revision.id] = replace(message, thread=topic_of(alert, following))
    return plans, messages


async def _readable(
    db: Database, found: Sequence[tuple[Subscription, Chat]], now: datetime
) -> list[tuple[Subscription, Chat]]:
    """Without those that nobody can read any more: these rest, and their owners are told, once."""
    damaged = [(one, chat) for one, chat in found if not is_readable(one.kind, one.target)]
    for one, chat in damaged:
        log.error("a subscription can't be read", subscription=one.id, chat=chat.chat_id)
        async with db.writing() as conn:
            await subscriptions.rest(conn, one.id)
            message = replace(render_unreadable(chat, one), thread=one.thread)
            await deliveries.add(conn, chat.chat_id, DeliveryKind.VANISHED, -one.id, [message], now)
    return [pair for pair in found if pair not in damaged] if damaged else list(found)


def _rendered(
    full: Callable[[], Message], alert: Alert, revision: Revision, chat: Chat, watchlist: Watchlist
) -> Message:
    """The alert; of a post whose words break the rendering, where it can be read. Nobody misses it, no other waits."""
    try:
        return full()
    except Exception as error:  # noqa: BLE001 - see above
        line = {"revision": revision.id, "error": type(error).__name__, "where": where(error)}
        log.error("an alert could not be rendered", **line)  # noqa: TRY400 - see `where`
        return render_bare_alert(alert, revision, chat, watchlist)

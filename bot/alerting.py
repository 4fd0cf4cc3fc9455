"""The alert stage: events and subscriptions become alerts, rendered and on their way; a transaction a revision.

Who is told, and why or why not, is decided in `bot.alerts.deciding`; here that is only asked and written down.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from bot.alerts.deciding import Heard, decide
from bot.alerts.grouping import Alone
from bot.alerts.quiet import quiet_among
from bot.chat.rendering import render_alert, render_bare_alert, render_unreadable
from bot.clock import Clock
from bot.following.concerning import concerned, is_readable
from bot.following.seeing import CHANGING, OF_POSTS, Around, see
from bot.updating import group_alerts, keep
from storage import alerts, copies, deliveries, events, posts, quiet, snoozes, subscriptions
from storage.database import Database
from storage.faults import reach
from storage.model import Alert, Chat, DeliveryKind, Event, Kind, Message, Revision, Subscription
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200


async def decide_alerts(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    """Decides who is told of each revision's events, and puts the rendered alerts on their way."""
    waiting = await db.read(events.undecided, PAGE)
    languages = await db.read(posts.languages, [revision.id for revision, _, _ in waiting])
    around = Around(watchlist) if waiting else None
    for revision, found, news in waiting:
        now = clock()
        before = await db.read(posts.before, revision) if revision.cause in CHANGING else None
        seen = see(revision, news, found, languages.get(revision.id, "und"), around, before)
        subscribers = concerned(seen, await _readable(db, await db.read(subscriptions.matching, seen.keys()), now))
        followed = {(one.kind, one.target) for one, _ in subscribers}
        about = {(event.target_kind, event.target) for event in news}
        chats = {chat.chat_id: chat for _, chat in subscribers}
        heard = await _heard(db, chats, revision, news, watchlist.merged)
        heard = await _with_silences(db, heard, chats, about | followed, now)
        decided = decide(seen, subscribers, heard, now)
        plans = await group_alerts(db, decided, subscribers, revision, watchlist, now)
        told = [plan.alert for plan in plans if isinstance(plan, Alone)]
        origin = await db.read(copies.origin, revision) if told else None
        messages = {}
        for alert in told:
            chat = chats[alert.chat_id]
            full = partial(render_alert, alert, revision, found, chat, watchlist, before, origin)
            message = _rendered(full, alert, revision, chat, watchlist)
            messages[alert.chat_id, revision.id] = replace(message, thread=topic_of(alert, subscribers))
        async with db.writing() as conn:
            ids = await alerts.save(conn, [plan.alert for plan in plans], messages, now)
            await keep(conn, plans, ids, now)
            await events.decided(conn, revision.id, now)
            reach("alert, not committed")
        reach("alert, committed")
        if decided:
            log.info("alerts decided", revision=revision.id, told=len(messages), not_told=len(decided) - len(messages))
    return len(waiting)


async def _readable(
    db: Database, found: Sequence[tuple[Subscription, Chat]], now: datetime
) -> list[tuple[Subscription, Chat]]:
    """Without those that nobody can read any more: these rest, and their owners are told, once."""
    damaged = [(one, chat) for one, chat in found if not is_readable(one.kind, one.target)]
    for one, chat in damaged:
        log.error("a subscription can't be read", subscription=one.id, chat=chat.chat_id)
        async with db.writing() as conn:
            await subscriptions.rest(conn, one.id)
            message = render_unreadable(chat, one)
            await deliveries.add(conn, chat.chat_id, DeliveryKind.VANISHED, -one.id, [message], now)
    return [pair for pair in found if pair not in damaged] if damaged else list(found)


def topic_of(alert: Alert, subscribers: Iterable[tuple[Subscription, Chat]]) -> int | None:
    """The forum topic of the strongest subscription that the alert is told for: the first with the alert's reason."""
    threads = {one.id: one.thread for one, _ in subscribers}
    strongest = sorted(alert.because, key=lambda why: why.reason is not alert.reason)
    return threads.get(strongest[0].subscription_id) if strongest else None


def _rendered(
    full: Callable[[], Message], alert: Alert, revision: Revision, chat: Chat, watchlist: Watchlist
) -> Message:
    """The alert; of a post whose words break the rendering, where it can be read. Nobody misses it, no other waits."""
    try:
        return full()
    except Exception:
        log.exception("an alert could not be rendered", revision=revision.id)
        return render_bare_alert(alert, revision, chat, watchlist)


async def _with_silences(
    db: Database,
    heard: Mapping[int, Heard],
    chats: Mapping[int, Chat],
    about: Iterable[tuple[Kind, str]],
    now: datetime,
) -> dict[int, Heard]:
    """And what each chat wants to hear nothing of now: some of all this, or everything at this hour."""
    if not heard:
        return {}
    snoozed = await db.read(snoozes.among, heard, about, now)
    hours = await db.read(quiet.of_chats, heard)
    silent = quiet_among(hours, {one: chat.time_zone for one, chat in chats.items()}, now)
    return {
        one: replace(before, snoozed=snoozed.get(one, frozenset()), quiet=one in silent)
        for one, before in heard.items()
    }


async def _heard(
    db: Database, chats: Mapping[int, Chat], revision: Revision, news: Sequence[Event], merged: Mapping[str, str]
) -> dict[int, Heard]:
    """What each chat was told before. Of an original it was told as well if it was told of another copy, and of a claim
    if it was told of one that was merged into it.
    """
    heard = {chat_id: Heard() for chat_id in chats}
    if not chats:
        return heard
    originals = {event.copy_of for event in news if event.copy_of is not None}
    telling = await db.read(copies.telling, revision, originals)
    asked = {event.revision_id for event in news if event.kind in OF_POSTS}.union(*telling.values())
    about = {(event.target_kind, event.target) for event in news}
    targets = sorted(about | {(Kind.CLAIM, one) for one, into in merged.items() if (Kind.CLAIM, into) in about})
    for told in await db.read(alerts.told, list(chats), sorted(asked), targets):
        before = heard[told.chat_id]
        same = {original for original, members in telling.items() if told.revision_id in members}
        known = before.revisions | {told.revision_id} | same
        target = merged.get(told.target, told.target) if told.kind is Kind.CLAIM else told.target
        heard[told.chat_id] = Heard(known, before.targets | {(told.kind, target)})
    return heard

"""Updates in place: which alerts join an earlier message, and that message as it should be by now.

What joins is decided in `bot.alerts.grouping`. Joining and showing are two steps, each a transaction: what was joined
and not shown yet waits as a row, so that a crash between the two loses nothing. Where a message can't be changed any
more, what was to be added is told in one of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from bot.alerts.grouping import Alone, Grouped, Joined, grouped, pace_of_chat, side_of_source
from bot.alerts.recalling import KnownOf
from bot.alerts.topics import topic_of
from bot.chat.rendering.alerts import render_alert, render_bare_alert
from bot.chat.rendering.pressed import Pressed, as_pressed
from bot.chat.rendering.translating import with_translation
from bot.chat.rendering.updates import render_updated
from bot.claims.standing import affiliation_of, affiliations, as_settled
from bot.clock import Clock
from bot.parking import each_or_park, where
from storage import (
    additions,
    chats,
    claims,
    copies,
    deliveries,
    feedback,
    links,
    posts,
    seen,
    snoozes,
    subscriptions,
    threads,
)
from storage.additions import Added, Story
from storage.database import Connection, Database
from storage.faults import reach
from storage.messages import Message
from storage.model import Cause, Kind, Revision
from storage.telling import Alert, Chat, Event, Reason, Subscription, Thread
from storage.watching import Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 50


# --- joining ----------------------------------------------------------------------------------------------------------


def group_alerts(
    decided: Sequence[Alert],
    subscribers: Iterable[tuple[Subscription, Chat]],
    revision: Revision,
    known: KnownOf,
    watchlist: Watchlist,
    now: datetime,
) -> list[Grouped]:
    """What becomes of each of these alerts about one revision: see `grouped`."""
    if not decided:
        return []
    followed: dict[int, dict[tuple[Kind, str], int]] = {}
    for subscription, chat in subscribers:
        followed.setdefault(chat.chat_id, {})[subscription.kind, subscription.target] = subscription.id
    sides = affiliations(watchlist)

    def side_of(event: Event) -> str | None:
        return side_of_source(affiliation_of(event.source or "", revision.channel.username, sides))

    return [
        grouped(
            alert,
            {(one.kind, one.target, one.denies): one for one in known.threads.get(alert.chat_id, ())},
            pace_of_chat(
                known.paces,
                alert.chat_id,
                followed.get(alert.chat_id, {}),
                [one.subscription_id for one in alert.strongest_first],
            ),
            side_of,
            now,
        )
        for alert in decided
    ]


async def keep(conn: Connection, plans: Iterable[Grouped], ids: Mapping[tuple[int, int], int], now: datetime) -> None:
    """Writes down what joined what. `ids`: of the alerts that were stored herewith, by chat and revision; with others
    another process was faster.
    """
    joined: dict[int, tuple[int, Reason]] = {}
    changed: dict[tuple[int, Kind, str, bool], Thread] = {}
    held: dict[tuple[int, int], datetime] = {}
    hurried: set[tuple[int, int]] = set()
    for plan in plans:
        chat_id = plan.alert.chat_id
        id_ = ids.get((chat_id, plan.alert.revision_id))
        if id_ is None:
            continue
        if isinstance(plan, Joined):
            joined[id_] = _stored_lead(plan.lead, chat_id, ids), plan.why
        if isinstance(plan, Alone):
            of_before = {(chat_id, _stored_lead(lead, chat_id, ids)) for lead in plan.hurried}
            hurried |= of_before
            held = {one: until for one, until in held.items() if one not in of_before}
            held |= {(chat_id, id_): plan.due_at} if plan.due_at > now else {}
        for one in plan.threads if isinstance(plan, Alone | Joined) else ():
            lead = _stored_lead(one.lead, chat_id, ids) if one.lead else id_
            changed[chat_id, one.kind, one.target, one.denies] = one if one.lead == lead else replace(one, lead=lead)
    await deliveries.hurry(conn, hurried, now)
    await deliveries.hold(conn, held)
    await additions.put(conn, joined)
    await threads.put(conn, changed.values())


def _stored_lead(lead: int, chat_id: int, ids: Mapping[tuple[int, int], int]) -> int:
    """The number of an alert that was decided herewith: see `bot.alerts.recalling`."""
    return lead if lead > 0 else ids[chat_id, -lead]


# --- showing ----------------------------------------------------------------------------------------------------------


async def show_updates(db: Database, watchlist: Watchlist, clock: Clock, *, translates: bool = False) -> int:
    """Puts each message that should hold more by now on its way once more; returns how many there were.

    `translates`: as for `decide_alerts`.
    """
    leads = await db.read(additions.waiting, PAGE)

    async def show(lead: int) -> bool:
        return await _show_one(db, lead, watchlist, clock(), translates=translates)

    return await each_or_park(db, Work.UPDATE, leads, show, clock)


async def _show_one(db: Database, lead: int, watchlist: Watchlist, now: datetime, *, translates: bool) -> bool:
    story = await db.read(additions.story, lead)
    chat = await db.read(chats.get, story.lead.chat_id) if story else None
    if story is None or chat is None:
        return False  # forgotten meanwhile
    shown = _told_anew if story.closed else _shown
    return await shown(db, story, chat, watchlist, now, translates)


async def _shown(db: Database, story: Story, chat: Chat, watchlist: Watchlist, now: datetime, translates: bool) -> bool:
    message = await _rendered(db, story.lead, story.revision, story.added, chat, watchlist, translates)
    shown = await db.write(additions.show, story, message, now)
    reach("update, committed")
    if shown:
        log.info("alert updated", alert=story.lead.id, added=len(story.added), waited=len(story.waiting))
    return shown


async def _told_anew(
    db: Database, story: Story, chat: Chat, watchlist: Watchlist, now: datetime, translates: bool
) -> bool:
    """The message can't be changed: what nobody was told yet gets one of its own, led by the first of it."""
    telling = [one for one in story.waiting if one.why.tells]
    if not telling:
        return await db.write(additions.drop, story)
    first = telling[0]
    rest = [one for one in story.waiting if one is not first]
    lead = replace(first.alert, reason=first.why)
    message = await _rendered(db, lead, first.revision, rest, chat, watchlist, translates)
    topic = topic_of(lead, await db.read(subscriptions.of_chat, chat.chat_id))
    told = await db.write(additions.hand_over, story, first, replace(message, thread=topic), now)
    if told:
        log.info("alert told anew", alert=lead.id, instead_of=story.lead.id, added=len(rest))
    return told


async def _rendered(
    db: Database,
    lead: Alert,
    revision: Revision,
    added: Sequence[Added],
    chat: Chat,
    watchlist: Watchlist,
    translates: bool,
) -> Message:
    """The alert and what was added; where a post's words break that, without any post's words."""
    found = (await db.read(links.of_page, [revision.id])).get(revision.id, ())
    origin = await db.read(copies.origin, revision)
    before = await db.read(posts.before, revision) if revision.cause is Cause.EDITED else None
    pressed = await db.read(_pressed, chat.chat_id, revision.id)
    about = {event.target for event in lead.events if event.target_kind is Kind.CLAIM}
    watchlist = as_settled(watchlist, await db.read(claims.settled, about) if about else {})
    try:
        first = render_alert(lead, revision, found, chat, watchlist, before, origin)
        first = as_pressed(first, lead, pressed, chat, watchlist)
        if translates:
            lang = (await db.read(posts.languages, [revision.id])).get(revision.id, "und")
            first = with_translation(first, revision, lang, chat, watchlist)
        return render_updated(first, revision, added, chat, watchlist)
    except Exception as error:  # noqa: BLE001 - see above
        line = {"revision": revision.id, "error": type(error).__name__, "where": where(error)}
        log.error("an update could not be rendered", **line)  # noqa: TRY400 - see `where`
        bare = render_bare_alert(lead, revision, chat, watchlist)
        return render_updated(bare, revision, added, chat, watchlist, quoting=False)


async def _pressed(conn: Connection, chat_id: int, revision_id: int) -> Pressed:
    return Pressed(
        await seen.of_alert(conn, chat_id, revision_id),
        await snoozes.of_chat(conn, chat_id),
        await feedback.of_chat(conn, chat_id, revision_id),
    )

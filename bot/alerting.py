"""The alert stage: events and subscriptions become alerts, rendered and on their way; some chats a transaction.

Who is told, and why or why not, is decided in `bot.alerts.deciding`; here that is only asked and written down. What
concerns few chats each is decided a run of revisions at a time, in their order, and written at once; what concerns
thousands of chats, some chats at a time. Either is decided and rendered in threads: deliveries go on meanwhile, and
nobody waits long to write. A crash between two of these leaves the revision waiting; who has its alert by then is told
nothing twice, since a chat has one alert about a revision.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.alerts.deciding import decide
from bot.alerts.grouping import Alone, Grouped
from bot.alerts.recalling import Recalled
from bot.alerts.topics import topic_of
from bot.chat.rendering import render_alert, render_bare_alert, render_unreadable
from bot.chat.rendering.translating import with_translation
from bot.claims.standing import as_settled
from bot.clock import Clock
from bot.following.concerning import concerned, is_readable
from bot.following.seeing import Around, Seen
from bot.knowing import Asked, Followers, Step, asked_again, followers, recalled, waiting_with_followers
from bot.parking import each_or_park, goes_well, where
from bot.updating import group_alerts, keep
from storage import alerts, chats, deliveries, events, subscriptions
from storage.database import Connection, Database
from storage.faults import reach
from storage.messages import DeliveryKind, Message
from storage.model import Revision
from storage.telling import Alert, Chat, Event, Subscription
from storage.watching import Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200

AT_ONCE = 50
"""Chats whose alerts are decided and written in one go: some hundredths of a second."""

IN_A_RUN = 100
"""Subscriptions that the revisions of a run may concern: as long."""

FEW = 5
"""Subscriptions for which that takes some thousandths: others may wait to write for so long."""

STALE = timedelta(seconds=1)
"""After so long it is asked again who follows: somebody may have thought better of it."""


class Overtaken(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """What was decided by is not so any more: each revision of a run is to be decided by itself, or one anew."""


async def decide_alerts(db: Database, watchlist: Watchlist, clock: Clock, *, translates: bool = False) -> int:
    """Decides who is told of each revision's events, and puts the rendered alerts on their way. `translates`: with a
    button for a translation.
    """
    around, asked_at = Around(watchlist), clock()
    page = {one.waiting.revision.id: one for one in await db.read(waiting_with_followers, PAGE, around, translates)}
    concerning: dict[int, Followers] = {}
    tried: set[int] = set()

    async def pass_over() -> int:
        concerning.update(await _pass_over(db, page.values()))
        return len(page)

    async def decide_these(run: Sequence[int]) -> int:
        seen = {id_: page[id_].seen or page[id_].waiting.seen(around) for id_ in run}
        fresh = concerning if clock() - asked_at <= STALE else {}
        await _decide(db, await _steps(db, seen, page, fresh, clock()), watchlist, clock)
        return len(run)

    async def decide_alone(id_: int) -> int:
        if id_ in tried:  # it broke, maybe on what was so when it was read
            page[id_] = await db.read(asked_again, id_, around, translates)
            concerning.pop(id_, None)
        tried.add(id_)
        return await _unless_overtaken(decide_these([id_]))

    if page:
        await goes_well(pass_over, Work.ALERT)  # what breaks is found, and parked, below
    for run in _runs(page, concerning):
        if not (len(run) > 1 and await goes_well(partial(decide_these, run), Work.ALERT)):
            await each_or_park(db, Work.ALERT, run, decide_alone, clock)
    return len(page)


async def _unless_overtaken(deciding: Awaitable[int]) -> int:
    """0: it waits on, and the next look reads it anew."""
    try:
        return await deciding
    except Overtaken:
        return 0


async def _pass_over(db: Database, page: Collection[Asked]) -> dict[int, Followers]:
    """Marks those that concern nobody as done, all at once: most posts do, and one by one each would cost a
    transaction. Returns whom each concerns."""
    found = await _concerning(page)
    if passed := {
        one.waiting.revision.id: one.waiting.news for one in page if found.get(one.waiting.revision.id) == []
    }:
        await db.write(_mark_unchanged, passed)
    return found


async def _mark_unchanged(conn: Connection, passed: Mapping[int, Sequence[Event]]) -> None:
    """As decided; but for those in which more has happened since, which wait on."""
    await events.decided(conn, await events.unchanged(conn, passed))


async def _concerning(page: Collection[Asked]) -> dict[int, Followers]:
    """By revision, whom it concerns. One that breaks is left out."""

    def concerning() -> dict[int, Followers]:
        return {one.waiting.revision.id: concerned(one.seen, one.followers) for one in page if one.seen}

    few = sum(len(one.followers) for one in page) <= FEW
    return concerning() if few else await asyncio.to_thread(concerning)


def _runs(page: Mapping[int, Asked], concerning: Mapping[int, Followers]) -> Iterator[list[int]]:
    """The revisions that concern anybody, in their order: as many at a time as concern few enough. What asks who was
    told of certain posts begins anew, so that this is read and not worked out.
    """
    run: list[int] = []
    number = 0
    for id_, asked in page.items():
        own = concerning.get(id_)
        if own is not None and not own:
            continue
        own_number = IN_A_RUN + 1 if own is None else len(own)
        if run and (number + own_number > IN_A_RUN or asked.waiting.asks_of_posts):
            yield run
            run, number = [], 0
        run.append(id_)
        number += own_number
    if run:
        yield run


async def _steps(
    db: Database, seen: Mapping[int, Seen], page: Mapping[int, Asked], found: Mapping[int, Followers], now: datetime
) -> list[Step]:
    """These revisions with those whom they concern. `found`: whom, where that was asked just now."""
    unknown = {id_: one for id_, one in seen.items() if id_ not in found}
    asked = await db.read(followers, unknown) if unknown else {}
    anew = {id_: await asyncio.to_thread(concerned, one, asked.get(id_, [])) for id_, one in unknown.items()}
    return [
        Step(page[id_].waiting, one, await _readable(db, found[id_] if id_ in found else anew[id_], now))
        for id_, one in seen.items()
    ]


async def _decide(db: Database, run: Sequence[Step], watchlist: Watchlist, clock: Clock) -> None:
    told, decided = Counter[int](), Counter[int]()
    parts = [run] if len(run) > 1 else _by_chats(run[0])
    for number, part in enumerate(parts, 1):
        plans = await _tell(db, part, watchlist, clock(), is_last=number == len(parts))
        decided.update(plan.alert.revision_id for plan in plans)
        told.update(plan.alert.revision_id for plan in plans if isinstance(plan, Alone))
    reach("alert, committed")
    for id_, number in decided.items():
        log.info("alerts decided", revision=id_, told=told[id_], not_told=number - told[id_])


def _by_chats(step: Step) -> list[list[Step]]:
    """Some chats at a time. All of a chat stand together; nobody is one part as well."""
    of_chats: dict[int, Followers] = {}
    for subscription, chat in step.subscribers:
        of_chats.setdefault(chat.chat_id, []).append((subscription, chat))
    own = list(of_chats.values())
    starts = range(0, max(len(own), 1), AT_ONCE)
    return [
        [replace(step, subscribers=[pair for pairs in own[start : start + AT_ONCE] for pair in pairs])]
        for start in starts
    ]


async def _tell(
    db: Database, run: Sequence[Step], watchlist: Watchlist, now: datetime, *, is_last: bool
) -> list[Grouped]:
    """Decides for the subscribers of these revisions, and writes what they are told; with the last of them the
    revisions are done.

    For few of them all that is one transaction: it holds nobody up, and the alert is on its way sooner.
    """

    async def write(conn: Connection, plans: list[Grouped], messages: Mapping[tuple[int, int], Message]) -> None:
        if len(await events.unchanged(conn, {step.id: step.waiting.news for step in run})) < len(run):
            raise Overtaken
        if plans:
            ids = await alerts.save(conn, [plan.alert for plan in plans], messages, now)
            if len(ids) < len(plans) and (len(run) > 1 or await _is_any_gone(conn, plans)):
                raise Overtaken
            await keep(conn, plans, ids, now)
        if is_last:
            await events.decided(conn, [step.id for step in run])
        reach("alert, not committed")

    async def tell(conn: Connection) -> list[Grouped]:
        known = await recalled(conn, run, watchlist.merged, now)
        plans, messages = _decided(run, known, watchlist, now)
        await write(conn, plans, messages)
        return plans

    if sum(len(step.subscribers) for step in run) <= FEW:
        return await db.write(tell)
    known = await db.read(recalled, run, watchlist.merged, now)
    plans, messages = await asyncio.to_thread(_decided, run, known, watchlist, now)
    await db.write(write, plans, messages)
    return plans


async def _is_any_gone(conn: Connection, plans: Sequence[Grouped]) -> bool:
    """Whether one of these chats was forgotten, or goes on under another number, since it was read who follows."""
    told = {plan.alert.chat_id for plan in plans}
    return len(await chats.present(conn, told)) < len(told)


def _decided(
    run: Sequence[Step], known: Recalled, watchlist: Watchlist, now: datetime
) -> tuple[list[Grouped], dict[tuple[int, int], Message]]:
    """What becomes of each alert, and the messages of those that get one. What is decided first is known behind it."""
    plans: list[Grouped] = []
    messages: dict[tuple[int, int], Message] = {}
    for step in run:
        of_chats = known.known_of(step.chats, step.waiting.targets)
        decided = decide(step.seen, step.subscribers, of_chats.heard, now)
        some = group_alerts(decided, step.subscribers, step.waiting.revision, of_chats, watchlist, now)
        known.carry_on(some)
        messages |= _messages(step, [plan.alert for plan in some if isinstance(plan, Alone)], watchlist)
        plans += some
    return plans, messages


def _messages(step: Step, telling: Sequence[Alert], watchlist: Watchlist) -> dict[tuple[int, int], Message]:
    one, chats = step.waiting, step.chats
    watchlist = as_settled(watchlist, one.statuses)
    following = [subscription for subscription, _ in step.subscribers]
    messages = {}
    for alert in telling:
        chat = chats[alert.chat_id]
        full = partial(render_alert, alert, one.revision, one.found, chat, watchlist, one.before, one.origin)
        message = _rendered(full, alert, one.revision, chat, watchlist)
        if one.translates:
            message = with_translation(message, one.revision, one.lang, chat, watchlist)
        messages[alert.chat_id, one.revision.id] = replace(message, thread=topic_of(alert, following))
    return messages


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

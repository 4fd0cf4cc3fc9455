"""The story: collect -> match -> note events -> decide alerts (`bot.alerting`) -> digests (`bot.digesting`) -> deliver.

Each stage reads rows that the one before wrote, does one thing, and writes its own rows and the mark "done" in one
transaction. No stage calls another, none waits for the network inside a transaction, and each returns how much it did,
so that the loop around it knows whether to ask again. What is undone is in the tables: a stage may stop anywhere.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from bot import copying
from bot.alerts.noting import Traced, events_of_page
from bot.claims.reading import known_of
from bot.clock import Clock
from bot.parking import NOBODYS_FAULT, each_or_park, goes_well, where
from bot.polling import Counted, Polling, estimate_of
from collectors.aftercare import NO_AFTERCARE, Aftercare
from collectors.base import (
    HISTORY,
    AccessHash,
    Batch,
    CannotRead,
    FloodWait,
    Learned,
    Membership,
    Source,
    reader_of,
)
from collectors.planner import learned as taught_by
from collectors.rereading import gaps_of
from collectors.stretches import stretches
from matcher.catalogue import Catalogue
from matcher.match import match
from matcher.reading import Setting
from storage import (
    accounts,
    changes,
    channels,
    copies,
    coverage,
    events,
    gaps,
    joins,
    links,
    looks,
    media,
    posts,
    search,
    topics,
)
from storage.database import Connection, Database
from storage.faults import reach
from storage.model import Channel, Found, Kind, Link, Revision
from storage.watching import Problem, Watched, Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200

DEAD = 3
"""So many channels in a row that nobody could ask for: it is the network, and the others can wait for it."""


# --- collect --------------------------------------------------------------------------------------------------------


async def collect_due(
    db: Database,
    source: Source,
    clock: Clock,
    polling: Polling,
    aftercare: Aftercare = NO_AFTERCARE,
) -> int:
    """Reads the channels whose time has come, as far as their readers' budgets go: one that waits for its reader, or
    can't be read, does not stop the next.

    Returns how many could be asked for. If none could, the network is to be waited for.
    """
    now = clock()
    await polling.renew(db, now)
    due = await db.read(partial(coverage.due, leaving_out=polling.waiting(now)), now, PAGE, polling.latest)
    may_be_read = (one for one in due if polling.may_poll(reader_of(source, one, HISTORY, clock()), clock()))
    return (await _collect_each(db, source, may_be_read, clock, polling, aftercare)).asked


async def collect_all(db: Database, source: Source, clock: Clock, polling: Polling, aftercare: Aftercare) -> bool:
    """Reads every channel, due or not, whatever that costs. False: it was given up, since nobody could be asked."""
    await polling.renew(db, clock())
    everything = await db.read(coverage.everything)
    return not (await _collect_each(db, source, everything, clock, polling, aftercare)).given_up


@dataclass(frozen=True, slots=True)
class _Round:
    """How many channels could be asked for, and whether the rest was left since nobody could be reached."""

    asked: int
    given_up: bool


async def _collect_each(
    db: Database, source: Source, channels: Iterable[Watched], clock: Clock, polling: Polling, aftercare: Aftercare
) -> _Round:
    asked = unreachable = 0
    for watched in channels:
        problem = await collect(db, source, watched, clock, polling, aftercare)
        asked += problem is not Problem.UNREACHABLE
        unreachable = unreachable + 1 if problem is Problem.UNREACHABLE else 0
        if unreachable == DEAD:
            return _Round(asked, given_up=True)
    return _Round(asked, given_up=False)


async def collect(
    db: Database,
    source: Source,
    watched: Watched,
    clock: Clock,
    polling: Polling,
    aftercare: Aftercare = NO_AFTERCARE,
) -> Problem | None:
    """Reads one channel, some pages at a time, until nothing newer is left; returns what stood in the way."""
    aftercare = aftercare.by(source)
    read = partial(_read, Counted(source, db, polling))
    async with aclosing(stretches(read, watched, clock)) as found:
        async for stretch in found:
            watched, now = replace(stretch.watched, estimate=watched.estimate), stretch.at
            if isinstance(stretch.answer, CannotRead):
                reader = reader_of(source, watched, HISTORY, now)
                await _record(db, watched, stretch.answer, now, polling, reader)
                return stretch.answer.problem
            watched = replace(watched, estimate=_taught(watched, stretch.answer, now))
            broken = await _store_or_fail(db, watched, stretch.answer, now, polling, aftercare)
            if broken is not None:
                await _record(db, watched, broken, now, polling, reader_of(source, watched, HISTORY, now))
                return broken.problem
    return None


async def _read(source: Source, watched: Watched, now: datetime) -> Batch | CannotRead:
    """What a source answers, its refusal included; an answer that breaks our code is one."""
    try:
        return await source.read(watched, now)
    except CannotRead as refusal:
        return refusal
    except Exception as error:  # noqa: BLE001 - what strangers publish may break anything
        line = {"channel": watched.username, "error": type(error).__name__, "where": where(error)}
        log.error("a channel broke its reader", **line)  # noqa: TRY400 - see `where`
        return CannotRead(Problem.BROKEN, type(error).__name__)


async def _store_or_fail(
    db: Database, watched: Watched, batch: Batch, now: datetime, polling: Polling, aftercare: Aftercare
) -> CannotRead | None:
    """What stands in the way of storing it: none of it is stored, its channel is tried again, the next goes on."""
    try:
        await _store(db, watched, batch, now, polling, aftercare)
    except NOBODYS_FAULT:
        raise
    except Exception as error:  # noqa: BLE001 - what strangers publish may break anything
        log.error("posts not stored", channel=watched.username, error=type(error).__name__, where=where(error))  # noqa: TRY400 - see `where`
        return CannotRead(Problem.BROKEN, type(error).__name__)
    return None


async def _record(
    db: Database, watched: Watched, refusal: CannotRead, now: datetime, polling: Polling, reader: str | None
) -> None:
    again = refusal.until or polling.next_poll_at(reader, estimate_of(watched.estimate), now)  # it taught nothing
    async with db.writing() as conn:
        await learn(conn, refusal.learned, now)
        if refusal.channel is not None:
            await rename(conn, refusal.channel, now)
        await coverage.failed(conn, watched.username, refusal.problem, refusal.detail, now, again)
    log.warning("channel not read", channel=watched.username, problem=refusal.problem.value)


async def rename(conn: Connection, channel: Channel, now: datetime) -> None:
    """Takes over how a channel is called and marked now; what is new about it is kept for operators."""
    await notice(conn, channel, now)
    await channels.put(conn, channel)


async def notice(conn: Connection, channel: Channel, now: datetime) -> None:
    """As `rename`, for who stores the channel itself afterwards."""
    for change in await changes.notice(conn, channel, now):
        log.warning("channel changed", channel=channel.channel_id, change=change.kind.value)


async def _store(
    db: Database, watched: Watched, batch: Batch, now: datetime, polling: Polling, aftercare: Aftercare
) -> None:
    """Posts, cursor, what to look at again and to hash, what was learned and coverage, in one transaction."""
    first_contact = watched.cursor is None

    async def store(conn: Connection) -> int:
        read_up_to = batch.cursor or 0  # an empty channel has been read as well: its first post will be news
        await notice(conn, batch.channel, now)
        stored = await posts.save(conn, batch.channel, batch.posts, read_up_to, now, backlog=first_contact)
        await looks.add(conn, batch.channel.channel_id, aftercare.looks(batch.posts, now))
        await media.queue(conn, batch.channel.channel_id, aftercare.files(batch.posts, now))
        await gaps.note(conn, batch.channel.channel_id, gaps_of(batch, watched.cursor), now)
        await learn(conn, batch.learned, now)
        again = polling.next_poll_at(batch.account, estimate_of(watched.estimate), now)
        await coverage.ok(conn, watched.username, batch.channel, now, again, batch.account, estimate=watched.estimate)
        if batch.account is not None:
            await accounts.work(conn, batch.account, now)
        reach("collect, not committed")
        return stored

    stored = await db.write(store)
    reach("collect, committed")
    if stored:
        log.info("posts stored", channel=watched.username, revisions=stored, backlog=first_contact)


def _taught(watched: Watched, batch: Batch, now: datetime) -> Mapping[str, object]:
    """What is known now of when the channel posts; a first contact teaches the history that it brings."""
    published = [post.published_at for post in batch.posts]
    return taught_by(estimate_of(watched.estimate), published, now).to_json()


async def learn(conn: Connection, learned: Sequence[Learned], now: datetime) -> None:
    """Keeps what a source found out on the way, also where it could not read."""
    for fact in learned:
        if isinstance(fact, AccessHash):
            await accounts.remember_hash(conn, fact.account, fact.channel_id, fact.access_hash)
        elif isinstance(fact, FloodWait):
            await accounts.flood_until(conn, fact.account, fact.request, fact.until)
        elif isinstance(fact, Membership):
            await joins.notice(conn, fact.account, fact.channel_id, now, joined=fact.joined)
        elif await accounts.rest(conn, fact.account, fact.why, now):
            log.error("account rests", account=fact.account, why=fact.why)


# --- match ----------------------------------------------------------------------------------------------------------

_Result = tuple[Found, tuple[int, ...]] | str
"""See `_match_or_fail`."""


async def match_new(db: Database, catalogue: Catalogue, clock: Clock) -> int:
    """Links each new revision to the watchlist. The matching itself runs in a thread, outside any transaction."""
    waiting, closings = await db.read(_unmatched)
    if not waiting:
        return 0

    async def read(some: Sequence[Revision]) -> int:
        results, said = await asyncio.to_thread(_read_page, some, catalogue, closings)
        await db.write(_keep_found, some, results, said, catalogue.version, clock())
        reach("match, committed")
        return len(some)

    if await goes_well(partial(read, waiting), Work.MATCH) is None:
        single = {revision.id: revision for revision in waiting}
        await each_or_park(db, Work.MATCH, single, lambda id_: read([single[id_]]), clock)
    return len(waiting)


async def _unmatched(conn: Connection) -> tuple[list[Revision], copying.Closings]:
    waiting = await posts.unmatched(conn, PAGE)
    return waiting, await copying.closings_of(conn, {revision.post.channel_id for revision in waiting})


def _read_page(
    waiting: Sequence[Revision], catalogue: Catalogue, closings: copying.Closings
) -> tuple[list[_Result], list[search.Findable]]:
    results = [_match_or_fail(revision, catalogue, closings) for revision in waiting]
    return results, list(map(_findable, waiting, results))


async def _keep_found(
    conn: Connection,
    waiting: Sequence[Revision],
    results: Sequence[_Result],
    said: Sequence[search.Findable],
    version: str,
    now: datetime,
) -> None:
    read = {revision.id: result for revision, result in zip(waiting, results, strict=True)}
    matched = {revision_id: result for revision_id, result in read.items() if not isinstance(result, str)}
    await links.save_page(conn, {id_: found for id_, (found, _) in matched.items()}, version, now)
    await copies.sketch(conn, {id_: sketch for id_, (_, sketch) in matched.items()})
    if copies.is_time_to_forget(read):
        await copies.forget(conn, now - copies.COPY_SPAN)
        await topics.forget(conn, now)
    await search.put(conn, said)
    await topics.save(conn, [(one, matched[one.id][0].topics) for one in waiting if one.id in matched], now)
    for revision_id, result in read.items():
        if isinstance(result, str):
            await links.park(conn, revision_id, version, result, now)
            log.error("post parked", revision=revision_id, reason=result)
    reach("match, not committed")


def _findable(revision: Revision, result: _Result) -> search.Findable:
    """A post can be searched once it was read, also one that the matcher could not."""
    return search.findable(revision, None if isinstance(result, str) else result[0].lang)


def _match_or_fail(revision: Revision, catalogue: Catalogue, closings: copying.Closings) -> _Result:
    """What the matcher finds, and the sketch by which copies are; or the name of the error that one post caused: it is
    parked, the next goes on."""
    forward = revision.post.forward
    setting = Setting(revision.post.published_at, revision.channel.username, forward.username if forward else None)
    try:
        return match(revision.post.text, setting, catalogue), copying.sketch_of(revision, closings)
    except Exception as error:  # noqa: BLE001 - post text is hostile; no post may stop the others
        return type(error).__name__


# --- events ---------------------------------------------------------------------------------------------------------


async def note_events(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    """Computes, in order, what is new about what each matched revision is about; a page is one transaction."""

    async def note_page() -> int:
        matched, traced = await db.read(_unnoted)
        await _note(db, matched, traced, watchlist, clock)
        return len(matched)

    async def note_one(id_: int) -> None:
        _, _, found = single[id_]
        traced = await db.read(copying.trace, [(single[id_][0], found)])
        await _note(db, [single[id_]], traced, watchlist, clock)

    done = await goes_well(note_page, Work.EVENTS)
    if done is None:
        single = {matched[0].id: matched for matched in await db.read(events.unnoted, PAGE)}
        done = await each_or_park(db, Work.EVENTS, single, note_one, clock)
    return done


_Matched = tuple[Revision, str, tuple[Link, ...]]
"""A revision, its language and its links."""


async def _note(
    db: Database, matched: Sequence[_Matched], traced: copying.Traced, watchlist: Watchlist, clock: Clock
) -> None:
    if not matched:
        return
    revisions = [revision for revision, _, _ in matched]
    page = [
        Traced(revision, found, origin.copy_of, origin.own)
        for (revision, _, found), origin in zip(matched, traced.origins, strict=True)
    ]
    claims = {link.target for _, _, found in matched for link in found if link.kind is Kind.CLAIM}

    async def note(conn: Connection) -> None:
        if await events.take(conn, [revision.id for revision in revisions]):  # else another process was faster
            known, noted = await known_of(conn, claims, watchlist), await events.noted(conn, revisions)
            await copying.keep(conn, traced)
            await events.save_page(conn, events_of_page(page, known, noted, watchlist, clock()))
            await events.fold(conn, traced.says)
        reach("events, not committed")

    await db.write(note)
    reach("events, committed")


async def _unnoted(conn: Connection) -> tuple[Sequence[_Matched], copying.Traced]:
    """What waits for its events, and what it copies."""
    matched = await events.unnoted(conn, PAGE)
    return matched, await copying.trace(conn, [(revision, found) for revision, _, found in matched])

"""The story: collect (`bot.collecting`) -> match -> note events -> decide alerts (`bot.alerting`) -> digests
(`bot.digesting`) -> deliver (`bot.delivery.queue`).

Each stage reads rows that the one before wrote, does one thing, and writes its own rows and the mark "done" in one
transaction. No stage calls another, none waits for the network inside a transaction, and each returns how much it did,
so that the loop around it knows whether to ask again. What is undone is in the tables: a stage may stop anywhere.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog

from bot import copying
from bot.alerts.noting import Traced, events_of_page
from bot.claims.reading import known_of
from bot.clock import Clock
from bot.parking import each_or_park, goes_well
from matcher.catalogue import Catalogue
from matcher.match import match
from matcher.reading import Setting
from storage import (
    copies,
    events,
    leases,
    links,
    search,
    topics,
)
from storage.database import Connection, Database
from storage.faults import reach
from storage.model import Found, Kind, Link, Revision
from storage.watching import Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200


# --- match ----------------------------------------------------------------------------------------------------------

_Result = tuple[Found, tuple[int, ...]] | str
"""See `_match_or_fail`."""


async def match_new(db: Database, catalogue: Catalogue, clock: Clock) -> int:
    """Links each new revision to the watchlist. The matching itself runs in a thread, outside any transaction."""
    waiting, closings = await (db.write if db.is_shared else db.read)(_unmatched, db.holder, clock())
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
        if db.is_shared:
            await db.write(leases.give_back, single)
    return len(waiting)


async def _unmatched(conn: Connection, holder: str, now: datetime) -> tuple[list[Revision], copying.Closings]:
    waiting = await leases.take(conn, holder, now, PAGE)
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
    ours = await leases.still_waiting(conn, [revision.id for revision in waiting])
    pairs = zip(waiting, results, strict=True)
    read = {revision.id: result for revision, result in pairs if revision.id in ours}
    matched = {revision_id: result for revision_id, result in read.items() if not isinstance(result, str)}
    await links.save_page(conn, {id_: found for id_, (found, _) in matched.items()}, version, now)
    await copies.sketch(conn, {id_: sketch for id_, (_, sketch) in matched.items()})
    if copies.is_time_to_forget(read):
        await copies.forget(conn, now - copies.COPY_SPAN)
        await topics.forget(conn, now)
    await search.put(conn, [one for one in said if one.revision_id in ours])
    await topics.save(conn, [(one, matched[one.id][0].topics) for one in waiting if one.id in matched], now)
    for revision_id, result in read.items():
        if isinstance(result, str):
            await links.park(conn, revision_id, version, result, now)
            log.error("post parked", revision=revision_id, reason=result)
    reach("match, not committed")


def _findable(revision: Revision, result: _Result) -> search.Findable:
    """Every post can be searched once its turn has come, even one that broke the matcher."""
    return search.findable(revision, None if isinstance(result, str) else result[0].lang)


def _match_or_fail(revision: Revision, catalogue: Catalogue, closings: copying.Closings) -> _Result:
    """What the matcher finds, and the sketch by which copies are found; or the name of the error that this post caused:
    it is parked, and the next goes on."""
    try:
        return match(revision.post.text, Setting.of(revision), catalogue), copying.sketch_of(revision, closings)
    except Exception as error:  # noqa: BLE001 - post text is hostile; no post may stop the others
        return type(error).__name__


# --- events ---------------------------------------------------------------------------------------------------------


async def note_events(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    """Computes, in order, what is new about what each matched revision is about; a page is one transaction."""

    async def note_page() -> int:
        matched, traced = await db.read(partial(_unnoted, now=clock()))
        await _note(db, matched, traced, watchlist, clock)
        return len(matched)

    async def note_one(id_: int) -> None:
        _, _, found = single[id_]
        traced = await db.read(copying.trace, [(single[id_][0], found)])
        await _note(db, [single[id_]], traced, watchlist, clock)

    done = await goes_well(note_page, Work.EVENTS)
    if done is None:
        single = {matched[0].id: matched for matched in await db.read(_in_turn, clock())}
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


async def _unnoted(conn: Connection, now: datetime) -> tuple[Sequence[_Matched], copying.Traced]:
    """What waits for its events, and what it copies."""
    matched = await _in_turn(conn, now)
    return matched, await copying.trace(conn, [(revision, found) for revision, _, found in matched])


async def _in_turn(conn: Connection, now: datetime) -> Sequence[_Matched]:
    """What waits for its events, in the order of revisions. Where several match, a late one may hold others back."""
    matched = await events.unnoted(conn, PAGE)
    turn = await leases.in_turn(conn, [revision for revision, _, _ in matched], now)
    return [one for one in matched if one[0].id in turn]

"""After a change of the watchlist, posts of the last days are matched again: in pages, the newest first, and only while
no new post waits.

Nobody is told of them. What they say that was not known is noted when all are matched, in the order of publication, as
history: it counts for standings, and in whose light later posts are new or merely repeat. Who made a claim in chat is
told how many earlier posts are about it, and may have its followers told of those after all. A change in the midst of
it begins it anew, without what the newest version has read.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import copying
from bot.alerts.remembering import Old, remembered
from bot.chat.rendering.backfills import render_backfilled
from bot.claims.standing import merged_into
from bot.clock import Clock
from bot.parking import each_or_park, goes_well
from bot.relinking import change_of, with_merged
from matcher.catalogue import Catalogue
from matcher.match import match
from matcher.reading import Setting
from storage import backfills, catalogues, chats, deliveries, entries, events, history, links, parkings, rematching
from storage.backfills import Unnoted
from storage.database import Connection, Database
from storage.faults import reach
from storage.history import Noted
from storage.messages import DeliveryKind
from storage.model import Kind, Link, Revision
from storage.said import EntryKind, OwnEntry
from storage.watching import Backfill, Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 100
"""Revisions that are read and written in one go: some hundredths of a second, in which others wait to write."""

LAGGING = timedelta(minutes=2)
"""So long after a change another process may still match with the version before; that is found and done again."""

Results = Mapping[int, tuple[Link, ...] | str]
"""What the matcher says of each revision; or the kind of the error that it broke on."""


async def backfill(db: Database, catalogue: Catalogue, clock: Clock, span: timedelta) -> int:
    """A page of what is left; 0 where nothing is, or new posts wait. `span`: how far back, none where it is zero."""
    one = await _current(db, catalogue, clock(), span) if span else None
    if one is None or await db.read(backfills.live_waits):
        return 0
    if waiting := await db.read(backfills.left, one, PAGE):
        return await _match(db, one, waiting, catalogue, clock)
    if one.finished_at is not None:
        return 0
    await db.write(backfills.matched, one, clock())
    done = await _note(db, one, catalogue.watchlist, clock)
    return done or await _finish(db, one, catalogue.watchlist, clock())


async def _current(db: Database, catalogue: Catalogue, now: datetime, span: timedelta) -> Backfill | None:
    """The one to go on with, begun if need be; None if there is none, or another version is in force."""
    holding = await db.read(catalogues.in_force)
    if holding is None or holding.version != catalogue.version:
        return None
    one = await db.read(backfills.newest)
    if one is None or one.catalogue_id != holding.id:
        if await db.read(backfills.is_first, holding):
            return None
        await db.write(backfills.begin, holding, now - span, now)
        one = await db.read(backfills.newest)
        log.info("backfill begun", version=holding.version, revisions=one.total if one else 0)
    over = one is None or (one.finished_at is not None and now - one.began_at > LAGGING)
    return None if over else one


# --- the links --------------------------------------------------------------------------------------------------------


async def _match(db: Database, one: Backfill, waiting: Sequence[Revision], catalogue: Catalogue, clock: Clock) -> int:
    results = await asyncio.to_thread(_read, waiting, catalogue)

    async def keep(some: Sequence[Revision]) -> int:
        await db.write(_keep, one, some, results, catalogue.watchlist, clock())
        return len(some)

    if await goes_well(partial(keep, waiting), Work.BACKFILL) is None:
        single = {revision.id: revision for revision in waiting}
        await each_or_park(db, Work.BACKFILL, single, lambda id_: keep([single[id_]]), clock)
    return len(waiting)


def _read(waiting: Sequence[Revision], catalogue: Catalogue) -> Results:
    return {revision.id: _found(revision, catalogue) for revision in waiting}


def _found(revision: Revision, catalogue: Catalogue) -> tuple[Link, ...] | str:
    try:
        return match(revision.post.text, Setting.of(revision), catalogue).links
    except Exception as error:  # noqa: BLE001 - post text is hostile; no post may stop the others
        return type(error).__name__


async def _keep(
    conn: Connection, one: Backfill, page: Sequence[Revision], results: Results, watchlist: Watchlist, now: datetime
) -> None:
    if not await backfills.lock(conn, one):
        return  # the watchlist was changed meanwhile: these are read again
    ours = await backfills.take(conn, one, [revision.id for revision in page])
    mine = [revision for revision in page if revision.id in ours]
    for revision in mine:
        if isinstance(reason := results[revision.id], str):
            await parkings.put(conn, Work.BACKFILL, revision.id, reason, now)
            log.error("post parked", revision=revision.id, reason=reason)
    read = {revision.id: found for revision in mine if not isinstance(found := results[revision.id], str)}
    keys = {(one.post.channel_id, one.post.post_id, one.number): one.id for one in mine if one.id in read}
    known = await rematching.stored(conn, keys)
    stored = {key: with_merged(of_key, watchlist.merged) for key, of_key in known.items()}
    changes = [change_of(read[id_], stored[key]) for key, id_ in keys.items() if key in stored]
    changed = [change for change in changes if change.gone or change.new]
    await rematching.put(conn, changed, one.version)
    await backfills.put(conn, [change.revision_id for change in changed])
    await links.enter(conn, read, one.version, now)
    await backfills.moved(conn, one, min(revision.id for revision in page), len(mine), len(changed))
    reach("backfill, not committed")


# --- what they say ----------------------------------------------------------------------------------------------------


async def _note(db: Database, one: Backfill, watchlist: Watchlist, clock: Clock) -> int:
    """Notes the events of a page, what was history of them before in its place; returns how many there were."""

    async def note(only: int | None = None) -> int:
        return await db.write(_remember, one, watchlist, clock(), only)

    done = await goes_well(note, Work.BACKFILL)
    if done is None:
        page = [unnoted.revision.id for unnoted in await db.read(backfills.unnoted, PAGE)]
        done = await each_or_park(db, Work.BACKFILL, page, note, clock)
    return done


async def _remember(
    conn: Connection, one: Backfill, watchlist: Watchlist, now: datetime, only: int | None = None
) -> int:
    if not await backfills.lock(conn, one):
        return 0
    page = [it for it in await backfills.unnoted(conn, PAGE) if only is None or it.revision.id == only]
    ids = [it.revision.id for it in page]
    await history.withdraw(conn, ids)
    traced = await copying.kept(conn, {it.revision.id: (it.first_id, it.links) for it in page})
    noted = await history.noted(conn, {_post(it) for it in page})
    old = [
        Old(it.revision, it.said_at, it.links, origin.copy_of, origin.own, _known(it, noted.get(_post(it), {})))
        for it, origin in zip(page, traced.origins, strict=True)
    ]
    words = await history.said_of(conn, _claims(page, watchlist))
    await history.note(conn, remembered(old, words, watchlist, now))
    await events.fold(conn, traced.says)
    await backfills.noted(conn, ids)
    reach("backfill noted, not committed")
    return len(page)


def _post(unnoted: Unnoted) -> tuple[int, int]:
    return unnoted.revision.post.channel_id, unnoted.revision.post.post_id


def _known(unnoted: Unnoted, noted: Noted) -> frozenset[tuple[Kind, str]]:
    """What its post had news about; and what is history of its earlier revisions."""
    number = unnoted.revision.number
    return frozenset(target for target, (first, was_news) in noted.items() if was_news or first < number)


def _claims(page: Sequence[Unnoted], watchlist: Watchlist) -> set[str]:
    """Those that the page is about, what they correct, and what was merged into any of these."""
    about = {link.target for unnoted in page for link in unnoted.links if link.kind is Kind.CLAIM}
    about |= {claim.supersedes for claim in watchlist.claims if claim.supersedes and claim.id in about}
    return about.union(*(merged_into(claim, watchlist) for claim in about))


# --- the end ----------------------------------------------------------------------------------------------------------


async def _finish(db: Database, one: Backfill, watchlist: Watchlist, now: datetime) -> int:
    """Who made claims in chat is told what was found; returns 1, or 0 where another process was faster."""

    async def finish(conn: Connection) -> int:
        if not await backfills.lock(conn, one) or not await backfills.finished(conn, one, now):
            return 0
        for entry in await entries.current(conn):
            if entry.at >= one.since and _is_in(entry, watchlist):
                await _tell(conn, entry, one, watchlist, now)
        return 1

    done = await db.write(finish)
    if done:
        log.info("backfill finished", version=one.version, revisions=one.done, changed=one.changed)
    return done


def _is_in(entry: OwnEntry, watchlist: Watchlist) -> bool:
    """Whether the version that was matched with has this claim as it was made last."""
    claim = next((claim for claim in watchlist.claims if claim.id == entry.name), None)
    said = (entry.content or {}).get("statement")
    if entry.kind is not EntryKind.CLAIM or claim is None or not isinstance(said, Mapping):
        return False
    return set(claim.statement.values()) == set(said.values())


async def _tell(conn: Connection, entry: OwnEntry, one: Backfill, watchlist: Watchlist, now: datetime) -> None:
    """Once for each making or change of a claim, in the private chat of who did it."""
    chat = await chats.get(conn, int(entry.by)) if entry.by.isdecimal() else None
    if chat is not None:
        found = await history.posts_about(conn, entry.name, one.since)
        message = render_backfilled(entry.name, found, (one.began_at - one.since).days, chat, watchlist)
        await deliveries.add(conn, chat.chat_id, DeliveryKind.BACKFILL, entry.id, [message], now)

"""Collecting: asks sources for what is new in due channels and stores it, with the cursor, in one transaction a page.

When a channel is asked again is the planner's choice (`bot.polling`); what a source found out on the way is kept by
`bot.learning`. Reads no text.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

import structlog

from bot.clock import Clock
from bot.learning import learn, notice, rename
from bot.parking import is_nobodys_fault, where
from bot.polling import Counted, Polling, estimate_of
from collectors.aftercare import NO_AFTERCARE, Aftercare
from collectors.base import (
    HISTORY,
    Batch,
    CannotRead,
    Source,
    reader_of,
)
from collectors.planner import learned as taught_by
from collectors.rereading import gaps_of
from collectors.stretches import stretches
from storage import (
    accounts,
    coverage,
    gaps,
    looks,
    media,
    posts,
    sharing,
)
from storage.database import Connection, Database
from storage.faults import reach
from storage.watching import Problem, Watched

log = structlog.get_logger()

PAGE = 200
"""Channels a round."""

ANOTHER_MAY = frozenset({Problem.NO_ACCOUNT, Problem.FLOOD_WAIT, Problem.PRIVATE, Problem.BLOCKED})
"""What stands in one account's way only."""

ANY_NUMBER: Mapping[str, int] = MappingProxyType({})

LOOK_AGAIN = timedelta(hours=1)
"""After a name that is another channel's."""

DEAD = 3
"""So many channels in a row that nobody could ask for: it is the network, and the others can wait for it."""


async def collect_due(
    db: Database,
    source: Source,
    clock: Clock,
    polling: Polling,
    aftercare: Aftercare = NO_AFTERCARE,
    *,
    read_by: Collection[str] | None = None,
    numbers: Mapping[str, int] = ANY_NUMBER,
) -> int:
    """Reads the channels whose time has come, as far as their readers' budgets go: one that waits for its reader, or
    can't be read, does not stop the next. `read_by`: those of these readers; None: nobody else reads any. `numbers`:
    which channels some names stand for, by the name in lower case.

    Returns how many could be asked for. If none could, the network is to be waited for.
    """
    now = clock()

    async def planned(conn: Connection) -> list[Watched]:
        await polling.renew(conn, now)
        waiting = polling.waiting(now)
        return await coverage.due(conn, now, PAGE, polling.latest, leaving_out=waiting, read_by=read_by)

    due = await db.read(planned)
    may_be_read = (one for one in due if polling.may_poll(reader_of(source, one, HISTORY, clock()), clock()))
    return (await _collect_each(db, source, _meant(may_be_read, numbers), clock, polling, aftercare, read_by)).asked


async def collect_all(
    db: Database,
    source: Source,
    clock: Clock,
    polling: Polling,
    aftercare: Aftercare,
    numbers: Mapping[str, int] = ANY_NUMBER,
) -> bool:
    """Reads every channel, due or not, whatever that costs. False: it was given up, since nobody could be asked."""
    await db.read(polling.renew, clock())
    everything = _meant(await db.read(coverage.everything), numbers)
    return not (await _collect_each(db, source, everything, clock, polling, aftercare)).given_up


def _meant(channels: Iterable[Watched], numbers: Mapping[str, int]) -> Iterator[Watched]:
    """What it was read as counts no more where the watchlist means another."""
    for watched in channels:
        meant = numbers.get(watched.username.lower())
        if watched.channel is None or meant in {None, watched.channel.channel_id}:
            yield replace(watched, meant=meant)
        else:
            yield Watched(watched.username, None, None, meant=meant)


@dataclass(frozen=True, slots=True)
class _Round:
    """How many channels could be asked for, and whether the rest was left since nobody could be reached."""

    asked: int
    given_up: bool


async def _collect_each(
    db: Database,
    source: Source,
    channels: Iterable[Watched],
    clock: Clock,
    polling: Polling,
    aftercare: Aftercare,
    read_by: Collection[str] | None = None,
) -> _Round:
    asked = unreachable = 0
    for watched in channels:
        problem = await collect(db, source, watched, clock, polling, aftercare, read_by=read_by)
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
    *,
    read_by: Collection[str] | None = None,
) -> Problem | None:
    """Reads one channel, some pages at a time, until nothing newer is left; returns what stood in the way. `read_by`:
    these readers are not all there are, and what none of them can read is handed on."""
    aftercare = aftercare.by(source)
    read = partial(_read, Counted(source, db, polling))
    async with aclosing(stretches(read, watched, clock)) as found:
        async for stretch in found:
            watched, now = replace(stretch.watched, estimate=watched.estimate), stretch.at
            if isinstance(stretch.answer, CannotRead):
                reader = reader_of(source, watched, HISTORY, now)
                await _record(db, watched, stretch.answer, now, polling, reader)
                if read_by is not None and stretch.answer.problem in ANOTHER_MAY:
                    await db.write(sharing.hand_on, watched.username, read_by, now)
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
        batch = await source.read(watched, now)
        return _refused_if_another(batch, watched, now) or batch
    except CannotRead as refusal:
        return refusal
    except Exception as error:  # noqa: BLE001 - what strangers publish may break anything
        line = {"channel": watched.username, "error": type(error).__name__, "where": where(error)}
        log.error("a channel broke its reader", **line)  # noqa: TRY400 - see `where`
        return CannotRead(Problem.BROKEN, type(error).__name__)


def _refused_if_another(batch: Batch, watched: Watched, now: datetime) -> CannotRead | None:
    """Names are sold and passed on: where the watchlist says which channel one stands for, no other is taken for it."""
    found = batch.channel.channel_id
    if watched.meant in {None, found}:
        return None
    told = f"@{watched.username} is channel {found}, and the watchlist means {watched.meant}"
    detail = f"{told}: correct the entry in the watchlist"
    return CannotRead(Problem.NOT_FOUND, detail, now + LOOK_AGAIN, batch.learned)


async def _store_or_fail(
    db: Database, watched: Watched, batch: Batch, now: datetime, polling: Polling, aftercare: Aftercare
) -> CannotRead | None:
    """What stands in the way of storing it: none of it is stored, its channel is tried again, the next goes on."""
    try:
        await _store(db, watched, batch, now, polling, aftercare)
    except Exception as error:
        if is_nobodys_fault(error):
            raise
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

"""Hashes the photos and documents of posts, one at a time, after the posts were stored and told. Keeps no file.

A stage like those in `stages`. It is never in the way: it makes room for polls that are late although they may be made,
and fetches a file that was forwarded once only. Which files, and when to try again, is decided in `collectors.hashing`.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.allowances import Purse
from bot.clock import Clock
from bot.learning import learn
from bot.parking import is_nobodys_fault, where
from bot.polling import Polling
from collectors.base import MEDIA, CannotRead, Hashed, Hasher, Source, reader_of
from collectors.hashing import counts_against, next_try
from storage import coverage, media
from storage.database import Database
from storage.faults import reach
from storage.model import HashState, MediaHash
from storage.watching import Problem, Watched

log = structlog.get_logger()

LATE = timedelta(seconds=5)
"""Polls that are so much overdue come first."""


async def hash_due(
    db: Database,
    source: Source,
    clock: Clock,
    polling: Polling,
    limit: int,
    budget: Purse,
    *,
    read_by: Collection[str] | None = None,
) -> int:
    """Hashes one file of up to `limit` bytes that is due. 0: there is none, or it is not its turn yet. `read_by`: as in
    `collecting`."""
    if not isinstance(source, Hasher) or not limit:
        return 0
    now = clock()
    for waiting in await db.read(partial(media.due, read_by=read_by), now, 1):
        known = await db.read(media.same_file, waiting)
        if known is not None:
            await _settle(db, waiting, _copied(known), clock)
            return 1
        watched = await db.read(coverage.of_channels, [waiting.channel_id])
        reader = reader_of(source, watched[0], MEDIA, now) if watched else None
        if watched and budget.may_spend(now) and await _may_download(db, polling, reader, now, read_by):
            await budget.spend(db, now)
            await polling.looks(db, reader, now)
            await _hash(db, source, watched[0], waiting, clock, limit)
            return 1
    return 0


async def _may_download(
    db: Database, polling: Polling, reader: str | None, now: datetime, read_by: Collection[str] | None
) -> bool:
    """Polls that wait for their own reader don't hold it up: they would not come sooner."""
    if not polling.may_look(reader, now):
        return False
    late = partial(coverage.due, leaving_out=polling.waiting(now), read_by=read_by)
    return not await db.read(late, now - LATE, 1)


async def _hash(db: Database, source: Hasher, watched: Watched, waiting: MediaHash, clock: Clock, limit: int) -> None:
    try:
        hashed = await source.hash_media(watched, waiting.message_id, limit, clock())
    except CannotRead as refusal:
        await _put_off(db, waiting, refusal, clock())
        return
    except Exception as error:  # noqa: BLE001 - what strangers publish may break anything
        line = {"channel": waiting.channel_id, "message": waiting.message_id, "error": type(error).__name__}
        log.error("a file broke its hasher", **line, where=where(error))  # noqa: TRY400 - see `where`
        await _put_off(db, waiting, CannotRead(Problem.BROKEN, type(error).__name__), clock())
        return
    await _settle(db, waiting, hashed, clock)


async def _settle(db: Database, waiting: MediaHash, hashed: Hashed, clock: Clock) -> None:
    """Keeps what was found of a file; what can't be kept is tried again later, and at last given up."""
    now = clock()
    try:
        async with db.writing() as conn:
            await media.settle(conn, waiting, _settled(waiting, hashed, now))
            await learn(conn, hashed.learned, now)
            reach("hash, not committed")
    except Exception as error:
        if is_nobodys_fault(error):
            raise
        where_ = {"channel": waiting.channel_id, "message": waiting.message_id, "where": where(error)}
        log.error("hash not stored", error=type(error).__name__, **where_)  # noqa: TRY400 - see `where`
        await _put_off(db, waiting, CannotRead(Problem.BROKEN, type(error).__name__), now)
        return
    reach("hash, committed")
    log.info("file hashed", channel=waiting.channel_id, message=waiting.message_id, state=hashed.state.value)


async def _put_off(db: Database, waiting: MediaHash, refusal: CannotRead, now: datetime) -> None:
    tried = replace(waiting, attempts=waiting.attempts + counts_against(refusal), detail=str(refusal))
    again = next_try(tried, refusal, now)
    state = HashState.FAILED if again is None else HashState.PENDING
    async with db.writing() as conn:
        await media.settle(conn, waiting, replace(tried, state=state, due_at=again))
        await learn(conn, refusal.learned, now)
    told = log.warning if again is None else log.info
    told("file not hashed", channel=waiting.channel_id, message=waiting.message_id, problem=refusal.problem.value)


def _copied(known: MediaHash) -> Hashed:
    return Hashed(known.state, known.file, known.size, known.sha256, known.perceptual, known.detail)


def _settled(waiting: MediaHash, hashed: Hashed, now: datetime) -> MediaHash:
    return replace(
        waiting,
        file=hashed.file or waiting.file,
        size=waiting.size if hashed.size is None else hashed.size,
        state=hashed.state,
        sha256=hashed.sha256,
        perceptual=hashed.perceptual,
        detail=hashed.detail,
        due_at=None,
        hashed_at=now if hashed.sha256 else None,
    )

"""Looks again at what was stored: was it edited, is it still there? And at message ids that were never seen.

A stage like those in `stages`: reads rows, asks, writes rows and their next times in one transaction. When to look and
what a look means is decided in `collectors.rereading`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.allowances import Purse
from bot.clock import Clock
from bot.learning import learn, rename
from bot.parking import is_nobodys_fault, where
from bot.polling import Polling
from collectors.aftercare import Aftercare
from collectors.base import LOOK, MESSAGES, CannotRead, Looked, Looker, Source, reader_of
from collectors.rereading import Verdict, choose, judge, known_of, message_ids
from storage import coverage, deletions, doubts, gaps, looks, media, posts
from storage.database import Connection, Database
from storage.faults import reach
from storage.model import Post
from storage.watching import Gap, Look, Problem, Watched

log = structlog.get_logger()

CHANNELS = 50
"""Asked for at once; each is one request."""

AGAIN = timedelta(minutes=15)
"""When to try again where nobody says for how long a channel can't be asked about."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one request is for."""

    channel_id: int
    gaps: Sequence[Gap]
    looks: Sequence[Look]

    @property
    def ids(self) -> list[int]:
        return sorted({*(look.message_id for look in self.looks), *(id_ for gap in self.gaps for id_ in gap.ids)})


async def reread_due(
    db: Database,
    source: Source,
    clock: Clock,
    aftercare: Aftercare,
    polling: Polling,
    budget: Purse,
    *,
    read_by: Collection[str] | None = None,
) -> int:
    """Looks at each channel that something is due of, longest overdue first, as far as `budget` goes and its reader can
    spare a request. `read_by`: as in `collecting`.
    """
    if not isinstance(source, Looker):
        return 0
    done = 0
    for watched in await db.read(_due, clock(), read_by):
        now = clock()
        reader = reader_of(source, watched, MESSAGES, now)
        if not budget.may_spend(now):
            break
        if not polling.may_look(reader, now):
            continue
        await budget.spend(db, now)
        await polling.looks(db, reader, now)
        await reread(db, source, watched, clock, aftercare)
        done += 1
    return done


async def _due(conn: Connection, now: datetime, read_by: Collection[str] | None) -> list[Watched]:
    return await coverage.of_channels(conn, await looks.due(conn, now, CHANNELS, read_by=read_by))


async def reread(db: Database, source: Looker, watched: Watched, clock: Clock, aftercare: Aftercare) -> None:
    """One request about one channel: what is due, and what falls due next as far as there is room for it.

    What filled a gap is hashed too, and what replaced another file.
    """
    if watched.channel is None:
        return
    now = clock()
    asked = await db.read(_asked, watched.channel.channel_id, now)
    looked = await _look_or_put_off(db, source, watched, asked, now)
    if looked is not None:
        await _store_or_put_off(db, watched, asked, looked, now, aftercare.by(source))


async def _asked(conn: Connection, channel_id: int, now: datetime) -> _Asked:
    waiting = await gaps.due(conn, channel_id, now, LOOK)
    return _Asked(channel_id, *choose(waiting, await looks.of(conn, channel_id, LOOK)))


async def _look_or_put_off(
    db: Database, source: Looker, watched: Watched, asked: _Asked, now: datetime
) -> Looked | None:
    try:
        return await source.look(watched, asked.ids, now)
    except CannotRead as caught:
        refusal = caught
    except Exception as error:  # noqa: BLE001 - what strangers publish may break anything
        line = {"channel": watched.username, "error": type(error).__name__, "where": where(error)}
        log.error("a channel broke its reader", **line)  # noqa: TRY400 - see `where`
        refusal = CannotRead(Problem.BROKEN, type(error).__name__)
    await _put_off(db, watched, asked, refusal, now)
    return None


async def _put_off(db: Database, watched: Watched, asked: _Asked, refusal: CannotRead, now: datetime) -> None:
    async with db.writing() as conn:
        await learn(conn, refusal.learned, now)
        await looks.put_off(conn, asked.channel_id, now, refusal.until or now + AGAIN)
    log.warning("channel not looked at again", channel=watched.username, problem=refusal.problem.value)


async def _store_or_put_off(
    db: Database, watched: Watched, asked: _Asked, looked: Looked, now: datetime, aftercare: Aftercare
) -> None:
    """What can't be stored is asked for again later; the next channel goes on."""
    try:
        await _store(db, asked, looked, now, aftercare)
    except Exception as error:
        if is_nobodys_fault(error):
            raise
        log.error("looks not stored", channel=watched.username, error=type(error).__name__, where=where(error))  # noqa: TRY400 - see `where`
        await _put_off(db, watched, asked, CannotRead(Problem.BROKEN, type(error).__name__), now)


async def _store(db: Database, asked: _Asked, looked: Looked, now: datetime, aftercare: Aftercare) -> None:
    """Edits, deletions, what filled gaps, and when to look next, in one transaction."""
    found = {message_id for post in looked.posts for message_id in message_ids(post)}
    async with db.writing() as conn:
        emptied_at = await doubts.believed_at(conn, asked.channel_id)
        these = [look.message_id for look in asked.looks]
        missed = await looks.missed(conn, asked.channel_id, these, emptied_at)
        verdict = judge(asked.looks, found, looked.absent, missed, now, aftercare.window, emptied_at)
        await rename(conn, looked.channel, now)
        revisions = await _save(conn, asked, looked, now)
        await media.queue(conn, asked.channel_id, aftercare.files(looked.posts, now))
        gone = await deletions.save(conn, asked.channel_id, verdict.gone, now)
        await looks.settle(conn, asked.channel_id, verdict.keep, verdict.drop)
        await looks.add(conn, asked.channel_id, aftercare.looks(_from_gaps(asked, looked), now))
        for gap in asked.gaps:
            known = known_of(gap, found, looked.absent, looked.passed)
            await gaps.settle(conn, asked.channel_id, gap, known, now)
        await learn(conn, looked.learned, now)
        reach("reread, not committed")
    reach("reread, committed")
    _report(asked, verdict, revisions, gone)


async def _save(conn: Connection, asked: _Asked, looked: Looked, now: datetime) -> int:
    """Stores what was found. What filled a gap of the first visit is backlog, as all of that visit is."""
    backlog = {message_id for gap in asked.gaps if gap.backlog for message_id in gap.ids}
    older = [post for post in looked.posts if not backlog.isdisjoint(message_ids(post))]
    newer = [post for post in looked.posts if backlog.isdisjoint(message_ids(post))]
    stored = await posts.save(conn, looked.channel, older, None, now, backlog=True)
    return stored + await posts.save(conn, looked.channel, newer, None, now, backlog=False)


def _from_gaps(asked: _Asked, looked: Looked) -> list[Post]:
    missed = {message_id for gap in asked.gaps for message_id in gap.ids}
    return [post for post in looked.posts if not missed.isdisjoint(message_ids(post))]


def _report(asked: _Asked, verdict: Verdict, revisions: int, gone: int) -> None:
    if verdict.doubted:
        log.error("deletions doubted", channel=asked.channel_id, messages=len(verdict.doubted))
    if revisions or gone:
        log.info("looked again", channel=asked.channel_id, asked=len(asked.ids), revisions=revisions, deleted=gone)

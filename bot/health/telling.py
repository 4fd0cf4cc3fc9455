"""Tells operators in chat that a stage finishes nothing any more, once, and that it works again.

What was told is in the tables, so that a restart neither repeats nor forgets it. The notice does not wait for the stage
that tells operators of everything else: that one may be what stopped. Where deliveries stopped, `/healthz` says so.

Several processes may run one stage, such as matchers. That it works in one says nothing of another in which it stopped.
"""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.health.pulse import Pulse
from bot.operating import tell_of
from storage import changes
from storage.database import Connection, Database
from storage.watching import Change, ChangeKind

log = structlog.get_logger()

EVERY = 5.0
"""Seconds between two looks."""

STANDS = timedelta(days=1)
"""For so long only the process in which a stage stopped, or one that began since, says that it works again: then the
former may be gone for ever."""

KINDS = (ChangeKind.STAGE_STOPPED, ChangeKind.STAGE_RESUMED)


async def watch(db: Database, pulse: Pulse, clock: Clock, only: int | None = None) -> None:
    """Looks for as long as the lookout runs. What stands in its way is logged: the next look may go well."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await look(db, pulse, clock(), only)
        except Exception:
            log.exception("stages could not be watched")


async def look(db: Database, pulse: Pulse, now: datetime, only: int | None = None) -> int:
    """Tells what is new about the stages; returns how much that is."""
    standing = await db.read(changes.newest_of, KINDS)
    news = list(_news(pulse, standing, now))
    if news:
        await db.write(_tell, news, now, only)
    for change in news:
        if change.kind is ChangeKind.STAGE_STOPPED:
            log.error("stage stopped", stage=change.subject, error=change.after)
        else:
            log.warning("stage works again", stage=change.subject)
    return len(news)


def _news(pulse: Pulse, standing: Mapping[str, Change], now: datetime) -> Iterator[Change]:
    told = {name: change.at for name, change in standing.items() if change.kind is ChangeKind.STAGE_STOPPED}
    for name in pulse.stopped().keys() - told.keys():
        yield Change(ChangeKind.STAGE_STOPPED, name, now, after=pulse.stages[name].error)
    for name in told.keys() & pulse.working():
        beat = pulse.stages[name]
        if not beat.has_stopped and beat.began_at < told[name] <= now < told[name] + STANDS:
            continue  # it is another process's
        beat.has_stopped = False
        yield Change(ChangeKind.STAGE_RESUMED, name, now)


async def _tell(conn: Connection, news: list[Change], now: datetime, only: int | None) -> None:
    await changes.record(conn, news)
    await tell_of(conn, await changes.untold(conn, 1_000, KINDS), now, only)

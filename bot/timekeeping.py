"""When the clock is set back: what was written ahead of it is brought back, and nobody waits for it to catch up.

A stage like those in `stages`, and at the start, for what happened while nothing ran. What is simply over is
`storage.ahead`'s matter; here is what goes by local clocks and by the ages of posts. A clock that is set forward needs
nothing: what is due by then comes, once.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.alerts.quiet import next_end
from bot.chat.times import daily, next_unmade
from bot.clock import Clock, Watch
from collectors.rereading import Window, next_look
from storage import ahead, coverage, digests, looks, quiet
from storage.database import Connection, Database
from storage.watching import Look

log = structlog.get_logger()

MOST = 100_000
"""Looks of a channel."""


@dataclass(slots=True)
class Timekeeper:
    """Asks the watch at each tick; what could not be brought back, since the database failed, is so at the next."""

    watch: Watch = field(default_factory=Watch)
    _back: bool = False

    async def keep(self, db: Database, clock: Clock, window: Window) -> int:
        """1 if the clock was set back since the last time, and all is right again."""
        moved = self.watch.moved()
        if moved:
            log.warning("clock was set", seconds=moved.total_seconds())
        self._back = self._back or moved < timedelta(0)
        if not self._back:
            return 0
        await bring_back(db, clock(), window)
        self._back = False
        return 1


async def bring_back_if_ahead(db: Database, now: datetime, window: Window) -> bool:
    """For the start of the program. False: the clock was not set back while it did not run."""
    is_ahead = await db.read(ahead.is_any, now)
    if is_ahead:
        log.warning("clock was set back while nothing ran")
        await bring_back(db, now, window)
    return is_ahead


async def bring_back(db: Database, now: datetime, window: Window) -> None:
    """All that waits for a moment that is farther away than it ever should be. Twice is once."""
    await db.write(_bring_back, now)
    await _look_at_all(db, now, window)
    for watched in await db.read(coverage.everything):
        if watched.channel is not None:
            await _bring_looks_back(db, watched.channel.channel_id, now, window)


async def _bring_back(conn: Connection, now: datetime) -> None:
    await ahead.bring_back(conn, now)
    for chat, kept in await quiet.everything(conn):
        ends_at = next_end(kept.hours, chat.time_zone, now)
        if ends_at < kept.ends_at:
            await quiet.move_on(conn, chat.chat_id, kept.ends_at, kept.since, ends_at)
    for this in await digests.coming(conn):
        made = (await digests.last_slots(conn, this.chat.chat_id)).get(daily(this.at))
        soonest = next_unmade(this.at, this.chat.time_zone, now, made)
        if soonest < this.next_at:
            await digests.move(conn, this, soonest)


async def _look_at_all(db: Database, now: datetime, window: Window) -> None:
    """Also at what was too old for it to a clock that was far ahead."""
    wanted: dict[int, list[Look]] = {}
    for channel_id, message_id, published_at in await db.read(ahead.messages_seen_since, now):
        if due_at := next_look(published_at, now, window):
            wanted.setdefault(channel_id, []).append(Look(message_id, published_at, due_at))
    for channel_id, found in wanted.items():
        await db.write(looks.add, channel_id, found)


async def _bring_looks_back(db: Database, channel_id: int, now: datetime, window: Window) -> None:
    looked_at = [(look, _by_now(look, now, window)) for look in await db.read(looks.of, channel_id, MOST)]
    if late := [right for look, right in looked_at if right != look]:
        await db.write(looks.settle, channel_id, late, ())


def _by_now(look: Look, now: datetime, window: Window) -> Look:
    """What is in question is looked at at once, all else when its age says so."""
    due_at = now if look.misses or look.held_at else next_look(look.published_at, now, window) or now
    missed_at, held_at = (moment and min(moment, now) for moment in (look.missed_at, look.held_at))
    return replace(look, due_at=min(look.due_at, due_at), missed_at=missed_at, held_at=held_at)

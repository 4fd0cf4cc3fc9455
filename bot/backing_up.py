"""Copies the database into a folder when that is due, and removes the oldest copies. A stage like those in `stages`.

How a copy is made and verified is `storage.archiving`'s matter. The lookout works on meanwhile.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.clock import Clock
from storage import backups
from storage.archiving import back_up
from storage.database import Database, Unusable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Schedule:
    """Of which database copies are made, where to, how often, and how many stay."""

    database_url: str
    folder: Path
    every: timedelta
    keep: int


async def back_up_due(db: Database, schedule: Schedule | None, clock: Clock) -> int:
    """Makes a copy if it is time; one that fails is told in the status and tried again. 0: it is not time."""
    now = clock()
    if schedule is None:
        return 0
    folder = str(schedule.folder)
    standing = await db.read(backups.of, folder)
    if standing is not None and standing.due_at > now:
        return 0
    file = schedule.folder / name_of(schedule.database_url, now)
    try:
        copy = await asyncio.to_thread(back_up, schedule.database_url, file)
    except Unusable as error:
        await db.write(backups.failed, folder, str(error), now)
        log.warning("no backup made", folder=folder, problem=str(error))
        return 1
    await db.write(backups.made, folder, str(file), copy.size, now, now + schedule.every)
    gone = await asyncio.to_thread(_remove_oldest, schedule, file)
    log.info("backup made", file=str(file), size=copy.size, posts=copy.posts, removed=gone)
    return 1


def name_of(database_url: str, now: datetime) -> str:
    """What a copy made now is called; later names sort behind earlier ones."""
    return f"seinpost-{now:%Y%m%dT%H%M%SZ}{_ending(database_url)}"


def _ending(database_url: str) -> str:
    return ".db" if database_url.startswith("sqlite") else ".dump"


def _remove_oldest(schedule: Schedule, newest: Path) -> int:
    """What is named later than the newest was named by a clock that was ahead: it is older."""
    copies = schedule.folder.glob(f"seinpost-*{_ending(schedule.database_url)}")
    old = sorted(copies, key=lambda file: (file.name <= newest.name, file.name))[: -schedule.keep]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)

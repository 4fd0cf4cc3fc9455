"""Copies the database into a folder when that is due, and removes the old copies. A stage like those in `stages`.

How a copy is made and verified is `storage.archiving`'s matter. The lookout works on meanwhile.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.clock import Clock
from storage import backups
from storage.archiving import Copy, back_up
from storage.connecting import address, file_at
from storage.database import Database, Unusable

log = structlog.get_logger()

_MEND = "Mount its disk; or make the folder anew, if it was removed."
"""It is not made twice: on another disk than its own, copies would be of no use."""

CUT_OFF = timedelta(days=1)
"""A copy that is not finished after so long never will be."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Of which database copies are made, where to, how often, and how many stay."""

    database_url: str
    folder: Path
    every: timedelta
    keep: int


@dataclass(frozen=True, slots=True)
class Expiry:
    """When copies are removed that are older than `span`: those in the folder (None: there is none), and those that a
    migration or a restore left beside the database. Copies that a crash cut off go after a day."""

    database_url: str
    folder: Path | None
    span: timedelta


async def expire(expiry: Expiry, now: datetime) -> int:
    """Removes them, and tells how many; of those in the folder the newest stays, however old it is."""
    return await asyncio.to_thread(_expire, expiry, now)


def _expire(expiry: Expiry, now: datetime) -> int:
    copies = [] if expiry.folder is None else _in_folder(expiry.folder, expiry.database_url)[:-1]
    copies += _kept_beside(expiry)
    old = [file for file in copies if _made(file) < (now - expiry.span).timestamp()]
    old += [file for file in _unfinished(expiry) if _made(file) < (now - CUT_OFF).timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
        log.info("copy removed", file=str(file))
    return len(old)


def _unfinished(expiry: Expiry) -> list[Path]:
    """What is being copied, or was when its program died: as large as the database."""
    part = f".*{_ending(expiry.database_url)}.????????.part"
    return [] if expiry.folder is None else list(expiry.folder.glob(part))


def _kept_beside(expiry: Expiry) -> list[Path]:
    """A file's copies lie beside it, a server's in the folder."""
    file = file_at(expiry.database_url)
    if file is not None:
        return sorted(file.parent.glob(f"{file.name}.before-*"))
    named = address(expiry.database_url).database
    return [] if expiry.folder is None else sorted(expiry.folder.glob(f"{named}.before-*.dump"))


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
    held_copies = standing is not None and standing.made_at is not None
    try:
        copy = await asyncio.to_thread(_copied, schedule, file, held_copies=held_copies)
    except Unusable as error:
        await db.write(backups.failed, folder, str(error), now)
        log.warning("no backup made", folder=folder, problem=str(error))
        return 1
    await db.write(backups.made, folder, str(file), copy.size, now, now + schedule.every)
    gone = await asyncio.to_thread(_remove_oldest, schedule, file)
    log.info("backup made", file=str(file), size=copy.size, posts=copy.posts, removed=gone)
    return 1


def _copied(schedule: Schedule, file: Path, *, held_copies: bool) -> Copy:
    if held_copies and not schedule.folder.is_dir():
        raise Unusable(f"{schedule.folder}, where copies were made before, is not there. {_MEND}")
    return back_up(schedule.database_url, file)


def newest_in(schedule: Schedule) -> Path | None:
    """The copy to put back; None: there is none."""
    return max(_copies(schedule), key=lambda file: file.name, default=None)


def name_of(database_url: str, now: datetime) -> str:
    """What a copy made now is called; later names sort behind earlier ones."""
    return f"seinpost-{now:%Y%m%dT%H%M%SZ}{_ending(database_url)}"


def _ending(database_url: str) -> str:
    return ".db" if database_url.startswith("sqlite") else ".dump"


def _in_folder(folder: Path, database_url: str) -> list[Path]:
    """The copies that were made by themselves, the oldest first."""
    return sorted(folder.glob(f"seinpost-*{_ending(database_url)}"), key=_made)


def _made(file: Path) -> float:
    return file.stat().st_mtime


def _remove_oldest(schedule: Schedule, newest: Path) -> int:
    """What is named later than the newest was named by a clock that was ahead: it is older."""
    copies = _in_folder(schedule.folder, schedule.database_url)
    old = sorted(copies, key=lambda file: (file.name <= newest.name, file.name))[: -schedule.keep]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _copies(schedule: Schedule) -> list[Path]:
    return list(schedule.folder.glob(f"seinpost-*{_ending(schedule.database_url)}"))

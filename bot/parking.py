"""What breaks a stage is parked with the kind of its error, and what comes behind it goes on.

Trouble of the database, the disk or the memory is nobody's fault: the stage ends there and does the same again later.
What is parked is told to operators by `bot.operating`, and tried again when somebody says so (`seinpost parked`).
"""

import traceback
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog

from bot.clock import Clock
from storage import parkings
from storage.database import OUT_OF_ORDER, TAKEN_AWAY, Database
from storage.watching import Work

log = structlog.get_logger()

T = TypeVar("T")

NOBODYS_FAULT: tuple[type[Exception], ...] = (*OUT_OF_ORDER, OSError, MemoryError)


async def each_or_park(
    db: Database, work: Work, items: Iterable[int], do: Callable[[int], Awaitable[object]], clock: Clock
) -> int:
    """Does something with each of these, one after the other; returns how many there were, parked ones included, but
    not those for which it said False: there was nothing to do.

    Raises:
        NOBODYS_FAULT: the rest waits.
    """
    done = 0
    for item in items:
        done += await or_park(db, work, item, partial(do, item), clock) is not False
    return done


async def or_park(db: Database, work: Work, item: int, do: Callable[[], Awaitable[object]], clock: Clock) -> object:
    """Does something with that item and returns what it returned; where it breaks, the item is parked. What breaks on a
    row that was taken away while it was being done is done once more: it is to read again what it builds on.

    Raises:
        NOBODYS_FAULT: it broke on none of it.
    """
    done = await _tried(do)
    if isinstance(done, TAKEN_AWAY):
        done = await _tried(do)
    if not isinstance(done, Exception):
        return done
    # what strangers write may break any stage; nothing may stop the others
    await db.write(parkings.put, work, item, type(done).__name__, clock())
    log.error("parked", work=work.value, item=item, error=type(done).__name__, where=where(done))
    return None


async def goes_well(do: Callable[[], Awaitable[int]], work: Work) -> int | None:
    """How much was done of a whole page at once; None: something of it broke, and each is to be tried by itself.

    Raises:
        NOBODYS_FAULT: it broke on none of it.
    """
    done = await _tried(do)
    if not isinstance(done, Exception):
        return done
    log.warning("a page broke", work=work.value, error=type(done).__name__, where=where(done))
    return None


async def _tried(do: Callable[[], Awaitable[T]]) -> T | Exception:
    """What it returned; or what it broke on, unless that is nobody's fault."""
    try:
        return await do()
    except Exception as error:
        if is_nobodys_fault(error):
            raise
        return error


def is_nobodys_fault(error: Exception) -> bool:
    """Whether the same may go well later on. Of a row that is too large for it (class 54 of its error codes) PostgreSQL
    says so in the same way as that its server is gone; that row would stop its stage for ever."""
    code = str(getattr(getattr(error, "orig", None), "sqlstate", None))
    return isinstance(error, NOBODYS_FAULT) and not code.startswith("54")


def where(error: Exception) -> str:
    """Where it broke: files and lines. Not its text, which may hold a post's."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))

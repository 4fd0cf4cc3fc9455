"""A channel's pages, read ahead of who stores them: several that wait are one batch, stored in one transaction.

The pages are asked for one after the other, whatever becomes of those before; so a backlog is read while it is stored,
and a post that comes alone is handed on at once. Stores nothing, and decides nothing about what stands in the way.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from collectors.base import AccessHash, Batch, CannotRead
from storage.watching import Watched

STRETCH = 10
"""Pages that are stored at once, at most. More gains little, and all of it is read again after a crash."""

AHEAD = 2 * STRETCH
"""Pages that may wait to be stored, the one that is being read included."""

Read = Callable[[Watched, datetime], Awaitable[Batch | CannotRead]]
"""What a source answers, its refusal included."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some pages that were read in a row. `watched`: as it was before; `at`: when the last of them was asked for.

    A refusal is one by itself, after all that was read before it.
    """

    watched: Watched
    answer: Batch | CannotRead
    at: datetime


async def stretches(
    read: Read, watched: Watched, clock: Callable[[], datetime], *, pages: int = STRETCH, ahead: int = AHEAD
) -> AsyncGenerator[Stretch, None]:
    """All that is above the cursor, in order, until nothing newer is left or it is refused.

    To be closed by who leaves it early: what is being read is cut off then, and over when it is closed. What `read`
    raises is raised after what was read before.
    """
    waiting: _Waiting = asyncio.Queue()
    room = asyncio.Semaphore(ahead)
    reading = asyncio.create_task(_read_ahead(read, watched, clock, waiting, room))
    try:
        while taken := await _taken(waiting, room, pages):
            yield reduce(_joined, taken)
        if refusal := await reading:
            yield refusal
    finally:
        reading.cancel()
        await asyncio.wait([reading])


_Waiting = asyncio.Queue[Stretch | None]
"""Pages in order; None: no more will come."""


async def _read_ahead(
    read: Read, watched: Watched, clock: Callable[[], datetime], waiting: _Waiting, room: asyncio.Semaphore
) -> Stretch | None:
    """Puts page after page where it waits, as long as there is room, and says what refused the next one."""
    try:
        while True:
            await room.acquire()
            page = Stretch(watched, await read(watched, now := clock()), now)
            if isinstance(page.answer, CannotRead):
                return page
            waiting.put_nowait(page)
            if not page.answer.more or page.answer.cursor == watched.cursor:
                return None
            watched = after(watched, page.answer)
    finally:
        waiting.put_nowait(None)  # however it ends: somebody waits


async def _taken(waiting: _Waiting, room: asyncio.Semaphore, most: int) -> list[Stretch]:
    """What waits by now, and at least one page; nothing if no more will come."""
    taken: list[Stretch] = []
    while len(taken) < most and not (taken and waiting.empty()):
        page = await waiting.get()
        if page is None:
            waiting.put_nowait(None)
            break
        room.release()
        taken.append(page)
    return taken


def after(watched: Watched, batch: Batch) -> Watched:
    """What is watched, as it is after `batch` was read."""
    fresh = {fact.account: fact.access_hash for fact in batch.learned if isinstance(fact, AccessHash)}
    return replace(watched, cursor=batch.cursor, channel=batch.channel, hashes={**watched.hashes, **fresh})


def _joined(first: Stretch, second: Stretch) -> Stretch:
    if isinstance(first.answer, CannotRead) or isinstance(second.answer, CannotRead):
        raise TypeError("a refusal is no page")
    return replace(second, watched=first.watched, answer=_batch(first.answer, second.answer))


def _batch(first: Batch, second: Batch) -> Batch:
    passed = None if first.passed is None or second.passed is None else (*first.passed, *second.passed)
    return replace(
        second,
        posts=(*first.posts, *second.posts),
        learned=(*first.learned, *second.learned),
        passed=passed,
    )

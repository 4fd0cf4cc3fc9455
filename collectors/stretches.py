"""Several pages of one channel as one batch: a long backlog is stored in few transactions instead of one a page."""

from dataclasses import replace
from datetime import datetime

from collectors.base import AccessHash, Batch, CannotRead, Source
from storage.model import Watched

STRETCH = 5
"""Pages read before what they hold is stored. More gains little, and all of it is read again after a crash."""


async def read_stretch(source: Source, watched: Watched, now: datetime, pages: int = STRETCH) -> Batch:
    """At most `pages` pages above the cursor. A refusal after the first ends the stretch: what was read counts, what
    the refusal taught comes along, and `more` stays true, so that the next read meets it again.

    Raises:
        CannotRead: the first page can't be read.
    """
    batch = await source.read(watched, now)
    for _ in range(pages - 1):
        ahead = after(watched, batch)
        if not batch.more or ahead.cursor == watched.cursor:
            break
        watched = ahead
        try:
            batch = _joined(batch, await source.read(watched, now))
        except CannotRead as refusal:
            return replace(batch, learned=(*batch.learned, *refusal.learned))
    return batch


def after(watched: Watched, batch: Batch) -> Watched:
    """What is watched, as it is after `batch` was read."""
    fresh = {fact.account: fact.access_hash for fact in batch.learned if isinstance(fact, AccessHash)}
    return replace(watched, cursor=batch.cursor, channel=batch.channel, hashes={**watched.hashes, **fresh})


def _joined(first: Batch, second: Batch) -> Batch:
    passed = None if first.passed is None or second.passed is None else (*first.passed, *second.passed)
    return replace(
        second,
        posts=(*first.posts, *second.posts),
        learned=(*first.learned, *second.learned),
        passed=passed,
    )

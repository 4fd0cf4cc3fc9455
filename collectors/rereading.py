"""When to look again at messages that were stored, and what to make of those that are not there. Pure.

A message is looked at again soon after it was published and ever less often as it ages, until it is too old. One that
is not there twice, some minutes apart, was deleted. A mass that is gone at once is doubted instead: it is more often
the answer that is wrong than the channel that is emptied. Nothing here asks, stores or reads the clock.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from collectors.base import LOOK, Batch
from storage.model import Post
from storage.watching import Gap, GapState, Look

APART = timedelta(minutes=5)
"""What is not there at two looks at least so far apart was deleted."""

DOUBT_MOST, DOUBT_SHARE = 10, 0.3
"""More than so many messages, and more than this share of those asked for, aren't believed to be gone at once."""

DOUBTED_AGAIN = timedelta(minutes=30)
"""How often to look again at what was not believed to be gone: until it is found, or an operator decides."""


@dataclass(frozen=True, slots=True)
class Window:
    """For how long messages are looked at again (`until`, from publication; 0: never) and how often.

    The time to the next look is `growth` times the age of the message, but at least `soonest`.
    """

    soonest: timedelta = timedelta(minutes=5)
    until: timedelta = timedelta(hours=72)
    growth: float = 0.25


NEVER = Window(until=timedelta(0))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from a look: `keep` are looks still to come, `drop` messages that need none.

    `gone` are messages to be taken for deleted, `doubted` those that would be if there were not so many.
    """

    keep: tuple[Look, ...]
    drop: tuple[int, ...]
    gone: tuple[int, ...]
    doubted: tuple[int, ...]


def next_look(published_at: datetime, looked_at: datetime, window: Window) -> datetime | None:
    """When to look again at a message that was seen at `looked_at`; None when it is too old for that."""
    end = published_at + window.until
    if looked_at >= end or not window.until:  # a message may be dated later than our clock
        return None
    age = max(looked_at - published_at, timedelta(0))
    return min(looked_at + max(window.soonest, age * window.growth), end)


def first_looks(posts: Iterable[Post], now: datetime, window: Window) -> Iterator[Look]:
    """When to look for the first time again at the messages of posts that were read just now."""
    for post in posts:
        due = next_look(post.published_at, now, window)
        if due is not None:
            yield from (Look(message_id, post.published_at, due) for message_id in message_ids(post))


def message_ids(post: Post) -> tuple[int, ...]:
    """The messages that a post consists of."""
    return post.parts or (post.post_id,)


def gaps_of(batch: Batch, cursor: int | None) -> list[Gap]:
    """The ids that a batch passes over, if its source can tell. `cursor`: how far was read before, None: never."""
    if batch.passed is None or batch.cursor is None:
        return []
    seen = {*batch.passed, *(message_id for post in batch.posts for message_id in message_ids(post))}
    after = min(seen, default=batch.cursor) - 1 if cursor is None else cursor
    return list(gaps_between(after, batch.cursor, seen, backlog=cursor is None))


def choose(gaps: Iterable[Gap], looks: Iterable[Look]) -> tuple[list[Gap], list[Look]]:
    """What one request may ask for: gaps first, since what is in them was never seen, then looks, in their order."""
    room, chosen = LOOK, []
    for gap in gaps:
        if len(gap.ids) <= room:
            chosen.append(gap)
            room -= len(gap.ids)
    asked = {message_id for gap in chosen for message_id in gap.ids}
    return chosen, [look for look in looks if look.message_id not in asked][:room]


def judge(
    looks: Sequence[Look],
    found: Collection[int],
    absent: Collection[int],
    missed_before: int,
    now: datetime,
    window: Window,
    emptied_at: datetime | None = None,
) -> Verdict:
    """What the answer says of each message that was looked at. `missed_before`: how many others of the channel were not
    there when last looked at; a mass that is lost bit by bit is one too. `emptied_at`: an operator knows that what was
    published until then may be gone, so that nothing of it is doubted."""
    excused = {look.message_id for look in looks if emptied_at is not None and look.published_at <= emptied_at}
    lost = [look for look in looks if look.message_id in absent and look.misses < 2 and look.message_id not in excused]
    spoken_of = [look for look in looks if look in lost or look.message_id in found]
    is_mass = len(lost) + missed_before > max(DOUBT_MOST, DOUBT_SHARE * (len(spoken_of) + missed_before))
    after = [_after(look, found, absent, now, doubtful=is_mass and look.message_id not in excused) for look in looks]
    keep = [replace(look, due_at=due) for look in after if (due := _due(look, now, window)) is not None]
    kept = {look.message_id for look in keep}
    return Verdict(
        keep=tuple(keep),
        drop=tuple(look.message_id for look in after if look.message_id not in kept),
        gone=tuple(look.message_id for look in after if look.misses == 2 and look.message_id in absent),
        doubted=tuple(look.message_id for look in after if look.held_at and look.message_id in absent),
    )


def _after(look: Look, found: Collection[int], absent: Collection[int], now: datetime, *, doubtful: bool) -> Look:
    if look.message_id in found:
        return replace(look, misses=0, missed_at=None, held_at=None)
    if look.message_id not in absent or look.misses == 2:
        return look
    if doubtful:
        return replace(look, misses=0, missed_at=None, held_at=look.held_at or now)
    if look.missed_at is None:
        return replace(look, misses=1, missed_at=now, held_at=None)
    return replace(look, misses=2) if now - look.missed_at >= APART else look


def _due(look: Look, now: datetime, window: Window) -> datetime | None:
    """What is in question is looked at again however old it is."""
    if look.held_at:
        return now + DOUBTED_AGAIN
    if look.misses == 1 and look.missed_at:
        return look.missed_at + APART
    return next_look(look.published_at, now, window)


def gaps_between(after: int, up_to: int, seen: Iterable[int], *, backlog: bool = False) -> Iterator[Gap]:
    """The ids above `after` and up to `up_to` that are not among `seen`, in pieces that one request can ask for."""
    for message_id in sorted({*seen, up_to + 1}):
        for first in range(after + 1, message_id, LOOK):
            yield Gap(first, min(first + LOOK, message_id) - 1, backlog=backlog)
        after = max(after, message_id)


def known_of(gap: Gap, posts: Collection[int], absent: Collection[int], passed: Collection[int]) -> Iterator[Gap]:
    """A gap that was looked at, in pieces that are alike; what turned out to be no post is none."""
    piece: Gap | None = None
    for message_id in gap.ids:
        state = _state(message_id, posts, absent)
        if piece and (message_id in passed or state is not piece.state):
            yield piece
            piece = None
        if message_id not in passed:
            piece = Gap(piece.first if piece else message_id, message_id, state, gap.backlog)
    if piece:
        yield piece


def _state(message_id: int, posts: Collection[int], absent: Collection[int]) -> GapState:
    if message_id in posts:
        return GapState.FILLED
    return GapState.MISSING if message_id in absent else GapState.UNREACHABLE

"""How fast people may ask: a bucket of tokens for each person and each chat, in memory. Pure but for what it remembers.

It guards the bot's time against floods, not its rights: what is forgotten in a restart is worth nothing.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Taken(StrEnum):
    YES = "yes"
    FIRST_NO = "no, for the first time"  # this much may be said
    NO = "no"


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: datetime
    told: bool = False


class Buckets:
    """Each key may take `size` at once, and one more `every` so often."""

    def __init__(self, size: int, every: timedelta, remembered: int = 10_000):
        self._size = size
        self._every = every
        self._remembered = remembered
        self._buckets: dict[Hashable, _Bucket] = {}

    def take(self, key: Hashable, now: datetime) -> Taken:
        bucket = self._buckets.get(key) or self._new(key, now)
        gained = max(0.0, (now - bucket.at) / self._every)
        bucket.tokens, bucket.at = min(self._size, bucket.tokens + gained), max(bucket.at, now)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            bucket.told = bucket.told and bucket.tokens < self._size / 2  # a flood is over when half of it is back
            return Taken.YES
        first, bucket.told = not bucket.told, True
        return Taken.FIRST_NO if first else Taken.NO

    def _new(self, key: Hashable, now: datetime) -> _Bucket:
        if len(self._buckets) >= self._remembered:  # the oldest, so that a crowd of strangers costs no memory
            for oldest in list(self._buckets)[: self._remembered // 2]:
                del self._buckets[oldest]
        return self._buckets.setdefault(key, _Bucket(self._size, now))


class Patience:
    """What the bot puts up with from one person and one chat, and how often a stranger is told of being one."""

    def __init__(self, *, size: int = 30, every: timedelta = timedelta(seconds=2)):
        self._people = Buckets(size, every)
        self._chats = Buckets(2 * size, every / 2)
        self._strangers = Buckets(1, timedelta(hours=1))
        self._albums = Buckets(1, timedelta(hours=1))

    def with_turn(self, user_id: int | None, chat_id: int, now: datetime) -> Taken:
        """Whether this much is too much; said once a flood."""
        return _worst(
            [
                *([self._people.take(user_id, now)] if user_id is not None else ()),
                self._chats.take(chat_id, now),
            ]
        )

    def with_album(self, chat_id: int, album: str | None, now: datetime) -> bool:
        """Whether a message is answered: of an album, whose pictures come one by one, only the first."""
        return album is None or self._albums.take((chat_id, album), now) is Taken.YES

    def with_stranger(self, chat_id: int, now: datetime) -> bool:
        """Whether somebody without access is told so, this time."""
        return self._strangers.take(chat_id, now) is Taken.YES


def _worst(taken: Iterable[Taken]) -> Taken:
    order = (Taken.YES, Taken.FIRST_NO, Taken.NO)
    return max(taken, key=order.index)

"""The one place that reads the clock. Everything else is handed the time, aware and UTC."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

TOLERANCE = timedelta(seconds=1)
"""So much between two looks is no setting of the clock: it is kept in step all the time."""


def now() -> datetime:
    """The time, aware and UTC."""
    return datetime.now(UTC)


class Watch:
    """Notices that the clock is set, back or forward: by the seconds that the machine counts, which nobody sets."""

    def __init__(self, clock: Clock = now, seconds: Callable[[], float] = time.monotonic):
        self._clock, self._seconds = clock, seconds
        self._at, self._count = clock(), seconds()

    def moved(self) -> timedelta:
        """By how much the clock was set since this was asked last; below zero: back."""
        at, count = self._clock(), self._seconds()
        moved = at - self._at - timedelta(seconds=count - self._count)
        self._at, self._count = at, count
        return moved if abs(moved) >= TOLERANCE else timedelta(0)

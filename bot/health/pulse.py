"""Which stages finish their ticks, and since when one does not. Remembers; tells nobody, and stops nothing.

A tick counts when the stage's step returns. One that raises, or never comes back, is no tick. Spans are measured on
the event loop's clock, which nobody sets; moments are for people.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock, now

Step = Callable[[], Awaitable[int]]

RHYTHM = 30.0
"""Seconds after which every stage looks for work by itself (`bot.app.SWEEP`; a test holds the two together)."""

TIMES = 4
"""After so many of its rhythms without a finished tick a stage counts as stopped."""

LONGER: Mapping[str, float] = {
    **dict.fromkeys(("collect", "reread", "hash", "listen"), 225.0),  # they wait for other people's servers
    **dict.fromkeys(("deliver", "digest", "watchlist", "backfill"), 225.0),  # thousands of messages, or a big book
    **dict.fromkeys(("back up", "retain"), 900.0),  # they go over the whole database
}
"""Seconds of rhythm for stages whose single ticks may last."""


@dataclass(slots=True)
class Beat:
    """What is remembered of a stage. `done`: how much its ticks did together; `error`: what the last one broke on;
    `has_stopped`: here, as far as anybody looked."""

    since: float
    began_at: datetime
    has_stopped: bool = False
    finished_at: datetime | None = None
    ticks: int = 0
    seconds: float = 0.0
    failures: int = 0
    done: int = 0
    error: str | None = None


@dataclass(slots=True)
class Pulse:
    """`stages`: by name, in the order in which they were first felt. `waiting`: which part of the program waits for
    which lock, since another process has it."""

    clock: Clock = now
    time: Callable[[], float] | None = None
    stages: dict[str, Beat] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)

    def feeling(self, name: str, step: Step) -> Step:
        """The same step, felt."""
        self.stages.setdefault(name, self._begun())

        async def felt() -> int:
            began = self._time()
            try:
                done = await step()
            except Exception as error:
                self._failed(name, error)
                raise
            self._finished(name, began, done)
            return done

        return felt

    def forget(self, names: Iterable[str]) -> None:
        """These stages are another process's now, or nobody's."""
        for name in names:
            self.stages.pop(name, None)

    def stopped(self) -> Mapping[str, float]:
        """The stages that finish nothing any more, and for how many seconds."""
        idle = {name: self._time() - beat.since for name, beat in self.stages.items()}
        found = {name: seconds for name, seconds in idle.items() if seconds > patience(name)}
        for name in found:
            self.stages[name].has_stopped = True
        return found

    def working(self) -> frozenset[str]:
        """The stages that have finished a tick, and not too long ago."""
        return frozenset(name for name, beat in self.stages.items() if beat.ticks) - self.stopped().keys()

    def _failed(self, name: str, error: Exception) -> None:
        beat = self._beat(name)
        beat.failures, beat.error = beat.failures + 1, type(error).__name__

    def _finished(self, name: str, began: float, done: int) -> None:
        beat = self._beat(name)
        beat.since = self._time()
        beat.finished_at, beat.error = self.clock(), None
        beat.ticks, beat.seconds, beat.done = beat.ticks + 1, beat.seconds + beat.since - began, beat.done + done

    def _beat(self, name: str) -> Beat:
        """Also of a stage that is at its last tick when it is forgotten."""
        return self.stages.get(name) or self._begun()

    def _begun(self) -> Beat:
        return Beat(self._time(), self.clock())

    def _time(self) -> float:
        return self.time() if self.time is not None else asyncio.get_running_loop().time()


def patience(name: str) -> float:
    """Seconds that may pass without a finished tick of that stage."""
    return TIMES * LONGER.get(name, RHYTHM)

"""Replays post times against a simulated clock for `benchmarks.polling`: the collector, and those who time its polls.

The collector polls the channel that is due longest, one request each, and finds all that the channel published since
its last poll. A token bucket holds the budget. Requests take no time and never fail.
"""

import heapq
import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, Self

from benchmarks.polling_worlds import World
from collectors.planner import HOURS, SAVED, Estimate, Pace, learned, next_poll, planned

REPLAN = 1800.0
"""Seconds for which a plan is used."""

_SURE = 1e6
"""Evidence so heavy that no other counts."""


@dataclass(frozen=True, slots=True)
class Delays:
    """From publication to collection, in seconds. `used`: the share of the budget that was spent until the end."""

    mean: float
    p95: float
    used: float

    @classmethod
    def of(cls, delays: list[float], polls: int, world: World, budget: float) -> Self:
        """`polls`: those before the world's end."""
        delays.sort()
        used = polls / (budget * (world.end - world.start))
        return cls(sum(delays) / len(delays), delays[int(0.95 * len(delays))], used)


class Timing(Protocol):
    """Says when to poll; moments are seconds since 1970."""

    def first(self, channel: int, history: Sequence[float], now: float) -> float:
        """The first poll after first contact."""
        ...

    def after(self, channel: int, found: Sequence[float], due: float, now: float) -> float:
        """The next poll after one that was due at `due`, made `now`, and found posts of these times."""
        ...


def replay(world: World, budget: float, timing: Timing, saved: float = SAVED, *, early: bool = False) -> Delays:
    """What the counted posts wait. `early`: a full bucket takes the next channel though it isn't due yet."""
    return Delays.of(*waits(world, budget, timing, saved, early=early), world, budget)


def waits(
    world: World, budget: float, timing: Timing, saved: float = SAVED, *, early: bool = False
) -> tuple[list[float], int]:
    """As `replay`, post by post; and the polls until the world's end."""
    waiting, delays = sum(world.posts()), list[float]()
    seen = [bisect_left(times, world.start) for times in world.channels]
    due_next = [(timing.first(n, world.met_before(n), world.start), n) for n in range(len(world.channels))]
    heapq.heapify(due_next)
    now, tokens, polls = world.start, 1.0, 0
    while len(delays) < waiting:
        due, channel = due_next[0]
        wanted = min(due, now + (saved - tokens) / budget) if early else due
        then = max(now, wanted, now + (1 - tokens) / budget)
        tokens, now = min(saved, tokens + (then - now) * budget) - 1, then
        polls += now < world.end
        times = world.channels[channel]
        until = bisect_right(times, now, seen[channel])
        found = times[seen[channel] : until]
        seen[channel] = until
        delays += [now - moment for moment in found if world.counted_from <= moment < world.end]
        heapq.heapreplace(due_next, (timing.after(channel, found, due, now), channel))
    return delays, polls


class Fixed:
    """Each channel at a period of its own, for ever; begins at random within it."""

    def __init__(self, periods: Sequence[float], seed: int):
        self._periods, self._chance = periods, random.Random(seed)

    def first(self, channel: int, history: Sequence[float], now: float) -> float:
        return now + self._periods[channel] * self._chance.random()

    def after(self, channel: int, found: Sequence[float], due: float, now: float) -> float:
        return due + self._periods[channel]


def round_robin(world: World, budget: float, seed: int) -> Fixed:
    """All channels alike."""
    return Fixed([len(world.channels) / budget] * len(world.channels), seed)


def stationary_optimum(world: World, budget: float, seed: int) -> Fixed:
    """Polls in proportion to the square root of the counted posts, known beforehand."""
    roots = [math.sqrt(posts) for posts in world.posts()]
    return Fixed([sum(roots) / (budget * root) if root else math.inf for root in roots], seed)


class Planner:
    """The planner as the live system uses it: it learns from the first contact and from what its polls found."""

    def __init__(self, world: World, budget: float):
        self._pace, self._replanned_at = Pace(budget), world.start
        now = datetime.fromtimestamp(world.start, UTC)
        self._estimates = [self._met(world, n, now) for n in range(len(world.channels))]
        self._plan = planned(self._estimates, self._pace)

    def first(self, channel: int, history: Sequence[float], now: float) -> float:
        return self._next(channel, datetime.fromtimestamp(now, UTC))

    def after(self, channel: int, found: Sequence[float], due: float, now: float) -> float:
        if now - self._replanned_at >= REPLAN:
            self._plan, self._replanned_at = planned(self._estimates, self._pace), now
        moment = datetime.fromtimestamp(now, UTC)
        self._estimates[channel] = self._learned(channel, [datetime.fromtimestamp(at, UTC) for at in found], moment)
        return self._next(channel, moment)

    def _met(self, world: World, channel: int, now: datetime) -> Estimate:
        return learned(Estimate(), [datetime.fromtimestamp(at, UTC) for at in world.met_before(channel)], now)

    def _learned(self, channel: int, found: list[datetime], now: datetime) -> Estimate:
        return learned(self._estimates[channel], found, now)

    def _next(self, channel: int, now: datetime) -> float:
        return next_poll(self._estimates[channel], self._plan, now).timestamp()


class Knowing(Planner):
    """The planner's rule with the true rate of every channel in every hour of the day, and nothing to learn."""

    def _met(self, world: World, channel: int, now: datetime) -> Estimate:
        posts = [0.0] * HOURS
        for moment in world.counted(channel):
            posts[datetime.fromtimestamp(moment, UTC).hour] += _SURE
        watched = (world.end - world.counted_from) / 3600 / HOURS * _SURE
        return Estimate(now, tuple(posts), (watched,) * HOURS)

    def _learned(self, channel: int, found: list[datetime], now: datetime) -> Estimate:
        return self._estimates[channel]

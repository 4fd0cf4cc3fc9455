"""What else the planner could have been, or could lack, for `benchmarks.polling --variants`."""

from bisect import bisect_right
from dataclasses import replace
from datetime import datetime

from benchmarks.polling_replay import Delays, Planner
from benchmarks.polling_worlds import World
from collectors.planner import HOURS, Estimate, Hourly, expected


class Unschooled(Planner):
    """Knows no history: each channel is new."""

    def _met(self, world: World, channel: int, now: datetime) -> Estimate:
        return Estimate(now)


class BlindToTheHour(Planner):
    """Thinks every hour of the day alike."""

    def _met(self, world: World, channel: int, now: datetime) -> Estimate:
        return _levelled(super()._met(world, channel, now))

    def _learned(self, channel: int, found: list[datetime], now: datetime) -> Estimate:
        return _levelled(super()._learned(channel, found, now))


class Ranking(Planner):
    """Learns as the planner does, but compares all channels before each request: asks where most waiting is expected.

    So it times nothing and runs its own replay: a request every 1 / budget seconds.
    """

    def replay(self, world: World, budget: float) -> Delays:
        """What the counted posts wait."""
        step, total, delays, polls = 1 / budget, sum(world.posts()), list[float](), 0
        polled, missed, waiting = ([value] * len(world.channels) for value in (world.start, 0.0, 0.0))
        now, rates = world.start, self._rates()
        while len(delays) < total:
            now, polls = now + step, polls + (now < world.end)
            hour = int(now // 3600) % HOURS
            if (now - step) // 3600 != now // 3600:
                rates = self._rates()
            waiting = [w + (m + r[hour] * step / 2) * step for w, m, r in zip(waiting, missed, rates, strict=True)]
            missed = [m + r[hour] * step for m, r in zip(missed, rates, strict=True)]
            channel = waiting.index(max(waiting))
            times = world.channels[channel]
            found = times[bisect_right(times, polled[channel]) : bisect_right(times, now)]
            delays += [now - moment for moment in found if world.counted_from <= moment < world.end]
            self.after(channel, found, now, now)
            rates[channel] = expected(self._estimates[channel], self._plan)
            polled[channel], missed[channel], waiting[channel] = now, 0.0, 0.0
        return Delays.of(delays, polls, world, budget)

    def _rates(self) -> list[Hourly]:
        return [expected(estimate, self._plan) for estimate in self._estimates]


def _levelled(estimate: Estimate) -> Estimate:
    posts, watched = sum(estimate.posts) / HOURS, sum(estimate.watched) / HOURS
    return replace(estimate, posts=(posts,) * HOURS, watched=(watched,) * HOURS)

"""When to ask each channel again, so that posts wait as little as possible for a given number of requests.

A request pays off by the waiting it ends: every post published since the last poll has waited until now. The planner
expects so many posts an hour of a channel, so it knows how much waiting has gathered there; the channel is due when
that is worth the *price* of a request. One price for all is the mark of the best plan (C. Olston, S. Pandey, "Recrawl
Scheduling Based on Information Longevity", 2008); where posts come at a steady rate, it makes a channel's polls grow
with the square root of its posts. `planned` sets a price for each hour of the day, so that the polls add up to the
budget.

Why a due time and not a ranking: it needs the channel's own `Estimate` and the shared `Plan` only, so it fits the
column `next_poll_at`, any process may take the row that is due longest, and nobody looks at all channels to choose one.
Ranking all of them before each request gave the same delays within 5 % (`python -m benchmarks.polling --variants`).

Who collects calls `learned` and `next_poll` after each poll, and `planned` every few minutes and when channels come or
go, over the channels that share a budget: those that one account reads. The plan meets the budget on average,
`Allowance` keeps it; it saves up some requests, since channels fall due at odd moments and a tenth of the budget is
lost otherwise.
A poll that failed teaches nothing: `next_poll` alone. A new channel is due at once. A row that is due farther off than
`Plan.latest`, since the clock was set back, is due as well.

Estimates are posts and watched time by hour of the day (UTC), fading with age. What a channel has not shown yet is
taken from the usual channel: a new one is asked as often as most until it shows otherwise, a silent one is never given
up. Only polls teach, but posts carry their own time: how often was asked makes no difference to what is learned.

Not here: requests, clocks, tables, priorities. Nor the day of the week and bursts (a post makes the next more likely):
tried on real post times, they gained 1 % of the mean delay at best and made the longest delays longer.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from operator import mul
from typing import Self

HOURS = 24
HOUR = 3600.0

HALF_LIFE = timedelta(days=10)
"""After this long, a post or an hour of watching says half as much about a channel's habits."""

MEMORY = 8 * HALF_LIFE
"""What is older than that on first contact is left out."""

ABSENCE = timedelta(days=7)
"""What a poll can teach about the time since the last one; also bounds the harm of a clock that was wrong."""

SAVED = 10.0
"""Requests that an allowance saves up at most."""

TRUST = 1.0
"""Posts. How much must be seen of a channel, in all and around one hour, to believe it as much as the usual channel."""

SOONEST = timedelta(seconds=5)
"""No channel is asked again before that; more would not be of use to a reader."""

FLOORS = 0.1
"""The part of the budget that may go into visits for the floor's sake."""

Hourly = tuple[float, ...]
"""A figure for each hour of the day, UTC."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What the operator sets. `budget`: requests a second for all channels of the plan together.

    `soonest`: no channel is asked again before that. `latest`: the floor, no channel is left alone for longer. A budget
    too small for that stretches the floor: see `Plan.latest`.
    """

    budget: float
    soonest: timedelta = SOONEST
    latest: timedelta = timedelta(hours=6)

    def __post_init__(self) -> None:
        if not (math.isfinite(self.budget) and self.budget > 0):
            raise ValueError("a poll budget must be above 0 requests a second")
        if not timedelta(0) < self.soonest < self.latest:
            raise ValueError("the soonest next poll must lie before the latest, and both after the last one")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is known of when one channel posts: posts and watched hours by hour of the day, both faded by age."""

    polled_at: datetime | None = None
    posts: Hourly = (0.0,) * HOURS
    watched: Hourly = (0.0,) * HOURS

    def to_json(self) -> dict[str, object]:
        """Values that JSON can hold, less than a kilobyte. Rounded, but finer than what fades between two polls."""
        return {
            "polled_at": self.polled_at.isoformat() if self.polled_at else None,
            "posts": [round(value, 9) for value in self.posts],
            "watched": [round(value, 9) for value in self.watched],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> Self:
        """What `to_json` gave. An estimate is only advice: one that can't be read is as good as none."""
        posts, watched = _hourly(values.get("posts")), _hourly(values.get("watched"))
        if posts is None or watched is None:
            return cls()
        return cls(_moment(values.get("polled_at")), posts, watched)


@dataclass(frozen=True, slots=True)
class Plan:
    """What channels under one budget share, from `planned`; good for some minutes.

    `usual`: posts an hour of the usual channel. `prices`: the waiting that a request must end, in seconds summed over
    posts. `latest`: the floor that the budget can bear.
    """

    usual: Hourly
    prices: Hourly
    soonest: timedelta
    latest: timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """The requests that a budget allows at a moment, `most` of them at once. What was spent too early is owed."""

    budget: float
    at: datetime
    saved: float = 1.0
    most: float = SAVED

    def ready_at(self) -> datetime:
        """When the next request may be made."""
        return self.at + timedelta(seconds=max(0.0, 1 - self.saved) / self.budget)

    def spent(self, now: datetime) -> Self:
        """What is left after a request. A clock that was set back earns nothing."""
        earned = max(0.0, (now - self.at).total_seconds()) * self.budget
        return replace(self, at=now, saved=min(self.most, self.saved + earned) - 1)


def learned(estimate: Estimate, published: Sequence[datetime], polled_at: datetime) -> Estimate:
    """The estimate after a poll at `polled_at` that found posts of these times (none: silence is news too).

    On first contact the history counts from its oldest post on. A clock that was set back adds no watched time.
    """
    counted: Sequence[datetime]
    if estimate.polled_at is None:
        since, counted, reach = min(published, default=polled_at), sorted(published)[1:], MEMORY
    else:
        since, counted, reach = estimate.polled_at, published, ABSENCE
    now, span = polled_at.timestamp(), min(max(polled_at - since, timedelta(0)), reach).total_seconds()
    fading = _weight(span)
    posts = [value * fading for value in estimate.posts]
    watched = [value * fading for value in estimate.watched]
    for moment in counted:
        if polled_at - moment <= reach:
            posts[_hour(moment.timestamp())] += _weight(now - moment.timestamp())
    for begin, end in _by_hour(now - span, now):
        watched[_hour(begin)] += (end - begin) / HOUR * _weight(now - begin)
    return Estimate(polled_at, tuple(posts), tuple(watched))


def planned(estimates: Iterable[Estimate], pace: Pace) -> Plan:
    """The prices at which the polls of all these channels add up to the budget."""
    channels = list(estimates)
    round_robin = timedelta(seconds=len(channels) / pace.budget)
    latest = max(pace.latest, round_robin / FLOORS)
    usual = _usual(channels)
    by_hour = zip(*(_rates(estimate, usual) for estimate in channels), strict=True) if channels else [()] * HOURS
    roots = [_root(rates, pace, latest) for rates in by_hour]
    back = min(HOURS, max(1, round(round_robin / timedelta(hours=1))))  # what is due now has gathered for so long
    means = [sum(roots[hour - step] for step in range(back)) / back for hour in range(HOURS)]
    return Plan(usual, tuple(root * root / 2 for root in means), pace.soonest, latest)


def next_poll(estimate: Estimate, plan: Plan, now: datetime) -> datetime:
    """When to ask again a channel that was asked `now`: when the waiting expected since then is worth a request."""
    level, begin = _level(estimate, plan.usual), now.timestamp()
    missed = waiting = 0.0  # posts that are out by the start of an hour, and the seconds they have waited in all
    for start, end in _by_hour(begin, begin + plan.latest.total_seconds()):
        hour, span = _hour(start), end - start
        rate, short = _rate(estimate, level, plan.usual, hour), max(0.0, plan.prices[hour] - waiting)
        gathering = missed * span + rate * span * span / 2
        if gathering >= short:
            needed = (math.sqrt(missed * missed + 2 * rate * short) - missed) / rate
            return now + max(plan.soonest, timedelta(seconds=start - begin + needed))
        waiting += gathering
        missed += rate * span
    return now + plan.latest


def expected(estimate: Estimate, plan: Plan) -> Hourly:
    """Posts a second that the channel is expected to publish, by hour of the day."""
    return _rates(estimate, plan.usual)


def _usual(channels: Sequence[Estimate]) -> Hourly:
    """Posts an hour of all channels taken together; one an hour as long as nothing is known."""
    posts = [sum(channel.posts[hour] for channel in channels) for hour in range(HOURS)]
    watched = [sum(channel.watched[hour] for channel in channels) for hour in range(HOURS)]
    return tuple((_around(posts, hour) + TRUST) / (_around(watched, hour) + TRUST) for hour in range(HOURS))


def _level(estimate: Estimate, usual: Hourly) -> float:
    """How many times as much as the usual channel this one posts."""
    expected: float = sum(map(mul, estimate.watched, usual))
    return (sum(estimate.posts) + TRUST) / (expected + TRUST)


def _rates(estimate: Estimate, usual: Hourly) -> Hourly:
    level = _level(estimate, usual)
    return tuple(_rate(estimate, level, usual, hour) for hour in range(HOURS))


def _rate(estimate: Estimate, level: float, usual: Hourly, hour: int) -> float:
    """Posts a second that the channel is expected to publish at that hour of the day."""
    expected = level * usual[hour] * _around(estimate.watched, hour)
    return level * usual[hour] / HOUR * (_around(estimate.posts, hour) + TRUST) / (expected + TRUST)


def _around(values: Sequence[float], hour: int) -> float:
    """The figure of an hour, its neighbours counting half: an hour alone holds few posts."""
    return values[hour - 1] / 4 + values[hour] / 2 + values[(hour + 1) % HOURS] / 4


def _root(rates: Sequence[float], pace: Pace, latest: timedelta) -> float:
    """Such that intervals of root / sqrt(rate) seconds, kept between soonest and latest, spend the budget."""
    roots = sorted(math.sqrt(rate) for rate in rates)
    sums = [0.0, *accumulate(roots)]
    soonest, floor = pace.soonest.total_seconds(), latest.total_seconds()

    def spent(root: float) -> float:
        rare, frequent = bisect_left(roots, root / floor), bisect_left(roots, root / soonest)
        return rare / floor + (sums[frequent] - sums[rare]) / root + (len(roots) - frequent) / soonest

    low, high = 1e-9, 1e9
    for _ in range(60):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if spent(middle) > pace.budget else (low, middle)
    return high


def _weight(age: float) -> float:
    """What seconds of age leave of a post or of watched time."""
    return math.exp2(-max(age, 0.0) / HALF_LIFE.total_seconds())


def _by_hour(begin: float, end: float) -> Iterator[tuple[float, float]]:
    """The span cut at full hours."""
    while begin < end:
        border = min(end, (begin // HOUR + 1) * HOUR)
        yield begin, border
        begin = border


def _hour(moment: float) -> int:
    return int(moment // HOUR) % HOURS


def _hourly(value: object) -> Hourly | None:
    if not isinstance(value, list) or len(value) != HOURS:
        return None
    figures = tuple(float(figure) for figure in value if isinstance(figure, int | float) and 0 <= figure < 1e12)
    return figures if len(figures) == HOURS else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None

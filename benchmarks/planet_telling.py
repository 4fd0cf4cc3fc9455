"""How long it takes to tell many, for `benchmarks.planet`: by arithmetic, and on a day of events, on a simulated clock.

The day: events at the hours at which the recorded channels publish, each with followers by Zipf's law, so that every
subscriber hears of five in the mean. Both are assumptions. Subscribers are spread evenly over the tokens; a token's
queue is first come, first served, which is what `bot.delivery` keeps among fresh alerts.
"""

import random
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.polling_worlds import DAY, Times

SEED = 20_261_122
SUBSCRIBERS = 1_000_000
EVENTS, TOLD, ZIPF = 500, 5, 1.1
"""Events a day that somebody follows; alerts a day that a subscriber hears of; how uneven followers are."""

_POINTS = 50
"""Of an event's followers, so many stand for all."""


def telling(times: Mapping[str, Times], tokens: Sequence[int], pace: float, group: float) -> None:
    """`pace`: messages a second, a token; `group`: messages a minute to one group."""
    print(
        "\n== until the last follower of one claim is told, nothing else being sent; half of them hear in half the time"
    )
    audiences = (1000, 10_000, 100_000, SUBSCRIBERS)
    print("tokens | messages a second | " + " | ".join(f"{number:>9,}" for number in audiences))
    for number in tokens:
        spans = " | ".join(f"{span(audience / pace / number):>9}" for audience in audiences)
        print(f"{number:6} | {number * pace:17,.0f} | {spans}")
    day = _day(times)
    print(
        f"\n== a day of {EVENTS} events, {SUBSCRIBERS:,} subscribers, {TOLD} alerts each: from the alert to the message"
    )
    print("tokens | busy |    p50 |    p90 |    p99")
    for number in tokens:
        waited = " | ".join(span(one) for one in weighted(_waits(day, pace * number)))
        print(f"{number:6} | {SUBSCRIBERS * TOLD / (DAY * pace * number):4.0%} | {waited}")
    print(f"a group is told {group:.0f} times a minute at most: {group * 60 * 24:,.0f} a day")


def _day(times: Mapping[str, Times]) -> list[tuple[float, float]]:
    """When something happens, and how many follow it."""
    chance = random.Random(SEED)
    moments = [at % DAY for of_channel in times.values() for at in of_channel]
    shares = [1 / rank**ZIPF for rank in range(1, EVENTS + 1)]
    sizes = [min(SUBSCRIBERS, SUBSCRIBERS * TOLD * share / sum(shares)) for share in shares]
    chance.shuffle(sizes)
    return list(zip(sorted(chance.sample(moments, EVENTS)), sizes, strict=True))


def _waits(day: Sequence[tuple[float, float]], pace: float) -> Iterator[tuple[float, float]]:
    """How long so many have waited. What is left at midnight is sent on."""
    free_at = 0.0
    for at, followers in day:
        begin, free_at = max(at, free_at), max(at, free_at) + followers / pace
        for point in range(_POINTS):
            yield begin + (free_at - begin) * (point + 0.5) / _POINTS - at, followers / _POINTS


def weighted(values: Iterator[tuple[float, float]] | Sequence[tuple[float, float]]) -> list[float]:
    """What half of them, nine in ten and 99 in 100 wait at most; each with how many wait so long."""
    ordered = sorted(values)
    whole, passed, found = sum(weight for _, weight in ordered), 0.0, list[float]()
    shares = [0.5, 0.9, 0.99]
    for value, weight in ordered:
        passed += weight
        while len(found) < len(shares) and passed >= shares[len(found)] * whole:
            found.append(value)
    return found


def span(seconds: float) -> str:
    """In the unit that fits."""
    for unit, size in (("d", DAY), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}".rjust(6)
    return f"{seconds:.0f} s".rjust(6)

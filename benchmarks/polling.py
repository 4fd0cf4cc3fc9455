"""How long posts wait from publication to collection: our planner, round robin, and timings that know the true rates.

    SEINPOST_DATA=<folder that holds data/> python -m benchmarks.polling [--quick] [--variants]

Replays real post times; makes no request. The figures hold for these channels; compare ratios.
"""

import argparse
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.polling_replay import (
    REPLAN,
    Delays,
    Knowing,
    Planner,
    replay,
    round_robin,
    stationary_optimum,
)
from benchmarks.polling_variants import BlindToTheHour, Ranking, Unschooled
from benchmarks.polling_worlds import DAY, HISTORY, World, load, shifted, side_by_side
from collectors.planner import SAVED

BUDGETS = (0.05, 0.2, 1.0)
SEED = 20_261_122
OVERLAPPING = 15
"""So many channels at least must run side by side."""

NEAR, CLOSED = 1.10, 0.80
"""The goal: at most so many times the mean of the stationary optimum, and so much of its gap to round robin closed."""

Try = Callable[[World, float], Delays]

BASE: dict[str, Try] = {
    "round robin": lambda world, budget: replay(world, budget, round_robin(world, budget, SEED)),
    "stationary optimum": lambda world, budget: replay(world, budget, stationary_optimum(world, budget, SEED)),
}
OURS = "planner"
COMPARED: dict[str, Try] = {
    OURS: lambda world, budget: replay(world, budget, Planner(world, budget)),
    "optimum by the hour": lambda world, budget: replay(world, budget, Knowing(world, budget)),
}
VARIANTS: dict[str, Try] = {
    "- without the hour": lambda world, budget: replay(world, budget, BlindToTheHour(world, budget)),
    "- without history": lambda world, budget: replay(world, budget, Unschooled(world, budget)),
    "- nothing saved up": lambda world, budget: replay(world, budget, Planner(world, budget), saved=1.0),
    "- early when full": lambda world, budget: replay(world, budget, Planner(world, budget), early=True),
    "- ranking all": lambda world, budget: Ranking(world, budget).replay(world, budget),
}

EXPLAINED = f"""\
delay                from publication to the poll that finds the post, over all posts counted
round robin          every channel in turn
stationary optimum   clairvoyant: polls in proportion to the square root of the true post rates, evenly over time
planner              ours, online: knows the newest {HISTORY} posts of a channel from first contact, then what its polls
                     find; plans again every {REPLAN:.0f} s
optimum by the hour  clairvoyant: our rule, with the true rate of each channel in each hour of the day (UTC)
req/s                the budget, as a token bucket that saves up {SAVED:.0f} requests, for all alike; a request takes no
                     time, never fails, and finds all posts since the last one
x rr, x opt          the mean delay as a ratio to that of round robin, of the stationary optimum
gap closed           of the way from round robin's mean to the stationary optimum's
used                 the share of the budget that was spent
goal                 planner at most {NEAR:.2f} x opt, and at least {CLOSED:.0%} of the gap closed"""

VARIANTS_EXPLAINED = """\
without the hour: every hour of the day alike. without history: first contact brings nothing. nothing saved up: a bucket
of one request. early when full: a full bucket takes the next channel though it isn't due. ranking all: compares
all channels before each request, no due times (left out above 100,000,000 comparisons)"""


def main() -> None:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer days and 200 channels for 1,000; half a minute")
    parser.add_argument(
        "--variants", action="store_true", help="the planner with parts left out or changed, too: ten minutes"
    )
    asked = parser.parse_args()
    folder = os.environ.get("SEINPOST_DATA")
    if not folder or not (Path(folder) / "data" / "posts").is_dir():
        sys.exit("polling: no post times. Set SEINPOST_DATA to the folder that holds data/posts/.")
    begun = time.perf_counter()
    times = load(Path(folder))
    days, size = (3, 200) if asked.quick else (5, 1000)
    worlds = (side_by_side(times, days if asked.quick else 10, 1, SEED), shifted(times, size, days, 1, SEED))
    if len(worlds[0].channels) < OVERLAPPING:
        sys.exit(
            f"polling: fewer than {OVERLAPPING} channels run side by side. Set SEINPOST_DATA to the whole data set."
        )
    print(EXPLAINED)
    if asked.variants:
        print(VARIANTS_EXPLAINED)
    met = [reached for world in worlds for reached in compare(world, variants=asked.variants)]
    print(f"\ngoal met in {sum(met)} of {len(met)} cases; {time.perf_counter() - begun:.0f} s, seed {SEED}")


def compare(world: World, *, variants: bool) -> Iterator[bool]:
    """Prints a world's table; for each budget, whether the goal is met."""
    _describe(world)
    print(f"\n{'req/s':>6}  {'':<20}{'mean s':>10}{'p95 s':>10}{'x rr':>8}{'x opt':>8}{'gap closed':>12}{'used':>7}")
    for budget in BUDGETS:
        base = {name: attempt(world, budget) for name, attempt in BASE.items()}
        rr, opt = base.values()
        for name, delays in base.items():
            _print_row(budget, name, delays, rr, opt)
        for name, attempt in (COMPARED | VARIANTS if variants else COMPARED).items():
            if name == "- ranking all" and len(world.channels) * budget * (world.end - world.start) > 1e8:
                continue
            delays = attempt(world, budget)
            _print_row(budget, name, delays, rr, opt)
            if name == OURS:
                yield delays.mean <= NEAR * opt.mean and _closed(delays, rr, opt) >= CLOSED


def _describe(world: World) -> None:
    posts = world.posts()
    day, until = (f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}" for moment in (world.counted_from, world.end))
    formula = sum(map(math.sqrt, posts)) ** 2 / (len(posts) * sum(posts))
    ordered = sorted(count / (world.end - world.counted_from) * DAY for count in posts)
    print(f"\n== {world.name}: {sum(posts):,} posts counted, published from {day} until {until} UTC")
    print(f"   polls begin {(world.counted_from - world.start) / DAY:.0f} day earlier, uncounted (warm-up)")
    print(f"   posts a day: least {ordered[0]:.1f}, median {ordered[len(ordered) // 2]:.1f}, most {ordered[-1]:.1f}")
    print(f"   {world.note}")
    print(f"   by formula the stationary optimum is {formula:.3f} of round robin")


def _print_row(budget: float, name: str, delays: Delays, rr: Delays, opt: Delays) -> None:
    print(
        f"{budget:>6}  {name:<20}{delays.mean:>10,.1f}{delays.p95:>10,.1f}{delays.mean / rr.mean:>8.3f}"
        f"{delays.mean / opt.mean:>8.3f}{_closed(delays, rr, opt):>12.0%}{delays.used:>7.1%}",
        flush=True,
    )


def _closed(delays: Delays, rr: Delays, opt: Delays) -> float:
    return (rr.mean - delays.mean) / (rr.mean - opt.mean)


if __name__ == "__main__":
    main()

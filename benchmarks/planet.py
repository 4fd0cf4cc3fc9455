"""What 100,000 channels and a million subscribers would ask of accounts, databases and bots: on a simulated clock.

Channels post at the real times of the recorded ones (`benchmarks.polling_worlds.shifted`), all of them, and a tenth of
them: the recorded channels are busier than most. Each of N accounts reads an equal part of the channels by a plan of
its own (`collectors.planner`, the one that runs), so one account stands for all: its part is replayed, not the others.
Bytes a post and posts a second are measured on a sample that goes through all stages, and multiplied. A bot's messages
wait in one queue a token, first come first served, at the pace that our sender keeps.

    SEINPOST_DATA=... python -m benchmarks.planet [--channels 100000] [--accounts 20 50 100 200 500 1000] [--posts 2000]

Takes about five minutes; no network.
"""

import argparse
import asyncio
import os
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.planet_stores import keeping
from benchmarks.planet_telling import span, telling, weighted
from benchmarks.polling_replay import Planner, waits
from benchmarks.polling_worlds import DAY, Times, World, load, shifted
from bot import logs

SEED = 20_261_122
DAYS, WARM_UP = 2, 1


@dataclass(frozen=True, slots=True)
class Limit:
    """What Telegram, or we, let one account or one bot do; and who says so."""

    figure: float
    what: str
    source: str


REQUESTS = Limit(1.0, "pages of history a second, an account", "our default; Telethon PR 565, MadelineProto issue 284")
NAMES = Limit(50, "names resolved a day, an account", "'a few dozen', then a wait of a day: Telethon issue 494")
MEMBER_OF = Limit(500, "channels that an account can join", "limits.tginfo.me; 1,000 with Premium")
JOINS = Limit(2, "joins an hour, an account", "our default")
MESSAGES = Limit(28, "messages a second, a bot's token", "a little below the 30 of Telegram's bot FAQ")
GROUP = Limit(20, "messages a minute to one group", "Telegram's bot FAQ")
LIMITS = (REQUESTS, NAMES, MEMBER_OF, JOINS, MESSAGES, GROUP)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--channels", type=int, default=100_000)
    parser.add_argument("--accounts", type=int, nargs="+", default=[20, 50, 100, 200, 500, 1000])
    parser.add_argument("--tokens", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32])
    parser.add_argument("--posts", type=int, default=2000, help="of the sample that is measured")
    asked = parser.parse_args()
    folder = Path(os.environ.get("SEINPOST_DATA", ""))
    if not (folder / "data" / "posts").is_dir():
        sys.exit("planet: no posts. Set SEINPOST_DATA to the folder that holds data/posts/.")
    logs.configure("error", json_lines=False)
    for limit in LIMITS:
        print(f"{limit.figure:>6,.0f} {limit.what} ({limit.source})")
    times = load(folder)
    for keep, name in ((1.0, "as busy as the recorded channels"), (0.1, "a tenth of their posts")):
        detection(name, thinned(times, keep), asked.channels, asked.accounts)
    beginning(asked.channels, asked.accounts)
    everything = posts_a_day(shifted(times, len(times), 7, 0, SEED)) * asked.channels
    asyncio.run(keeping(folder, asked.posts, everything, times))
    telling(times, asked.tokens, MESSAGES.figure, GROUP.figure)


# --- from a post to us ------------------------------------------------------------------------------------------------


def thinned(times: Mapping[str, Times], keep: float) -> Mapping[str, Times]:
    """So much of each channel's posts; the hours and the bursts are still its own."""
    chance = random.Random(SEED)
    kept = {name: tuple(at for at in moments if chance.random() < keep) for name, moments in times.items()}
    return {name: moments for name, moments in kept.items() if len(moments) > 1 and _days(moments) >= 1}


def _days(moments: Times) -> int:
    """Whole days that a record holds, as the worlds count them."""
    return int((moments[-1] - (moments[0] // DAY + 1) * DAY) // DAY)


def detection(name: str, times: Mapping[str, Times], channels: int, accounts: Sequence[int]) -> None:
    print(f"\n== from publication to collection, {channels:,} channels, {name}; polls alone")
    print("accounts | channels each | posts a day in all |    p50 |    p90 |    p99")
    for number in accounts:
        world = shifted(times, max(1, channels // number), DAYS, WARM_UP, SEED)
        delays, _ = waits(world, REQUESTS.figure, Planner(world, REQUESTS.figure))
        cut = " | ".join(span(one) for one in weighted([(delay, 1.0) for delay in delays]))
        print(f"{number:8,} | {len(world.channels):13,} | {posts_a_day(world) * channels:18,.0f} | {cut}", flush=True)


def posts_a_day(world: World) -> float:
    """Of one channel, in the mean."""
    return sum(world.posts()) / len(world.channels) / ((world.end - world.counted_from) / DAY)


def beginning(channels: int, accounts: Sequence[int]) -> None:
    """What comes before the first poll, and what hears without polls."""
    print(f"\n== before that: {channels:,} names to resolve, each by the account that reads it; and what can be joined")
    print("accounts | days of resolving | days of joining | share of the channels that is heard live")
    for number in accounts:
        each = channels / number
        joined = min(each, MEMBER_OF.figure)
        days = each / NAMES.figure, joined / (24 * JOINS.figure)
        print(f"{number:8,} | {days[0]:17,.0f} | {days[1]:15,.0f} | {joined / each:.0%}")


if __name__ == "__main__":
    main()

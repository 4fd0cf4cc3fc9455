"""Real post times for `benchmarks.polling`, as worlds to replay: some channels side by side, or many made of them.

Reads nothing of a post but its channel and its time. Knows nothing of polls.
"""

import gzip
import json
import math
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

DAY = 86_400.0
FILES = ("russian", "english", "dutch")
HISTORY = 50
"""Posts that the first contact with a channel brings."""

REAL_START = datetime(2024, 11, 23, tzinfo=UTC)
"""From here on most channels of the data run side by side, for ten days."""

MADE_START = datetime(2024, 11, 25, tzinfo=UTC)
STRAY = 1800.0

Times = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Post times of channels in seconds since 1970, ascending.

    Every channel is met at `start`. The delay of a post counts if it is published from `counted_from` until before
    `end`; polls go on until each of those is collected. `note`: what to know of the times.
    """

    name: str
    channels: tuple[Times, ...]
    start: float
    counted_from: float
    end: float
    note: str

    def counted(self, channel: int) -> Times:
        """The posts of a channel whose delay counts."""
        times = self.channels[channel]
        return times[bisect_left(times, self.counted_from) : bisect_left(times, self.end)]

    def posts(self) -> list[int]:
        """How many posts of each channel count."""
        return [len(self.counted(channel)) for channel in range(len(self.channels))]

    def met_before(self, channel: int) -> Times:
        """The history that the first contact brings."""
        times = self.channels[channel]
        known = bisect_left(times, self.start)
        return times[max(0, known - HISTORY) : known]


def load(folder: Path) -> Mapping[str, Times]:
    """Post times by channel."""
    times = defaultdict(list)
    for name in FILES:
        for channel, moment in _posts(folder / "data" / "posts" / f"{name}.jsonl.gz"):
            times[channel].append(moment)
    return {channel: tuple(sorted(moments)) for channel, moments in sorted(times.items())}


def side_by_side(times: Mapping[str, Times], days: int, warm_up: int, seed: int) -> World:
    """The channels of which enough is recorded before the start, and something up to the end.

    Times are recorded in whole seconds. Each post gets a moment within its second, so that polls on the second don't
    seem faster than others.
    """
    start = REAL_START.timestamp()
    end = start + days * DAY
    recorded_until = (REAL_START + timedelta(days=10)).timestamp()
    channels = tuple(
        posts
        for posts in times.values()
        if bisect_left(posts, start) >= HISTORY and posts[-1] >= recorded_until - 2 * DAY
    )
    moments = [moment for posts in channels for moment in posts if start <= moment < end]
    full = sum(moment % 60 == 0 for moment in moments) / max(1, len(moments))
    note = f"{full:.1%} of the times are full minutes, 1.7% by chance: to the second; put at random within it"
    chance = random.Random(seed)
    spread = tuple(tuple(sorted(moment + chance.random() for moment in posts)) for posts in channels)
    return World(f"{len(channels)} real channels side by side", spread, start, start + warm_up * DAY, end, note)


def shifted(times: Mapping[str, Times], size: int, days: int, warm_up: int, seed: int) -> World:
    """Each real channel's record, closed to a ring of whole days (or weeks) and turned at random by whole days.

    So the time of day stays; copies of one channel stray by up to half an hour, so that they don't post together.
    """
    chance = random.Random(seed)
    start = MADE_START.timestamp()
    end = start + days * DAY
    rings = [_ring(moments) for moments in times.values()]
    channels = []
    for number in range(size):
        length, offsets = rings[number % len(rings)]
        turn = chance.randrange(round(length / DAY)) * DAY + chance.uniform(-STRAY, STRAY)
        channels.append(_unrolled(length, sorted((offset + turn) % length for offset in offsets), start, end))
    note = "records closed to rings of whole days or weeks, turned by whole days and up to half an hour; seed as below"
    return World(f"{size} channels made of {len(rings)}", tuple(channels), start, start + warm_up * DAY, end, note)


def _posts(file: Path) -> Iterator[tuple[str, float]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            post = json.loads(line)
            if post["date"] and post["channel"]:
                moment = datetime.fromisoformat(post["date"])
                yield post["channel"], (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _ring(moments: Times) -> tuple[float, list[float]]:
    """Its length, and the posts as seconds from its begin: a midnight."""
    begin = math.ceil(moments[0] / DAY) * DAY
    days = math.floor((moments[-1] - begin) / DAY)
    length = (days // 7 * 7 if days >= 14 else days) * DAY
    return length, [moment - begin for moment in moments if begin <= moment < begin + length]


def _unrolled(length: float, offsets: list[float], start: float, end: float) -> Times:
    """The ring rolled out, from enough turns before the start for a history until some days after the end."""
    turns = math.ceil(HISTORY / len(offsets)) + 1
    begin, moments = start - turns * length, []
    while begin < end + 7 * DAY:
        moments += [begin + offset for offset in offsets]
        begin += length
    first, last = bisect_left(moments, start) - HISTORY, bisect_left(moments, end + 7 * DAY)
    return tuple(moments[first:last])

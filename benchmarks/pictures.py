"""How many different pictures of digests are drawn a second: in a thread of the program, one after the other, and in
the processes that a running lookout keeps for it. They are nice: on a machine that is at work they wait for others.

    python -m benchmarks.pictures [--pictures 24] [--rounds 3]
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from bot.chat.digest_pictures import ASSERTS, DENIES, NEITHER, Dot, Drawing
from bot.chat.maps import Spot
from bot.chat.studio import Draw, draw_in_thread, studio
from storage.watchlist import Side

GROUPS: tuple[tuple[str, Side | None], ...] = (
    ("Rivierwacht", Side.NEITHER),
    ("Gouverneur", Side.RUSSIA),
    ("Legioen", Side.UKRAINE),
    ("Ministerie", None),
)
DAY = timedelta(days=1)
UNTIL = datetime(2024, 3, 14, 8, tzinfo=UTC)


def drawing(seed: int) -> Drawing:
    """A day of forty posts of four groups, six places on the map; none like another."""
    chance = Random(seed)
    dots = tuple(
        Dot(*chance.choice(GROUPS), UNTIL - DAY * chance.random(), chance.choice((ASSERTS, DENIES, NEITHER)))
        for _ in range(40)
    )
    spots = tuple(
        Spot(f"Dorp {number}", chance.uniform(50.3, 51.7), chance.uniform(34.3, 36.7), chance.randint(1, 30))
        for number in range(6)
    )
    return Drawing(dots, spots, UNTIL - DAY, UNTIL, "Europe/Brussels", "nl")


async def in_turn(drawings: Sequence[Drawing]) -> float:
    """Seconds, one after the other in a thread."""
    began = time.perf_counter()
    for one in drawings:
        await draw_in_thread(one)
    return time.perf_counter() - began


async def side_by_side(drawings: Sequence[Drawing], draw: Draw) -> float:
    """Seconds, all asked for at once."""
    began = time.perf_counter()
    await asyncio.gather(*map(draw, drawings))
    return time.perf_counter() - began


async def measure(pictures: int, rounds: int) -> list[tuple[float, float]]:
    """Pictures a second in turn and side by side, by round; processes are started and libraries loaded before."""
    async with studio() as draw:
        await asyncio.gather(draw_in_thread(drawing(-1)), draw(drawing(-2)), draw(drawing(-3)))
        found = []
        for number in range(rounds):
            seeds = range(number * pictures, (number + 1) * pictures)
            alone = await in_turn([drawing(2 * seed) for seed in seeds])
            together = await side_by_side([drawing(2 * seed + 1) for seed in seeds], draw)
            found.append((pictures / alone, pictures / together))
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    rates = asyncio.run(measure(asked.pictures, asked.rounds))
    for alone, together in rates:
        print(f"pictures a second: in turn {alone:.1f}, side by side {together:.1f}, ratio {together / alone:.2f}")
    print(f"median ratio {statistics.median(together / alone for alone, together in rates):.2f}")


if __name__ == "__main__":
    main()

"""How well copies are found, and how fast: the search of the live path (sketches in SQLite, then the close look).

    SEINPOST_DATA=... python -m benchmarks.copies [--part pairs|chance|damages|speed] [--show N]

pairs: forwards that their channel edited (silver labels: the header says so, whatever the words), each stored without
its header an hour after its original among other posts, and once more on its own day; and news pairs about one event.
chance: cross-channel pairs of one day. damages: real posts, damaged in known ways. speed: inserts and queries, as
ratios to MinHash LSH (datasketch and rensa, if they are installed) over the same posts in the same run.
`--show` prints so many misses, to be judged by eye. Behind each share stands its 95 % interval (Wilson).
"""

import argparse
import asyncio
import logging
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog

from benchmarks.copies_damages import damages
from benchmarks.copies_desk import HOUR, Row, desk, lines, real_posts, share
from benchmarks.copies_speed import speed
from matcher.copies import SHORT, copied, worded

PAIRS = 100_000
BESIDE = 5000
"""Posts that are stored beside those that are asked about."""


# --- pairs ------------------------------------------------------------------------------------------------------------


async def pairs(show: int) -> None:
    for label in ("edited", "exact"):
        given = [one for one in lines("neardup", "telegram_forward_pairs.jsonl.gz") if one["label"] == label]
        print(f"\n{label} forwards, without their headers")
        for own_day in (False, True):
            missed, text = await search_pairs(given, own_day=own_day)
            print(f"  {'on its own day' if own_day else 'an hour after the original':28}{text}")
            if label == "edited" and not own_day:
                report_misses(given, missed, show)
    same_event()


async def search_pairs(given: Sequence[dict[str, Any]], *, own_day: bool) -> tuple[list[dict[str, Any]], str]:
    originals: dict[tuple[str, int], Row] = {}
    for one in given:
        at = datetime.fromisoformat(one["orig_date"])
        originals.setdefault((one["orig_channel"], one["orig_id"]), Row(one["orig_channel"], at, one["orig_text"]))
    async with desk() as here:
        known = dict(zip(originals, await here.store(list(originals.values())), strict=True))
        await here.store(random.Random(5).sample(real_posts("english"), BESIDE))
        forwards = [forward_of(one, own_day=own_day) for one in given]
        found = await here.trace(await here.store(forwards))
    right = sum(known[one["orig_channel"], one["orig_id"]] == of for one, of in zip(given, found, strict=True))
    missed = [one for one, of in zip(given, found, strict=True) if of is None]
    credited = f"; its own original credited: {right / len(given):.1%}"
    return missed, share(len(given) - len(missed), len(given)) + credited


def forward_of(one: dict[str, Any], *, own_day: bool) -> Row:
    """As if of a channel of its own: some channels forward themselves, which is no copy across channels."""
    at = datetime.fromisoformat(one["fwd_date"]) if own_day else datetime.fromisoformat(one["orig_date"]) + HOUR
    return Row(f"forwards of {one['fwd_channel']}", at, one["fwd_text"])


def report_misses(given: Sequence[dict[str, Any]], missed: Sequence[dict[str, Any]], show: int) -> None:
    def long(one: dict[str, Any]) -> bool:
        return min(len(worded(one["fwd_text"]).words), len(worded(one["orig_text"]).words)) >= SHORT

    def texts(one: dict[str, Any]) -> tuple[str, str]:
        return one["fwd_text"], one["orig_text"]

    enough, missing = [one for one in given if long(one)], [one for one in missed if long(one)]
    print(f"    of those of {SHORT} words or more {share(len(enough) - len(missing), len(enough))}")
    all_, left = {texts(one) for one in given}, {texts(one) for one in missed}
    print(f"    each pair of texts counted once {share(len(all_ - left), len(all_))}")
    for forward, original in random.Random(7).sample(sorted(left), min(show, len(left))):
        print(f"--- forward: {forward[:500]}\n    original: {original[:500]}")


def same_event() -> None:
    called: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for one in lines("neardup", "tgcontest_pairs_ru_en.jsonl.gz"):
        first, second = (worded(f"{one[f'{which}_title']}\n{one[f'{which}_text']}") for which in ("first", "second"))
        total[one["label"]] += 1
        called[one["label"]] += copied(first, second, 0) is not None
    print("\nnews pairs that are called copies")
    for label, meaning in (("OK", "about one event"), ("BAD", "about two")):
        print(f"  {meaning:28}{share(called[label], total[label])}")


# --- chance -----------------------------------------------------------------------------------------------------------


def chance(show: int) -> None:
    """The close look alone, at pairs that no sketch chose: more than the search would ever look at."""
    random_ = random.Random(11)
    days: defaultdict[object, list[Row]] = defaultdict(list)
    for row in real_posts("russian", "english", "dutch"):
        days[row.at.date()].append(row)
    usable = [rows for rows in days.values() if len({row.channel for row in rows}) > 1]
    weights = [len(rows) for rows in usable]
    called, count = [], 0
    while count < PAIRS:
        one, other = random_.sample(random_.choices(usable, weights)[0], 2)
        if one.channel == other.channel:
            continue
        count += 1
        if copied(worded(one.text), worded(other.text), 0):
            called.append((one, other))
    print(f"\nrandom cross-channel pairs of one day that are called copies\n  {share(len(called), PAIRS)}")
    for one, other in called[:show]:
        print(f"--- {one.channel}: {one.text[:400]}\n    {other.channel}: {other.text[:400]}")


async def found_among_posts(show: int) -> None:
    """The whole search over the posts of many channels: what it finds there is for the eye."""
    rows = sorted(real_posts("russian"), key=lambda row: row.at)
    async with desk() as here:
        ids = await here.store(rows)
        found = await here.trace([id_ for _, id_ in sorted(zip((row.at for row in rows), ids, strict=True))])
        order = [row for row, _ in sorted(zip(rows, ids, strict=True), key=lambda pair: (pair[0].at, pair[1]))]
        row_of = dict(zip(ids, rows, strict=True))
    pairs_ = [(row, row_of[of]) for row, of in zip(order, found, strict=True) if of is not None]
    print(f"\ncopies among the Russian posts: {len(pairs_):,} of {len(rows):,}")
    for one, other in random.Random(13).sample(pairs_, min(show, len(pairs_))):
        print(f"--- {one.channel}: {one.text[:600]}\n    {other.channel}: {other.text[:600]}")


# --- the parts --------------------------------------------------------------------------------------------------------


async def run(part: str | None, show: int) -> None:
    if part in (None, "pairs"):
        await pairs(show)
    if part in (None, "chance"):
        chance(show)
        await found_among_posts(show)
    if part in (None, "damages"):
        await damages(show)
    if part in (None, "speed"):
        await speed(show)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=["pairs", "chance", "damages", "speed"])
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(run(given.part, given.show))

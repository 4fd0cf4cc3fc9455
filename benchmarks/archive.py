"""How fast archives are matched again: a pool of processes and Dask beside one process, and the same rows from all.

The real posts are repeated with changed words until there are enough of them, and archived by month as `seinpost
archive` does. Each engine does all of it into a folder of its own, in turns, the cache of inflections being warm.
"One process" is a plain loop in a process of its own, which has its catalogue before it is timed; the others are timed
from nothing, and "start" says when their first part was there. In another run of each, three workers are killed.
Rows are compared as Parquet holds them, all columns.

    SEINPOST_DATA=... python -m benchmarks.archive [--posts 2000000] [--workers 4] [--rounds 1] [--part 5000]

Two million posts want an hour or two, about 4 GB of memory and 3 GB in the folder for temporary files (TMPDIR).
"""

import argparse
import gzip
import hashlib
import json
import logging
import os
import pickle
import random
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from distributed import LocalCluster

from bot.archives.clusters import Cluster
from bot.archives.months import Months
from bot.archives.parts import Orders, Part, archives_of, largest_first, matcher_mark, parts_of
from bot.archives.processes import Processes
from bot.archives.working import _tools, rematch_part
from bot.settings import SemanticSettings
from bot.watchlist import load
from bot.watchlist.compiled import compiled
from collectors.exports.parquet import arrow
from collectors.exports.tables import row_of
from storage.model import Cause, Channel, Post, Revision

SEED = 20240312
POOL_GOAL, DASK_GOAL = 3.0, 2.0  # with four workers on four cores
KILLS = (0.2, 0.5, 0.8)  # when so much of the parts is done
_WORD = re.compile(r"[^\W\d_]{3,}")

Run = Callable[[Sequence[Part], Orders], Iterator[Part]]


# --- the posts --------------------------------------------------------------------------------------------------------


def posts(folder: Path, most: int) -> Iterator[Revision]:
    """The real posts, again and again; from the second time on one word in ten is another post's."""
    real = [json.loads(line) for line in _lines(folder)]
    chance = random.Random(SEED)
    chance.shuffle(real)
    words = sorted({word for found in real[:3000] for word in _WORD.findall(found["text"])})
    channels: dict[str, Channel] = {}
    for number in range(most):
        found, again = real[number % len(real)], number // len(real)
        name = found.get("channel") or "nobody"
        channel = channels.setdefault(name, Channel(1000 + len(channels), found.get("channel"), name))
        text = _WORD.sub(lambda word: _other(word[0], chance, words), found["text"]) if again else found["text"]
        at = _moment(found) + timedelta(minutes=again)
        yield Revision(0, 1, Cause.FIRST, channel, Post(channel.channel_id, number + 1, at, text), at, backlog=True)


def _other(word: str, chance: random.Random, words: Sequence[str]) -> str:
    return chance.choice(words) if chance.random() < 0.1 else word


def _lines(folder: Path) -> Iterator[str]:
    for file in sorted((folder / "data" / "posts").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from lines


def _moment(found: dict[str, str]) -> datetime:
    """Undated posts are of one day."""
    at = datetime.fromisoformat(found.get("date") or "2023-05-22T09:00:00+00:00")
    return at if at.tzinfo else at.replace(tzinfo=UTC)


# --- the engines ------------------------------------------------------------------------------------------------------


def killing(run: Run, workers: Callable[[], Sequence[int]]) -> Run:
    """The same, but some of the `workers` (their ids at that moment) are killed on the way."""

    def killed(parts: Sequence[Part], orders: Orders) -> Iterator[Part]:
        at = {round(share * len(parts)) for share in KILLS}
        for number, part in enumerate(run(parts, orders)):
            if number in at and (alive := workers()):
                os.kill(alive[number % len(alive)], signal.SIGKILL)
            yield part

    return killed


def alone(parts: Sequence[Part], orders: Orders) -> tuple[float, float]:
    """As `timed`, of a plain loop, in a process that has its catalogue."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_alone, args=(there, parts, orders))
    process.start()
    seconds: float = here.recv()
    process.join()
    return 0.0, seconds


def _alone(pipe: object, parts: Sequence[Part], orders: Orders) -> None:
    _tools(orders)
    began = time.perf_counter()
    for part in parts:
        rematch_part(part, orders)
    pipe.send(time.perf_counter() - began)  # type: ignore[attr-defined]  # a connection


def timed(run: Run, parts: Sequence[Part], orders: Orders) -> tuple[float, float]:
    """Seconds to the first part, and to the last."""
    began, first = time.perf_counter(), 0.0
    for _ in run(parts, orders):
        first = first or time.perf_counter() - began
    return first, time.perf_counter() - began


# --- the comparison ---------------------------------------------------------------------------------------------------


def fingerprint(folder: Path) -> tuple[int, str]:
    """How many rows, and a hash of all of them in their order."""
    rows, digest = 0, hashlib.sha256()
    for file in sorted(folder.glob("*.parquet")):
        digest.update(file.name.encode())
        for batch in arrow().parquet.ParquetFile(file).iter_batches(5000):
            rows += batch.num_rows
            digest.update(repr(batch.to_pylist()).encode())
    return rows, digest.hexdigest()[:16]


def main() -> None:
    asked = _asked()
    data = Path(os.environ.get("SEINPOST_DATA", ""))
    if not (data / "data" / "posts").is_dir():
        sys.exit("archive: no posts. Set SEINPOST_DATA to the folder that holds data/posts/.")
    place = Path(tempfile.mkdtemp(prefix="seinpost-archive-"))
    try:
        _compare(asked, data, place)
    finally:
        shutil.rmtree(place)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=2_000_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--part", type=int, default=5000)
    return parser.parse_args()


def _compare(asked: argparse.Namespace, data: Path, place: Path) -> None:
    began = time.perf_counter()
    with Months(place / "archive", "benchmark") as months:
        months.add(map(row_of, posts(data, asked.posts)))
    size = sum(file.stat().st_size for file in (place / "archive").iterdir())
    seconds = time.perf_counter() - began
    print(f"{asked.posts:,} posts archived in {len(months.written)} months, {size / 1e6:,.0f} MB, {seconds:,.0f} s")
    orders = _orders(place / "cache")
    _print(asked.posts, _in_turns(asked, orders, place))


def _orders(cache: Path) -> Orders:
    watchlist, semantic = load(Path("config/watchlist")), SemanticSettings()
    compiled(watchlist, cache)
    at = datetime(2024, 3, 12, tzinfo=UTC)
    return Orders(watchlist.version, matcher_mark(semantic), at, pickle.dumps(watchlist), cache, semantic)


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds to the first part and to the last, and the rows that were found."""

    first: float
    seconds: float
    rows: tuple[int, str]


def _in_turns(asked: argparse.Namespace, orders: Orders, place: Path) -> dict[str, list[Turn]]:
    turns: dict[str, list[Turn]] = {}
    archives = archives_of([place / "archive"])
    print(f"{os.cpu_count()} cores, {asked.workers} workers, parts of {asked.part:,} posts or more\n")
    for _ in range(asked.rounds):
        for name in ("one process", "pool", "pool, workers killed", "Dask", "Dask, workers killed"):
            folder = place / name
            folder.mkdir()
            first, seconds = _turn(name, asked.workers, largest_first(parts_of(archives, folder, asked.part)), orders)
            turns.setdefault(name, []).append(Turn(first, seconds, fingerprint(folder)))
            shutil.rmtree(folder)
    return turns


def _turn(name: str, workers: int, parts: Sequence[Part], orders: Orders) -> tuple[float, float]:
    if name == "one process":
        return alone(parts, orders)
    if name.startswith("pool"):
        run: Run = Processes(workers).run
        pids = lambda: [child.pid or 0 for child in active_children()]  # noqa: E731
        return timed(killing(run, pids) if "killed" in name else run, parts, orders)
    local: Any = LocalCluster
    plain = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": logging.CRITICAL}
    with local(n_workers=workers, threads_per_worker=1, **plain) as cluster:
        run = Cluster(cluster.scheduler_address.removeprefix("tcp://")).run
        pids = lambda: [worker.pid for worker in cluster.workers.values() if worker.pid]  # noqa: E731
        return timed(killing(run, pids) if "killed" in name else run, parts, orders)


def _print(posts: int, turns: dict[str, list[Turn]]) -> None:
    alone, goals = turns["one process"], {"pool": POOL_GOAL, "Dask": DASK_GOAL}
    print(f"{'engine':22}{'start s':>9}{'seconds':>10}{'posts/s':>10}{'ratio':>8}{'goal':>8}{'rows':>12}  rows are")
    for name, mine in turns.items():
        ratio = statistics.median(one.seconds / other.seconds for one, other in zip(alone, mine, strict=True))
        first, seconds = (
            statistics.median(values) for values in zip(*((t.first, t.seconds) for t in mine), strict=True)
        )
        goal = f">= {goals[name]:.1f}" if name in goals else ""
        same = "the same" if {turn.rows for turn in mine} == {alone[0].rows} else "OTHERS"
        print(
            f"{name:22}{first:>9,.1f}{seconds:>10,.1f}{posts / seconds:>10,.0f}{ratio:>8.2f}{goal:>8}"
            f"{mine[0].rows[0]:>12,}  {same}"
        )
    if len({turn.rows for mine in turns.values() for turn in mine}) > 1:
        sys.exit("archive: the engines do not agree")


if __name__ == "__main__":
    main()

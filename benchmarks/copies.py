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
import gzip
import itertools
import json
import logging
import math
import os
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import structlog

from bot import copying
from matcher.copies import SHORT, Worded, copied, sketch, worded
from matcher.text import words
from storage import copies, links, posts
from storage.database import Connection, Database
from storage.model import Channel, Found, Post, Revision

PAGE = 200
HOUR = timedelta(hours=1)
PAIRS = 100_000
DAMAGED = 1000
BESIDE = 5000
"""Posts that are stored beside those that are asked about."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the data: a post of a channel."""

    channel: str
    at: datetime
    text: str


def lines(*path: str) -> list[dict[str, Any]]:
    with gzip.open(Path(os.environ["SEINPOST_DATA"], "data", *path), "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def real_posts(*names: str) -> list[Row]:
    found = [line for name in names for line in lines("posts", f"{name}.jsonl.gz")]
    return [Row(one["channel"], datetime.fromisoformat(one["date"]), one["text"]) for one in found if one["text"]]


def share(part: int, whole: int) -> str:
    """A share with its 95 % interval after Wilson."""
    if not whole:
        return "none"
    p, z = part / whole, 1.96
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{p:7.2%} [{middle - half:.2%}, {middle + half:.2%}] ({part:,} of {whole:,})"


# --- the live path ----------------------------------------------------------------------------------------------------


class Desk:
    """A database of its own. Posts are stored under the numbers that it gives their channels and themselves."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._channels: dict[str, int] = {}
        self._post_ids = itertools.count(1)

    async def store(self, rows: Sequence[Row]) -> list[int]:
        """Stores and sketches them as the stages do, a page at a time; the ids of their revisions."""
        keys = [(self._channels.setdefault(row.channel, len(self._channels) + 1), next(self._post_ids)) for row in rows]
        by_channel: defaultdict[int, list[Post]] = defaultdict(list)
        for (channel_id, post_id), row in zip(keys, rows, strict=True):
            by_channel[channel_id].append(Post(channel_id, post_id, row.at, row.text))
        for channel_id, own in by_channel.items():
            channel = Channel(channel_id, None, "")
            await self.db.write(posts.save, channel, own, own[-1].post_id, own[-1].published_at, backlog=True)
        ids: dict[tuple[int, int], int] = {}
        while waiting := await self.db.read(posts.unmatched, PAGE):
            ids |= {(one.post.channel_id, one.post.post_id): one.id for one in waiting}
            await self.db.write(sketch_page, waiting)
        return [ids[key] for key in keys]

    async def trace(self, ids: Sequence[int]) -> list[int | None]:
        """The original that is found for each of these revisions."""

        async def trace(conn: Connection) -> list[int | None]:
            found = []
            for revision_id in ids:
                revision = await posts.revision(conn, revision_id)
                assert revision is not None
                await copying.trace(conn, revision, ())
                copy = await copies.original(conn, revision_id)
                found.append(copy.of if copy else None)
            return found

        return await self.db.write(trace)


async def sketch_page(conn: Connection, waiting: Sequence[Revision]) -> None:
    known = await copying.closings_of(conn, {one.post.channel_id for one in waiting})
    await copies.sketch(conn, {one.id: copying.sketch_of(one, known) for one in waiting})
    await links.save_page(conn, {one.id: Found("und", ()) for one in waiting}, "benchmark", waiting[0].seen_at)


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        async with Database.open(f"sqlite+aiosqlite:///{folder}/copies.db") as db:
            yield Desk(db)


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


# --- damages ----------------------------------------------------------------------------------------------------------

FOOTER = "\n\nПодписывайтесь на наш канал, чтобы ничего не пропустить | Прислать новость"


def changed(part: float) -> Callable[[str, str, random.Random], str]:
    """Longer words without a capital give way to others; names, figures and "not" stay: it would be other news."""

    def damage(text: str, other: str, random_: random.Random) -> str:
        spare = [word for word in other.split() if is_plain(word)] or ["прочее"]
        pieces = text.split(" ")
        plain = [i for i, piece in enumerate(pieces) if is_plain(piece)]
        for i in random_.sample(plain, min(len(plain), round(part * len(pieces)))):
            pieces[i] = random_.choice(spare)
        return " ".join(pieces)

    return damage


def is_plain(word: str) -> bool:
    return len(word) >= 6 and word.isalpha() and word.islower()


def cut(part: float) -> Callable[[str, str, random.Random], str]:
    return lambda text, _, __: " ".join(text.split(" ")[: math.ceil(part * len(text.split(" ")))])


def swapped(text: str, _: str, random_: random.Random) -> str:
    sentences = text.replace("\n", " ").split(". ")
    random_.shuffle(sentences)
    return ". ".join(sentences)


def wrapped(part: float) -> Callable[[str, str, random.Random], str]:
    """Between the halves of another post's words, so many in all as this part of its own."""

    def damage(text: str, other: str, _: random.Random) -> str:
        own = (other.split() * 50)[: round(part * len(text.split()))]
        return f"{' '.join(own[: len(own) // 2])}\n\n{text}\n\n{' '.join(own[len(own) // 2 :])}"

    return damage


def refigured(text: str, _: str, __: random.Random) -> str:
    figure = next(token for token in words(text) if token.word.isdecimal() and token.word.isascii())
    return f"{text[: figure.start]}{int(figure.word) + 1}{text[figure.end :]}"


DAMAGES: dict[str, Callable[[str, str, random.Random], str]] = {
    "footer added": lambda text, _, __: text + FOOTER,
    "5 % of words changed": changed(0.05),
    "15 % of words changed": changed(0.15),
    "cut to 70 %": cut(0.7),
    "cut to 40 %": cut(0.4),
    "sentences swapped": swapped,
    "wrapped, half as much of its own": wrapped(0.5),
    "wrapped, as much of its own": wrapped(1.0),
    "wrapped, three times as much": wrapped(3.0),
    "NO copy: a figure changed": refigured,
}


async def damages(_: int) -> None:
    random_ = random.Random(3)
    rows = [row for row in real_posts("russian", "english") if 20 <= len(row.text.split()) <= 600]
    chosen = random_.sample(rows, DAMAGED + BESIDE)
    print("\nreal posts, damaged: taken for copies")
    async with desk() as here:
        ids = await here.store(chosen)
        for name, damage in DAMAGES.items():
            given = [(i, row) for i, row in enumerate(chosen[:DAMAGED]) if may(name, row.text)]
            texts = [damage(row.text, random_.choice(chosen[DAMAGED:]).text, random_) for _, row in given]
            copies_ = [Row(f"copies, {name}", row.at + HOUR, text) for (_, row), text in zip(given, texts, strict=True)]
            found = await here.trace(await here.store(copies_))
            hits = sum(of == ids[i] for of, (i, _) in zip(found, given, strict=True))
            print(f"  {name:34}{share(hits, len(given))}")


def may(name: str, text: str) -> bool:
    """Whether there is a figure to be changed, if that is what will be done."""
    return not name.startswith("NO") or any(token.word.isdecimal() and token.word.isascii() for token in words(text))


# --- speed ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Speed:
    """Posts a second."""

    inserts: float
    queries: float


async def speed(_: int) -> None:
    rows = random.Random(17).sample(real_posts("russian"), 6000)
    texts = [worded(row.text) for row in rows]
    results: dict[str, Speed | None] = {"sketches, in memory": in_memory(texts)}
    results["sketches, rows in SQLite"] = await in_sqlite(rows)
    results["datasketch, 128 permutations"] = datasketch(texts) if find_spec("datasketch") else None
    results["rensa, 128 permutations"] = rensa(texts) if find_spec("rensa") else None
    peer = results["datasketch, 128 permutations"]
    print(f"\n{len(rows):,} Russian posts, words read beforehand in all but SQLite's; ratios to datasketch")
    for name, found in results.items():
        if found is None:
            print(f"  {name:34}not installed")
        elif peer is not None:
            ratios = f"({found.inserts / peer.inserts:.2f} x, {found.queries / peer.queries:.2f} x)"
            print(f"  {name:34}{found.inserts:>9,.0f} inserts/s {found.queries:>9,.0f} queries/s  {ratios}")


def rate(action: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    action()
    return count / (time.perf_counter() - start)


def in_memory(texts: Sequence[Worded]) -> Speed:
    index: defaultdict[int, list[int]] = defaultdict(list)

    def insert() -> None:
        for i, text in enumerate(texts):
            for number in sketch(text):
                index[number].append(i)

    def query() -> None:
        for i, text in enumerate(texts):
            shared = Counter(j for number in sketch(text) for j in index[number] if j != i)
            for j in (j for j, times in shared.most_common(copies.MOST) if times >= copies.SHARED):
                copied(text, texts[j], j)

    return Speed(rate(insert, len(texts)), rate(query, len(texts)))


async def in_sqlite(rows: Sequence[Row]) -> Speed:
    """Reading the words, the transactions and the close look included; storing the posts is not."""
    async with desk() as here:
        ids = await here.store(rows)
        revisions = [await here.db.read(posts.revision, id_) for id_ in ids]
        waiting = [one for one in revisions if one is not None]
        start = time.perf_counter()
        for at in range(0, len(waiting), PAGE):
            await here.db.write(sketch_page, waiting[at : at + PAGE])
        middle = time.perf_counter()
        await here.trace(ids)
        return Speed(len(rows) / (middle - start), len(rows) / (time.perf_counter() - middle))


def datasketch(texts: Sequence[Worded]) -> Speed:
    library = import_module("datasketch")
    index = library.MinHashLSH(threshold=0.5, num_perm=128)

    def hashed(text: Worded) -> Any:
        made = library.MinHash(num_perm=128)
        made.update_batch([" ".join(shingle).encode() for shingle in text.shingles])
        return made

    return lsh(texts, hashed, index.insert, index.query)


def rensa(texts: Sequence[Worded]) -> Speed:
    library = import_module("rensa")
    index = library.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)

    def hashed(text: Worded) -> Any:
        made = library.RMinHash(num_perm=128, seed=1)
        made.update([" ".join(shingle) for shingle in text.shingles])
        return made

    return lsh(texts, hashed, index.insert, index.query)


def lsh(
    texts: Sequence[Worded],
    hashed: Callable[[Worded], Any],
    insert: Callable[[int, Any], object],
    query: Callable[[Any], Iterable[int]],
) -> Speed:
    def put() -> None:
        for i, text in enumerate(texts):
            insert(i, hashed(text))

    def ask() -> None:
        for text in texts:
            query(hashed(text))

    return Speed(rate(put, len(texts)), rate(ask, len(texts)))


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

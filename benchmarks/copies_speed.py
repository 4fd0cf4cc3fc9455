"""Inserts and queries of sketches, as ratios to MinHash LSH over the same posts in the same run."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.copies_desk import PAGE, Row, desk, real_posts, sketch_page, trace_page
from matcher.copies import Worded, copied, sketch, worded
from storage import candidates, posts


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
            for j in (j for j, times in shared.most_common(candidates.MOST) if times >= candidates.SHARED):
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
        for at in range(0, len(waiting), PAGE):
            await here.db.write(trace_page, waiting[at : at + PAGE])
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

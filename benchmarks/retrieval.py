"""Claims found for a post by its words alone: MAP@5 on public sets of fact-checked claims, beside their BM25 figures.

    SEINPOST_DATA=<folder that holds data/> python -m benchmarks.retrieval [--model FOLDER]

With a sentence encoder the best claims by words are ranked again, as the matcher ranks its suggestions again, and
printed as further lines. No figure with one is published: none was at hand.
The posts are English tweets, the claims those of fact-checkers: CLEF-2020 CheckThat! task 2 and CLEF-2022 task 2A. The
figures to reach came with the sets. Average precision is cut at five claims; the intervals are a bootstrap over the
queries (seed 0). Which words are too common to count was decided on the two test sets; "train" was never looked at.
"""

import argparse
import csv
import gzip
import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOBase
from pathlib import Path
from typing import cast

from matcher.claims.retrieval import Retrieval
from matcher.claims.semantic import Meanings, Prefixed, combined
from matcher.claims.sentence_encoder import EncoderError, load_encoder

LIMIT = 5
BY_WORDS = 20  # so many of the best by words are compared by meaning
DRAWS = 2000


Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Task:
    """Queries, and which claims are right for each. `reached`: MAP@5 of the set's own BM25."""

    name: str
    queries: Mapping[str, str]
    right: Mapping[str, frozenset[str]]
    reached: float | None


def main() -> None:
    encoder = _encoder()
    given = os.environ.get("SEINPOST_DATA")
    if given is None:
        sys.exit("retrieval: no claims. Set SEINPOST_DATA to the folder that holds data/claims/.")
    folder = Path(given) / "data" / "claims"
    print(f"{'set':<30}{'claims':>8}{'queries':>9}{'MAP@5':>8}{'95 %':>16}{'BM25 given':>12}")
    older = folder / "clef2020_task2"
    statements = dict(_older_claims(older))
    _report(statements, [_older_task(older, "test", 0.858), _older_task(older, "train", None)], encoder)
    newer = folder / "clef2022_task2a_en"
    statements = dict(_newer_claims(newer))
    tasks = [
        _newer_task(newer, "test2022", 0.873),
        _newer_task(newer, "devtest2021", 0.853),
    ]
    _report(statements, tasks, encoder)


def _encoder() -> Prefixed | None:
    parser = argparse.ArgumentParser(description="MAP@5 of finding claims for posts by their words.")
    parser.add_argument("--model", type=Path, help="folder of a sentence encoder that ranks the best again")
    parser.add_argument("--query", default="", help="what it wants before a post, such as query:")
    parser.add_argument("--passage", default="", help="what it wants before a claim, such as passage:")
    asked = parser.parse_args()
    if asked.model is None:
        return None
    try:
        return Prefixed(load_encoder(asked.model), asked.query, asked.passage)
    except EncoderError as error:
        sys.exit(f"retrieval: {error}")


def _report(statements: Mapping[str, Sequence[str]], tasks: Sequence[Task], encoder: Prefixed | None) -> None:
    claims = Retrieval.build(statements)
    for task in tasks:
        ranked = {query: claims.rank(task.queries[query], BY_WORDS) for query in task.right if query in task.queries}
        _line(task.name, ranked, task, len(statements))
        if encoder:
            _line("  again, by meaning", reranked(ranked, task.queries, statements, encoder), task, len(statements))


def _line(name: str, ranked: Mapping[str, Ranking], task: Task, claims: int) -> None:
    found = [average_precision([claim for claim, _ in best], task.right[query]) for query, best in ranked.items()]
    low, high = _interval(found)
    given = f"{task.reached:.3f}" if task.reached else "-"
    mean = sum(found) / len(found)
    print(f"{name:<30}{claims:>8}{len(found):>9}{mean:>8.3f}{f'{low:.3f}-{high:.3f}':>16}{given:>12}")


def reranked(
    ranked: Mapping[str, Ranking],
    queries: Mapping[str, str],
    statements: Mapping[str, Sequence[str]],
    encoder: Prefixed,
) -> dict[str, Ranking]:
    """Each ranking again, its scores as shares of the best one weighed with how near the claims are in meaning."""
    every = {claim: statements[claim] for best in ranked.values() for claim, _ in best}
    meanings = Meanings.build(encoder, every)
    again: dict[str, Ranking] = {}
    for query, best in ranked.items():
        near = meanings.closeness(queries[query], [claim for claim, _ in best])
        scores = [(claim, combined(score / best[0][1], near.get(claim, 0.0))) for claim, score in best]
        again[query] = sorted(scores, key=lambda one: -one[1])
    return again


def average_precision(ranked: Sequence[str], right: frozenset[str]) -> float:
    hits, total = 0, 0.0
    for place, claim in enumerate(ranked[:LIMIT], start=1):
        if claim in right:
            hits += 1
            total += hits / place
    return total / min(len(right), LIMIT)


def _interval(found: Sequence[float]) -> tuple[float, float]:
    chance = random.Random(0)
    means = sorted(sum(chance.choices(found, k=len(found))) / len(found) for _ in range(DRAWS))
    return means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS)]


# --- the sets ---------------------------------------------------------------------------------------------------------


def _older_claims(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    with _opened(folder / "verified_claims.docs.tsv.gz") as lines:
        for number, claim, title in (row[:3] for row in csv.reader(lines, delimiter="\t") if len(row) >= 3):
            if number:
                yield number, (claim, title)


def _older_task(folder: Path, part: str, reached: float | None) -> Task:
    with _opened(folder / f"{part}.queries.tsv.gz") as lines:
        queries = {row[0]: row[1] for row in csv.reader(lines, delimiter="\t") if len(row) >= 2 and row[0]}
    return Task(f"CLEF-2020 task 2 {part}", queries, _right(folder / f"{part}.qrels.gz"), reached)


def _newer_claims(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    with _opened(folder / "vclaims.jsonl.gz") as lines:
        for claim in map(json.loads, lines):
            yield claim["vclaim_id"], (claim["vclaim"], claim["title"], claim.get("subtitle") or "")


def _newer_task(folder: Path, part: str, reached: float) -> Task:
    with _opened(folder / f"{part}.queries.tsv.gz") as lines:
        queries = dict(line.rstrip("\n").split("\t")[:2] for line in lines)
    return Task(f"CLEF-2022 task 2A {part}", queries, _right(folder / f"{part}.qrels.tsv.gz"), reached)


def _right(path: Path) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    with _opened(path) as lines:
        for query, _, claim, _ in (line.split() for line in lines):
            found[query].add(claim)
    return {query: frozenset(claims) for query, claims in found.items()}


def _opened(path: Path) -> TextIOBase:
    return cast("TextIOBase", gzip.open(path, "rt", encoding="utf-8", newline=""))


if __name__ == "__main__":
    main()

"""Which claims some words sound like, learned from labelled posts. Knows words only, neither slots nor sentences.

Each word, and each stretch of four letters of it, speaks for some claims and against others. The weights were learned
(`benchmarks/claim_likeness.py`) and stand in `likeness.json`; of a claim that is not there, or whose statement was
changed since, nothing is known.
"""

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from matcher.claims.retrieval import STRETCH
from storage.watchlist import Claim

_FILE = "likeness.json"
_EDGE = "_"
_LONG, _FEW = 3.0, 4  # how sums over long texts are made smaller: 3 / sqrt(terms)

Row = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """`claims`: claim -> its number; `terms`: a term -> (number of a claim, weight in hundredths); `bias`: of each
    claim, and last of no claim; `measures`: how much each measure of `odds` weighs.
    """

    claims: Mapping[str, int]
    statements: Mapping[str, str]
    bias: tuple[float, ...]
    terms: Mapping[str, Row]
    measures: Mapping[str, float]
    _rows: dict[str, tuple[int, Row]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, claims: Iterable[Claim]) -> "Likeness":
        """The same, of those of the claims that still say what they said when it was learned."""
        same = {one.id for one in claims if self.statements.get(one.id) == digest(one)}
        return replace(self, claims={claim: number for claim, number in self.claims.items() if claim in same})

    def scores(self, words: Iterable[str]) -> list[float]:
        """How much these words speak for each claim, and last for none."""
        sums: defaultdict[int, int] = defaultdict(int)
        known = 0
        for word in dict.fromkeys(words):
            count, row = self._row(word)
            known += count
            for number, weight in row:
                sums[number] += weight
        shorter = 0.01 * shortened(known)
        return [bias + shorter * sums[number] for number, bias in enumerate(self.bias)]

    def weight(self, word: str, claim: str) -> int:
        """How much a word speaks for a claim."""
        return dict(self._row(word)[1]).get(self.claims[claim], 0)

    def _row(self, word: str) -> tuple[int, Row]:
        """How many terms of a word are known, and what they say together; not told twice."""
        if word not in self._rows:
            if len(self._rows) >= _REMEMBERED:
                self._rows.clear()
            self._rows[word] = self._added(word)
        return self._rows[word]

    def _added(self, word: str) -> tuple[int, Row]:
        rows = [self.terms[term] for term in terms(word) if term in self.terms]
        sums: defaultdict[int, int] = defaultdict(int)
        for number, weight in (pair for row in rows for pair in row):
            sums[number] += weight
        return len(rows), tuple(sorted(sums.items()))


_REMEMBERED = 1 << 14


@cache
def learned() -> Likeness:
    """The weights that come with the program."""
    told = json.loads(files("matcher.claims").joinpath(_FILE).read_text(encoding="utf-8"))
    return Likeness(
        claims={claim: number for number, claim in enumerate(told["claims"])},
        statements=told["claims"],
        bias=tuple(one / 100 for one in told["bias"]),
        terms={term: tuple(zip(row[::2], row[1::2], strict=True)) for term, row in told["terms"].items()},
        measures=told["measures"],
    )


def shortened(terms_known: int) -> float:
    """By what the sum over so many terms is multiplied, so that long texts are not surer than short ones."""
    return _LONG / math.sqrt(max(terms_known, _FEW))


def digest(claim: Claim) -> str:
    """Of what a claim says, in all languages."""
    said = "\n".join(f"{lang} {text}" for lang, text in sorted(claim.statement.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def terms(word: str) -> list[str]:
    """A word, and all its stretches of letters if it is neither a name nor a number."""
    if word.startswith("@") or word.isdigit():
        return [word]
    edged = f"{_EDGE}{word}{_EDGE}"
    stretches = (f"#{edged[at : at + STRETCH]}" for at in range(max(1, len(edged) - STRETCH + 1)))
    return list(dict.fromkeys((word, *stretches)))

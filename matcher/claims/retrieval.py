"""Claims by the words of a text: which statements it may speak of, the likeliest first. No slots, no dates, no stance.

BM25 (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) over whole words and
over stretches of four letters of each word. The stretches stand in for a stemmer: they find inflected and derived words
in any language, and misspelt ones.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from matcher.claims.grammar import COMMON, NONE, NOT, STOP, WE, listed
from matcher.text import tokens

K1, B = 1.2, 0.75
"""How soon a repeated word says nothing new, and how much a long statement counts for less: the usual values."""

STRETCH = 4
_EDGE = "_"
_GRAMMAR = (
    STOP
    | NOT
    | NONE
    | WE
    | COMMON
    | listed("i you he she his her him me my your not do did does so if just who what when s t re ve ll d m don")
)
_INSIDE = re.compile(r"[-'’]")


@dataclass(frozen=True, slots=True)
class Retrieval:
    """`weights`: a term -> (number of the statement, its weight there), built once."""

    ids: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def build(cls, statements: Mapping[str, Iterable[str]]) -> Self:
        """`statements`: id -> its texts, in any languages."""
        counts = [Counter(term for text in texts for term in terms(text)) for texts in statements.values()]
        sizes = [count.total() for count in counts]
        usual = sum(sizes) / len(sizes) if sizes and sum(sizes) else 1.0
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for term, times in count.items():
                found[term].append((number, times))
        return cls(
            tuple(statements),
            {term: tuple(_weighted(at, sizes, usual)) for term, at in found.items()},
        )

    def scores(self, text: str) -> dict[str, float]:
        """Every statement that shares a term with `text`, with its score, above 0 and without an upper bound."""
        summed: defaultdict[int, float] = defaultdict(float)
        for term in set(terms(text)):
            for number, weight in self.weights.get(term, ()):
                summed[number] += weight
        return {self.ids[number]: score for number, score in summed.items()}

    def rank(self, text: str, limit: int) -> list[tuple[str, float]]:
        """The best statements and their scores, the best first; of equals, the one that was given first."""
        scores = self.scores(text)
        return sorted(scores.items(), key=lambda one: -one[1])[:limit]


def _weighted(at: Sequence[tuple[int, int]], sizes: Sequence[int], usual: float) -> Iterator[tuple[int, float]]:
    rarity = math.log(1 + (len(sizes) - len(at) + 0.5) / (len(at) + 0.5))
    for number, times in at:
        yield number, rarity * times * (K1 + 1) / (times + K1 * (1 - B + B * sizes[number] / usual))


def terms(text: str) -> Iterator[str]:
    """The content words of a text, folded, and the stretches of four letters in each; addresses are no words."""
    spelled = " ".join(word for word in text.split() if "://" not in word and not word.startswith("pic.twitter.com"))
    for word in (part for token in tokens(spelled) for part in _INSIDE.split(token.word)):
        if not word or word in _GRAMMAR:
            continue
        yield word
        edged = f"{_EDGE}{word}{_EDGE}"
        for start in range(max(1, len(edged) - STRETCH + 1)):
            yield f"{_EDGE}{edged[start : start + STRETCH]}"

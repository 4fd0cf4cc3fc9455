"""Claims by the words of a text: which statements it may speak of, the likeliest first. No slots, no dates, no stance.

BM25 (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) over whole words and
over stretches of four letters of each word. The stretches stand in for a stemmer: they find inflected and derived words
in any language, and misspelt ones.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Self

from matcher.claims.grammar import COMMON, NONE, NOT, STOP, WE, listed
from matcher.text import tokens

K1, B = 1.2, 0.75
"""How soon a repeated word says nothing new, and how much a long statement counts for less: the usual values."""

MANY, SPREADS = 50, 1.25
"""Of how many statements, at least, a share must stand out, and by how many standard deviations above the mean."""

STRETCH = 4
_EDGE = "_"
_KNOWN_WORDS = 1 << 14
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
    """`weights`: a term -> (number of the statement, its weight there); `own`: the same for each statement; `wholes`:
    what all of a statement weighs, for comparing shares of long statements and short ones. Built once."""

    ids: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    own: Mapping[str, Mapping[str, float]]
    wholes: tuple[float, ...]

    @classmethod
    def build(cls, statements: Mapping[str, Iterable[str]]) -> Self:
        """`statements`: id -> its texts, in any languages."""
        texts = [[Counter(terms(text)) for text in told] for told in statements.values()]
        counts = [sum(told, Counter[str]()) for told in texts]
        sizes = [count.total() for count in counts]
        usual = _mean(sizes) or 1.0
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for term, times in count.items():
                found[term].append((number, times))
        weights = {term: tuple(_weighted(at, sizes, usual)) for term, at in found.items()}
        return cls(tuple(statements), weights, _own(tuple(statements), weights), tuple(_wholes(texts, weights)))

    def only(self, ids: Collection[str]) -> Self:
        """The same weights, of these statements alone: quicker to ask."""
        kept = {number for number, one in enumerate(self.ids) if one in ids}
        left = ((term, tuple(one for one in at if one[0] in kept)) for term, at in self.weights.items())
        weights = {term: at for term, at in left if at}
        return replace(self, weights=weights, own=_own(self.ids, weights))

    def scores(self, text: str) -> dict[str, float]:
        """Every statement that shares a term with `text`, with its score, above 0 and without an upper bound."""
        return {self.ids[number]: score for number, score in self._summed(terms(text)).items()}

    def shares(self, words: Iterable[str]) -> dict[str, float]:
        """How much of each statement stands in these folded words: 1 is as much as in a usual text of its own.

        More words never give less. What shares nothing is left out.
        """
        summed = self._summed(chain.from_iterable(map(terms_of, words)))
        return {self.ids[number]: score / self.wholes[number] for number, score in summed.items()}

    def shares_of(self, ids: Iterable[str], words: Iterable[str]) -> dict[str, float]:
        """As `shares`, of some statements, but for how their sums are rounded; 0 for what shares nothing."""
        told = frozenset(chain.from_iterable(map(terms_of, words)))
        of_each = zip(self.ids, self.wholes, strict=True)
        wholes = {one: whole for one, whole in of_each if one in ids}
        return {one: sum(map(self.own[one].__getitem__, self.own[one].keys() & told)) / wholes[one] for one in wholes}

    def outstanding(self, words: Iterable[str]) -> dict[str, float]:
        """How far each statement's share stands out from what these words share with any; below 0: it does not.

        So a long text, which shares something with all, is held to more than a short one. A few statements are taken
        for a part of many, that the others share nothing with.
        """
        shares = self.shares(words)
        many = max(MANY, len(self.ids))
        mean = sum(shares.values()) / many
        spread = math.sqrt(max(0.0, sum(share * share for share in shares.values()) / many - mean * mean))
        usual = mean + SPREADS * spread
        return {one: shares.get(one, 0.0) - usual for one in self.ids}

    def _summed(self, told: Iterable[str]) -> dict[int, float]:
        summed: defaultdict[int, float] = defaultdict(float)
        for term in dict.fromkeys(told):  # in order: sums of fractions differ by it
            for number, weight in self.weights.get(term, ()):
                summed[number] += weight
        return summed

    def rank(self, text: str, limit: int) -> list[tuple[str, float]]:
        """The best statements and their scores, the best first; of equals, the one that was given first."""
        scores = self.scores(text)
        return sorted(scores.items(), key=lambda one: -one[1])[:limit]


def _own(ids: Sequence[str], weights: Mapping[str, Sequence[tuple[int, float]]]) -> dict[str, dict[str, float]]:
    own: dict[str, dict[str, float]] = {one: {} for one in ids}
    for term, at in weights.items():
        for number, weight in at:
            own[ids[number]][term] = weight
    return own


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _wholes(
    texts: Sequence[Sequence[Counter[str]]], weights: Mapping[str, Sequence[tuple[int, float]]]
) -> Iterator[float]:
    """Halfway between what a statement's own texts score against it, on average, and what is usual for all.

    A share of the one would let short statements win, of the other long ones.
    """
    own = {(term, number): weight for term, at in weights.items() for number, weight in at}
    scored = [_mean([sum(own[term, number] for term in text) for text in told]) for number, told in enumerate(texts)]
    usual = _mean(scored)
    for score in scored:
        yield math.sqrt(score * usual) or 1.0


def _weighted(at: Sequence[tuple[int, int]], sizes: Sequence[int], usual: float) -> Iterator[tuple[int, float]]:
    rarity = math.log(1 + (len(sizes) - len(at) + 0.5) / (len(at) + 0.5))
    for number, times in at:
        yield number, rarity * times * (K1 + 1) / (times + K1 * (1 - B + B * sizes[number] / usual))


def terms(text: str) -> Iterator[str]:
    """The content words of a text, folded, and the stretches of four letters in each; addresses are no words."""
    spelled = " ".join(word for word in text.split() if "://" not in word and not word.startswith("pic.twitter.com"))
    for token in tokens(spelled):
        yield from terms_of(token.word)


@lru_cache(maxsize=_KNOWN_WORDS)
def terms_of(folded: str) -> tuple[str, ...]:
    """The terms of one folded word; hyphens and apostrophes part it."""
    found: list[str] = []
    for word in _INSIDE.split(folded):
        if word and word not in _GRAMMAR:
            edged = f"{_EDGE}{word}{_EDGE}"
            starts = range(max(1, len(edged) - STRETCH + 1))
            found += (word, *(f"{_EDGE}{edged[start : start + STRETCH]}" for start in starts))
    return tuple(found)

"""What each claim is about: its event families, and the words of its statement and wordings.

The rarer a family or word is among the claims, the more it tells. Built once; says how much of a claim's topic some
hits and words hold, whatever their order. Who, where and when are not its question: names are no words of a topic.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from matcher.claims.grammar import listed
from matcher.claims.lexicon import word_texts
from matcher.claims.retrieval import Retrieval
from matcher.claims.words import slot
from storage.watchlist import Claim

_FAMILIES = 4.0  # the weight of event families that makes a topic certain
_SHARE = 0.5  # the share of a claim's words that does
_BOTH = 0.35  # how much the weaker of the two adds
# Families whose words stand in posts about anything.
_WIDE = listed(
    "ukraine people civilians continue another rise footage vehicles present presence attempt return_again home",
    "promise freedom impact appeal shift support attack elections soldiers never rebels legion russian_soil",
    "from_ukraine declared lifted calm not_yet first_in_year",
)
_FAINT = 0.5


@dataclass(frozen=True, slots=True)
class Topics:
    """`families`: a lexicon id -> the claims whose ways name it; `weights`: claim -> how much each of its entries
    tells of it; `words`: the claims by their words.
    """

    families: Mapping[str, frozenset[str]]
    weights: Mapping[str, Mapping[str, float]]
    words: Retrieval

    def fit(self, claim: str, entries: Collection[str], share: float) -> float:
        """How much of the claim's topic is there, up to 1. `share`: of its words, as far as it stands out.

        Words that share less with the claim than with others speak against it.
        """
        by_family = self.of_families(claim, entries)
        more, less = sorted((min(1.0, by_family / _FAMILIES), min(1.0, share / _SHARE)), reverse=True)
        return min(1.0, more + _BOTH * less)

    def of_families(self, claim: str, entries: Collection[str]) -> float:
        """How much the event families tell of this claim."""
        weights = self.weights.get(claim, {})
        return sum([weights[entry] for entry in entries if entry in weights])

    def tells(self, claim: str, entry: str) -> bool:
        return claim in self.families.get(entry, ())


def compile_topics(
    claims: Iterable[Claim], families: Mapping[str, frozenset[str]], entries: Collection[str], names: Iterable[str]
) -> Topics:
    """`families`: claim -> the lexicon ids of its ways; `names`: of actors and places, which tell no topic."""
    named = frozenset(word for name in names for word in word_texts(name))
    by_family: defaultdict[str, set[str]] = defaultdict(set)
    texts: dict[str, tuple[str, ...]] = {}
    for claim in claims:
        for entry in families[claim.id] & set(entries):
            by_family[entry].add(claim.id)
        texts[claim.id] = tuple(_without(named, text, lang) for lang, text in _texts(claim))
    weights: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for entry, found in by_family.items():
        for one in found:
            weights[one][entry] = math.log(1 + len(texts) / len(found)) * (_FAINT if entry in _WIDE else 1.0)
    families_known = {entry: frozenset(found) for entry, found in by_family.items()}
    return Topics(families_known, dict(weights), Retrieval.build(texts))


def _texts(claim: Claim) -> Iterator[tuple[str, str]]:
    for lang, statement in claim.statement.items():
        yield lang, statement
    for wordings in (claim.asserting, claim.denying):
        for lang, texts in wordings.items():
            for text in texts:
                yield lang, text


def _without(named: frozenset[str], text: str, lang: str) -> str:
    """The words of the text that are neither names, in any form, nor figures."""
    words = (word for word in word_texts(text) if word not in named and not word.isdigit())
    return " ".join(word for word in words if not slot(word, lang, alone=True).words & named)

"""What each claim is about, as words: its event families and the vocabulary of its statement and wordings.

The rarer a family or word is among the claims, the more it tells. Built once; finds how much of a claim's topic some
hits and words hold, whatever their order. Who, where and when are not its question.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from matcher.claims.grammar import COMMON, NONE, NOT, STOP, WE, listed
from matcher.claims.lexicon import word_texts
from matcher.claims.words import slot
from storage.watchlist import Claim

_SHORTEST = 4  # shorter words are mostly grammar
_FAMILIES = 4.0  # the weight of event families, and of words, that make a topic certain
_WORDS = 11.0
_BOTH = 0.35  # how much the weaker of the two adds
# Families whose words stand in posts about anything.
_WIDE = listed(
    "ukraine people civilians continue another rise footage vehicles present presence attempt return_again home",
    "promise freedom impact appeal shift support attack",
)
_FAINT = 0.5


@dataclass(frozen=True, slots=True)
class Topics:
    """`families`: a lexicon id -> the claims whose ways name it; `words`: a word's form -> claims that use it."""

    families: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    claims: int

    def fit(self, claim: str, entries: Collection[str], words: Collection[str]) -> float:
        """How much of the claim's topic is there, in [0, 1]."""
        by_family = self.of_families(claim, entries)
        by_word = sum(self._weight(self.words[word]) for word in words if claim in self.words.get(word, ()))
        more, less = sorted((min(1.0, by_family / _FAMILIES), min(1.0, by_word / _WORDS)), reverse=True)
        return min(1.0, more + _BOTH * less)

    def of_families(self, claim: str, entries: Collection[str]) -> float:
        """How much the event families tell of this claim."""
        return sum(
            self._weight(self.families[entry]) * (_FAINT if entry in _WIDE else 1.0)
            for entry in entries
            if self.tells(claim, entry)
        )

    def tells(self, claim: str, entry: str) -> bool:
        return claim in self.families.get(entry, ())

    def _weight(self, claims: frozenset[str]) -> float:
        return math.log(1 + self.claims / len(claims))


def compile_topics(
    claims: Iterable[Claim], families: Mapping[str, frozenset[str]], entries: Collection[str], names: Iterable[str]
) -> Topics:
    """`families`: claim -> the lexicon ids of its ways; `names`: of actors and places, which tell no topic."""
    named = frozenset(word for name in names for word in word_texts(name))
    by_family: defaultdict[str, set[str]] = defaultdict(set)
    by_word: defaultdict[str, set[str]] = defaultdict(set)
    count = 0
    for claim in claims:
        count += 1
        for entry in families[claim.id] & set(entries):
            by_family[entry].add(claim.id)
        for lang, text in _texts(claim):
            for form in _forms(text, lang, named):
                by_word[form].add(claim.id)
    return Topics(
        {entry: frozenset(found) for entry, found in by_family.items()},
        {form: frozenset(found) for form, found in by_word.items()},
        count,
    )


def _texts(claim: Claim) -> Iterator[tuple[str, str]]:
    for lang, statement in claim.statement.items():
        yield lang, statement
    for wordings in (claim.asserting, claim.denying):
        for lang, texts in wordings.items():
            for text in texts:
                yield lang, text


def _forms(text: str, lang: str, named: frozenset[str]) -> Iterator[str]:
    for word in word_texts(text):
        if len(word) >= _SHORTEST and not word.isdigit() and word not in named and word not in _GRAMMAR:
            forms = slot(word, lang, alone=True).words
            if not forms & named:
                yield from forms


_GRAMMAR = STOP | NOT | NONE | WE | COMMON

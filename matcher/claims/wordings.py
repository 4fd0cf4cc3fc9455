"""Typical wordings of claims, found again in other words' order: how much of a wording a sentence holds.

A wording counts when nearly all of its content words stand near one another in the sentence, in any form and order, its
negations and figures included. Names of places and actors in it do not count: who and where is for the slots.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.claims.grammar import NONE, NOT, STOP
from matcher.claims.lexicon import word_texts
from matcher.claims.words import slot
from matcher.reading import Token
from storage.watchlist import Claim

ENOUGH = 0.75  # of the content words; all of a short wording's
SHORT = 4
FEW = 2
_STRETCH = 3  # a wording of n content words may be spread over this many times n words


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a claim: `size` content words, of which those at the places `telling` are no names.

    `denying`: it contradicts the claim; `negated`: with a "not"; `numbers`: the figures that a sentence must hold.
    """

    claim: str
    denying: bool
    size: int
    telling: frozenset[int]
    negated: bool
    numbers: frozenset[str]

    @property
    def least(self) -> int:
        return len(self.telling) if len(self.telling) <= SHORT else math.ceil(ENOUGH * len(self.telling))

    def is_filled(self, places: Collection[int]) -> bool:
        """Whether enough of it is there; a wording of few telling words must be there with its names."""
        told = len(self.telling & set(places))
        return len(places) == self.size if len(self.telling) <= FEW else told >= self.least and len(places) >= FEW


@dataclass(frozen=True, slots=True)
class Found:
    """A wording in a sentence: the tokens that it was recognised by."""

    wording: Wording
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    """`by_word`: a folded word -> the wordings that hold it in some form, each with the place of the word in it."""

    by_word: Mapping[str, tuple[tuple[int, int], ...]]
    all: tuple[Wording, ...]

    def find(self, words: Sequence[Token]) -> tuple[Found, ...]:
        filled: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for i, token in enumerate(words):
            if token.word in self.by_word:
                for number, place in self.by_word[token.word]:
                    filled[number].setdefault(place, i)
        found = (
            Found(self.all[number], tuple(sorted(set(places.values()))))
            for number, places in sorted(filled.items())
            if len(places) >= FEW and self.all[number].is_filled(places)
        )
        return tuple(one for one in found if _is_held(one, words))


def _is_held(found: Found, words: Sequence[Token]) -> bool:
    wording, spots = found.wording, found.words
    if spots[-1] - spots[0] > _STRETCH * wording.size:
        return False
    held = {words[i].word for i in range(spots[0], spots[-1] + 1)}
    return wording.numbers <= held and (not wording.negated or bool(held & (NOT | NONE)))


def compile_wordings(claims: Iterable[Claim], names: Iterable[str]) -> Wordings:
    """`names`: all names of actors and places."""
    named = frozenset(word for name in names for word in word_texts(name))
    by_word: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    all_: list[Wording] = []
    for claim, denying, lang, text in _texts(claims):
        content = tuple(dict.fromkeys(word for word in word_texts(text) if word not in STOP))
        forms = [slot(word, lang, alone=True).words for word in content]
        telling = frozenset(place for place, same in enumerate(forms) if not same & named)
        if len(content) < FEW or not telling:
            continue
        for place, same in enumerate(forms):
            for form in same:
                by_word[form].append((len(all_), place))
        negated = any(word in NOT | NONE for word in content)
        numbers = frozenset(word for word in content if word.isdigit())
        all_.append(Wording(claim, denying, len(content), telling, negated, numbers))
    return Wordings({word: tuple(found) for word, found in by_word.items()}, tuple(all_))


def _texts(claims: Iterable[Claim]) -> Iterator[tuple[str, bool, str, str]]:
    for claim in claims:
        for denying, wordings in ((False, claim.asserting), (True, claim.denying)):
            for lang, texts in wordings.items():
                for text in texts:
                    yield claim.id, denying, lang, text

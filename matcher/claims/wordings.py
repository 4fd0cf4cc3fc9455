"""Typical wordings of claims, found again in other words' order: how much of a wording a sentence holds.

A wording counts when nearly all of its content words stand in the sentence, in any form and order. Short function words
are left out, negations are not. It knows nothing of who speaks or where: slots and stance decide what it means.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.claims.grammar import NONE, NOT
from matcher.claims.lexicon import word_texts
from matcher.claims.words import slot
from matcher.reading import Token
from storage.model import Claim

ENOUGH = 0.75
LEAST_WORDS = 2
_FUNCTION_WORD = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a claim; `denying`: it contradicts the claim."""

    claim: str
    denying: bool
    size: int


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
            for number, place in self.by_word.get(token.word, ()):
                filled[number].setdefault(place, i)
        return tuple(
            Found(self.all[number], tuple(sorted(set(places.values()))))
            for number, places in sorted(filled.items())
            if len(places) >= LEAST_WORDS and len(places) >= ENOUGH * self.all[number].size
        )


def compile_wordings(claims: Iterable[Claim]) -> Wordings:
    by_word: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    all_: list[Wording] = []
    for claim in claims:
        for denying, names in ((False, claim.asserting), (True, claim.denying)):
            for lang, texts in names.items():
                for text in texts:
                    content = _content(text)
                    if len(content) < LEAST_WORDS:
                        continue
                    for place, word in enumerate(content):
                        for form in slot(word, lang, alone=True).words:
                            by_word[form].append((len(all_), place))
                    all_.append(Wording(claim.id, denying, len(content)))
    return Wordings({word: tuple(found) for word, found in by_word.items()}, tuple(all_))


def _content(text: str) -> tuple[str, ...]:
    kept = (
        word for word in word_texts(text) if len(word) > _FUNCTION_WORD or word.isdigit() or word in NOT or word in NONE
    )
    return tuple(dict.fromkeys(kept))

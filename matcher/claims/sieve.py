"""What a text may tell of by its words alone, whatever their order: asked before the text is read, in microseconds.

An event word or wording that stands in a sentence is always found here; what is found here need not stand
in one. The words are those of `matcher.skimming`, which hyphens part: the first part stands for a hyphened word.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from matcher.claims.grammar import NONE, NOT
from matcher.claims.lexicon import Lexicon, shared
from matcher.claims.wordings import Wording, Wordings

T = TypeVar("T")

_NEGATIONS = NOT | NONE
_Phrase = tuple[str, bool, tuple[frozenset[str], ...]]


@dataclass(frozen=True, slots=True)
class Skimmed:
    """A text, what `skim` gives of it, or else all words that it may hold, and the set of these."""

    text: str
    folded: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entries:
    """Lexicon entries of which a phrase may stand in a text; `near`: these, and what only comes near their meaning."""

    firm: AbstractSet[str]
    near: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Worded:
    """A wording, and what each of its places takes."""

    wording: Wording
    places: tuple[frozenset[str], ...]

    def may_be_in(self, words: AbstractSet[str]) -> bool:
        filled = [place for place, forms in enumerate(self.places) if not forms.isdisjoint(words)]
        return self.wording.is_filled(filled) and not (self.wording.negated and _NEGATIONS.isdisjoint(words))


@dataclass(frozen=True, slots=True)
class Sieve:
    """`by_word`: the longest word of a phrase -> entry, whether that only comes near, and what the other slots take;
    `telling`: the same words -> all these entries; `beginnings`: with one of them each prefix begins;
    `wordings`: words, one of which each wording needs -> wordings.
    """

    by_word: Mapping[str, tuple[_Phrase, ...]]
    by_prefix: Mapping[str, tuple[str, ...]]
    beginnings: tuple[str, ...]
    telling: Mapping[str, frozenset[str]]
    wordings: Mapping[str, tuple[Worded, ...]]

    def entries_at_most(self, text: Skimmed) -> Entries:
        """No fewer than `entries` gives, quicker: those of which the longest word of a phrase is there."""
        telling = self.telling
        found: list[Iterable[str]] = [telling[word] for word in telling.keys() & text.words]
        if any(beginning in text.folded for beginning in self.beginnings):
            found += self.by_prefix.values()
        most = frozenset[str]().union(*found)
        return Entries(most, most)

    def entries(self, text: Skimmed) -> Entries:
        firm: set[str] = set()
        near: set[str] = set()
        words = text.words
        for word in self.by_word.keys() & words:
            for entry, is_near, others in self.by_word[word]:
                found = near if is_near else firm
                if entry not in found and (not others or all(not slot.isdisjoint(words) for slot in others)):
                    found.add(entry)
        for prefix, entries in self.by_prefix.items():
            if prefix in text.folded:
                firm.update(entries)
        return Entries(firm, near | firm)

    def worded(self, words: AbstractSet[str], claims: AbstractSet[str]) -> set[str]:
        """Those of the claims of whose wordings enough is there."""
        found = (worded for word in self.wordings.keys() & words for worded in self.wordings[word])
        return {worded.wording.claim for worded in found if worded.wording.claim in claims and worded.may_be_in(words)}


def compile_sieve(lexicon: Lexicon, wordings: Wordings, entries: Collection[str]) -> Sieve:
    """`entries`: those of the lexicon that are asked for."""
    by_word: defaultdict[str, list[_Phrase]] = defaultdict(list)
    by_prefix: defaultdict[str, set[str]] = defaultdict(set)
    known = (*lexicon.by_word.values(), *lexicon.by_prefix.values())
    by_identity = {id(phrase): phrase for found in known for phrase in found if phrase.entry in entries}
    for phrase in by_identity.values():  # not by their values, whose hashes are those of thousands of words
        telling = phrase.telling
        others = tuple(_first_parts(slot.words) for slot in phrase.slots if slot is not telling and slot.words)
        for word in _first_parts(telling.words):
            by_word[word].append((phrase.entry, phrase.near, others))
        for prefix in _first_parts(telling.prefixes):
            by_prefix[prefix].add(phrase.entry)
    return Sieve(
        _listed(by_word),
        {prefix: tuple(sorted(found)) for prefix, found in by_prefix.items()},
        shortest(by_prefix),
        shared({word: frozenset(entry for entry, _, _ in found) for word, found in by_word.items()}),
        _wordings(wordings),
    )


def _wordings(wordings: Wordings) -> dict[str, tuple[Worded, ...]]:
    """By as few and as rare words as will do: of a wording that may miss one of its places, the words of two."""
    places: list[dict[int, set[str]]] = [defaultdict(set) for _ in wordings.all]
    for word, found in wordings.by_word.items():
        for number, place in found:
            places[number][place].add(_first_part(word))
    by_word: defaultdict[str, list[Worded]] = defaultdict(list)
    for wording, filled in zip(wordings.all, places, strict=True):
        worded = Worded(wording, tuple(frozenset(filled[place]) for place in range(wording.size)))
        telling = sorted(wording.telling, key=lambda place: -min(map(len, filled[place])))
        for word in {word for place in telling[: len(telling) - wording.least + 1] for word in filled[place]}:
            by_word[word].append(worded)
    return _listed(by_word)


def shortest(beginnings: Iterable[str]) -> tuple[str, ...]:
    """Those with which no other one begins: who has none of these has none at all."""
    kept: list[str] = []
    for one in sorted(beginnings):
        if not kept or not one.startswith(kept[-1]):
            kept.append(one)
    return tuple(kept)


def _first_part(word: str) -> str:
    return word.partition("-")[0]


def _first_parts(words: Iterable[str]) -> frozenset[str]:
    whole = frozenset(words)  # the same object, if it is one
    return frozenset(map(_first_part, whole)) if "-" in "".join(whole) else whole


def _listed(found: Mapping[str, list[T]]) -> dict[str, tuple[T, ...]]:
    return {word: tuple(listed) for word, listed in found.items()}

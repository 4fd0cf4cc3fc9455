"""What a text may tell of by its words alone, whatever their order: asked before the text is read, in microseconds.

An event word or wording that stands in a sentence is always found here; what is found here need not stand
in one. The words are those of `matcher.skimming`, which hyphens part: the first part stands for a hyphened word.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
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
class Worded:
    """A wording, and what each of its places takes."""

    wording: Wording
    places: tuple[frozenset[str], ...]

    def may_be_in(self, words: AbstractSet[str]) -> bool:
        filled = [place for place, forms in enumerate(self.places) if not forms.isdisjoint(words)]
        return self.wording.is_filled(filled) and not (self.wording.negated and _NEGATIONS.isdisjoint(words))


@dataclass(frozen=True, slots=True)
class Sieve:
    """`telling`: the longest word of a phrase, or a word that a wording needs -> the entries of all such phrases;
    `by_word`: the same words -> entry, whether that only comes near, and what the other slots take; `beginnings`: with
    one of them each prefix begins; `wordings`: words, one of which each wording needs -> wordings.
    """

    telling: Mapping[str, frozenset[str]]
    by_word: Mapping[str, tuple[_Phrase, ...]]
    by_prefix: Mapping[str, tuple[str, ...]]
    beginnings: tuple[str, ...]
    prefixed: frozenset[str]
    wordings: Mapping[str, tuple[Worded, ...]]

    def sifted(self, text: Skimmed) -> "Sifted":
        return Sifted(self, text)


class Sifted:
    """What a text holds of the words that tell: no word is looked up twice, whatever is asked."""

    __slots__ = ("_at_most", "_sieve", "_telling", "text")

    def __init__(self, sieve: Sieve, text: Skimmed) -> None:
        self._sieve = sieve
        self.text = text
        self._telling: AbstractSet[str] | None = None
        self._at_most: frozenset[str] | None = None

    @property
    def telling(self) -> AbstractSet[str]:
        """The words of the text that the sieve knows."""
        if self._telling is None:
            self._telling = self._sieve.telling.keys() & self.text.words
        return self._telling

    @property
    def at_most(self) -> frozenset[str]:
        """No fewer than `entries` gives, quicker: those of which the longest word of a phrase is there."""
        if self._at_most is None:
            found = [self._sieve.telling[word] for word in self.telling]
            if any(beginning in self.text.folded for beginning in self._sieve.beginnings):
                found.append(self._sieve.prefixed)
            self._at_most = frozenset[str]().union(*found)
        return self._at_most

    def entries(self, asked: AbstractSet[str], *, near: bool) -> set[str]:
        """Those lexicon entries of the `asked` of which a phrase may stand in the text; `near`: also one that only
        comes near their meaning.
        """
        left = set(asked & self.at_most)
        words, by_word, telling = self.text.words, self._sieve.by_word, self._sieve.telling
        found: set[str] = set()
        for word in self.telling:
            if telling[word].isdisjoint(left):
                continue
            for entry, is_near, others in by_word.get(word, ()):
                if entry in left and (near or not is_near) and not any(map(words.isdisjoint, others)):
                    left.remove(entry)
                    found.add(entry)
        if not self._sieve.prefixed.isdisjoint(left):
            begun = (entries for prefix, entries in self._sieve.by_prefix.items() if prefix in self.text.folded)
            found |= left.intersection(chain.from_iterable(begun))
        return found

    def worded(self, claims: AbstractSet[str]) -> set[str]:
        """Those of the claims of whose wordings enough is there."""
        words, wordings = self.text.words, self._sieve.wordings
        found: set[str] = set()
        for word in wordings.keys() & self.telling if claims else ():
            for worded in wordings[word]:
                claim = worded.wording.claim
                if claim in claims and claim not in found and worded.may_be_in(words):
                    found.add(claim)
        return found


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
    worded = _wordings(wordings)
    entries_of = {word: frozenset(entry for entry, _, _ in found) for word, found in by_word.items()}
    return Sieve(
        telling=shared({**dict.fromkeys(worded, frozenset()), **entries_of}),
        by_word=_listed(by_word),
        by_prefix={prefix: tuple(sorted(found)) for prefix, found in by_prefix.items()},
        beginnings=shortest(by_prefix),
        prefixed=frozenset[str]().union(*by_prefix.values()),
        wordings=worded,
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

"""An index of names: which of many names stand in a text, and where. For a dozen names and for a million.

An automaton over words: its steps are look-ups of whole folded words, so that its speed hardly depends on how many
names there are. Names are found whatever their case, spacing, quotation marks, stress marks or look-alike letters;
whole words only, never across a comma or a full stop; offsets are code points of the text as it was given. It does not
inflect: which forms a name takes is `matcher.names`' question, and whether it counts is `matcher.context`'s.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from matcher.folding import even, fold, has_picture_in_word
from matcher.piecing import Pieces
from matcher.skimming import skim
from matcher.text import addresses, is_unbroken, pieces, possible_words, words

T = TypeVar("T")
# What may stand between two words of a name without a closer look.
_GAPS = frozenset({" ", "-", "\n", "  ", " «", "» ", ' "', '" ', " “", "” ", " **", "** ", "'", " '"})
_STRETCH = re.compile(r"[^ ]++")
_BEGINS_ADDRESS = frozenset(".-:")  # behind its first word


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """A name with this id stands in the text at `[start, end)`."""

    start: int
    end: int
    id: T


class NameIndex(Generic[T]):
    """Names, ready to be found. Frozen once built; any number of threads may search it."""

    __slots__ = ("_are_apart", "_heads", "_names")

    def __init__(self, names: dict[str, T]) -> None:
        """`names`: folded words, parted by single spaces -> an id. `build` makes them of names as people write them."""
        self._names = names
        self._heads = _heads(names)
        self._are_apart = frozenset(self._heads).isdisjoint

    @classmethod
    def build(cls, names: Mapping[str, T] | Iterable[tuple[str, T]]) -> "NameIndex[T]":
        """Of names that fold to the same words the last one's id counts; a name without any word is left out."""
        pairs = names.items() if isinstance(names, Mapping) else names
        folded = ((_folded(name), name_id) for name, name_id in pairs)
        return cls({name: name_id for name, name_id in folded if name})

    def __len__(self) -> int:
        return len(self._names)

    def items(self) -> Iterable[tuple[str, T]]:
        """The folded names and their ids."""
        return self._names.items()

    def find(self, text: str) -> list[Span[T]]:
        """Where names stand: the leftmost, of those the longest, none overlapping another; in order."""
        skimmed = skim(text)
        if skimmed is None:
            return self._closely(text)
        listed = skimmed.split()
        return [] if self._are_apart(listed) else self._skimmed(_Skimmed(text, skimmed), listed)

    def _closely(self, text: str) -> list[Span[T]]:
        possible = possible_words(fold(text))
        if possible is not None and self._are_apart(possible):
            return []
        return max((self.longest(parts) for parts in readings(text)), key=len)

    def find_each(self, texts: Iterable[str]) -> Iterator[list[Span[T]]]:
        """`find` for each text, in order."""
        return map(self.find, texts)

    def is_apart(self, words: Iterable[str]) -> bool:
        """Whether no name begins with any of these folded words."""
        return self._are_apart(words)

    def may_name(self, listed: Sequence[str]) -> bool:
        """Whether a name stands in these folded words, if nothing parts them."""
        if self._are_apart(listed):
            return False
        heads, names = self._heads, self._names
        return any(
            " ".join(listed[number : number + length]) in names
            for number, word in enumerate(listed)
            if word in heads
            for length in heads[word]
        )

    def occurrences(self, listed: Sequence[str | None]) -> Iterator[tuple[int, int, T]]:
        """All names in these folded words, overlapping ones too: first word, end and id; in order, longest first.

        None parts names.
        """
        heads, names = self._heads, self._names
        for at, word in enumerate(listed):
            if word not in heads or word is None:
                continue
            for length in heads[word]:
                name = word if length == 1 else _joined(listed[at : at + length], length)
                if name in names:
                    yield at, at + length, names[name]

    def longest(self, parts: Pieces) -> list[Span[T]]:
        """As `find`, in the pieces of a text."""
        found: list[Span[T]] = []
        free = 0
        for first, last, name_id in self.occurrences(parts.words):
            opening, closing = parts[first], parts[last - 1]
            if first >= free and opening and closing:
                found.append(Span(opening.start, closing.end, name_id))
                free = last
        return found

    def _skimmed(self, text: "_Skimmed", listed: Sequence[str]) -> list[Span[T]]:
        heads, names = self._heads, self._names
        found: list[Span[T]] = []
        free = 0
        for first in [number for number, word in enumerate(listed) if word in heads]:
            if first < free:
                continue
            for length in heads[listed[first]]:
                name = listed[first] if length == 1 else " ".join(listed[first : first + length])
                if name in names and (span := text.span(first, first + length)):
                    found.append(Span(*span, names[name]))
                    free = first + length
                    break
        return found


class _Skimmed:
    """A skimmed text, in which the words of a name are found again and looked at closely."""

    __slots__ = ("_addresses", "_skimmed", "_text", "_words")

    def __init__(self, text: str, skimmed: str) -> None:
        self._text = text
        self._skimmed = skimmed
        self._words: list[tuple[int, int]] = []
        self._addresses: dict[int, list[tuple[int, int]]] = {}

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Where the words `[first, last)` stand; None if something parts them, or some give no words."""
        self._words = self._words or [found.span() for found in _STRETCH.finditer(self._skimmed)]
        spans = self._words[first:last]
        start, end = spans[0][0], spans[-1][1]
        if last - first == 1:
            return None if self._is_in_address(start, end) else (start, end)
        if any(self._is_in_address(*span) for span in spans):
            return None
        gaps = {self._text[left:right] for (_, left), (right, _) in itertools.pairwise(spans)}
        plain = gaps <= _GAPS and "#" not in self._text
        return (start, end) if plain or is_unbroken(self._text, start, end) else None

    def _is_in_address(self, start: int, end: int) -> bool:
        text = self._text
        if text[end : end + 1] not in _BEGINS_ADDRESS and (not start or text[start - 1].isspace()):
            return False
        since = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
        if since not in self._addresses:
            until = min((found for mark in " \n" if (found := text.find(mark, end)) >= 0), default=len(text))
            self._addresses[since] = addresses(even(text[since:until]))
        return any(first <= start - since and end - since <= last for first, last in self._addresses[since])


def readings(text: str) -> list[Pieces]:
    """The pieces of a text; twice where a picture may join letters ("баталь⚡он") or part them ("Белгород🔥взрывы")."""
    joined = list(pieces(fold(text)))
    if not has_picture_in_word(text):
        return [Pieces.of(joined)]
    apart = list(pieces(fold(text, joining=False)))
    return [Pieces.of(joined)] if apart == joined else [Pieces.of(joined), Pieces.of(apart)]


def _folded(name: str) -> str:
    """As words; in what looks like an address ("Booking.com") too, since as a name it is none."""
    skimmed = skim(name)
    listed = skimmed.split() if skimmed is not None else [token.word for token in words(name)]
    return " ".join(listed)


def _heads(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First words of names, each with the numbers of words that such names have, the greatest first."""
    heads: dict[str, tuple[int, ...]] = {}
    known: dict[tuple[int, ...], tuple[int, ...]] = {}  # a million heads share a few tuples
    for name in names:
        head, more, _ = name.partition(" ")
        length = name.count(" ") + 1 if more else 1
        lengths = heads.get(head, ())
        if length not in lengths:
            longer = tuple(sorted((*lengths, length), reverse=True))
            heads[head] = known.setdefault(longer, longer)
    return heads


def _joined(listed: Sequence[str | None], length: int) -> str | None:
    found = [word for word in listed if word is not None]
    return " ".join(found) if len(found) == length else None

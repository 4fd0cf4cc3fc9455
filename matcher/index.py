"""An index of names: which of many names stand in a text, and where. For a dozen names and for a million.

An automaton over words: its steps are look-ups of whole folded words, so that its speed hardly depends on how many
names there are. Names are found whatever their case, spacing, quotation marks, stress marks or look-alike letters;
whole words only, never across a comma or a full stop; offsets are code points of the text as it was given. It does not
inflect: which forms a name takes is `matcher.names`' question, and whether it counts is `matcher.context`'s.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from matcher.folding import fold, has_picture_in_word
from matcher.piecing import Pieces
from matcher.scanning import Scanner
from matcher.skimming import decoded, encoded, skim
from matcher.spots import Span, Spots
from matcher.text import pieces, plain, possible_words, words

T = TypeVar("T")
MOST_SCANNED = 200_000  # names; for more the automaton's start takes too long


class NameIndex(Generic[T]):
    """Names, ready to be found. Frozen once built; any number of threads may search it."""

    __slots__ = ("_are_apart", "_heads", "_is_scanned", "_names", "_scanner")

    def __init__(self, names: dict[str, T], *, most_scanned: int = MOST_SCANNED) -> None:
        """`names`: folded words, parted by single spaces -> an id. `build` makes them of names as people write them.

        `most_scanned`: of more names the words of a text are looked up one by one. The answers are the same.
        """
        self._names = names
        self._heads = _heads(names)
        self._are_apart = frozenset(self._heads).isdisjoint
        self._is_scanned = len(names) <= most_scanned
        self._scanner: Scanner[T] | None = None

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
        found = self._quickly(text)
        return self._closely(text) if found is None else found

    def _quickly(self, text: str) -> list[Span[T]] | None:
        """None if the text must be read closely."""
        codes = encoded(text)
        if codes is None:
            return None
        if self._is_scanned:
            # Made when first needed; of two threads that make it at once the later one's stays.
            scanner = self._scanner = self._scanner or Scanner(self._names.items())
            found = scanner.find(text, codes)
            if found is not None:
                return found
        return self._by_words(text, decoded(codes))

    def _closely(self, text: str) -> list[Span[T]]:
        if not has_picture_in_word(text):
            folded = plain(text)
            found = self._quickly(folded.text)
            if found is not None:
                return [Span(folded.starts[start], folded.ends[end - 1], name_id) for start, end, name_id in found]
            possible = possible_words(folded)
            if possible is not None and self._are_apart(possible):
                return []
        return max((self.longest(parts) for parts in readings(text)), key=len)

    def find_each(self, texts: Iterable[str]) -> Iterator[list[Span[T]]]:
        """`find` for each text, in order."""
        return map(self.find, texts)

    def occurrences(self, listed: Sequence[str | None]) -> Iterator[tuple[int, int, T]]:
        """All names in these folded words, overlapping ones too: first word, end and id; in order, longest first.

        None parts names.
        """
        heads, names = self._heads, self._names
        for at, word in [(at, word) for at, word in enumerate(listed) if word in heads]:
            for length in heads[word or ""]:
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

    def _by_words(self, text: str, skimmed: str) -> list[Span[T]]:
        """Looks up word after word."""
        listed = skimmed.split()
        if self._are_apart(listed):
            return []
        heads, names = self._heads, self._names
        spots = Spots(text)
        found: list[Span[T]] = []
        spans: list[tuple[int, int]] = []
        free = 0
        for first in [number for number, word in enumerate(listed) if word in heads]:
            if first < free:
                continue
            for length in heads[listed[first]]:
                name = listed[first] if length == 1 else " ".join(listed[first : first + length])
                if name not in names:
                    continue
                _locate(skimmed, listed, spans, first + length)
                standing = spans[first : first + length]
                if spots.holds_name(standing):
                    found.append(Span(standing[0][0], standing[-1][1], names[name]))
                    free = first + length
                    break
        return found


def _locate(skimmed: str, listed: Sequence[str], spans: list[tuple[int, int]], until: int) -> None:
    """Where the words stand, in order, as far as they are not known yet, up to a number of them."""
    end = spans[-1][1] if spans else 0
    for word in listed[len(spans) : until]:
        start = skimmed.index(word, end)  # the next that is no space, so nothing but this word
        end = start + len(word)
        spans.append((start, end))


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

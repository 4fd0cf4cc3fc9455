"""The pieces of a text, as `matcher.text.pieces` finds them, but from what was skimmed: many times faster.

The words are there already, so that only what stands between them is asked whether it parts names; most of that are
spaces and commas, which are remembered. Where an address, a handle or a hashtag may stand the text is read closely.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Self, overload

from matcher.folding import fold
from matcher.reading import Token
from matcher.text import has_mixed_word, leading_script, pieces

_REMEMBERED = 4096
_LONGEST = 16  # characters between words that are remembered
_CLOSELY = re.compile(r"[@#.:wW](?:(?<=[@#])\w|(?<=\.)[a-zA-Z]|(?<=[wW])\.\S|(?<=:)//\S)")
_STRETCH = re.compile(r"\S++")


class Pieces(Sequence[Token | None]):
    """The pieces of a text; a token is made when it is asked for. `words`: theirs, None where something parts names."""

    __slots__ = ("_ends", "_starts", "words")

    def __init__(self) -> None:
        self.words: list[str | None] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    @classmethod
    def of(cls, found: Iterable[Token | None]) -> Self:
        listed = cls()
        listed.add(found, 0)
        return listed

    def add(self, found: Iterable[Token | None], offset: int) -> None:
        for piece in found:
            self.words.append(piece.word if piece else None)
            self._starts.append(piece.start + offset if piece else 0)
            self._ends.append(piece.end + offset if piece else 0)

    def add_words(self, text: str, skimmed: str, start: int, end: int) -> None:
        """Those of `[start, end)`, which begins and ends at a space or with the text."""
        add_word, add_start, add_end = self.words.append, self._starts.append, self._ends.append
        before = ""
        for word in skimmed[start:end].split():
            at = skimmed.index(word, start)
            if at - start != 1 or text[start] != " ":
                self._add_borders(before, text[start:at], "a")
            start = at + len(word)
            add_word(word)
            add_start(at)
            add_end(start)
            before = word
        self._add_borders(before, text[start:end], "")

    def _add_borders(self, word: str, between: str, behind: str) -> None:
        """Those between a word and what is behind: of letters no more counts than whether there are several."""
        initial = (len(word) == 1 or word[-2:-1] == "'") and word[-1].isalpha()
        before = "a" if initial else "aa" if word else ""
        borders = _borders if len(between) <= _LONGEST else _borders.__wrapped__
        for _ in range(borders(f"{before}{between}{behind}")):
            self.words.append(None)
            self._starts.append(0)
            self._ends.append(0)

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Token | None]:
        return map(_token, self.words, self._starts, self._ends)

    @overload
    def __getitem__(self, at: int) -> Token | None: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token | None]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token | None] | None:
        if isinstance(at, slice):
            return list(map(_token, self.words[at], self._starts[at], self._ends[at]))
        return _token(self.words[at], self._starts[at], self._ends[at])


def _token(word: str | None, start: int, end: int) -> Token | None:
    return None if word is None else Token(word, start, end)


@lru_cache(maxsize=_REMEMBERED)
def _borders(between: str) -> int:
    """How many pieces of what stands between two words part names; beside it letters stand for the words."""
    return sum(piece is None for piece in pieces(between))


def pieces_of_skimmed(text: str, skimmed: str) -> Pieces:
    """The pieces of a text. `skimmed`: as `matcher.skimming.skim` gives it."""
    found = Pieces()
    end = 0
    for start, until in _to_read_closely(text):
        found.add_words(text, skimmed, end, start)
        folded = fold(text[start:until])
        leading = leading_script(fold(text).text) if has_mixed_word(folded.text) else None
        found.add(pieces(folded, leading), start)
        end = until
    found.add_words(text, skimmed, end, len(text))
    return found


def _to_read_closely(text: str) -> Iterator[tuple[int, int]]:
    """What stands between spaces and may hold something that is no words."""
    end = 0
    while found := _CLOSELY.search(text, end):
        start = found.start()
        while start > end and not text[start - 1].isspace():
            start -= 1
        stretch = _STRETCH.match(text, start)
        assert stretch is not None
        end = stretch.end()
        yield start, end

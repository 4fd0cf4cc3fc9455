"""Scanning: names found by one pass of an automaton over a text's folded words, one byte a character.

All names are looked for at once, whole words only, so that a text which names nobody costs no look at its words. Where
it can't tell it says so: words of a name may stand apart by more than one character. Who asks then looks at the words.
It reads only what `matcher.skimming.encoded` gives. Its start takes about a second and 60 MB for a hundred thousand
names, and for a million much more than ten times that, which is why `matcher.index` does without it then.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from operator import itemgetter
from typing import Generic, TypeVar

from ahocorasick_rs import BytesAhoCorasick, Implementation

from matcher.skimming import encoded_name
from matcher.spots import Span, Spots

T = TypeVar("T")
_FEW = 1000  # patterns, for which the automaton that is larger and quicker takes a few MB
_SPACE = ord(" ")
_START = itemgetter(1)
_STOPS = r",;:!?…()\[\]{}|/\\<>=•▪●■►\u2600-\u27bf\U0001f1e6-\U0001faff"
# What parts names where it stands behind a word, and no other word follows at the next character but one.
_PARTS = re.compile(rf"[{_STOPS}]|(?<=\w\w)\.|\s(?:[{_STOPS}.]|[-—–]\s|[@#]\w)|\n\n")
_QUIET = frozenset({" ", "\n", ""})
_DOUBTFUL_BEHIND = frozenset(".-:")


class Scanner(Generic[T]):
    """Names, ready to be found. Frozen; any number of threads may ask it."""

    __slots__ = ("_are_few", "_gaps", "_ids", "_reach", "_scan")

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        """`names`: folded words, parted by single spaces -> an id."""
        patterns: list[bytes] = []
        self._ids: list[T] = []
        self._gaps: list[int] = []  # in each name
        for name, name_id in names:
            code = encoded_name(name)
            if code:
                patterns.append(b" %b " % code)
                self._ids.append(name_id)
                self._gaps.append(code.count(b" "))
        self._reach = 2 * max(map(len, patterns), default=0)
        # Beginnings of names before a second space: behind them the automaton can't tell.
        patterns += dict.fromkeys(beginning for pattern in patterns for beginning in _beginnings(pattern))
        self._are_few = len(patterns) <= _FEW
        if self._are_few:  # with few names the automaton is quicker if not all begin alike, with many if all do
            patterns = [pattern.removeprefix(b" ") for pattern in patterns]
        kind = Implementation.DFA if self._are_few else None
        self._scan = BytesAhoCorasick(patterns, implementation=kind).find_matches_as_indexes

    def find(self, text: str, codes: bytes) -> list[Span[T]] | None:
        """Where names stand, as `NameIndex.find`; None if the words have to be looked at.

        `codes`: the text as `matcher.skimming.encoded` gives it.
        """
        # Padded by a space on both sides, so that what is found begins one place before and ends one behind its words.
        padded = codes.center(len(codes) + 2)
        hits = self._hits(padded)
        if not hits:
            return []
        hits.sort(key=_START, reverse=True)  # read backwards: by start, of one start the longest first
        ids, gaps, spots, padded_text = self._ids, self._gaps, None, f" {text} "
        known = len(ids)
        found = []
        free = 0
        for number, start, end in reversed(hits):
            if start < free:
                continue
            if number >= known:
                if self._may_go_on(text, padded, start, end):
                    return None
                continue
            if (
                padded_text[start] not in _QUIET
                or (padded_text[end - 1] in _DOUBTFUL_BEHIND and padded_text[end : end + 1] not in _QUIET)
                or (gaps[number] and padded_text.count(" ", start + 1, end - 1) < gaps[number])
            ):
                spots = spots or Spots(text)
                free = spots.address_end(start, padded.index(b" ", start + 1) - 1)  # no name begins before that
                if free or (gaps[number] and not spots.holds_name(_words(padded, start, end))):
                    continue
            free = end - 2
            found.append((start, free, ids[number]))
        return list(map(_SPAN, found))

    def _may_go_on(self, text: str, padded: bytes, start: int, end: int) -> bool:
        """Whether a name may stand there of which only the beginning was found, its words further apart."""
        if _PARTS.match(text, end - 3):
            return False
        near = padded[start : start + self._reach]
        single = b" %b " % b" ".join(near.split())
        if len(single) < self._reach // 2 and start + self._reach < len(padded):
            return True  # too far to see
        return any(not at and until >= end - start for _, at, until in self._hits(single))

    def _hits(self, padded: bytes) -> list[tuple[int, int, int]]:
        """Number, start and end of whatever stands there, from the space before it to that behind it."""
        hits = self._scan(padded, True)
        if hits and self._are_few:
            return [(number, start - 1, end) for number, start, end in hits if padded[start - 1] == _SPACE]
        return hits


_SPAN = partial(tuple.__new__, Span)


def _beginnings(pattern: bytes) -> Iterator[bytes]:
    """What stands before each inner space of a pattern, and two spaces."""
    at = pattern.find(b" ", 1)
    while at < len(pattern) - 1:
        yield pattern[:at] + b"  "
        at = pattern.find(b" ", at + 1)


def _words(padded: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words between stand, parted by single spaces."""
    spans = []
    for word in padded[start + 1 : end - 1].split(b" "):
        spans.append((start, start + len(word)))
        start += len(word) + 1
    return spans

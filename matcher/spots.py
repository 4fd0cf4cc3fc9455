"""A spot of a text where words of a name were seen: whether the name stands there.

It does not in a web address or a handle, nor across a comma, a full stop or whatever else parts names. What stands
there is asked of `matcher.text`, but only where the characters around leave a doubt. Knows no names.
"""

import itertools
import re
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from matcher.folding import even
from matcher.text import addresses, is_unbroken

T = TypeVar("T")
# What may stand between two words of a name without a closer look.
_GAPS = frozenset({" ", "-", "\n", "  ", " «", "» ", ' "', '" ', " “", "” ", " **", "** ", "'", " '"})
_BEGINS_ADDRESS = frozenset(".-:")  # behind its first word
_IN_ADDRESS = frozenset(".@:")  # at least one of them
_WHITE = frozenset({" ", "\n", ""})
_STRETCH = re.compile(r"[^ \n]*+")
_OPENING = frozenset("#(«\"“„‘'*[")


class Span(NamedTuple, Generic[T]):
    """A name with this id stands in the text at `[start, end)`."""

    start: int
    end: int
    id: T


class Spots:
    """One text, asked about its spots from left to right."""

    __slots__ = ("_addresses", "_since", "_text", "_until")

    def __init__(self, text: str) -> None:
        self._text = text
        # What stands between two spaces or line ends, and where addresses stand in it: that which was last looked at.
        self._since = self._until = 0
        self._addresses: list[tuple[int, int]] = []

    def holds_name(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether words that stand there, in order, with no other words between them, make a name."""
        text = self._text
        if any(self.address_end(*span) for span in spans):
            return False
        if len(spans) == 1:
            return True
        gaps = {text[left:right] for (_, left), (right, _) in itertools.pairwise(spans)}
        return (gaps <= _GAPS and "#" not in text) or is_unbroken(text, spans[0][0], spans[-1][1])

    def address_end(self, start: int, end: int) -> int:
        """Where the address or handle ends that a word stands in; 0 where it stands in none."""
        text = self._text
        if (text[end : end + 1] not in _BEGINS_ADDRESS or text[end + 1 : end + 2] in _WHITE) and _is_first(text, start):
            return 0
        if not self._since <= start < self._until:
            self._look_around(start, end)
        first, last = start - self._since, end - self._since
        ends = (right for left, right in self._addresses if left <= first and last <= right)
        return self._since + next(ends, -self._since)

    def _look_around(self, start: int, end: int) -> None:
        text = self._text
        floor = self._until if self._until <= start else 0  # no need to look further back
        space = text.rfind(" ", floor, start)
        self._since = max(space, text.rfind("\n", max(space, floor), start)) + 1
        stretch = _STRETCH.match(text, end)
        self._until = stretch.end() if stretch else end
        around = text[self._since : self._until]
        self._addresses = addresses(even(around)) if _IN_ADDRESS.intersection(around) else []


def _is_first(text: str, at: int) -> bool:
    """Whether nothing that begins an address or a handle can stand right before it."""
    if at and text[at - 1] in _OPENING:
        at -= 1
    return not at or text[at - 1] in _WHITE

"""Quotations that run over sentences: "Glory to our men. The village is taken," – the group.

A sentence knows who speaks in it by its own words (`sources`). Who opens or closes a quotation speaks in all sentences
of it, whichever of them names him.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.claims.sources import Source
from matcher.reading import Token

_LONGEST = 1500  # characters of a quotation
_MOST = 12  # sentences
_MARK = re.compile("[«»„“”\"'‘’]")
_OPENS_BEFORE = " \n\t([—–-:*_"
_ENDS_BEFORE = ".,!?…"
_NO_QUOTE = re.compile(r"['’](?:s|t|n|m|k|r|em|ll|re|ve|d)\b", re.IGNORECASE)  # "'s avonds", "'t huis"

_NESTING = "«„"

Span = tuple[int, int]


def quotations(text: str) -> Iterator[Span]:
    """From behind the mark that opens a quotation to the mark that shuts it, in order of their ends. Of nested ones
    with marks of one kind the outer; a mark that none answers opens nothing."""
    open_at: dict[str, deque[int]] = {"«": deque(), "“": deque(), "‘": deque()}
    for found in _MARK.finditer(text):
        at, mark = found.start(), found.group()
        starts = open_at["«" if mark in "«»" else "‘" if mark in "'‘’" else "“"]
        while starts and at - starts[0] > _LONGEST:
            starts.popleft()
        if _opens(text, at, mark):
            if mark not in _NESTING:
                starts.clear()
            starts.append(at + 1)
        elif starts and _shuts(text, at, mark):
            start = starts.pop()
            if not starts:
                yield start, at


def _opens(text: str, at: int, mark: str) -> bool:
    if mark in _NESTING:
        return True
    before, behind = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if mark in "»”’" or before not in _OPENS_BEFORE or not (behind.isalnum() or behind in "«„…#@"):
        return False
    return mark not in "'‘" or not _NO_QUOTE.match(text, at)


def _shuts(text: str, at: int, mark: str) -> bool:
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "'’":
        return not behind.isalnum() and (before in _ENDS_BEFORE or behind == ",")
    return not before.isspace()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a quotation: its words, who speaks by them alone, and which of them, ends excluded, are quoted."""

    words: Sequence[Token]
    sources: Sequence[Source]
    since: int
    until: int


def speaker(quoted: Sequence[Quoted]) -> Source | None:
    """Who says what is quoted in these sentences, in order: who is named before the first quoted word, else behind the
    last; None where neither is."""
    first, last = quoted[0], quoted[-1]
    before = [one for one in first.sources if one.at < first.since < one.until and not one.echo]
    behind = [one for one in last.sources if one.at >= last.until > one.since and not one.echo]
    return max(before, key=lambda one: one.at, default=None) or min(behind, key=lambda one: one.at, default=None)


def carried(quoted: Sequence[Quoted]) -> list[Source | None]:
    """For each of these sentences, who speaks in its quoted words; None where its own words say so."""
    found = speaker(quoted) if 1 < len(quoted) <= _MOST else None
    if found is None:
        return [None] * len(quoted)
    return [
        Source(found.actor, len(one.words), one.since, one.until, kinds=found.kinds)
        if one.since < one.until and found not in one.sources
        else None
        for one in quoted
    ]

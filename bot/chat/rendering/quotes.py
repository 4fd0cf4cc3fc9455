"""A post's own words in a message: cut to size, the matched words marked, escaped. Pure.

The raw text is cut before it is escaped; offsets are code points of the original text.
"""

from collections.abc import Iterable, Sequence

from bot.chat.markup import Html, cut, escape, fitting, join, utf16

QUOTE_LIMIT = 1500
"""UTF-16 units of quoted text in one message: what is said around it fits beside it in any case."""

_MARKS_LIMIT = 40  # entities; a message keeps a hundred
_LEAD_IN = 160  # code points shown before the first marked word when it stands far down
_FOLDED_UNITS, _FOLDED_LINES = 400, 7

Span = tuple[int, int]


def quote(text: str, spans: Iterable[Span], limit: int = QUOTE_LIMIT) -> Html | None:
    """The post in quotation, `spans` in bold, folded when it is long; None if there is nothing to read."""
    marks = _merged(text, spans)
    start, end = _window(text, marks, limit)
    if start >= end:
        return None
    before, after = "… " if text[:start].strip() else "", " …" if text[end:].strip() else ""
    body = join("", [before, _marked(text, start, end, marks[:_MARKS_LIMIT]), after])
    opening = "blockquote expandable" if _is_long(text[start:end]) else "blockquote"
    return Html(f"<{opening}>{body}</blockquote>")


def excerpt(text: str, limit: int) -> str:
    """The post's beginning on one line, raw."""
    return cut(" ".join(text.split()), limit)


def _window(text: str, marks: Sequence[Span], limit: int) -> Span:
    """What part of the text to show: its beginning, or the surroundings of a first mark that lies beyond it."""
    start = len(text) - len(text.lstrip())
    whole = len(text.rstrip())
    first = next(iter(marks), None)
    if first and utf16(text[start : first[1]]) > limit:
        start = _word_start(text, max(start, first[0] - _LEAD_IN), first[0])
    end = start + fitting(text[start:whole], limit)
    return start, start + len(text[start:end].rstrip())


def _word_start(text: str, since: int, until: int) -> int:
    """The first beginning of a word in `[since, until)`; `until`, if none begins there."""
    space = next((index for index in range(since, until) if text[index].isspace()), until - 1)
    return space + 1 + len(text[space + 1 : until]) - len(text[space + 1 : until].lstrip())


def _merged(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in order, inside the text, none overlapping another."""
    merged: list[Span] = []
    for start, end in sorted((max(start, 0), min(end, len(text))) for start, end in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marked(text: str, start: int, end: int, marks: Iterable[Span]) -> Html:
    pieces: list[str] = []
    at = start
    for first, last in marks:
        first, last = max(first, start), min(last, end)
        if first < last:
            pieces += [escape(text[at:first]), Html(f"<b>{escape(text[first:last])}</b>")]
            at = last
    return join("", [*pieces, escape(text[at:end])])


def _is_long(text: str) -> bool:
    return utf16(text) > _FOLDED_UNITS or text.count("\n") >= _FOLDED_LINES

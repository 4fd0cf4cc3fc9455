"""What changed between two versions of a text, word by word: left out words struck through, new ones underlined. Pure.

Of a long text it shows the surroundings of what changed. Where the versions have little in common it shows nothing: two
texts beside each other are read more easily than one of scraps.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.chat.markup import Html, cut, escape, join, tagged, utf16

_TOKEN = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)
_MOST_TOKENS = 600  # compared; what texts share at both ends does not count
_MOST_CHANGES = 20  # a message keeps a hundred entities
_ALIKE = 0.4  # of all words
_AROUND = 12  # tokens shown on either side of a change
_CHANGE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of words: kept, or in the place of `left_out` now `put_in`."""

    kept: str = ""
    left_out: str = ""
    put_in: str = ""


def difference(before: str, after: str, limit: int) -> Html | None:
    """The later text in quotation with what changed, in some `limit` UTF-16 units; None if that would not read well."""
    if before == after:
        return None
    pieces = _pieces(before, after)
    if pieces is None or sum(1 for piece in pieces if not piece.kept) > _MOST_CHANGES:
        return None
    body = _shown([*_shortened(pieces)], limit)
    return Html(f"<blockquote>{body}</blockquote>") if body else None


def _pieces(before: str, after: str) -> list[_Piece] | None:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    one, other = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(one), len(other)) > _MOST_TOKENS:
        return None
    matched = SequenceMatcher(None, one, other, autojunk=False)
    kept = [token for block in matched.get_matching_blocks() for token in one[block.a : block.a + block.size]]
    same = _words([*old[:start], *kept, *old[len(old) - end :]])
    if 2 * same < _ALIKE * (_words(old) + _words(new)):
        return None
    pieces = [_Piece(kept="".join(old[:start]))]
    for what, first, last, from_, to in matched.get_opcodes():
        if what == "equal":
            pieces.append(_Piece(kept="".join(one[first:last])))
        else:
            pieces.append(_Piece(left_out="".join(one[first:last]), put_in="".join(other[from_:to])))
    pieces.append(_Piece(kept="".join(old[len(old) - end :])))
    return _joined(pieces)


def _words(tokens: Iterable[str]) -> int:
    """Spaces and points are the same in any two texts."""
    return sum(1 for token in tokens if token.isalnum())


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens are the same from the beginning."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Changes with no more than a space between them are one: whole phrases read better than every other word."""
    joined: list[_Piece] = []
    for piece in pieces:
        if piece == _Piece():
            continue
        if not piece.kept and len(joined) > 1 and joined[-1].kept.isspace() and not joined[-2].kept:
            gap, last = joined.pop().kept, joined.pop()
            joined.append(_Piece("", last.left_out + gap + piece.left_out, last.put_in + gap + piece.put_in))
        else:
            joined.append(piece)
    return joined


def _shortened(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Of what stayed, the words around what changed."""
    for number, piece in enumerate(pieces):
        tokens = _TOKEN.findall(piece.kept)
        head = _AROUND if number else 0
        tail = _AROUND if number < len(pieces) - 1 else 0
        if len(tokens) > head + tail + 1:
            yield _Piece(kept="".join([*tokens[:head], " … ", *tokens[len(tokens) - tail :]]))
        else:
            yield piece


def _shown(pieces: Sequence[_Piece], limit: int) -> Html:
    """As much as there is room for; a change that is cut ends the text."""
    parts: list[str] = []
    room = limit
    for piece in pieces:
        for tag, text in (("", piece.kept), ("s", piece.left_out), ("u", piece.put_in)):
            words = cut(text, min(room, _CHANGE_LIMIT if tag else room))
            if words.strip() or (words and not tag):
                parts.append(tagged(tag, words) if tag else escape(words))
                room -= utf16(words)
            if room <= 1:
                return join("", [*parts, "…"])
    return join("", parts)

"""Folding: text made comparable, character by character, with every offset leading back to the original.

What is equal after folding: letter cases, ё and е, all apostrophes, styled and fullwidth letters and plain ones, words
with and without stress marks, zero-width characters or a line-end hyphen in them, keycaps and digits. What stays
apart: и and й, і ї є ґ and their Russian neighbours, and in Dutch één (the number) and een. Most posts hold nothing
unusual and keep their offsets (`str.casefold` and a few replacements); only the others are walked one by one.
It knows no words: what a word is, and look-alike letters inside one, belong to `matcher.text`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Each replaces one character by one, so that offsets stay.
_EVEN = (("ё", "е"), ("ѐ", "е"), ("ѝ", "и"), ("‐", "-"), ("‑", "-"), *((mark, "'") for mark in "‘’ʼ`ʹ´ꞌ＇"))

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_RAISED = "²³¹⁰-₎"  # footnote marks
_STYLED = (
    "\u1d2c-\u1d6a\u2102-\u2115\u2119-\u211d\u2124-\u2134\u2460-\u24ff\ua7f8\ufb00-\ufb06\uff10-\uffef"
    "\U0001d400-\U0001d7ff\U0001f130-\U0001f189"
)
_PICTURE = "\u200d\ufe0e\ufe0f\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff"
_LETTER = r"[^\W\d_]"
_PICTURES = re.compile(rf"(?<={_LETTER})[{_PICTURE}]++(?={_LETTER})")
_LINE_END = re.compile(rf"(?<={_LETTER})[-‐\u00ad][ \t]*+\r?\n[ \t]*+(?={_LETTER})")
_UNUSUAL = re.compile(
    rf"[\ufe0e\ufe0f]?[{_INVISIBLE}{_MARKS}{_RAISED}{_STYLED}]|{_PICTURES.pattern}|{_LINE_END.pattern}",
)
# Almost all characters are of these, with which nothing unusual begins: looking for others first is quicker.
_MAY_BE_UNUSUAL = re.compile("[^\t\n\r -,.-~\u00a0«»\u00c0-\u024f\u0400-\u0482\u048a-\u052f–—‘’“”„…•]")
_IS_INVISIBLE = re.compile(rf"[{_INVISIBLE}{_RAISED}]")
_IS_STYLED = re.compile(rf"[{_STYLED}]")
# Letters in a box or a filled circle, which Unicode does not call compatible with plain ones.
_BOXED = {first + i: chr(ord("A") + i) for first in (0x1F150, 0x1F170) for i in range(26)}
_MOST_MARKS = 4  # on one letter; more are decoration, and composing long runs of them takes quadratic time


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded form; its character `i` stands for the original's `[starts[i], ends[i])`."""

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def fold(text: str, *, joining: bool = True) -> Folded:
    """Fold a text. `joining`: letters parted by a picture inside a word ("баталь⚡он") come together."""
    if next(_found(_UNUSUAL, text), None) is None:
        plain = even(text)
        if len(plain) == len(text):
            return Folded(text, plain, range(len(text)), range(1, len(text) + 1))
    return _walk(text, joining)


def has_picture_in_word(text: str) -> bool:
    """Whether `joining` may make a difference."""
    return not text.isascii() and next(_found(_PICTURES, text), None) is not None


def _found(unusual: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """As `finditer`, for what may not begin with a usual character."""
    end = 0
    for spot in _MAY_BE_UNUSUAL.finditer(text):
        if spot.start() >= end and (found := unusual.match(text, spot.start())):
            end = found.end()
            yield found


def even(text: str) -> str:
    """A text without anything unusual, folded; "ß" and its like become longer."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = text.casefold()
    for mark, plain in _EVEN:
        text = text.replace(mark, plain)
    return text


def _walk(text: str, joining: bool) -> Folded:
    """Piece by piece: plain stretches at once, what is unusual character by character."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(plain: str, start: int, end: int) -> None:
        out.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))

    def copy(start: int, end: int) -> None:
        plain = even(text[start:end])
        if len(plain) == end - start:
            out.append(plain)
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            for at in range(start, end):
                put(fold_character(text[at]), at, at + 1)

    at = 0
    for found in _found(_UNUSUAL, text):
        begin = max(at, found.start() - 1)  # the letter before may bear a mark
        copy(at, begin)
        at = begin
        while at < found.end():
            plain, until = _joint(text, at, joining) or _cluster(text, at)
            put(plain, at, until)
            at = until
    copy(at, len(text))
    return Folded(text, "".join(out), starts, ends)


def _joint(text: str, at: int, joining: bool) -> tuple[str, int] | None:
    """What parts a word at this spot without belonging to it: a picture, or a hyphen at the end of a line."""
    if joining and (found := _PICTURES.match(text, at)) and _same_case(text[at - 1], text[found.end()]):
        return "", found.end()
    if found := _LINE_END.match(text, at):
        return ("", found.end()) if text[found.end()].islower() or text[at - 1].isupper() else ("-", found.end())
    return None


def _same_case(left: str, right: str) -> bool:
    return left.islower() == right.islower()  # "Рейд🔥Белгород" are two words


def _cluster(text: str, at: int) -> tuple[str, int]:
    """A character and the marks on it, folded; and where the next one begins."""
    until = at + 1
    while until < len(text) and unicodedata.category(text[until]) in {"Mn", "Me"}:
        until += 1
    if _IS_INVISIBLE.match(text, at):
        return "", until
    whole = unicodedata.normalize("NFC", text[at : min(until, at + 1 + _MOST_MARKS)]) if until > at + 1 else text[at]
    plain = "".join(fold_character(character) for character in whole)
    return plain, until


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """One character alone, folded; a mark folds to nothing."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return ""
    if _IS_STYLED.match(character):
        character = _BOXED.get(ord(character)) or unicodedata.normalize("NFKC", character)
    return even(character)

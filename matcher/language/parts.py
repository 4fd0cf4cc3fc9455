"""Which language stands where in a text: a post that quotes a statement in another language says so.

A part counts only by evidence of its own (telling letters, common words)
and only if it is a sentence or a quotation: a name or a brand in other letters is no second language. What tells
nothing belongs to what stands before it outside quotations. Not seen: neighbours without telling letters, such as a
Bosnian quotation in a Croatian post.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from matcher.language.deciding import language
from matcher.language.detectors import UNDETERMINED
from matcher.language.letters import cyrillic_candidates, letters_of, telling_letters, with_cyrillic_i, without_noise
from matcher.language.words import may_hold_two, told_by_words
from matcher.segments import segments
from storage.model import LanguagePart

_MOST = 4096  # characters looked at: the length of the longest post
_QUOTATION = re.compile(r"«[^«»]{20,600}+»|“[^“”]{20,600}+”|„[^„“”]{20,600}+[“”]|\"[^\"\n]{20,600}+\"")
_WORD = re.compile(r"[^\W\d_]{2,}+")
_SENTENCE = 3  # words, at least
_LETTERS = 20  # at least, of each language


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, a quotation or what is between them. `lang`: what it shows by itself, if anything."""

    start: int
    end: int
    lang: str | None
    quoted: bool
    empty: bool  # of words: a stop, a picture


def languages(text: str) -> tuple[LanguagePart, ...]:
    """The languages of the text and where each stands, in order and without gaps; none if it is undetermined."""
    clean = without_noise(text[:_MOST])
    parts = tuple(_merged(_supported(tuple(_told(with_cyrillic_i(clean)))))) if _may_be_mixed(clean) else ()
    if len(parts) > 1:
        last = parts[-1]
        return (*parts[:-1], LanguagePart(last.lang, last.start, len(text)))
    lang = language(text)
    return (LanguagePart(lang, 0, len(text)),) if lang != UNDETERMINED else ()


def main_language(parts: Sequence[LanguagePart]) -> str:
    """The language of most of the text, or "und"."""
    sizes: Counter[str] = Counter()
    for part in parts:
        sizes[part.lang] += part.end - part.start
    return sizes.most_common(1)[0][0] if sizes else UNDETERMINED


def _may_be_mixed(clean: str) -> bool:
    """Cheap, and true of few texts: both scripts, letters of two languages, or common words of two."""
    letters = letters_of(clean)
    if min(letters.cyrillic, letters.latin) >= _LETTERS:
        return True
    if letters.most < 2 * _LETTERS:
        return False
    if letters.cyrillic > letters.latin:
        return sorted(telling_letters(clean))[-2] > 0
    return may_hold_two(clean)


def _told(clean: str) -> Iterator[_Piece]:
    """The sentences and quotations, each with the language that it shows itself."""
    quotations = [found.span() for found in _QUOTATION.finditer(clean)]
    borders = {0, len(clean)} | {start for start, _ in segments(clean)} | {at for span in quotations for at in span}
    belarusian = "ў" in clean
    for start, end in pairwise(sorted(borders)):
        quoted = any(first <= start and end <= last for first, last in quotations)
        piece = clean[start:end]
        yield _Piece(start, end, _shown(piece, belarusian=belarusian), quoted, not _WORD.search(piece))


def _shown(piece: str, *, belarusian: bool) -> str | None:
    letters = letters_of(piece)
    if letters.most < _LETTERS or len(_WORD.findall(piece)) < _SENTENCE:
        return None
    if letters.cyrillic >= letters.latin:
        told = [lang for lang in cyrillic_candidates(piece, letters.cyrillic) if belarusian or lang != "be"]
        return told[0] if len(told) == 1 and (told[0] == "be" or _is_pure(piece)) else None
    return told_by_words(piece)


def _is_pure(piece: str) -> bool:
    """Whether no name in the other language may explain its Russian or Ukrainian letters."""
    russian, ukrainian, _ = telling_letters(piece)
    return max(russian, ukrainian) >= 3 * min(russian, ukrainian)


def _supported(pieces: Sequence[_Piece]) -> Iterator[LanguagePart]:
    """Each piece with a language: its own, or that of what stands before it outside quotations."""
    shown = sorted((piece.quoted, piece.start, piece.lang) for piece in pieces if piece.lang)
    around = lang = shown[0][2] if shown else None
    for piece in pieces:
        lang = lang if piece.empty else piece.lang or around
        if lang:
            yield LanguagePart(lang, piece.start, piece.end)
        around = around if piece.quoted else piece.lang or around


def _merged(parts: Iterable[LanguagePart]) -> Iterator[LanguagePart]:
    """Neighbours of one language become one part."""
    for lang, group in groupby(parts, key=lambda part: part.lang):
        same = list(group)
        yield LanguagePart(lang, same[0].start, same[-1].end)

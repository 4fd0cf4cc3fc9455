"""Which language stands where in a text: a post that quotes a statement in another language says so.

A part counts only by evidence of its own (telling letters, common words, or a long stretch that langdetect is sure of),
and only if it is a sentence or a quotation: a name or a brand in other letters is no second language. What tells
nothing belongs to what stands before it. Not seen: neighbours without telling letters, such as a Serbian quotation in
a Croatian post.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from matcher.language.deciding import LONG, SAMPLE, UNDETERMINED, agreed, language
from matcher.language.letters import cyrillic_candidates, letters_of, telling_letters, without_noise
from matcher.language.words import CLEARLY, count_telling, told_by_words
from matcher.segments import segments
from storage.model import LanguagePart

_MOST = 4096  # characters looked at: the length of the longest post
_QUOTATION = re.compile(r"«[^«»]{20,600}+»|“[^“”]{20,600}+”|„[^„“”]{20,600}+[“”]|\"[^\"\n]{20,600}+\"")
_WORD = re.compile(r"[^\W\d_]{2,}+")
_SENTENCE = 4  # words, at least
_LETTERS = 20  # at least, of each language
_TELLING = 2  # letters of each, at least, before a text is looked at in parts


def languages(text: str) -> tuple[LanguagePart, ...]:
    """The languages of the text and where each stands, in order and without gaps; none if it is undetermined."""
    clean = without_noise(text[:_MOST])
    parts = tuple(_merged(_supported(list(_told(clean))))) if _may_be_mixed(clean) else ()
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
    if letters.cyrillic > letters.latin:
        return sorted(telling_letters(clean))[-2] >= _TELLING
    counts, _ = count_telling(clean)
    return sorted(counts.values())[-2] >= CLEARLY


def _told(clean: str) -> Iterator[tuple[int, int, str | None]]:
    """The sentences and quotations, each with the language that it shows itself."""
    borders = {0, len(clean)} | {start for start, _ in segments(clean)}
    borders |= {border for found in _QUOTATION.finditer(clean) for border in found.span()}
    belarusian = "ў" in clean
    for start, end in pairwise(sorted(borders)):
        yield start, end, _shown(clean[start:end], belarusian=belarusian)


def _shown(piece: str, *, belarusian: bool) -> str | None:
    letters = letters_of(piece)
    if letters.most < _LETTERS or len(_WORD.findall(piece)) < _SENTENCE:
        return None
    if letters.cyrillic >= letters.latin:
        told = [lang for lang in cyrillic_candidates(piece, letters.cyrillic) if belarusian or lang != "be"]
        return told[0] if len(told) == 1 else None
    told_lang = told_by_words(piece, fewest=2)
    return told_lang or (agreed(piece[:SAMPLE]) if letters.latin >= LONG else None)


def _supported(pieces: list[tuple[int, int, str | None]]) -> Iterator[LanguagePart]:
    """Each piece with a language: its own, or that of the piece before it; at the beginning, of the first that has one."""
    lang = next((lang for _, _, lang in pieces if lang), None)
    for start, end, own in pieces:
        lang = own or lang
        if lang:
            yield LanguagePart(lang, start, end)


def _merged(parts: Iterator[LanguagePart]) -> Iterator[LanguagePart]:
    """Neighbours of one language become one part."""
    before = next(parts, None)
    for part in parts if before else ():
        if part.lang == before.lang:
            before = LanguagePart(part.lang, before.start, part.end)
        else:
            yield before
            before = part
    if before:
        yield before

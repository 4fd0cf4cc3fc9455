"""Skimming: most texts need no folding step by step, since each of their characters stands for one folded character.

`skim` gives such a text as its folded words with spaces for all else, offsets unchanged, many times faster than
`matcher.folding` and `matcher.text` do; of any other text it says that it can't. It knows less than they do: words in
addresses are still there, and a comma parts words no more than a space does. Who finds something asks them.
"""

import codecs
import re
from functools import lru_cache

from matcher.folding import fold_character
from matcher.text import PARTED_TAG, leading_script, one_script

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁІЇЄҐЎ"
_ACCENTED = "éèêëïîíìöôóòõüûúùáàâäãåçñøæœșțăşţčšžłśżźćęąÉÈËÏÖÓÜÁÀÄÇÑÎȘȚĂŁŚ"
_ASCII = "".join(map(chr, range(32, 127)))
_MARKS = "\t\n\r\N{NO-BREAK SPACE}«»“”„—–…•‘’ʼ´"
# A byte for each of these, below 128 what is of no script but Latin. The first must be NUL: else CPython encodes ten
# times slower.
_ALPHABET = "\0" + _ASCII + _MARKS + _ACCENTED + _CYRILLIC
assert _ALPHABET.index(_CYRILLIC) >= 128
_CODES = codecs.charmap_build(_ALPHABET + "\ufffe" * (256 - len(_ALPHABET)))
_OTHERS = "?"  # as which all others are encoded

# Others that part words. Pictures in a word, and what is invisible in a word or address, are passed over by who reads
# closely.
_SYMBOLS = (
    "№©®°£¥§·×\u2000-\u200a\u2012\u2015\u201a\u2020\u2021\u202f\u203c\u2043\u2049\u204e\u20a0-\u20bf\u2190-\u23ff"
    "\u2500-\u25ff\u2b00-\u2b4f\u2b51-\u2b54\u2b56-\u2bff\U0001f18a-\U0001f2ff"
)
_PICTURES = "\ufe0e\ufe0f\u2600-\u2775\u2794-\u27bf\u2b50\u2b55\U0001f300-\U0001faff"
_INVISIBLE = "\u200b-\u200f\u2060\ufeff"
_PARTS = re.compile(f"[{_OTHERS}{_SYMBOLS}{_PICTURES}{_INVISIBLE}]++")
_PARTS_ALWAYS = re.compile(f"[{_OTHERS}{_SYMBOLS}]")
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_IN_WORDS = "'‘’ʼ`´_.:/-@#"  # words and addresses
_ANYWHERE = "anywhere"
_LONGEST_KNOWN = 16  # runs of others; most are a picture or two
_OTHERS_RUN = re.compile(rb"%c%c*+" % ((_ALPHABET.index(_OTHERS),) * 2))  # begins with a literal, so search is quick

_LINE_END = re.compile(r"-[ \t]*+\r?\n[ \t]*+(?=[^\W\d_])")
_BEHIND_ADDRESS = re.compile(r"[@#.]\w++['‘’ʼ`´]\w")  # there it begins no word's second half
_WORD = re.compile(r"[^ ]++")
_QUOTE = re.compile(r"'(?:(?!\w)|(?<!\w'))")  # not inside a word


def _in_word(character: str) -> str:
    folded = fold_character(character)
    return folded if folded.isalnum() or folded == "'" else " "


_FOLDED = "".join(map(_in_word, _ALPHABET)).ljust(256)
_ASCII_FOLDED = {code: _in_word(chr(code)) for code in range(128)}
# For each byte its script, and those that stand inside words of any.
_SCRIPTS = bytes(ord(" " if not one.isalpha() else "c" if "\u0400" <= one <= "\u052f" else "l") for one in _FOLDED)
_OF_ANY = bytes(code for code, one in enumerate(_FOLDED) if one == "'" or one.isdigit())


def skim(text: str) -> str | None:
    """The words of a text, folded, each where it stands, with spaces for all else; None if it must be read closely."""
    if ("\n" in text and "-" in text and _LINE_END.search(text)) or ("#" in text and PARTED_TAG.search(text)):
        return None
    mixed = False
    if text.isascii():
        skimmed = text.translate(_ASCII_FOLDED)
    else:
        encoded = codecs.charmap_encode(text, "replace", _CODES)[0]
        if _is_odd(text, encoded):
            return None
        mixed = _mixes_scripts(encoded)
        skimmed = codecs.charmap_decode(encoded, "strict", _FOLDED)[0]
    if "'" in skimmed:
        if _BEHIND_ADDRESS.search(text):
            return None
        skimmed = _QUOTE.sub(" ", skimmed)
    return _of_one_script(skimmed) if mixed else skimmed


def _is_odd(text: str, encoded: bytes) -> bool:
    """Whether something outside the alphabet does more than to part two words."""
    for found in _OTHERS_RUN.finditer(encoded):
        start, end = found.span()
        run = text[start:end]
        marks = _known_marks(run) if end - start <= _LONGEST_KNOWN else _marks(run)
        if marks is _ANYWHERE or (marks is not None and _is_between(marks, text, start, end)):
            return True
    return False


def _marks(run: str) -> str | None:
    """Between which marks, beside letters, such a run has to be read closely; None: nowhere."""
    if not _PARTS.fullmatch(run):
        return _ANYWHERE
    if _PARTS_ALWAYS.search(run):
        return None
    return _IN_WORDS if _IS_INVISIBLE.search(run) else ""


_known_marks = lru_cache(maxsize=2048)(_marks)


def _is_between(marks: str, text: str, start: int, end: int) -> bool:
    return (
        start > 0
        and end < len(text)
        and (text[end].isalnum() or text[end] in marks)
        and (text[start - 1].isalnum() or text[start - 1] in marks)
    )


def _mixes_scripts(encoded: bytes) -> bool:
    if encoded.isascii():
        return False
    scripts = encoded.translate(_SCRIPTS, _OF_ANY)
    return b"cl" in scripts or b"lc" in scripts


def _of_one_script(skimmed: str) -> str:
    leading = leading_script(skimmed)
    return _WORD.sub(lambda word: one_script(word[0], leading), skimmed)

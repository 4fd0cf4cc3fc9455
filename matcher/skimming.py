"""Skimming: most texts need no folding step by step, since each of their characters stands for one folded character.

`skim` gives such a text as its folded words with spaces for all else, offsets unchanged, many times faster than
`matcher.folding` and `matcher.text` do; of any other text it says that it can't. It knows less than they do: words in
addresses are still there, and a comma parts words no more than a space does. Who finds something asks them.

`encoded` gives the same words with one byte a character, for `matcher.scanning`.
"""

import codecs
import re
from functools import lru_cache

from matcher.folding import fold_character
from matcher.text import MIXED, PARTED_TAG, leading_script, one_script

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁІЇЄҐЎ"
_ACCENTED = "éèêëïîíìöôóòõüûúùáàâäãåçñøæœșțăşţčšžłśżźćęąÉÈËÏÖÓÜÁÀÄÇÑÎȘȚĂŁŚ"
_ASCII = "".join(map(chr, range(32, 127)))
_MARKS = "\t\n\r\N{NO-BREAK SPACE}«»“”„—–…•‘’ʼ´"
_BESIDE_ASCII = _MARKS + _ACCENTED + _CYRILLIC
# A byte for each of these, its own for ASCII, below 128 what is of no script but Latin. The first must be NUL: else
# CPython encodes ten times slower.
_ALPHABET = "\0" + _BESIDE_ASCII[:31] + _ASCII + _BESIDE_ASCII[31:]
assert _ALPHABET.index(_CYRILLIC) >= 128
_CODES = codecs.charmap_build(_ALPHABET + "\ufffe" * (256 - len(_ALPHABET)))
_LETTERS = _ALPHABET.ljust(256)

# Others that part words. Pictures in a word, and what is invisible in a word or address, are passed over by who reads
# closely.
_SYMBOLS = (
    "№©®°£¥§·×\u2000-\u200a\u2012\u2015\u201a\u2020\u2021\u202f\u203c\u2043\u2049\u204e\u20a0-\u20bf\u2122"
    "\u2190-\u23ff\u2500-\u25ff\u2900-\u2aff\u2b00-\u2b4f\u2b51-\u2b54\u2b56-\u2bff\u3008-\u3011\U0001f18a-\U0001f2ff"
)
_PICTURES = "\ufe0e\ufe0f\u2600-\u2775\u2794-\u27bf\u2b50\u2b55\U0001f300-\U0001faff"
_INVISIBLE = "\u200b-\u200f\u2060\ufeff"
_PARTS = re.compile(f"[{_SYMBOLS}{_PICTURES}{_INVISIBLE}]++")
_PARTS_ALWAYS = re.compile(f"[{_SYMBOLS}]")
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_IN_WORDS = "'‘’ʼ`´_.:/-@#"  # words and addresses
_ANYWHERE = "anywhere"
_PARTING = "seinpost.parting"  # for codecs: what becomes of what is outside the alphabet
_LONGEST_KNOWN = 16  # runs of others; most are a picture or two

_LINE_END = re.compile(r"-(?<=[^\W\d_]-)[ \t]*+\r?\n[ \t]*+(?=[^\W\d_])")  # begins with a literal, too
# There an apostrophe begins no word's second half.
_BEHIND_HANDLE, _BEHIND_TAG, _BEHIND_DOT = (re.compile(rf"{mark}\w++['‘’ʼ`´]\w") for mark in ("@", "#", r"\."))
_QUOTE = re.compile(rb"'(?:(?![^' ])|(?<![^' ]'))")  # not inside a word


def _in_word(character: str) -> str:
    folded = fold_character(character)
    return folded if folded.isalnum() or folded == "'" else " "


_FOLDED = "".join(map(_in_word, _ALPHABET))
_FOLDS = codecs.charmap_encode(_FOLDED.ljust(256), "strict", _CODES)[0]
_ASCII_FOLDS = "".join(_in_word(chr(code)) for code in range(128)).ljust(256).encode("ascii")
# For each byte its script, 1 for Cyrillic and 2 for Latin letters; and those that stand inside words of any.
_SCRIPTS = bytes(0 if not one.isalpha() else 1 if "\u0400" <= one <= "\u052f" else 2 for one in _LETTERS)
_OF_ANY = bytes(code for code, one in enumerate(_FOLDED) if one == "'" or one.isdigit())


def skim(text: str) -> str | None:
    """The words of a text, folded, each where it stands, with spaces for all else; None if it must be read closely."""
    codes = encoded(text)
    return None if codes is None else decoded(codes)


def decoded(codes: bytes) -> str:
    """What `encoded` gives, as `skim` gives it."""
    return codecs.charmap_decode(codes, "strict", _LETTERS)[0]


def encoded_name(name: str) -> bytes | None:
    """Folded words with one byte a character; None if no encoded text can hold them."""
    try:
        return codecs.charmap_encode(name, "strict", _CODES)[0]
    except UnicodeEncodeError:
        return None


def encoded(text: str) -> bytes | None:
    """As `skim`, with one byte a character."""
    if ("\n" in text and "-" in text and _LINE_END.search(text)) or ("#" in text and PARTED_TAG.search(text)):
        return None
    mixed = False
    if text.isascii():
        folded = text.encode("ascii").translate(_ASCII_FOLDS)
    else:
        try:
            codes = codecs.charmap_encode(text, _PARTING, _CODES)[0]
        except _OddRunError:
            return None
        mixed = _mixes_scripts(codes)
        folded = codes.translate(_FOLDS)
    if b"'" in folded:
        if _BEHIND_HANDLE.search(text) or _BEHIND_TAG.search(text) or _BEHIND_DOT.search(text):
            return None
        folded = _QUOTE.sub(b" ", folded)
    return encoded_name(_of_one_script(decoded(folded))) if mixed else folded


class _OddRunError(Exception):
    """A run outside the alphabet does more than to part two words."""


def _parting(error: UnicodeError) -> tuple[bytes, int]:
    """What a codec makes of a run outside the alphabet: as many spaces.

    Raises:
        _OddRunError: if that would not do.
    """
    assert isinstance(error, UnicodeEncodeError)
    text, start, end = error.object, error.start, error.end
    run = text[start:end]
    marks = _known_marks(run) if end - start <= _LONGEST_KNOWN else _marks(run)
    if marks is not None and (marks is _ANYWHERE or _is_between(marks, text, start, end)):
        raise _OddRunError
    return b" " * (end - start), end


codecs.register_error(_PARTING, _parting)


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


def _mixes_scripts(codes: bytes) -> bool:
    if codes.isascii():
        return False
    scripts = codes.translate(_SCRIPTS, _OF_ANY)
    if b"\2" not in scripts:
        return False
    bits = int.from_bytes(scripts, "little")  # all pairs of neighbours at once: a 1 above a 2, a 2 above a 1
    return bool(bits & bits >> 7 or bits & bits >> 9)


def _of_one_script(skimmed: str) -> str:
    """Each word in which scripts meet, in one of them."""
    leading = leading_script(skimmed)
    parts: list[str] = []
    done = 0
    for found in MIXED.finditer(skimmed):
        if found.start() < done:
            continue
        start = skimmed.rfind(" ", 0, found.start()) + 1
        end = (skimmed.find(" ", found.end()) + 1 or len(skimmed) + 1) - 1
        parts += skimmed[done:start], one_script(skimmed[start:end], leading)
        done = end
    return "".join([*parts, skimmed[done:]])

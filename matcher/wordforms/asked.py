"""The forms of a word that somebody searches for. What is asked is not kept, unlike the inflections of the watchlist.

Russian and Ukrainian words take every form that their dictionaries know or guess, of their likeliest readings; Latin
ones a few endings of English and Dutch. A form too many finds a post too many; whoever wants one form only, quotes it.
"""

import re
from functools import lru_cache
from typing import Any

import pymorphy3

_READINGS = 3
_SHORTEST = 3
_CYRILLIC = re.compile("[\u0400-\u052f]")
_OWN_LETTERS = {"ru": "ыэъё", "uk": "іїєґ"}
_ENDINGS = ("s", "es", "e", "en", "n", "ed", "d", "ing", "er")
_LATIN = re.compile("[a-z]+")
_STEM_LEAST = 4


def forms_asked(word: str) -> frozenset[str]:
    """The word (one, in lower case) and its forms, in lower case."""
    if len(word) < _SHORTEST:
        return frozenset({word})
    if _CYRILLIC.search(word):
        return frozenset({word}).union(*(_inflected(word, lang) for lang in _languages(word)))
    return frozenset({word, *_with_endings(word)}) if _LATIN.fullmatch(word) else frozenset({word})


def _languages(word: str) -> list[str]:
    """The languages that have all of its letters."""
    only = [lang for lang, letters in _OWN_LETTERS.items() if any(letter in letters for letter in word)]
    return only if len(only) == 1 else list(_OWN_LETTERS)


def _inflected(word: str, lang: str) -> frozenset[str]:
    return frozenset(form.word for parse in _analyzer(lang).parse(word)[:_READINGS] for form in parse.lexeme)


@lru_cache(maxsize=2)
def _analyzer(lang: str) -> Any:
    return pymorphy3.MorphAnalyzer(lang=lang)


def _with_endings(word: str) -> set[str]:
    """ "village" and "villages", "attack" and "attacked", "strijder" and "strijders", whichever of them is asked."""
    stems = {word} | {word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)}
    long_enough = {stem for stem in stems if stem == word or len(stem) >= _STEM_LEAST}
    return {stem + ending for stem in long_enough for ending in ("", *_ENDINGS)}

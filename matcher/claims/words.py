"""The forms that one word of the lexicon takes in a text, made once when the rules are compiled.

Russian and Ukrainian words are inflected by pymorphy3 (and Russian ones also written in Latin letters, as people do who
have no Cyrillic keyboard); English and Dutch ones by a few regular endings. A word that ends in `*` stands for every
word that begins so. Nothing here runs per post: there, a word is only looked up.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pymorphy3

from matcher.wordforms.remembering import remembered

_SHORT = 2  # words up to this length are function words and stay as they are
_LATIN_LEAST = 5  # shorter Russian words in Latin letters read as English ones ("boy", "dom")

# Prepositions and conjunctions that take another shape before some sounds.
_VARIANTS = tuple(frozenset(same.split()) for same in ("у в", "и і й та", "з із зі", "с со", "к ко", "о об обо"))

_LETTERS = "аa бb вv гg дd еe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya"
_LATIN = str.maketrans({pair[0]: pair[1:] for pair in _LETTERS.split()})


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a phrase: the words that fill it, and the beginnings of words that do."""

    words: frozenset[str]
    prefixes: tuple[str, ...] = ()

    def takes(self, word: str) -> bool:
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes))


def slot(word: str, lang: str, *, alone: bool) -> Slot:
    """The slot for a folded word. `alone`: it is a whole phrase, so a Latin spelling of it must be long enough."""
    if word.endswith("*"):
        return Slot(frozenset(), (word[:-1],))
    return Slot(_forms(word, lang, alone))


@cache
def _forms(word: str, lang: str, alone: bool) -> frozenset[str]:
    if lang in ("ru", "uk"):
        forms = _inflected(word, lang)
        return forms | _in_latin(forms, alone) if lang == "ru" else forms
    return frozenset({word, *(_english(word) if lang == "en" else _dutch(word))})


def _in_latin(forms: frozenset[str], alone: bool) -> frozenset[str]:
    least = _LATIN_LEAST if alone else 2
    return frozenset(latin for form in forms if len(latin := form.translate(_LATIN)) >= least and latin.isalpha())


@cache
def _analyzer(lang: str) -> Any:
    return pymorphy3.MorphAnalyzer(lang=lang)


@remembered
def _inflected(word: str, lang: str) -> frozenset[str]:
    """All forms of the word's likeliest lexeme; the word alone when it does not inflect or is too short to tell."""
    if len(word) <= _SHORT:
        return next((same for same in _VARIANTS if word in same), frozenset({word}))
    parse = _analyzer(lang).parse(word)[0]
    return frozenset({word, *(form.word.replace("ё", "е") for form in parse.lexeme)})


def _english(word: str) -> tuple[str, ...]:
    if len(word) <= _SHORT or not word.isalpha():
        return ()
    if word.endswith("e"):
        return (word + "s", word + "d", word[:-1] + "ing")
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if word.endswith(("s", "x", "ch", "sh")):
        return (word + "es", word + "ed", word + "ing")
    return (word + "s", word + "ed", word + "ing")


def _dutch(word: str) -> tuple[str, ...]:
    return (word + "e", word + "en", word + "s") if len(word) > _SHORT and word.isalpha() else ()

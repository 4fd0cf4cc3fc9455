"""Forms of a name in German, Polish, Belarusian and Bulgarian, by the endings of its words alone.

There is no dictionary of these languages here. Too many forms do no harm where a name is long, and the endings are few:
Polish and Belarusian decline by case, German adjectives and genitives vary, Bulgarian adds its article to the first
word. Words whose ending is not listed stay as they are.
"""

import itertools
from collections.abc import Iterator

# Ending -> what it becomes in the genitive, dative, accusative, instrumental and locative. The first that fits counts.
_CASES = {
    "pl": (
        ("ski", "skiego skiemu skiego skim skim"), ("cki", "ckiego ckiemu ckiego ckim ckim"),
        ("dzki", "dzkiego dzkiemu dzkiego dzkim dzkim"), ("ska", "skiej skiej ską ską skiej"),
        ("skie", "skiego skiemu skie skim skim"), ("czy", "czego czemu czego czym czym"),
        ("czne", "cznych cznym czne cznymi cznych"), ("jne", "jnych jnym jne jnymi jnych"),
        ("ny", "nego nemu nego nym nym"), ("siły", "sił siłom siły siłami siłach"),
        ("wo", "wa wu wo wem wie"), ("ina", "iny inie inę iną inie"), ("cja", "cji cji cję cją cji"),
        ("ka", "ki ce kę ką ce"), ("ża", "ży ży żę żą ży"), ("mia", "mii mii mię mią mii"), ("a", "y ie ę ą ie"),
        ("ód", "odu odowi ód odem odzie"), ("od", "odu odowi od odem odzie"), ("k", "ka kowi ka kiem ku"),
        ("l", "la lowi la lem lu"), ("ow", "owa owowi owa owem owie"), ("r", "ra rowi ra rem rze"),
        *((letter, f"{letter}u {letter}owi {letter}a {letter}em {letter}ie") for letter in "bdfmnpstwz"),
    ),
    "be": (
        ("скі", "скага скаму скага скім скім"), ("цкі", "цкага цкаму цкага цкім цкім"),
        ("ны", "нага наму нага ным ным"), ("ая", "ай ай ую ай ай"), ("ыя", "ых ым ыя ымі ых"),
        ("ць", "ці ці ць цю ці"), ("ў", "ва ву ва вым ве"), ("ін", "іна іну іна іным іне"),
        ("сілы", "сіл сілам сілы сіламі сілах"), ("а", "ы е у ай е"),
        *((letter, f"{letter}а {letter}у {letter}а {letter}ам {letter}е") for letter in "бвгдзклмнпрст"),
    ),
}  # fmt: skip
_EITHER = {"pl": (("u ", "a "),), "be": (("а ", "у "),)}
"""Masculine genitives that no ending tells apart: "legionu", "Putina"."""
_ARTICLES = (
    ("ски", ("ския", "ският")), ("ото", ()), ("о", ("ото",)), ("ата", ()), ("а", ("ата",)), ("и", ("ите",)),
    *((letter, (f"{letter}а", f"{letter}ът")) for letter in "бвгдзклмнпрст"),
)  # fmt: skip
_GERMAN_ADJECTIVE = ("", "e", "en", "em", "er", "es")
_GERMAN_NOUN = ("", "s", "es", "n", "en")
_MOST_WORDS = 4
LANGUAGES = ("de", "pl", "be", "bg")


def ending_forms(name: str, lang: str) -> frozenset[str]:
    """The name in lower case, itself and its forms; `lang` is one of `LANGUAGES`."""
    words = name.lower().split()
    if not words or len(words) > _MOST_WORDS:
        return frozenset({" ".join(words)})
    if lang == "bg":
        return frozenset(" ".join((first, *words[1:])) for first in _with_article(words[0]))
    if lang == "de":
        return frozenset(" ".join(row) for row in itertools.product(*_german(name.split())))
    columns = [_declined(word, lang) for word in words]
    return frozenset(
        " ".join(row)
        for case in range(len(columns[0]))
        for row in itertools.product(*({word, *column[case]} for word, column in zip(words, columns, strict=True)))
    )


def _declined(word: str, lang: str) -> list[set[str]]:
    """The word's forms, one set for each case; a word that does not decline is alone in each."""
    for ending, replaced in _CASES[lang]:
        if word.endswith(ending) and len(word) > len(ending):
            stem = word.removesuffix(ending)
            forms = [{stem + form} for form in replaced.split()]
            for one, other in _EITHER[lang]:
                if len(ending) == 1 and replaced.startswith(ending + one):
                    forms[0].add(stem + ending + other.strip())
            return forms
        if word == ending:
            return [{form} for form in replaced.split()]
    return [{word}] * 5


def _with_article(word: str) -> set[str]:
    for ending, replaced in _ARTICLES:
        if word.endswith(ending):
            return {word, *(word.removesuffix(ending) + form for form in replaced)}
    return {word}


def _german(words: list[str]) -> Iterator[set[str]]:
    """Adjectives in -isch, the first noun after them, and nothing behind it."""
    standing = False
    for at, word in enumerate(words):
        stem = word.lower()
        bare = next((stem.removesuffix(end) for end in ("es", "e", "er", "en") if stem.endswith(f"isch{end}")), None)
        if standing:
            yield {stem}
        elif bare and at < len(words) - 1:
            yield {bare + end for end in _GERMAN_ADJECTIVE}
        else:
            standing = True
            yield {stem + end for end in (_GERMAN_NOUN if stem[-1].isalpha() else ("",))}

"""All case forms of a Russian or Ukrainian name, generated once when the catalogue is built.

A name is read as modifiers, a head, and a rest that stays as it is: «Русский добровольческий корпус» agrees word by
word, in «легион «Свобода России»» only the head declines, and what stands in quotation marks is frozen beside a head
outside them. pymorphy3 knows the words; what it gets wrong has rules of its own here: place names in -ово and -ино
(it takes them for possessive adjectives) and words that it cannot read as a nominative (Рудка). It decides nothing
about texts, and is not used while matching.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pymorphy3

from matcher.wordforms.remembering import remembered

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct")
_QUOTED = re.compile(r"[«\"“„]([^»\"”“]+)[»\"”“]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
_ADJECTIVAL = re.compile(r"(?:ая|яя|ой|ый|ий|ое|ее|ые|ие)$")
_OWN_NAMES = frozenset({"Name", "Surn", "Patr", "Sgtm"})
_MOST_WORDS = 8

Word = dict[str, list[str]]
"""Case -> the forms of one word in it."""


@lru_cache(maxsize=2)
def _analyzer(lang: str) -> Any:
    return pymorphy3.MorphAnalyzer(lang=lang)


@lru_cache(maxsize=20_000)
def _nominatives(word: str, lang: str) -> tuple[Any, ...]:
    return tuple(parse for parse in _analyzer(lang).parse(word) if "nomn" in parse.tag.grammemes)


@remembered
def case_forms(name: str, lang: str, *, person: bool = False) -> frozenset[str]:
    """The name in every case, without quotation marks, in lower case; itself among them. `lang`: "ru" or "uk"."""
    name = _joined_spaces(name)
    plain = _joined_spaces(_QUOTED.sub(r" \1 ", name))
    outside = _joined_spaces(_QUOTED.sub(" ", name))
    spelled = {plain.lower()}
    head = name.split()[0] if name else ""
    if outside and not head.startswith(("«", '"', "“", "„")):
        inflected = plain[len(_before_quote(name)) :]
        return frozenset(spelled | {form + inflected.lower() for form in _phrase(_before_quote(name), lang, person)})
    return frozenset(spelled | set(_phrase(plain, lang, person)))


@remembered
def word_forms(word: str, lang: str) -> frozenset[str]:
    """Every form of a single word, all readings and numbers: for words looked for near a name, not for names."""
    return frozenset(form.word for parse in _analyzer(lang).parse(word)[:3] for form in parse.lexeme) | {word.lower()}


@remembered
def only_a_place(word: str) -> frozenset[str]:
    """A Russian word, if the dictionary knows it as a place's name and as nothing else; else none."""
    known = _analyzer("ru").word_is_known(word) and _analyzer("ru").parse(word)
    return frozenset({word} if known and all("Geox" in parse.tag.grammemes for parse in known) else ())


def _joined_spaces(text: str) -> str:
    return " ".join(text.split())


def _before_quote(name: str) -> str:
    found = _QUOTED.search(name)
    return name[: found.start()].rstrip() if found else name


def _phrase(phrase: str, lang: str, person: bool) -> Iterator[str]:
    words = phrase.split()
    moving = _moving(words, lang, person) if len(words) <= _MOST_WORDS else []
    if not moving:
        return
    rest = " ".join(words[len(moving) :]).lower()
    for case in _CASES:
        for form in _combined([word.get(case) or word.get("nomn", []) for word in moving]):
            yield f"{form} {rest}".strip()


def _combined(columns: list[list[str]]) -> list[str]:
    """The words of one case side by side; a second spelling (рукой, рукою) of a word beside the first ones."""
    rows = [""]
    for column in columns:
        rows = [f"{row} {form}".strip() for row in rows for form in column]
    return rows


def _moving(words: list[str], lang: str, person: bool) -> list[Word]:
    """The paradigms of the leading words that decline: modifiers and the head, or all parts of a person's name."""
    head_at = _head_at(words, lang)
    if head_at is None:
        return []
    if person and _is_own_name(words[head_at], lang):
        return [_noun(word, lang, person=True) for word in words]
    head = _noun(words[head_at], lang, person=person)
    gender, plural, animate = _nature(words[head_at], lang, person)
    return [*(_adjective(word, lang, gender, plural, animate) for word in words[:head_at]), head]


def _head_at(words: list[str], lang: str) -> int | None:
    for at, word in enumerate(words):
        if not _WORD.fullmatch(word) or (word.isupper() and len(word) > 1):
            return None
        if at == len(words) - 1 or not _is_modifier(word, lang):
            return at
    return None


def _is_modifier(word: str, lang: str) -> bool:
    parses = _nominatives(word, lang)
    if any(parse.tag.POS in {"ADJF", "PRTF"} for parse in parses):
        return True
    return bool(_ADJECTIVAL.search(word.lower())) and any("Geox" in parse.tag.grammemes for parse in parses)


def _is_own_name(word: str, lang: str) -> bool:
    return any(_OWN_NAMES & parse.tag.grammemes for parse in _nominatives(word, lang))


def _nature(word: str, lang: str, person: bool) -> tuple[str, bool, bool]:
    """The head's gender, whether it is plural, whether it is animate."""
    parse = next((parse for parse in _nominatives(word, lang) if _suits(parse, person)), None)
    if parse is None:
        return ("femn" if word.lower().endswith(("а", "я")) else "masc", False, False)
    grammemes = parse.tag.grammemes
    return _gender(parse) or "masc", "plur" in grammemes, "anim" in grammemes


def _gender(parse: Any) -> str | None:
    return next((gender for gender in ("masc", "femn", "neut") if gender in parse.tag.grammemes), None)


def _suits(parse: Any, person: bool) -> bool:
    grammemes = parse.tag.grammemes
    if person:
        return "masc" in grammemes and "anim" in grammemes and "Fixd" not in grammemes
    return parse.tag.POS in {"NOUN", "ADJF"} and "Name" not in grammemes


def _noun(word: str, lang: str, *, person: bool) -> Word:
    """The paradigm of a head, in its own number."""
    if "-" in word:
        return _hyphenated(word, lang)
    if not person and (own := _own_rule(word.lower(), lang)):
        return own
    fitting = [parse for parse in _nominatives(word, lang) if _suits(parse, person)]
    if not fitting:
        return _by_ending(word.lower(), lang)
    forms: Word = {}
    for parse in fitting[: 1 if lang == "ru" else 3]:
        for case in _CASES:
            kept = forms.setdefault(case, [])
            kept += [form for form in _in_case(parse, case, person) if form not in kept]
    return forms


def _in_case(parse: Any, case: str, animate: bool) -> list[str]:
    return _selected(parse, case, _gender(parse), "plur" in parse.tag.grammemes, animate)


def _adjective(word: str, lang: str, gender: str, plural: bool, animate: bool) -> Word:
    """A modifier in the head's number, gender and, for the accusative, animacy."""
    for parse in _nominatives(word, lang):
        modifies = parse.tag.POS in {"ADJF", "PRTF"} or "Geox" in parse.tag.grammemes
        if modifies and ("plur" in parse.tag.grammemes) == plural:
            return {case: _selected(parse, case, gender, plural, animate) for case in _CASES}
    return {"nomn": [word.lower()]}


def _selected(parse: Any, case: str, gender: str | None, plural: bool, animate: bool) -> list[str]:
    """The forms of a word's lexeme in one case, number, gender and (adjectives in the accusative) animacy."""
    wanted = {case, "plur"} if plural else {case}
    forms = []
    for form in parse.lexeme:
        grammemes = form.tag.grammemes
        genders = {"masc", "femn", "neut"} & grammemes
        marked = {"anim", "inan"} & grammemes if case == "accs" and parse.tag.POS in {"ADJF", "PRTF"} else set()
        if (
            wanted <= grammemes
            and ("plur" in grammemes) == plural
            and "Supr" not in grammemes
            and (plural or not genders or gender in genders)
            and (not marked or ("anim" in marked) == animate)
            and form.word not in forms
        ):
            forms.append(form.word)
    return forms


def _hyphenated(word: str, lang: str) -> Word:
    """Гора-Подол: the last part declines, the first may."""
    first, _, last = word.partition("-")
    tails = _noun(last, lang, person=False)
    heads = _noun(first, lang, person=False)
    return {
        case: list(dict.fromkeys(f"{head}-{tail}" for head in [first.lower(), *heads.get(case, [])] for tail in forms))
        for case, forms in tails.items()
    }


def _own_rule(word: str, lang: str) -> Word | None:
    """Place names in -ово, -ево, -ино, -ове, -ине: indeclinable in speech, declined in careful writing."""
    if lang == "ru" and re.search(r"(?:[оеё]в|[иы]н)о$", word):
        return _paradigm(word[:-1], "о", "а", "у", "о", "ом", "е")
    if lang == "uk" and re.search(r"(?:[оеє]в|[иії]н)е$", word):
        return _paradigm(word[:-1], "е", "ого", "ому", "е", "им", "ому")
    if lang == "uk" and re.search(r"(?:[оеє]в|[иії]н)о$", word):
        both = _paradigm(word[:-1], "о", "а", "у", "о", "ом", "і")
        both["gent"].append(f"{word[:-1]}ого")
        both["loct"].append(f"{word[:-1]}ому")
        return both
    return None


def _by_ending(word: str, lang: str) -> Word:
    """A noun that the dictionary cannot read as a nominative, by its ending."""
    stem, last = word[:-1], word[-1:]
    if last == "а" and lang == "uk":
        soft = stem[:-1] + {"г": "з", "к": "ц", "х": "с"}.get(stem[-1:], stem[-1:])
        return _listed(word, f"{stem}и", f"{soft}і", f"{stem}у", f"{stem}ою", f"{soft}і")
    if last == "а":
        genitive = "и" if stem[-1:] in set("гкхжшщч") else "ы"
        return _paradigm(stem, "а", genitive, "е", "у", "ой", "е")
    if last.isalpha() and last not in "еёиоуыэюяіїєьъй":
        return _paradigm(word, "", *(("а", "у", "", "ом", "е") if lang == "ru" else ("у", "у", "", "ом", "і")))
    return {"nomn": [word]}


def _paradigm(stem: str, *endings: str) -> Word:
    return _listed(*(stem + ending for ending in endings))


def _listed(*forms: str) -> Word:
    return {case: [form] for case, form in zip(_CASES, forms, strict=False)}

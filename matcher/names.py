"""All the ways in which an entry of the watchlist may be named, as folded words.

A `Form` is one way: its words, whom it names, by which rule and how much that counts. Listed names are inflected
(Russian, Ukrainian), take genitives and possessives (Dutch, English) and are spelled in Latin letters; abbreviations
are spelled out ("эрдэка") and dotted ("Р.Д.К."). Everything here runs once, when the catalogue is built. Whether a form
found in a text counts there is `matcher.context`'s question.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.skimming import skim
from matcher.text import words
from matcher.wordforms.endings import LANGUAGES as BY_ENDINGS
from matcher.wordforms.endings import ending_forms
from matcher.wordforms.inflection import case_forms, only_a_place, word_forms
from matcher.wordforms.shared_nouns import nouns_before, nouns_behind
from matcher.wordforms.spoken import dotted, followers, read_aloud
from matcher.wordforms.transliteration import latin_spellings, polish_spellings, typed_spellings
from storage.model import Kind
from storage.watchlist import Actor, Names, Place, Role

Words = tuple[str, ...]

SLAVIC = ("ru", "uk")
_PREPOSITIONS = frozenset({"в", "во", "на", "из", "под", "у", "з", "із", "зі", "під", "по", "с", "со", "над"})
_ADDRESS_MARKS = frozenset(".@/")  # a name with one of them may look like an address, which has no words
QUOTES = "«\"“„'‘"
_SHORTEST_SPOKEN = 3
_ADJECTIVE = re.compile(r"[а-яёіїєґ]+с(?:к|ьк)ий")  # of a place, in lower case: it has every gender and number
_PATRONYMICS = ("вич", "вна")

SCORES = {
    "name": 1.0, "form": 1.0, "handle": 1.0, "hashtag": 0.95, "short": 0.95, "role": 0.9, "surname": 0.85,
    "spelling": 0.85, "shared noun": 0.9, "label": 0.7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name an entry.

    `cased`: counts only with a capital (it is also an ordinary word, or too short); `all_caps`: every letter must be
    one; `tagged`: only inside a hashtag. `followed_by`, `preceded_by`: one of these words must stand at that end of the
    enumeration that the form is part of ("Курской и Белгородской областях", "the regions of Kursk and Belgorod").
    `oblique`: no nominative, so who is named so does not act. `initials`: a Latin abbreviation, not written "Hur".
    `quoted`: only in quotation marks («Сибирь»), being the name of a region or a thing without them.
    """

    words: Words
    kind: Kind
    target: str
    rule: str
    cased: bool = False
    all_caps: bool = False
    tagged: bool = False
    followed_by: frozenset[str] = frozenset()
    preceded_by: frozenset[str] = frozenset()
    oblique: bool = False
    initials: bool = False
    quoted: bool = False

    @property
    def enumerated(self) -> bool:
        """Whether it counts only as part of an enumeration."""
        return bool(self.followed_by or self.preceded_by)


_CHANNEL = frozenset(
    {
        "own",
        "official",
        "channel",
        "telegram",
        "kanaal",
        "officieel",
        "канал",
        "официальный",
        "официальная",
        "офіційний",
    }
)


def channel_words(title: str) -> Words:
    """A channel's title without the words that only say that it is a channel."""
    return tuple(word for word in spelled(title) if word not in _CHANNEL)


def spelled(name: str) -> Words:
    """A name or phrase as folded words."""
    skimmed = None if _ADDRESS_MARKS.intersection(name) else skim(name)
    return tuple(token.word for token in words(name)) if skimmed is None else tuple(skimmed.split())


def variants(name: str, lang: str, *, person: bool = False) -> frozenset[Words]:
    """A listed name in all its grammatical forms."""
    if lang in SLAVIC and _ADJECTIVE.fullmatch(name):
        return frozenset(spelled(form) for form in word_forms(name, lang))
    if lang in SLAVIC:
        return frozenset(spelled(form) for form in case_forms(name, lang, person=person)) | {spelled(name)}
    if lang in BY_ENDINGS:
        return frozenset(spelled(form) for form in ending_forms(name, lang))
    base = spelled(name)
    if not base:
        return frozenset()
    endings = ("'s",) if not base[-1].isalpha() or base[-1].endswith("s") else ("'s", "s")
    inflected: set[Words] = {(*base[:-1], base[-1] + ending) for ending in endings}
    return frozenset({base} | inflected)


def cue_variants(phrase: str, lang: str) -> frozenset[Words]:
    """A context word or phrase in every form; unlike a name it may stand in any number and reading."""
    base = spelled(phrase)
    if len(base) == 1 and base[0].isalpha():
        found: set[Words] = {base}
        for slavic in SLAVIC if lang in SLAVIC else ():
            found |= {spelled(form) for form in word_forms(phrase.lower(), slavic)}
        return frozenset(found) | (variants(phrase, lang) if lang not in SLAVIC else frozenset())
    return variants(phrase, lang)


def actor_forms(actor: Actor) -> Iterator[Form]:
    person = actor.kind == "person"
    yield from _listed(Kind.ACTOR, actor.id, actor.names, actor.forms, person=person)
    if person:
        yield from _surnames(actor)
    for short in actor.short:
        yield from _abbreviation(Kind.ACTOR, actor.id, short)
    for tag in (*actor.hashtags, *_typed_as_tags(actor)):
        yield from _tag(Kind.ACTOR, actor.id, tag)
    for lang, labels in actor.labels.items():
        for label in labels:
            for found in variants(label, lang):
                yield Form(found, Kind.ACTOR, actor.id, "label", cased=_is_cased(label))


def place_forms(place: Place) -> Iterator[Form]:
    yield from _listed(Kind.PLACE, place.id, place.names, place.forms, person=False)
    for tag in _typed_as_tags(place):
        yield from _tag(Kind.PLACE, place.id, tag)
    behind: defaultdict[Words, set[str]] = defaultdict(set)
    before: defaultdict[Words, set[str]] = defaultdict(set)
    for lang, listed in place.names.items():
        for name in listed:
            for found in variants(name, lang):
                behind[found[:-1]] |= nouns_behind(name, lang)
                before[found[:-1]] |= nouns_behind(name, lang)
                before[found[1:]] |= nouns_before(name, lang)
    for words_of_name in {found for table in (behind, before) for found, nouns in table.items() if nouns}:
        yield Form(
            words_of_name,
            Kind.PLACE,
            place.id,
            "shared noun",
            followed_by=frozenset(behind[words_of_name]),
            preceded_by=frozenset(before[words_of_name]),
        )
        for noun in behind[words_of_name]:
            yield Form((*words_of_name, noun), Kind.PLACE, place.id, "shared noun")


def role_forms(role: Role) -> Iterator[Form]:
    """Forms of a title; `target` is the role's id, its holder depends on the day."""
    for form in _listed(Kind.ACTOR, role.id, role.names, role.forms, person=False):
        yield Form(form.words, Kind.ACTOR, role.id, "role")


def _listed(kind: Kind, target: str, names: Names, forms: Names, *, person: bool) -> Iterator[Form]:
    for lang, listed in names.items():
        for name in listed:
            yield from _inflected(kind, target, name, lang, person=person)
            if person or kind is Kind.PLACE or len(spelled(name)) > 1:
                for found in latin_variants(name, lang, person=person):
                    yield Form(found, kind, target, "spelling", cased=True)
    for lang, listed in forms.items():
        for form in listed:
            bare = _without_preposition(form)
            yield Form(spelled(bare), kind, target, "form", cased=_is_cased(bare), oblique=lang in SLAVIC)


def _inflected(kind: Kind, target: str, name: str, lang: str, *, person: bool) -> Iterator[Form]:
    base, initials = spelled(name), name.isupper() and name.isascii()
    for found in variants(name, lang, person=person):
        oblique = lang in SLAVIC and found != base
        cased = _is_cased(name) and not (kind is Kind.PLACE and lang == "ru" and _is_only_a_place(found))
        yield Form(found, kind, target, "name", cased=cased, oblique=oblique, initials=initials)
        if lang == "uk":
            yield Form(_with_hard_g(found), kind, target, "spelling", cased=_is_cased(name), oblique=oblique)


def latin_variants(name: str, lang: str, *, person: bool = False) -> frozenset[Words]:
    """A Russian or Ukrainian name in Latin letters, with the endings that Polish and German give it.

    Of others than people also the case forms, as in sentences that are typed in Latin letters: "v Lozovoy Rudke".
    """
    if lang not in SLAVIC:
        return frozenset()
    cases = () if person or _ADJECTIVE.fullmatch(name) else case_forms(name, lang)
    typed = {spelling for form in cases for spelling in typed_spellings(form, lang)}
    plain = latin_spellings(name, lang)
    polish = {form for spelling in plain | polish_spellings(name, lang) for form in ending_forms(spelling, "pl")}
    genitives = {f"{spelling}s" for spelling in plain if spelling[-1:].isalpha()}
    return frozenset(spelled(form) for form in plain | polish | genitives | typed)


def _with_hard_g(found: Words) -> Words:
    """ "Ґладков", "Бєлґород": as Ukrainian posts write Russian names that have no such letter."""
    return tuple(word.replace("г", "ґ") for word in found)


def _is_cased(name: str) -> bool:
    """Whether a capital is part of the name: it is one word, or all of it is quoted («Свобода России»)."""
    bare = name.lstrip("#")
    letters = bare.lstrip(QUOTES)
    return letters[:1].isupper() and (len(spelled(bare)) == 1 or bare != letters)


def _is_only_a_place(found: Words) -> bool:
    """Whether nobody needs a capital to know what is meant: "по белгороду", and not "антоновка". Dictionaries of
    Ukrainian do not tell."""
    return len(found) == 1 and bool(only_a_place(found[0]))


def _without_preposition(form: str) -> str:
    first, _, rest = form.partition(" ")
    return rest if rest and first.casefold() in _PREPOSITIONS else form


def _surnames(actor: Actor) -> Iterator[Form]:
    """The last word of "given name + surname" alone."""
    for lang, listed in actor.names.items():
        for name in listed:
            parts = name.split()
            if len(parts) not in {2, 3} or not all(part[0].isupper() for part in parts):
                continue
            if parts[-1].casefold().endswith(_PATRONYMICS):
                continue
            for found in variants(name, lang, person=True) | latin_variants(name, lang, person=True):
                yield Form(found[-1:], Kind.ACTOR, actor.id, "surname", cased=True)


def _abbreviation(kind: Kind, target: str, short: str) -> Iterator[Form]:
    base = spelled(short)
    if not base:
        return
    initials = short.isupper() and short.isascii()
    cased = len(short) < _SHORTEST_SPOKEN or not short.isupper()
    yield Form(base, kind, target, "short", cased=cased, initials=initials)
    if len(base) > 1 or len(base[0]) < _SHORTEST_SPOKEN or not base[0].isalpha():
        return
    for letters in dotted(base[0]):
        yield Form(letters, kind, target, "short", all_caps=True)
    for form in followers(base[0]):
        yield Form(spelled(form), kind, target, "short")
    for aloud in read_aloud(base[0]):
        yield Form(spelled(aloud), kind, target, "spelling")


def _typed_as_tags(entry: Actor | Place) -> Iterator[str]:
    """Names of several words, as a hashtag without a capital or "_" has them: "#белгородскаяобласть".

    None of a name that counts in its context only.
    """
    doubtful = {spelled(ambiguity.form) for ambiguity in entry.ambiguous if ambiguity.needed}
    for name in dict.fromkeys(name for listed in entry.names.values() for name in listed):
        parts = spelled(name)
        if len(parts) > 1 and parts not in doubtful and all(part.isalnum() for part in parts):
            yield "#" + "".join(parts)


def _tag(kind: Kind, target: str, tag: str) -> Iterator[Form]:
    """A hashtag as written, and as one lower-case word; other hashtags are read as the names in them."""
    for found in {spelled(tag), spelled(tag.lstrip("#").replace("_", "").lower())}:
        if found:
            yield Form(found, kind, target, "hashtag", tagged=True)


def unique(forms: Iterable[Form]) -> list[Form]:
    """Each (words, target) once, by the rule that counts most, and without a condition if one form has none."""
    best: dict[tuple[Words, Kind, str], Form] = {}
    for form in forms:
        if not form.words:
            continue
        key = (form.words, form.kind, form.target)
        known = best.get(key)
        if known is None or _rank(form) > _rank(known):
            best[key] = form
    return list(best.values())


def _rank(form: Form) -> tuple[bool, bool, bool, bool, bool, float, bool]:
    unconditional = (not form.enumerated, not form.tagged, not form.all_caps, not form.cased)
    return (*unconditional, not form.initials, SCORES[form.rule], not form.oblique)

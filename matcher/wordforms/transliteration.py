"""Cyrillic names in Latin letters: as in the English, Dutch, German and Polish press, passports and scholarly works.

Only plain letter rules; spellings that follow no rule (Kiev, Moskou) are listed in the watchlist.
"""

import itertools
from collections.abc import Iterable, Mapping

_SILENT = {"ъ": "", "ь": "", "'": ""}
_PLAIN = dict(zip("абвгґдзийклмнопрстуфыі", "abvggdziiklmnoprstufyi", strict=True)) | _SILENT
_ENGLISH = _PLAIN | {
    "е": "e", "ё": "yo", "ж": "zh", "й": "y", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "э": "e",
    "ю": "yu", "я": "ya", "ї": "yi", "є": "ye",
}  # fmt: skip
_DUTCH = _PLAIN | {
    "е": "e", "ё": "jo", "ж": "zj", "й": "j", "х": "ch", "ц": "ts", "ч": "tsj", "ш": "sj", "щ": "sjtsj", "э": "e",
    "ю": "joe", "я": "ja", "у": "oe", "ї": "ji", "є": "je",
}  # fmt: skip
_GERMAN = _PLAIN | {
    "в": "w", "е": "e", "ё": "jo", "ж": "sch", "з": "s", "й": "i", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch",
    "щ": "schtsch", "э": "e", "ю": "ju", "я": "ja", "ї": "ji", "є": "je",
}  # fmt: skip
_POLISH = _PLAIN | {
    "в": "w", "е": "ie", "ё": "io", "ж": "ż", "й": "j", "л": "ł", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz",
    "щ": "szcz", "э": "e", "ю": "iu", "я": "ia", "ї": "ji", "є": "je",
}  # fmt: skip
_SCHOLARLY = _PLAIN | {
    "е": "e", "ё": "ë", "ж": "ž", "й": "j", "х": "x", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "э": "è", "ю": "ju",
    "я": "ja", "ї": "ï", "є": "je",
}  # fmt: skip
# As people type it, and as in catalogues, where the soft sign is an apostrophe.
_TYPED = _ENGLISH | {"ё": "jo", "й": "j", "х": "h", "ц": "c", "щ": "sch", "ю": "ju", "я": "ja", "ї": "ji", "є": "je"}
_PASSPORT = _ENGLISH | {"ё": "e", "й": "i", "ю": "iu", "я": "ia"}
_SOFT_SIGN = {"ь": "'"}
_UKRAINIAN = {"г": "h", "и": "y", "й": "i", "ю": "iu", "я": "ia", "є": "ie", "ї": "i"}
# In Polish л is soft before е and и, and ж and ш are hard.
_POLISH_SOFT = (
    ("łie", "le"), ("łi", "li"), ("żie", "że"), ("szie", "sze"), ("czie", "cze"), ("cie", "ce"), ("żi", "ży"),
    ("szi", "szy"),
)  # fmt: skip
_SHORTENED = (
    ("iy ", "y "), ("yy ", "y "), ("ij ", "i "), ("yj ", "y "), ("ii ", "i "), ("yi ", "y "),
)  # fmt: skip
_CONVENTIONS = {
    "ru": (
        _ENGLISH, _ENGLISH | {"ё": "e"}, _ENGLISH | {"ё": "io", "ю": "iu", "я": "ia"}, _DUTCH, _GERMAN,
        _GERMAN | {"ё": "e", "й": "j"}, _SCHOLARLY, _SCHOLARLY | {"х": "ch", "ё": "e", "э": "e"},
        _SCHOLARLY | {"х": "h", "щ": "ŝ", "ю": "û", "я": "â"},
        _PASSPORT, _TYPED, _TYPED | {"щ": "shch", "х": "kh", "ц": "ts"}, _ENGLISH | _SOFT_SIGN,
    ),
    "uk": (
        _ENGLISH | _UKRAINIAN, _ENGLISH | _UKRAINIAN | {"г": "g"}, _ENGLISH | {"г": "h", "и": "y"}, _DUTCH | {"и": "y"},
        _DUTCH | {"г": "h", "и": "y"},
        _GERMAN | {"г": "h", "и": "y"}, _SCHOLARLY | {"г": "h", "и": "y", "х": "ch"},
        _TYPED | {"г": "h", "и": "y"}, _TYPED | {"г": "h", "и": "y", "щ": "shch", "х": "kh", "ц": "ts"},
        _ENGLISH | _UKRAINIAN | _SOFT_SIGN, _TYPED | {"г": "h", "и": "y"} | _SOFT_SIGN,
    ),
}  # fmt: skip
_OF_SENTENCES = {
    "ru": (_ENGLISH, _PASSPORT, _TYPED),
    "uk": (_ENGLISH | _UKRAINIAN, _ENGLISH | {"г": "h", "и": "y"}, _TYPED | {"г": "h", "и": "y"}),
}


def latin_spellings(name: str, lang: str) -> frozenset[str]:
    """How a Russian or Ukrainian name ("ru", "uk") is written in Latin letters, in lower case."""
    return _spelled(name, _CONVENTIONS.get(lang, ()))


def typed_spellings(form: str, lang: str) -> frozenset[str]:
    """How a case form is written in a Russian or Ukrainian sentence that is typed in Latin letters."""
    return _spelled(form, _OF_SENTENCES.get(lang, ()))


def _spelled(name: str, conventions: Iterable[Mapping[str, str]]) -> frozenset[str]:
    found = set()
    heard = {name.lower(), name.lower().replace("ьо", "ё")}  # батальон: "batalon", "batalyon"
    for convention, letters in itertools.product(conventions, heard):
        spelled = "".join(convention.get(letter, letter) for letter in letters) + " "
        found.add(spelled.strip())
        for ending, short in _SHORTENED:
            if ending in spelled:
                found.add(spelled.replace(ending, short).strip())
    return frozenset(found)


def polish_spellings(name: str, lang: str) -> frozenset[str]:
    """As the Polish press writes a Russian name ("Gładkow", "Biełgorod"); it declines it too."""
    if lang != "ru":
        return frozenset()
    words = "".join(_POLISH.get(letter, letter) for letter in name.lower())
    for hard, soft in _POLISH_SOFT:
        words = words.replace(hard, soft)
    return frozenset({words, words.replace("ł", "l")})

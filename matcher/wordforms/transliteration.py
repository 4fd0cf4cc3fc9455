"""Cyrillic names in Latin letters, as readers meet them: in the English and Dutch press, and in Ukrainian passports.

Only plain letter rules; spellings that follow no rule (Kiev, Moskou) are listed in the watchlist.
"""

_PLAIN = dict(zip("абвгдзийклмнопрстуфыі", "abvgdziiklmnoprstufyi", strict=True))
_ENGLISH = _PLAIN | {
    "е": "e", "ё": "yo", "ж": "zh", "й": "y", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
    "ь": "", "э": "e", "ю": "yu", "я": "ya", "ї": "yi", "є": "ye", "ґ": "g", "'": "",
}  # fmt: skip
_DUTCH = _PLAIN | {
    "е": "e", "ё": "jo", "ж": "zj", "й": "j", "х": "ch", "ц": "ts", "ч": "tsj", "ш": "sj", "щ": "sjtsj", "ъ": "",
    "ь": "", "э": "e", "ю": "joe", "я": "ja", "у": "oe", "ї": "ji", "є": "je", "ґ": "g", "'": "",
}  # fmt: skip
_UKRAINIAN = {"г": "h", "и": "y", "й": "i", "ю": "iu", "я": "ia", "є": "ie", "ї": "i"}
_SHORTENED = (("iy ", "y "), ("yy ", "y "), ("ij ", "i "), ("yj ", "y "))
_CONVENTIONS = {
    "ru": (_ENGLISH, _ENGLISH | {"ё": "e"}, _ENGLISH | {"ё": "io", "ю": "iu", "я": "ia"}, _DUTCH),
    "uk": (_ENGLISH | _UKRAINIAN, _ENGLISH | {"г": "h", "и": "y"}, _DUTCH | {"и": "y"}),
}


def latin_spellings(name: str, lang: str) -> frozenset[str]:
    """How a Russian or Ukrainian name ("ru", "uk") is written in Latin letters, in lower case."""
    found = set()
    for convention in _CONVENTIONS.get(lang, ()):
        spelled = "".join(convention.get(letter, letter) for letter in name.lower()) + " "
        found.add(spelled.strip())
        for ending, short in _SHORTENED:
            if ending in spelled:
                found.add(spelled.replace(ending, short).strip())
    return frozenset(found)

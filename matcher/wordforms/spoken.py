"""Abbreviations as people write them besides: dotted (Р.Д.К.), read aloud (эрдэка), and their people (эрдэкашники)."""

import itertools

# Letters and how they are read, as people write that down in Russian; Ukrainian writes е for э.
_SPOKEN = {
    "а": "а", "б": "бэ", "в": "вэ", "г": "гэ", "д": "дэ", "е": "е", "ж": "же", "з": "зэ", "и": "и", "к": "ка кэ",
    "л": "эль эл", "м": "эм", "н": "эн", "о": "о", "п": "пэ", "р": "эр рэ", "с": "эс сэ", "т": "тэ", "у": "у",
    "ф": "эф фэ", "х": "ха", "ц": "цэ", "ч": "че", "ш": "ша", "э": "э", "ю": "ю", "я": "я",
}  # fmt: skip
_ALIKE = dict(zip("авсенкмортхуі", "abcehkmoptxyi", strict=True))
_ENDINGS = ("", "а", "у", "ом", "е", "ы", "и", "ів", "ов", "ам", "ами", "ах")
_ALOUD_PEOPLE = tuple(f"шник{ending}" for ending in _ENDINGS)
_PEOPLE = (
    *_ALOUD_PEOPLE, *(f"ник{ending}" for ending in _ENDINGS),
    "овец", *(f"овц{ending}" for ending in _ENDINGS[1:]), "овцев", "івець", "івці", "івців", "івцям", "івцями",
)  # fmt: skip
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ")


def dotted(letters: str) -> list[tuple[str, ...]]:
    """One letter a word, as of "Р.Д.К." or "Р Д К"; a letter alone may be typed in the other script."""
    return [tuple(row) for row in itertools.product(*({letter, _ALIKE.get(letter, letter)} for letter in letters))]


def followers(letters: str) -> list[str]:
    """The people of a Cyrillic abbreviation, joined or after a hyphen; none for a Latin one."""
    if not _CYRILLIC.issuperset(letters):
        return []
    return [f"{letters}{joint}{people}" for people in _PEOPLE for joint in ("", "-")]


def read_aloud(letters: str) -> list[str]:
    """ "рдк" -> "эрдэка", "рэдэка", "эр-дэ-ка", "эрдэкашник", "ердека"; none if a letter has no name here."""
    if not all(letter in _SPOKEN for letter in letters):
        return []
    spoken = list(itertools.product(*(_SPOKEN[letter].split() for letter in letters)))
    joined = ["".join(names) for names in spoken]
    people = [f"{name}{ending}" for name in joined for ending in _ALOUD_PEOPLE]
    russian = [*joined, *("-".join(names) for names in spoken), *people]
    return list(dict.fromkeys([*russian, *(name.replace("э", "е") for name in russian)]))

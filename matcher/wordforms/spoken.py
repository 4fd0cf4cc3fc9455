"""Abbreviations as people write them besides: dotted (Р.Д.К.), read aloud (эрдэка), and their people (эрдэкашники)."""

import itertools

# Letters and how they are read, as people write that down.
_SPOKEN = {
    "а": "а", "б": "бэ", "в": "вэ", "г": "гэ", "д": "дэ", "е": "е", "ж": "же", "з": "зэ", "и": "и", "к": "ка",
    "л": "эль", "м": "эм", "н": "эн", "о": "о", "п": "пэ", "р": "эр", "с": "эс", "т": "тэ", "у": "у", "ф": "эф",
    "х": "ха", "ц": "цэ", "ч": "че", "ш": "ша", "э": "э", "ю": "ю", "я": "я",
}  # fmt: skip
_ALIKE = dict(zip("авсенкмортхуі", "abcehkmoptxyi", strict=True))
_ENDINGS = ("", "а", "у", "ом", "е", "ы", "и", "ів", "ов", "ам", "ами", "ах")
_PEOPLE = (
    *(f"шник{ending}" for ending in _ENDINGS), *(f"ник{ending}" for ending in _ENDINGS),
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


def read_aloud(letters: str) -> str:
    """ "рдк" -> "эрдэка"; empty if a letter has no such name here."""
    return "".join(_SPOKEN[letter] for letter in letters) if all(letter in _SPOKEN for letter in letters) else ""

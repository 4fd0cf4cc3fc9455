"""What script and letters say of a text's language, before any statistics. Decides alone only where letters decide.

Facts of orthography, from the languages' own alphabets; nothing here is counted from texts.
"""

import re
from dataclasses import dataclass

_NOISE = re.compile(r"https?://\S++|www\.\S++|[@#]\w++|(?<!\S)[\w.+-]++@\S++")
_CYRILLIC = re.compile("[\u0400-\u052f]++")
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]++")
_OTHER_LETTERS = re.compile(r"[^\W\d_A-Za-zÀ-ɏḀ-ỿ\u0400-\u052f]++")

# Cyrillic letters that neither Russian, Ukrainian, Belarusian nor Bulgarian has, by the languages that have them. A
# text's letters must all be in the alphabet; of several alphabets the first.
_ALPHABETS = {
    "mn": "өү",
    "ky": "ңөү",
    "kk": "әғқңөұүһ",
    "tt": "әҗңөүһ",
    "tg": "ғӣқӯҳҷ",
    "uz": "қғҳ",
    "ba": "әғҙҡңөүһҫ",
    "sr": "ђјљњћџ",
    "mk": "ѓѕјљњќџ",
}
_FOREIGN_CYRILLIC = re.compile(
    "[Ѐ\u0402\u0403\u0405\u0408-\u040d\u040f\u0450\u0452\u0453\u0455\u0458-\u045c\u045f\u0460-\u048f\u0492-\u052f]"
)
_NEVER_UKRAINIAN, _NEVER_BULGARIAN = re.compile("[ыэёъў]"), re.compile("[ыэёіїєґў]|ь(?!о)")
_NEVER_BELARUSIAN = re.compile("[ищъїєґ]")
_NEVER_RUSSIAN = re.compile("[іїєґў]|ъ[бвгджзклмнпрстфхцчшщ]|[бвгджзклмнпрстфхцчшщ][’'ʼ][еєїюяё]")
_LATIN_I = re.compile("(?<=[А-яЄєЇїҐґЎў])i|i(?=[А-яЄєЇїҐґЎў])")
_BULGARIAN = re.compile("ъ[бвгджзклмнпрстфхцчшщ]|ѝ")
_APOSTROPHE = re.compile("[бвгджзклмнпрстфхцчшщ][’'ʼ][еєїюяё]")  # in Ukrainian and Belarusian words only
_LONG = 100
"""So many letters without one і: not Ukrainian, not Belarusian."""

_SINGLE = {  # other scripts: the language that nearly all its texts are in
    "\u0370-\u03ff\u1f00-\u1fff": "el",
    "\u0530-\u058f": "hy",
    "\u0590-\u05ff": "he",
    "\u0e00-\u0e7f": "th",
    "\u10a0-\u10ff\u2d00-\u2d2f": "ka",
    "\u1100-\u11ff\uac00-\ud7af": "ko",
    "\u3040-\u30ff": "ja",  # before the ideographs, which Japanese has as well
    "\u3400-\u4dbf\u4e00-\u9fff": "zh",
}
_SCRIPTS = tuple((re.compile(f"[{span}]"), lang) for span, lang in _SINGLE.items())
_ARABIC = re.compile("[\u0600-\u06ff]")
_URDU, _PERSIAN = re.compile("[ٹڈڑںےھ]"), re.compile("[پچژگیک]")


@dataclass(frozen=True, slots=True)
class Letters:
    """How many letters of which script."""

    cyrillic: int
    latin: int
    other: int

    @property
    def most(self) -> int:
        return max(self.cyrillic, self.latin, self.other)


def without_noise(text: str) -> str:
    """Links, addresses, handles and tags blanked out, every other character where it was."""
    return _NOISE.sub(lambda found: " " * (found.end() - found.start()), text)


def with_cyrillic_i(text: str) -> str:
    """Many keyboards have no і: the Latin i beside Cyrillic letters is one."""
    return _LATIN_I.sub("і", text) if "i" in text else text


def without_latin(text: str) -> str:
    """Foreign names only confuse a detector."""
    return _LATIN.sub(" ", text)


def letters_of(text: str) -> Letters:
    return Letters(*(sum(map(len, script.findall(text))) for script in (_CYRILLIC, _LATIN, _OTHER_LETTERS)))


def of_other_script(text: str) -> str | None:
    """The language of a text in neither Latin nor Cyrillic letters; None where its script has several."""
    if _ARABIC.search(text):
        return "ur" if _URDU.search(text) else "fa" if _PERSIAN.search(text) else "ar"
    return next((lang for script, lang in _SCRIPTS if script.search(text)), None)


def foreign_cyrillic(text: str, letters: int) -> str | None:
    """The language by letters that our four have not; "" where no alphabet here has them all. A name alone is none."""
    found = _FOREIGN_CYRILLIC.findall(text)
    if len(found) * 40 < letters:
        return None
    own = set("".join(found).lower())
    return next((lang for lang, alphabet in _ALPHABETS.items() if own <= set(alphabet)), "") if own else None


def cyrillic_candidates(text: str, letters: int) -> tuple[str, ...]:
    """Which of Russian, Ukrainian, Belarusian and Bulgarian it may be, at least one."""
    low = text.lower()
    y, yi = sum(map(low.count, "ыэё")), sum(map(low.count, "їєґ"))
    i = low.count("і")
    if (y and i + yi) or "ў" in low:
        return (_of_mixed_letters(low, y, yi + i),)
    if i or yi or _APOSTROPHE.search(low):
        return ("uk",) if yi or _NEVER_BELARUSIAN.search(low) else ("uk", "be")
    if len(_BULGARIAN.findall(low)) > y:
        return ("bg",)
    return _remaining(low, letters)


def telling_letters(text: str) -> tuple[int, int, int]:
    """How many letters, or their neighbourhoods, only Russian, Ukrainian and Bulgarian of the three have."""
    low = text.lower()
    return sum(map(low.count, "ыэё")), sum(map(low.count, "іїєґ")), len(_BULGARIAN.findall(low))


def _of_mixed_letters(low: str, russian: int, ukrainian: int) -> str:
    """Letters that no two of the languages share: Belarusian has ы, і and ў, and no и."""
    if low.count("и") + low.count("щ") <= (low.count("ў") + low.count("і")) // 4:
        return "be"
    return "uk" if ukrainian > russian else "ru"


def _remaining(low: str, letters: int) -> tuple[str, ...]:
    never = {"ru": _NEVER_RUSSIAN, "uk": _NEVER_UKRAINIAN, "be": _NEVER_BELARUSIAN, "bg": _NEVER_BULGARIAN}
    kept = [lang for lang, letter in never.items() if not letter.search(low)]
    if letters >= _LONG:
        kept = [lang for lang in kept if lang not in ("uk", "be")]
    return tuple(kept) or ("ru",)

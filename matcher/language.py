"""The language of a text: by script, letters and function words where those decide, by langdetect where not.

langdetect knows no Belarusian, and with a closed world of two candidates calls every neighbour one of them: so letters
come first, the candidates always hold the neighbours, and "und" (undetermined) is an answer. Only here is it imported.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import langdetect.detector_factory
from langdetect.lang_detect_exception import LangDetectException

UNDETERMINED = "und"
_SAMPLE = 600  # characters; more change nothing
_NOISE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\S+@\S+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-zÀ-ɏ\u0400-\u052f]")
# Letters that one of the languages has and its neighbours have not.
_BELARUSIAN = re.compile("[ўЎ]")
_UKRAINIAN = re.compile("[їЇєЄґҐ]")
_DOTTED = re.compile("[іІ]")
_APOSTROPHE = re.compile("[\u0400-\u0491][’'ʼ][\u0430-\u0491]")  # in Ukrainian and Belarusian words only
_RUSSIAN = re.compile("[ыЫэЭёЁ]")
_BULGARIAN = re.compile("[ъЪ](?![еёюя])")
_SERBIAN = re.compile("[јЈљЉњЊћЋђЂџЏ]")
_MACEDONIAN = re.compile("[ѓЃќЌѕЅ]")
_CYRILLIC_CANDIDATES = ("ru", "uk", "bg")
_LATIN_CANDIDATES = ("en", "nl", "de", "fr", "es", "it", "pl", "pt", "sv", "da", "no", "tr", "ro", "cs", "id")
_NEAREST = ("en", "nl", "de")  # for texts too short for a choice among many
# Words that one of the two has and no other of the candidates: several of them decide, without counting letters.
_WORD = re.compile("[a-z]+")
_TELLING = {
    lang: frozenset(words.split())
    for lang, words in (
        ("en", "the and that with from has have this they which were been would after their his will are"),
        ("nl", "het een niet voor naar zijn wordt werd worden ook zou heeft hebben dat uit bij maar deze"),
    )
}
_CLEARLY = 3  # telling words, at least
_SHARE = 0.1  # of all words
_ACCENTED = re.compile("[À-ɏ]")
_SHORT = 30
_FEWEST = 2
_SURE = 0.6


def language(text: str) -> str:
    """ISO 639-1 code of the text's language, or "und". Never raises."""
    sample = _NOISE.sub(" ", text[: 2 * _SAMPLE])[:_SAMPLE]
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if max(cyrillic, latin) < _FEWEST or len(_OTHER_LETTER.findall(sample)) > max(cyrillic, latin):
        return UNDETERMINED
    return _cyrillic(sample) if cyrillic >= latin / 2 else _latin(sample, latin)


def _cyrillic(sample: str) -> str:
    russian, dotted = len(_RUSSIAN.findall(sample)), len(_DOTTED.findall(sample))
    ukrainian = len(_UKRAINIAN.findall(sample)) + len(_APOSTROPHE.findall(sample))
    if _BELARUSIAN.search(sample) or (dotted and russian and "и" not in sample):
        return "be"
    if ukrainian + dotted > russian:
        return "uk"
    if russian:
        return "ru"
    if _MACEDONIAN.search(sample):
        return "mk"
    if _SERBIAN.search(sample):
        return "sr"
    return "bg" if _BULGARIAN.search(sample) else _detected(sample, _CYRILLIC_CANDIDATES)


def _latin(sample: str, letters: int) -> str:
    candidates = _NEAREST if letters < _SHORT and sample.isascii() else _LATIN_CANDIDATES
    return _told_by_words(sample) or _detected(sample, candidates)


def _told_by_words(sample: str) -> str | None:
    words = _WORD.findall(sample.lower())
    counts = {lang: sum(word in telling for word in words) for lang, telling in _TELLING.items()}
    best, other = sorted(counts, key=lambda lang: counts[lang], reverse=True)
    clear = counts[best] >= max(_CLEARLY, _SHARE * len(words)) and not counts[other]
    return best if clear and not _ACCENTED.search(sample) else None


def _detected(sample: str, candidates: Sequence[str]) -> str:
    detector = _factory(tuple(candidates)).create()
    detector.append(sample)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return UNDETERMINED
    return str(found[0].lang) if found and found[0].prob >= _SURE else UNDETERMINED


@lru_cache(maxsize=8)
def _factory(candidates: tuple[str, ...]) -> Any:
    """langdetect with these languages' profiles only: their closed world, and several times faster than with all."""
    factory = langdetect.detector_factory.DetectorFactory()
    factory.set_seed(0)
    profiles = Path(langdetect.detector_factory.PROFILES_DIRECTORY)
    factory.load_json_profile([(profiles / lang).read_text(encoding="utf-8") for lang in candidates])
    return factory

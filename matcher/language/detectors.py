"""The two statistical opinions, behind one port: langdetect first, lingua where langdetect is unsure.

Models are read when first needed: a post that letters or words decide costs none. Only here are the libraries imported.
Both can be asked from several threads, and answer the same every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class Opinion:
    """The likeliest of the candidates, with its share of all probability (0 to 1); "und" with 0 if none is likelier."""

    lang: str
    share: float


_WALKS = 2  # instead of 7: as often right where they agree, and three times as fast
NONE = Opinion(UNDETERMINED, 0.0)


class Detector(Protocol):
    """Asked with at least two candidates (ISO 639-1); those that it does not know it leaves out. Never raises."""

    def __call__(self, text: str, candidates: Sequence[str]) -> Opinion: ...


def ask_langdetect(text: str, candidates: Sequence[str]) -> Opinion:
    """Good on long texts. Its share is that of its random walks that end there: 1 means that all agree."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _langdetect(tuple(sorted(candidates))).create()
    detector.n_trial = _WALKS
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no letters that any of the candidates has
        return NONE
    return Opinion(str(found[0].lang), float(found[0].prob)) if found else NONE


@lru_cache(maxsize=16)
def _langdetect(candidates: tuple[str, ...]) -> Any:
    """langdetect with these languages' profiles only: their closed world, and several times faster than with all."""
    from langdetect import detector_factory

    factory = detector_factory.DetectorFactory()
    factory.set_seed(0)
    paths = (Path(detector_factory.PROFILES_DIRECTORY) / lang for lang in candidates)
    factory.load_json_profile([path.read_text(encoding="utf-8") for path in paths if path.exists()])
    return factory


def ask_lingua(text: str, candidates: Sequence[str]) -> Opinion:
    """Good on single words: n-grams of up to five letters. About 35 MB a language, once it was a candidate."""
    return _said(_lingua(tuple(sorted(candidates)), deep=True), text)


def ask_lingua_shallowly(text: str, candidates: Sequence[str]) -> Opinion:
    """Three letters only, 3 MB a language: enough to suspect a language that we do not read."""
    return _said(_lingua(tuple(sorted(candidates)), deep=False), text)


def _said(detector: Any, text: str) -> Opinion:
    sound = text.encode(errors="replace").decode()  # no lone surrogates in Rust
    ranked = detector.compute_language_confidence_values(sound)
    if len(ranked) > 1 and ranked[0].value <= ranked[1].value:
        return NONE
    return Opinion(_CODES.get(code := ranked[0].language.iso_code_639_1.name.lower(), code), float(ranked[0].value))


_CODES = {"nb": "no"}  # lingua's -> langdetect's


@lru_cache(maxsize=16)
def _lingua(candidates: tuple[str, ...], *, deep: bool) -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    own = {theirs: ours for ours, theirs in _CODES.items()}
    codes = [IsoCode639_1.from_str(own.get(lang, lang)) for lang in candidates]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return builder.build() if deep else builder.with_low_accuracy_mode().build()

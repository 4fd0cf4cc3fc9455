"""One language for a text. The ladder: script, letters, common words, langdetect, lingua; "und" where all are unsure.

Every rung but the last decides only where it is as good as the next. The candidates always hold the neighbours, so that
a French or Serbian text is not called English or Russian. Never raises.
"""

from collections.abc import Sequence

from matcher.language.detectors import (
    NONE,
    UNDETERMINED,
    Opinion,
    ask_langdetect,
    ask_lingua,
    ask_lingua_shallowly,
)
from matcher.language.letters import cyrillic_candidates, foreign_cyrillic, letters_of, of_other_script, without_noise
from matcher.language.words import told_by_words

SAMPLE = 300  # characters; more change nothing
_FEWEST = 2  # letters
_CYRILLIC = ("ru", "uk", "be", "bg")
_LATIN = ("en", "nl", "de")
_OTHERS = ("fr", "es", "it", "pl", "pt", "sv", "da", "no", "fi", "tr", "ro", "cs", "sk", "hr", "sl", "hu", "lt", "lv", "et", "sq", "id", "vi")
LONG = 40
"""From so many letters on langdetect, where its seven walks agree, is right as often as lingua."""
_AGREED = 0.99
_SURE = 0.6
"""The least share for an answer about a short text where every language is possible."""


def language(text: str, among: Sequence[str] = ()) -> str:
    """ISO 639-1 code of the language that most of the text is in, or "und".

    With `among` the world is closed: the likeliest of these (of the seven that we tell apart well), however unlikely.
    """
    sample = without_noise(text[: 3 * SAMPLE])[: 2 * SAMPLE].strip()[:SAMPLE]
    letters = letters_of(sample)
    if letters.most < (1 if among else _FEWEST):
        return UNDETERMINED
    if letters.other > letters.cyrillic + letters.latin:
        return UNDETERMINED if among else of_other_script(sample) or UNDETERMINED
    if letters.cyrillic >= letters.latin / 2:
        return _cyrillic(sample, letters.cyrillic, among)
    return _latin(sample, letters.latin, among)


def _cyrillic(sample: str, letters: int, among: Sequence[str]) -> str:
    foreign = None if among else foreign_cyrillic(sample, letters)
    if foreign is not None:
        return foreign or UNDETERMINED
    told = cyrillic_candidates(sample, letters)
    candidates = tuple(lang for lang in told if not among or lang in among) or told
    if len(candidates) == 1:
        return candidates[0]
    said = _judged(sample, letters, candidates)
    return said.lang if among or said.share >= _SURE else UNDETERMINED


def _latin(sample: str, letters: int, among: Sequence[str]) -> str:
    told = told_by_words(sample)
    if told and (not among or told in among):
        return told
    ours = tuple(lang for lang in _LATIN if not among or lang in among)
    if among:
        return _judged(sample, letters, ours).lang
    first = ask_langdetect(sample, _LATIN + _OTHERS)
    if letters >= LONG and first.share >= _AGREED:
        return first.lang
    shallow = ask_lingua_shallowly(sample, _LATIN + _OTHERS)
    if first.lang not in ours and shallow.lang not in ours:
        return first.lang if first.lang == shallow.lang and shallow.share >= _SURE else UNDETERMINED
    said = ask_lingua(sample, ours)
    return said.lang if said.share >= _SURE else UNDETERMINED


def agreed(text: str) -> str | None:
    """The language of a long text in Latin letters, if langdetect has no doubt."""
    said = ask_langdetect(text, _LATIN + _OTHERS)
    return said.lang if said.share >= _AGREED else None


def _judged(sample: str, letters: int, candidates: Sequence[str]) -> Opinion:
    """langdetect, if it may and does decide; else lingua."""
    if letters >= LONG and "be" not in candidates:  # langdetect knows no Belarusian
        first = ask_langdetect(sample, candidates)
        if first.share >= _AGREED:
            return first
    return ask_lingua(sample, candidates) if len(candidates) > 1 else NONE

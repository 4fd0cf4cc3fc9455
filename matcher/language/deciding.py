"""One language for a text. The ladder: script, letters, common words, langdetect, lingua; "und" where all are unsure.

Every rung but the last decides only where it is as good as the next. The candidates always hold the neighbours, so that
a French or Serbian text is not called English or Russian. Never raises.
"""

from collections.abc import Sequence
from unicodedata import normalize

from matcher.language.detectors import (
    NONE,
    UNDETERMINED,
    Opinion,
    ask_langdetect,
    ask_lingua,
    ask_lingua_shallowly,
)
from matcher.language.letters import (
    cyrillic_candidates,
    foreign_cyrillic,
    letters_of,
    of_other_script,
    with_cyrillic_i,
    without_latin,
    without_noise,
)
from matcher.language.words import told_by_cyrillic_words, told_by_words

SAMPLE = 300  # characters; more change nothing
_FEWEST = 2  # letters
_CYRILLIC = ("ru", "uk", "be", "bg")
_LATIN = ("en", "nl", "de")
_OTHERS = (
    *("fr", "es", "it", "pt", "ro", "sv", "da", "no", "fi", "pl", "cs", "sk", "hr", "sl"),
    *("hu", "lt", "lv", "et", "sq", "tr", "id", "vi"),
)
_ANY_LATIN = _LATIN + _OTHERS
LONG = 40
"""From so many letters on langdetect, where its walks agree, is right as often as lingua."""
_AGREED = 0.99
_SURE = 0.6
"""The least share for an answer about a short text where every language is possible."""


def language(text: str, among: Sequence[str] = ()) -> str:
    """ISO 639-1 code of the language that most of the text is in, or "und".

    With `among` the world is closed: the likeliest of these (of the seven that we tell apart well), however unlikely.
    """
    sample = without_noise(text[: 3 * SAMPLE]).strip()[:SAMPLE]
    letters = letters_of(sample)
    if letters.other > letters.cyrillic + letters.latin:
        sample = normalize("NFKC", sample)[:SAMPLE]  # styled letters are Latin ones
        letters = letters_of(sample)
    if letters.most < (1 if among else _FEWEST):
        return UNDETERMINED
    if letters.other > letters.cyrillic + letters.latin:
        return UNDETERMINED if among else of_other_script(sample) or UNDETERMINED
    if letters.cyrillic >= letters.latin / 2:
        return _cyrillic(sample, letters.cyrillic, among)
    return _latin(_not_shouted(sample, letters.latin), letters.latin, among)


def _not_shouted(sample: str, letters: int) -> str:
    """langdetect passes over words in capitals."""
    return sample.lower() if sum(map(str.isupper, sample)) * 2 > letters else sample


def _cyrillic(sample: str, letters: int, among: Sequence[str]) -> str:
    foreign = None if among else foreign_cyrillic(sample, letters)
    if foreign is not None:
        return foreign or UNDETERMINED
    sample = with_cyrillic_i(sample)
    candidates = _open_to(cyrillic_candidates(sample, letters), among) or _open_to(_CYRILLIC, among)
    if len(candidates) > 1 and (told := told_by_cyrillic_words(sample, candidates)):
        return told
    said = _judged(without_latin(sample), letters, candidates)
    return said.lang if among or said.share >= _SURE else UNDETERMINED


def _open_to(candidates: Sequence[str], among: Sequence[str]) -> tuple[str, ...]:
    return tuple(lang for lang in candidates if not among or lang in among)


def _latin(sample: str, letters: int, among: Sequence[str]) -> str:
    told = told_by_words(sample)
    if told and (not among or told in among):
        return told
    if among:
        return _judged(sample, letters, _open_to(_LATIN, among)).lang
    if letters >= LONG:
        first = ask_langdetect(sample, _ANY_LATIN)
        # A headline of names soon looks Italian: a language that we do not read needs a longer text.
        if first.share >= _AGREED and (first.lang in _LATIN or letters >= 2 * LONG):
            return first.lang
    if other := _suspected(sample):
        return other
    said = ask_lingua(sample, _LATIN)
    return said.lang if said.share >= _SURE else UNDETERMINED


def _suspected(sample: str) -> str | None:
    """A language that we do not read, or "und", where both detectors say that a short text is none of ours."""
    shallow = ask_lingua_shallowly(sample, _ANY_LATIN)
    if shallow.lang in _LATIN:
        return None
    first = ask_langdetect(sample, _ANY_LATIN)
    if first.lang in _LATIN:
        return None
    return first.lang if first.lang == shallow.lang and shallow.share >= _SURE else UNDETERMINED


def _judged(sample: str, letters: int, candidates: Sequence[str]) -> Opinion:
    """langdetect, if it may and does decide; else lingua."""
    if len(candidates) < 2:
        return Opinion(candidates[0], 1.0) if candidates else NONE
    if letters >= LONG and "be" not in candidates:  # langdetect knows no Belarusian
        first = ask_langdetect(sample, candidates)
        if first.share >= _AGREED:
            return first
    return ask_lingua(sample, candidates)

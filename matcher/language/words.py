"""Common words that one language has and its neighbours here have not: several of them decide a text in Latin letters.

Our own lists: articles, pronouns, prepositions and forms of "to be" and "to have", without the words that two share.
"""

import re

_WORD = re.compile("[a-zß-öø-ÿœąćęłńśźż]++")
_LISTS = {
    "en": "the and that with from has have this they which were been would after their his are of to it as by not who what",
    "nl": "het een niet voor naar zijn wordt werd worden ook zou heeft hebben dat uit bij maar deze ik aan wij hij onze",
    "de": "der das und ist nicht ein eine einen mit auf für sich von dem auch wird wurde nach wir ich sind über zum zur",
    "fr": "les est dans une pour qui sur pas au aux avec par sont ont cette nous vous ils leur été mais ces",
    "es": "el los las por del más fue está han sus pero muy esta este también según hay y",
    "it": "il gli che di della dei nel sono è più anche dopo hanno questo questa alla dal delle",
    "pl": "w z nie się na jest że po dla przez oraz jak został są od przed który tym",
}
_TELLING = {word: lang for lang, listed in _LISTS.items() for word in listed.split()}
CLEARLY = 3  # telling words of one language, at least
_SHARE = 0.1  # of all words


def count_telling(text: str) -> tuple[dict[str, int], int]:
    """How many telling words of which language, and how many words there are."""
    words = _WORD.findall(text.lower())
    counts = dict.fromkeys(_LISTS, 0)
    for word in words:
        if lang := _TELLING.get(word):
            counts[lang] += 1
    return counts, len(words)


def told_by_words(text: str, fewest: int = CLEARLY) -> str | None:
    """The language of the telling words, where they are many and of one language, give or take a borrowed one."""
    counts, words = count_telling(text)
    best, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    clear = counts[best] >= max(fewest, _SHARE * words) and counts[second] * 5 <= counts[best]
    return best if clear else None

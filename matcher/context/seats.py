"""Whether a capital or a country stands for those who sit there: "В Киеве заявили", "heet het in Kiev".

People who say something *in* a city speak for its government where nobody else is named as the speaker. It reads the
few words before and behind a name; who acts besides is `matcher.context.speech`'s question.
"""

import re
from collections.abc import Sequence

from matcher.reading import Token

_IN = frozenset({"в", "у", "in", "te"})
_SEATED_IN = frozenset({"в", "у", "на"})
_OFFICIALS = frozenset({"officials", "authorities", "government", "leaders", "leadership", "autoriteiten", "regering"})
# They say, in general: without a subject, which a plural verb of Russian and Ukrainian does not need.
_THEY_SAY = re.compile(
    r"(?:за|объ)яв(?:или|ляют)|говор(?:ят|или)|сказали|сообщ(?:или|ают)|утвержда(?:ют|ли)|уверя(?:ют|ли)|завер(?:или|яют)|"
    r"подчерк(?:нули|ивают)|отме(?:тили|чают)|счита(?:ют|ли)|полага(?:ют|ли)|отверг(?:ли|ают)|опровер(?:гли|гают)|"
    r"отрица(?:ют|ли)|назва(?:ли)|называют|ответили|отреагировали|прокомментировали|обвин(?:или|яют)|признали|добавили|"
    r"заяв(?:или|ляють)|ка(?:зали|жуть)|повідом(?:или|ляють)|стверджу(?:ють|вали)|запевн(?:или|яють)|"
    r"наголо(?:сили|шують)|зазнач(?:или|ають)|вважа(?:ють|ли)|спрост(?:ували|овують)|запереч(?:или|ують)|відповіли|"
    r"відреагували|звинува(?:тили|чують)|пояснили|пояснюють|говор(?:ять|или)|додали|відки(?:нули|дають)"
)
_GOVERNMENTS_SAY = re.compile(
    r"заявили|заявляют|заявляють|отвергли|отвергают|опровергли|опровергают|отрицают|отреагировали|прокомментировали|"
    r"обвинили|обвиняют|спростували|спростовують|заперечили|заперечують|відреагували|звинуватили|звинувачують|"
    r"відкинули|відкидають"
)
_HOW = frozenset({"как", "як", "этом", "це", "об", "про", "так", "то"})
_ONE = frozenset({"men", "het", "ze"})
_IS_SAID = re.compile(r"heet|klinkt|klonk|luidt|luidde|zegt|zei|stelt|beweert|meldt|ontkent|spreekt|vindt|denkt")
_THEY = frozenset({"they", "it's", "is", "was"})
_SAY = re.compile(r"say|said|claim|claimed|insist|argue|believe|deny")


def is_seat(pieces: Sequence[Token | None], first: int) -> bool:
    """ "В Киеве заявили", "на Банковой молчат", "officials in Kyiv said": those who sit there."""
    return word_at(pieces, first - 1) in _SEATED_IN or sit_officials(pieces, first)


def sit_officials(pieces: Sequence[Token | None], first: int) -> bool:
    """ "officials in Moscow say": who sit there are named."""
    return word_at(pieces, first - 1) == "in" and word_at(pieces, first - 2) in _OFFICIALS


def is_said_there(pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """Whether it is said there, and nobody else named who says it."""
    if word_at(pieces, first - 1) not in _IN:
        return False
    behind, beyond = word_at(pieces, last), word_at(pieces, last + 1)
    if _IS_SAID.fullmatch(behind) and beyond in _ONE:
        return True
    verb, before = word_at(pieces, first - 2), word_at(pieces, first - 3)
    if verb in _ONE and _IS_SAID.fullmatch(before):
        return True
    if _SAY.fullmatch(verb) and before in _THEY:
        return True
    at_border = not before or before in _HOW
    return bool(_THEY_SAY.fullmatch(verb)) and at_border and not _THEY_SAY.fullmatch(behind)


def they_say(pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """Whether they who say this can but be a government: "В Москве заявили", at the beginning of a sentence."""
    begins = word_at(pieces, first - 2) in {"", "официально", "офіційно"}
    return begins and bool(_GOVERNMENTS_SAY.fullmatch(word_at(pieces, last)))


def word_at(pieces: Sequence[Token | None], at: int) -> str:
    """The word that stands there; "" where none does."""
    piece = pieces[at] if 0 <= at < len(pieces) else None
    return piece.word if piece else ""

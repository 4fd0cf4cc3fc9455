"""Whether a word of saying gives somebody's words: "they write that ...", not "a post", nor "we report".

Of whom these words are is for `sources`.
"""

import re
from collections.abc import Sequence

from matcher.claims.grammar import (
    ABOUT,
    AGREEING,
    ALSO,
    ARTICLES,
    ECHO,
    EVER,
    NOBODY,
    NOT,
    RELATIVE,
    SPEAKERS,
    THAT,
    THIS,
    WE,
    listed,
)
from matcher.claims.lexicon import Hit
from matcher.reading import Token

REPORT = "report"  # to say, to report, to claim: the lexicon's reporting words
ALLEGED = "allegedly"
DENY = "deny"
FOOTAGE = "footage"
SAYING = frozenset({REPORT, DENY, "not_involved", "claim_responsibility"})
_THAT_REACH = 4
_ASIDE = re.compile(r"[,;:(—–]")
_DENYING = ("отриц", "опров", "запер", "спрост", "denie", "deny", "denia", "ontken", "dist", "откре", "відхр")
_WE_SAY = ("аем", "яем", "уем", "шем", "жем", "рим", "дим", "ждаем", "ємо", "емо", "имо", "їмо")
_I_SAY = ("аю", "яю", "ую", "рю", "жу", "шу")
_NOUNS = ("ием", "ьем")
_BY = listed("of by from van door")
_END_REACH = 3
_NOBODY_REACH = 2
_I_REACH = 3  # "I can now say"
_AGREE_REACH = 5  # words back to "exactly as"


def is_saying(hit: Hit, words: Sequence[Token], hits: Sequence[Hit]) -> bool:
    """Somebody says it; but footage that shows is nobody's word, and who is not involved need not have said so."""
    if hit.entry not in SAYING or denier(hit, words) is not None:
        return False
    if hit.entry == "not_involved":
        return any(words[i].word.startswith(_DENYING) for i in hit.words)
    if hit.entry != REPORT:
        return True
    shown = any(other.entry == FOOTAGE and hit.first - _END_REACH <= other.last < hit.first for other in hits)
    return not shown and not _is_noun(hit, words)


def denier(hit: Hit, words: Sequence[Token]) -> int | None:
    """The "nobody" who denies it: "никто не отрицает", "ontkent niemand", "is denied by nobody"."""
    if hit.entry != DENY or any(words[i].word in NOT for i in hit.words):  # "nobody confirms it" is a denial
        return None
    near = range(max(hit.first - _NOBODY_REACH, 0), min(hit.last + _NOBODY_REACH + 1, len(words)))
    return next((i for i in near if words[i].word in NOBODY), None)


def _is_noun(hit: Hit, words: Sequence[Token]) -> bool:
    """ "a post", "het bericht", "to say"; but "the claim of", "the report that" give somebody's words."""
    if not hit.first or not words[hit.first].word.isascii() or words[hit.first - 1].word not in ARTICLES:
        return False
    following = words[hit.last + 1].word if hit.last + 1 < len(words) else ""
    return following not in THAT | _BY


def is_ours(hit: Hit, words: Sequence[Token]) -> bool:
    """ "Сообщаем", "кажемо", "не верю": Russian and Ukrainian leave out whose word it is; "I can say", "wij zeggen"."""
    if any(token.word in SPEAKERS for token in words[max(hit.first - _I_REACH, 0) : hit.first]):
        return True
    verb = next((words[i].word for i in hit.words if words[i].word not in NOT), "")
    return verb.endswith((*_WE_SAY, *_I_SAY)) and not verb.endswith(_NOUNS)


def is_echo(first: int, hit: Hit, words: Sequence[Token]) -> bool:
    """ "as the governor says", "wat het Kremlin ook beweert"."""
    start = min(first, hit.first)
    return any(token.word in ECHO for token in words[max(start - 2, 0) : start])


def agrees(start: int, words: Sequence[Token]) -> bool:
    """ "Exactly as the governor says", "как и сообщал штаб": the writer says it too, in their own word."""
    for i in range(max(start - _AGREE_REACH, 0), start):
        before = words[i - 1].word if i else ""
        following = words[i + 1].word if i + 1 < len(words) else ""
        if words[i].word in ECHO and (before in AGREEING or following in ALSO):
            return True
    return False


def is_heard(hit: Hit, words: Sequence[Token], text: str, hits: Sequence[Hit]) -> bool:
    """Somebody reports or denies what this sentence says; not "we say", nor "of which they wrote"."""
    if hit.entry not in (REPORT, DENY) or not is_saying(hit, words, hits):
        return False
    near = {token.word for token in words[max(hit.first - _END_REACH, 0) : hit.last + 1]}
    if near & (WE | RELATIVE) or is_ours(hit, words) or agrees(hit.first, words):
        return False
    return hit.entry == DENY or is_aside(hit, words, text) or _introduces(hit, words, text)


def is_aside(hit: Hit, words: Sequence[Token], text: str) -> bool:
    """Between commas, and begun with an "as" or a "whatever": "как пишет пресса", "что бы ни писали"."""
    starts = (i for i in range(hit.first, -1, -1) if not i or _ASIDE.search(gap(words, text, i - 1)))
    start = next(starts)
    following = words[start + 1].word if start + 1 < len(words) else ""
    concedes = words[start].word in THAT and following in EVER
    return hit.entry == REPORT and (words[start].word in ECHO or concedes)


def _introduces(hit: Hit, words: Sequence[Token], text: str) -> bool:
    """What is said follows ("that ...", a colon, a quotation, "of fighting") or went before (", say residents")."""
    if {token.word for token in words[hit.first + 1 : hit.last + 1 + _THAT_REACH]} & (THAT | ABOUT):
        return True
    if words[hit.first].word.isascii():  # "insist they run their own show"
        return not words[hit.first].word.endswith("ing")
    near = {token.word for token in words[max(hit.first - _END_REACH, 0) : hit.first]}
    behind = "".join(gap(words, text, i) for i in range(hit.last, min(hit.last + 2, len(words))))
    before = gap(words, text, hit.first - 1) if hit.first else ""
    closes = hit.last >= len(words) - _END_REACH or bool(THIS & near)
    return any(mark in behind for mark in ":«“„\"'") or any(mark in before for mark in ',»”"—–') or closes


def gap(words: Sequence[Token], text: str, i: int) -> str:
    """What stands between a word and the next."""
    return text[words[i].end : words[i + 1].start] if i + 1 < len(words) else ""

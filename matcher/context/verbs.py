"""Whether the words behind a name say that its bearer does something: an active, finite verb, whichever it is.

Told by how verbs are built in four languages and not by what they mean, so it serves only names of which nothing but a
verb of theirs stands behind them: "Украина вернула", "Russia has built", "Oekraïne heeft gebouwd". What merely befalls
somebody is no deed: to be, to stay, to lose, to get, a passive. It does not know who the subject is, and of verbs that
look like other words ("Ukraine returns", "Russia sanctions") only what `matcher.context.speech` lists counts.
"""

import re
from collections.abc import Sequence

from matcher.context.seats import word_at
from matcher.reading import Token

_REACH = 4
_BETWEEN = re.compile(
    r"\w{3,}ly|also|again|now|still|just|already|not|never|only|"
    r"не|уже|также|теперь|вновь|снова|официально|еще|сейчас|ранее|сегодня|вчера|впервые|всерьез|\w{4,}но|"
    r"вже|також|тепер|знову|офіційно|ще|зараз|раніше|сьогодні|вчора|вперше"
)
_PAST = re.compile(r"\w+(?:[аеиоуыяіїє]ла|[гкзсрбх]ла|шла|[аеиоуыя]ли|[гкзсрбх]ли|шли)(?:с[яь])?")
_PAST_HE = re.compile(r"\w{2,}(?:[аиыя]л|[ауюя]в)")
_PRESENT = re.compile(r"\w{2,}(?:[ауюяеи][еє]т|[ауюяе]є|[гжлмнрсдвпшщбт]ит|[гжлмнрсдвпшщбтч]ить|[аяую]ют|[аяую]ють)")
# What befalls somebody, or is so, and words that only end as verbs do.
_BEFALLS = re.compile(
    r"бы(?:ла|ли|л)|бу(?:ла|ли|в)|ста(?:ла|ли|л|нет|не|в)|ста[её]т|стає|явля|остал|оста[её]т|залиш|оказал|опинил|"
    r"наход|располаг|заня|займ|занима|обіймає|облада|волод|влад|име(?:ет|ла|ли|л)|ма(?:ет|є|ла|ли|в)\b|существу|існу|"
    r"потер|теря|утрат|лиш|втра[тч]|проигр|програ|получ|отрим|заслу|отлича|страда|пострада|постражд|пережи|"
    r"жив[её]т|жила|стоит|коштує|выгляд|вигляд|нужда|потребу|ожида|мо(?:гла|гли|жет|же)|"
    r"надо|сила|школа|скала|смола|пчела|мила|цела|ціла|мала|мали"
)
_HAS = frozenset({"has", "have", "had", "hasn't", "hadn't", "haven't"})
_WILL = frozenset({"will", "would", "won't", "wouldn't", "shall"})
_IS = frozenset({"is", "are", "was", "were", "isn't", "aren't", "wasn't"})
_PARTICIPLE = re.compile(
    r"(?!need|been\b)\w{2,}ed|(?:be|re|for|over|under|with)?(?:taken|given|gone|done|made|built|begun|sent|held|kept|left|"
    r"brought|bought|sold|paid|laid|said|told|shown|known|written|spoken|chosen|broken|stolen|driven|drawn|thrown|flown|"
    r"grown|risen|fallen|shot|hit|put|set|cut|shut|led|met|fought|caught|taught|sought|thought|found|won|run|come|seen|"
    r"heard|struck|stuck|dug|hung|spent|torn|worn|sworn|withdrawn|undertaken|crossed)"
)
_PAST_ENGLISH = re.compile(r"\w{3,}ed")
_BY = frozenset({"by", "in", "with", "for", "from", "territory", "territories", "areas", "region", "crimea"})
_NO_DEED = re.compile(
    r"be|been|being|have|had|lost|lose|remain\w*|suffer\w*|receiv\w*|get|got|gotten|need\w*|seem\w*|appear\w*|become|became|"
    r"exist\w*|liv(?:e|ed)|face[sd]?|belong\w*|going|facing|losing|getting|the|a|an|no|to|not|it|its|one|more|\d.*"
)
_HEEFT = frozenset({"heeft", "had", "hebben", "hadden"})
_GEDAAN = re.compile(r"(?:aan|af|in|op|uit|over|terug|toe|neer|mee|door|weg)?(?:ge|ver|be|ont|her)\w{2,}(?:d|t|en)")
_OVERKOMEN = re.compile(r"(?:ver(?:loren|liezen)|gekregen|ge(?:had|leden|worden|weest)|ontvangen|beleefd|nodig)")
_DUTCH_REACH = 12


def does_something(pieces: Sequence[Token | None], last: int) -> bool:
    """Whether an active verb stands behind the pieces before `last`, or adverbs and then one."""
    for at in range(last, last + _REACH):
        word = word_at(pieces, at)
        if not word:
            return False
        if _is_slavic_verb(word) or _is_english_verb(pieces, at) or _is_dutch_perfect(pieces, at):
            return True
        if not _BETWEEN.fullmatch(word):
            return False
    return False


def _is_slavic_verb(word: str) -> bool:
    """By its ending: past or present."""
    return not _BEFALLS.match(word) and any(shape.fullmatch(word) for shape in (_PAST, _PAST_HE, _PRESENT))


def _is_english_verb(pieces: Sequence[Token | None], at: int) -> bool:
    word, following = word_at(pieces, at), _next(pieces, at)
    if word in _HAS:
        return bool(_PARTICIPLE.fullmatch(following)) and not _NO_DEED.fullmatch(following)
    if word in _WILL:
        return bool(following) and (not _NO_DEED.fullmatch(following) or _is_able(pieces, at))
    if word in _IS:
        return following.endswith("ing") and not _NO_DEED.fullmatch(following)
    return bool(_PAST_ENGLISH.fullmatch(word)) and not _NO_DEED.fullmatch(word) and following not in _BY


def _is_able(pieces: Sequence[Token | None], at: int) -> bool:
    """ "Will be able to attack"."""
    words = [word_at(pieces, at + step) for step in range(1, 5)]
    return words[:3] == ["be", "able", "to"] and not _NO_DEED.fullmatch(words[3])


def _next(pieces: Sequence[Token | None], at: int) -> str:
    """The next word that is no adverb."""
    return next((word for step in range(1, _REACH) if not _BETWEEN.fullmatch(word := word_at(pieces, at + step))), "")


def _is_dutch_perfect(pieces: Sequence[Token | None], at: int) -> bool:
    if word_at(pieces, at) not in _HEEFT:
        return False
    for piece in pieces[at + 1 : at + _DUTCH_REACH]:
        if piece is None:
            return False
        if _GEDAAN.fullmatch(piece.word):
            return not _OVERKOMEN.fullmatch(piece.word)
    return False

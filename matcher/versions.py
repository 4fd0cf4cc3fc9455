"""Where two texts that share their words differ in what makes news: a figure, a day, a name, a "not". Pure.

The texts are laid side by side at the runs of words that they share, and what stands between those runs is compared.
Words that only one of them has (a cut, an addition) are no difference of this kind. It needs no list of places: a word
written with a capital inside a sentence is a name.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from matcher.claims.grammar import NONE, NOT
from matcher.claims.numerals import numbers
from matcher.reading import Token

RUN = 2
"""Words in a row that both have, by which the texts are laid side by side."""

NARROW = 4
"""Words up to which what stands between shared runs is taken to stand for what the other text has there."""

CLOSE = 2
"""Words up to which a negation that only one text has belongs to what both say."""

STEM = 3
"""Letters at the beginning that two forms of a name have in common at least."""

ENDING = 4
"""Letters at the end in which they may differ."""

LONG = 6
"""Letters from which on a name with one letter changed is taken for a slip, not for another name."""

SHOUTING = 0.5
"""Of a text's words: when so many begin with a capital, a capital makes no name."""

_DAYS = re.compile(
    r"(?P<stem>янва|феврал|март|апрел|ма(?=[йяе]$)|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|січ|лют(?=ого|ому|ий)|берез|квіт|трав(?=ень|ня|ні)|черв|лип(?=ень|ня|ні)|серп|верес|жовт|листопад|груд"
    r"|jan|feb|mar(?=$|ch)|maart|apr|may$|mei$|jun|jul|aug|sep|o[ck]t|nov|dec"
    r"|понедел|вторник|сред[ауы]$|четверг|пятниц|суббот|воскресен|понеділ|вівтор|серед[ауи]$|четвер|п'ятниц|субот|неділ"
    r"|mon(?=day)|tues(?=day)|wednes(?=day)|thurs(?=day)|fri(?=day)|satur(?=day)|sun(?=day)"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|сегодня|вчера|завтра|сьогодні|вчора|today|yesterday|tomorrow|tonight|vandaag|gisteren|morgen"
    r"|утром|днем|вечером|ночью|вранці|увечері|вночі|morning|afternoon|evening|ochtend|middag|avond)\w{0,6}"
)
_ENDED = re.compile(r"[.!?…\r\n|•▪]\W*$")
"""What stands before a word that has its capital from the beginning of a sentence."""


class Difference(StrEnum):
    """What makes two texts of the same words two pieces of news."""

    NEGATION = "negation"
    FIGURE = "figure"
    DAY = "day"
    NAME = "name"


Span = tuple[int, int]
"""Words `[start, end)` of a text."""

Marks = dict[int, str]
"""By the place of a word: what it says, for comparison with the other text's."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two texts, with the words that make news."""

    text: str
    tokens: Sequence[Token]
    words: Sequence[str]
    marks: Mapping[Difference, Marks]
    said: Mapping[Difference, frozenset[str]]
    """All that its marks say."""


def differing(one: str, ones: Sequence[Token], other: str, others: Sequence[Token]) -> Difference | None:
    """A difference of this kind between two texts, given with their words; or None. Both ways the same."""
    left, right = sorted((_side(one, ones), _side(other, others)), key=lambda side: (len(side.words), side.words))
    for here, there in _gaps(left.words, right.words):
        for kind in Difference:
            if _replaced(kind, left, here, right, there):
                return kind
    return Difference.NAME if _renamed(left, right) else None


def _side(text: str, tokens: Sequence[Token]) -> _Side:
    words = [token.word for token in tokens]
    figures = {i: str(found.value) for found in numbers(tokens, text) for i in range(found.first, found.last + 1)}
    days = {i: found["stem"] for i, word in enumerate(words) if (found := _DAYS.fullmatch(word))}
    names = _names(text, tokens, figures.keys() | days.keys())
    marks = {Difference.FIGURE: figures, Difference.DAY: days, Difference.NAME: names}
    return _Side(text, tokens, words, marks, {kind: frozenset(found.values()) for kind, found in marks.items()})


def _names(text: str, tokens: Sequence[Token], others: Collection[int]) -> Marks:
    capital = [i for i, token in enumerate(tokens) if text[token.start].isupper()]
    if len(capital) > SHOUTING * len(tokens):
        return {}
    return {i: tokens[i].word for i in capital if i not in others and not _begins(text, tokens, i)}


def _begins(text: str, tokens: Sequence[Token], i: int) -> bool:
    return i == 0 or bool(_ENDED.search(text, tokens[i - 1].end, tokens[i].start))


# --- side by side -----------------------------------------------------------------------------------------------------


def _gaps(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[Span, Span]]:
    """Where the texts part, in order: what both have in the place of each other.

    Before the first shared run and behind the last, only the words nearest to it stand for each other.
    """
    i = j = 0
    for at, there in _shared_runs(one, other):
        if at > i or there > j:
            start = (max(at - NARROW, 0), max(there - NARROW, 0)) if i == 0 or j == 0 else (i, j)
            yield _trimmed(one, (start[0], at), other, (start[1], there))
        i, j = at + RUN, there + RUN
    if i:
        yield _trimmed(one, (i, min(i + NARROW, len(one))), other, (j, min(j + NARROW, len(other))))


def _trimmed(one: Sequence[str], here: Span, other: Sequence[str], there: Span) -> tuple[Span, Span]:
    """Without the words at either end that both have."""
    (i, i_end), (j, j_end) = here, there
    while i < i_end and j < j_end and one[i] == other[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and one[i_end - 1] == other[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    return (i, i_end), (j, j_end)


def _shared_runs(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Where shared runs begin in both, in an order that both have, as many as possible."""
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for there, run in enumerate(_runs(other)):
        places[run].append(there)
    seen: defaultdict[tuple[str, ...], int] = defaultdict(int)
    pairs = []
    for at, run in enumerate(_runs(one)):
        if (nth := seen[run]) < len(places.get(run, ())):  # the n-th here goes with the n-th there
            pairs.append((at, places[run][nth]))
        seen[run] += 1
    return _longest_ascent(pairs)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _longest_ascent(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs`, which rise in their first number, that rises in the second as well."""
    lowest: list[int] = []  # the lowest end of an ascent of each length
    ends: list[int] = []  # which pair that end is
    before: list[int] = []
    for k, (_, there) in enumerate(pairs):
        length = bisect_left(lowest, there)
        lowest[length : length + 1] = [there]
        ends[length : length + 1] = [k]
        before.append(ends[length - 1] if length else -1)
    found = []
    k = ends[-1] if ends else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]


# --- names elsewhere --------------------------------------------------------------------------------------------------


def _renamed(left: _Side, right: _Side) -> bool:
    """Whether behind the same noun both name something that the other does not know: "at the airport of ...".

    Templates move their words about, and then the names are not side by side.
    """
    ones, others = _named(left), _named(right)
    return any(
        all(_unknown(name, right) for name in ones[noun]) and all(_unknown(name, left) for name in others[noun])
        for noun in ones.keys() & others.keys()
    )


def _named(side: _Side) -> Mapping[str, set[str]]:
    """By the beginning of the word before it: the first word of each name."""
    names = side.marks[Difference.NAME]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for i, name in names.items():
        before = side.words[i - 1]
        if i - 1 not in names and len(before) >= LONG and not _begins(side.text, side.tokens, i):
            found[before[:LONG]].add(name)
    return found


def _unknown(name: str, side: _Side) -> bool:
    return name not in side.words and not any(_alike(name, word) for word in side.words)


# --- what stands between ----------------------------------------------------------------------------------------------


def _replaced(kind: Difference, left: _Side, here: Span, right: _Side, there: Span) -> bool:
    """Whether both texts say something of this kind here, and not the same."""
    if kind is Difference.NEGATION:
        return _turned(left, here, right, there)
    narrow = max(here[1] - here[0], there[1] - there[0]) <= NARROW
    ones, others = _within(left.marks[kind], here), _within(right.marks[kind], there)
    if kind is Difference.NAME:  # among many words, names may stand for anything
        return narrow and _missing(ones, others) and _missing(others, ones)
    if narrow:
        return bool(ones - others) and bool(others - ones)
    return bool(ones - right.said[kind]) and bool(others - left.said[kind])


def _turned(left: _Side, here: Span, right: _Side, there: Span) -> bool:
    """Whether one of them negates what the other says; not whether it has a sentence more that negates something."""
    sizes = sorted((here[1] - here[0], there[1] - there[0]))
    inside = min(here[0], there[0]) > 0 and here[1] < len(left.words) and there[1] < len(right.words)
    if not inside or sizes[1] > NARROW:
        return False
    if sizes[0] == 0 and (sizes[1] > CLOSE or _is_sentence(left, here) or _is_sentence(right, there)):
        return False
    negating = NOT | NONE if sizes[1] <= CLOSE else NOT
    return negating.isdisjoint(left.words[slice(*here)]) != negating.isdisjoint(right.words[slice(*there)])


def _is_sentence(side: _Side, span: Span) -> bool:
    """Whether these words, of which there is one before and one behind, are whole sentences."""
    return span[0] < span[1] and all(_begins(side.text, side.tokens, i) for i in span)


def _within(marks: Marks, span: Span) -> set[str]:
    return {marks[i] for i in range(*span) if i in marks}


def _missing(ones: Collection[str], others: Collection[str]) -> bool:
    """Whether one of `ones` is not among `others`, in no form or spelling of it."""
    return any(not any(_alike(one, other) for other in others) for one in ones)


def _alike(one: str, other: str) -> bool:
    """Two forms of one word, by what they begin with, or one of them with a letter mistaken."""
    common = _common(one, other)
    if common >= STEM and max(len(one), len(other)) - common <= ENDING:
        return True
    return (
        min(len(one), len(other)) >= LONG and _common(one[::-1], other[::-1]) >= max(len(one), len(other)) - common - 1
    )


def _common(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))

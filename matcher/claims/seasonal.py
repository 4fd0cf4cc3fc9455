"""Months, seasons and last year, told in other words than a name or number: "мартовский рейд", "last spring".

Only their words, and which days these stand for; `days` finds all days of a sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.claims.grammar import REMEMBERING, listed
from matcher.reading import Token

# Villages are called so as well, with a capital letter.
_STEMS = (
    "январск февральск мартовск апрельск майск июньск июльск августовск сентябрьск октябрьск ноябрьск декабрьск",
    "січнев лютнев березнев квітнев травнев червнев липнев серпнев вереснев жовтнев листопадов груднев",
)
_ENDINGS = listed("ий ая ое ого ой ому ую ом ие их им ими ій а е ої у і ою")
ADJECTIVES = {
    stem + ending: month for stems in _STEMS for month, stem in enumerate(stems.split(), start=1) for ending in _ENDINGS
}
_SEASONS = {
    3: "весной весны весну навесні весни spring voorjaar lente",
    6: "летом лета влітку улітку літа літо summer zomer",
    9: "осенью осени осень восени autumn najaar herfst",
}
SEASONS = {form: month for month, forms in _SEASONS.items() for form in forms.split()}
_LAST_OF_SEASON = 2  # months after its first
_A_DAY = timedelta(days=1)
# Without one of these or a year beside it, a season is no stretch of days: "spring" is also a verb.
_WHICH = listed(
    "прошлой прошлого прошлую прошлым той того эту этой тем минулої минулого минулу тієї цієї last that this past",
    "vorig vorige afgelopen dat die dit deze",
    "позапрошлой позапрошлого позапрошлым позаминулої позаминулого",
)
_LAST_ONE = ("прошл", "минул", "last", "vorig")
_WHEN = listed("весной навесні летом влітку улітку осенью восени")
_IN = frozenset({"in"})
_LAST_YEAR = (
    ("прошл", "год"), ("минул", "рок"), ("торік", ""), ("last", "year"), ("previous", "year"),
    ("vorig", "jaar"), ("afgelopen", "jaar"), ("прошлогодн", ""), ("торішн", ""),
)  # fmt: skip
_YEAR_BEFORE_LAST = (("позапрошл", "год"), ("позаминул", "рок"), ("позапрошлогодн", ""), ("позаторік", ""))
_LAST_MONTH = (("прошл", "месяц"), ("минул", "місяц"), ("last", "month"), ("vorig", "maand"), ("afgelopen", "maand"))
_LAST_WEEK = (
    ("прошл", "недел"), ("минул", "тижн"), ("минул", "тижд"), ("last", "week"), ("vorig", "week"),
    ("afgelopen", "week"),
)  # fmt: skip
LAST = tuple(
    dict.fromkeys(first for first, second in (*_LAST_YEAR, *_LAST_MONTH, *_LAST_WEEK, *_YEAR_BEFORE_LAST) if second)
)
_LAST_YEAR_FIRSTS = tuple(dict.fromkeys(first for first, _ in (*_LAST_YEAR, *_YEAR_BEFORE_LAST)))
LAST_YEAR_BEGINS = tuple(  # the shortest: "прошл", not "прошлогодн"
    first for first in _LAST_YEAR_FIRSTS if not any(first != one and first.startswith(one) for one in _LAST_YEAR_FIRSTS)
)


def adjectives(words: Sequence[Token], text: str) -> Iterator[tuple[int, int]]:
    """The month, and the number of its token."""
    for i, token in enumerate(words):
        month = ADJECTIVES.get(token.word)
        if month and (i == 0 or text[token.start : token.start + 1].islower()):
            yield month, i


def seasons(
    words: Sequence[Token], years: Sequence[int | None], published: date | None
) -> Iterator[tuple[int, int, int]]:
    """The year, first and last month of each, and the number of its token: "весной 2031 года", "last summer".

    `years`: for each word the year that it is.
    """
    for i, token in enumerate(words):
        month = SEASONS.get(token.word)
        if month is None:
            continue
        year = next((one for one in years[i + 1 : i + 3] if one), None)
        if year is None and published and _is_told(words, i):
            year = published.year - _is_to_come(words, i, month, published) - _before_last(words, i)
        if year:
            yield year, month, i


def _is_told(words: Sequence[Token], i: int) -> bool:
    """ "Last spring", "in the spring"; весной, where it opens the sentence or somebody remembers it."""
    before = [token.word for token in words[max(i - 2, 0) : i]]
    if words[i].word in _WHEN and not (before and before[-1] in _WHICH):
        return i == 0 or any(token.word in REMEMBERING for token in words)
    return bool(before and (before[-1] in _WHICH | _IN or before[0] in _IN))


def _is_to_come(words: Sequence[Token], i: int, month: int, published: date) -> bool:
    """This year's has not begun, or is not over where the last one is meant: "last spring", told in April."""
    last = i > 0 and words[i - 1].word.startswith(_LAST_ONE)
    return published.month <= last_month(month) if last else date(published.year, month, 1) > published


def _before_last(words: Sequence[Token], i: int) -> bool:
    """ "The spring before the last"."""
    return i > 0 and words[i - 1].word.startswith(("позапрошл", "позаминул"))


def last_month(first: int) -> int:
    """The last month of the season that begins with this one."""
    return first + _LAST_OF_SEASON


@dataclass(frozen=True, slots=True)
class Last:
    """ "Last year", "прошлая неделя": the days, and the number of its last token."""

    since: date
    until: date
    end: int


def last_stretch(words: Sequence[Token], i: int, published: date) -> Last | None:
    """The last year, month or week, or the year before the last, where it is named from this token on."""
    if not words[i].word.startswith(LAST_YEAR_BEGINS):
        return None
    stretches = (
        (_LAST_YEAR, *_year(published.year - 1)),
        (_YEAR_BEFORE_LAST, *_year(published.year - 2)),
        (_LAST_MONTH, (published.replace(day=1) - _A_DAY).replace(day=1), published.replace(day=1) - _A_DAY),
        (_LAST_WEEK, published - (published.weekday() + 7) * _A_DAY, published - (published.weekday() + 1) * _A_DAY),
    )
    for names, since, until in stretches:
        if (end := _named_end(words, i, names)) is not None:
            return Last(since, until, end)
    return None


def is_last_year(words: Sequence[Token], i: int) -> bool:
    """Whether "last year" begins there."""
    return _named_end(words, i, _LAST_YEAR) is not None


def _named_end(words: Sequence[Token], i: int, names: Sequence[tuple[str, str]]) -> int | None:
    following = words[i + 1].word if i + 1 < len(words) else ""
    told = (one for one in names if words[i].word.startswith(one[0]) and following.startswith(one[1]))
    return next((i + 1 if second else i for _, second in told), None)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)

"""Days that a sentence names, in four languages, and whether they are the day of the post or an earlier event's.

A day without a year gets the latest year that does not lie in the post's future; "a year ago", "two months ago" and
anniversaries give the day that lies so long before the post, give or take a week or two. Days of the week and hours
are not read.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from matcher.claims.day_words import (
    AGO,
    AND_SOME,
    BEFORE_MONTH,
    DAY_WORDS,
    HALF,
    HALF_YEARS,
    LENGTHS,
    MONTH,
    NAMED_MONTH,
    NOT_ALONE,
    NUMBER,
    ONE_AND_A_HALF,
    ROUGHLY,
    SINCE,
    VAGUE,
    YEAR_WORDS,
    YEARLY,
)
from matcher.claims.grammar import REMEMBERING
from matcher.claims.seasonal import (
    LAST_YEAR_BEGINS,
    SEASONS,
    adjectives,
    last_month,
    last_year_end,
    seasons,
)
from matcher.reading import Token

_ORDINAL = re.compile(r"(\d{1,2})(?:-?(?:го|е|th|st|nd|rd|e))?")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:-(?:го|й|м|му|ий|го))?")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:20)?\d\d)(?![\d.])")
_NUMERIC_END = re.compile(r"\.(?=\d{1,2}\.((?:20)?\d\d))")  # of any, whatever stands behind the sentence
_NUMERIC_MIDDLE = re.compile(r"\.\d{1,2}\.")
_DIGIT = re.compile(r"\d")
_LEAST_AROUND, _MOST_AROUND = 3, 16  # days before and after what lies so many weeks, months or years back
_ANNIVERSARY = 8
_SEASON = 100


Back = tuple[int, float, bool]
"""So many days, how many times, and whether only roughly."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that some words name, ends included; the tokens from `first` to `last`."""

    since: date
    until: date
    first: int
    last: int


def may_name_days(words: Collection[str], folded: str, text: str) -> bool:
    """Whether `periods` may find any, by a text's folded words, which hyphens part: quick, and never wrongly no.

    `folded`: the same words in a row.
    """
    telling = DAY_WORDS.intersection(words)
    return (
        not telling <= NOT_ALONE
        or (bool(telling) and (_DIGIT.search(text) is not None or not BEFORE_MONTH.isdisjoint(words)))
        or _NUMERIC_MIDDLE.search(text) is not None
        or any(begin in folded for begin in LAST_YEAR_BEGINS)
    )


def days_at_most(words: AbstractSet[str], text: str, published: date) -> list[Period]:
    """Stretches that hold all days that `periods` may find, by a text's folded words in any order; months and years."""
    years = {int(word) for word in YEAR_WORDS.intersection(words)}
    years.update(2000 + int(found[1][-2:]) for found in _NUMERIC_END.finditer(text))
    latest = (published.year, published.year - 1)
    months = {(year, NAMED_MONTH[word]) for word in NAMED_MONTH.keys() & words for year in latest}
    if not SEASONS.keys().isdisjoint(words):
        years.update(latest)
    if any(word.startswith(LAST_YEAR_BEGINS) for word in words):
        years.add(published.year - 1)
    spans = [(date(year, 1, 1), date(year, 12, 31)) for year in years]
    spans += [(first, _month_end(first)) for first in (date(year, month, 1) for year, month in months)]
    if not (AGO | SINCE).isdisjoint(words):
        backs = (_back_to(length, number, True) for length, number in _times_at_most(words))
        spans += [(published - timedelta(most), published - timedelta(least)) for least, most in backs]
    return [Period(since, until, 0, 0) for since, until in _joined(spans)]


def _times_at_most(words: AbstractSet[str]) -> Iterator[tuple[int, float]]:
    """All that `_how_long` may make of these words: so many days, how many times."""
    lengths = {LENGTHS[word] for word in LENGTHS.keys() & words}
    numbers = {1.0, *(NUMBER[word] for word in NUMBER.keys() & words)}
    numbers.update(int(word) for word in words if word.isdecimal() and len(word) < 3)
    if not HALF.isdisjoint(words):
        numbers.update((0.5, 1.5))
    if not ONE_AND_A_HALF.isdisjoint(words):
        numbers.add(1.5)
    yield from product(lengths, numbers)
    if not HALF_YEARS.isdisjoint(words):
        yield 365, 0.5


def periods(words: Sequence[Token], text: str, published: date | None) -> tuple[Period, ...]:
    """All days, months and years that the sentence names, in order. Those without a year need the day of the post."""
    texts = [token.word for token in words]
    if DAY_WORDS.isdisjoint(texts) and not any(map(_may_begin_day, texts)):
        return ()
    return tuple(sorted(_all(words, text, published), key=lambda period: (period.first, period.last)))


def _joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days, in order and apart."""
    found: list[tuple[date, date]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def _may_begin_day(word: str) -> bool:
    return word[0].isdigit() or word.startswith(LAST_YEAR_BEGINS)


def _all(words: Sequence[Token], text: str, published: date | None) -> Iterator[Period]:
    taken: set[int] = set()
    for period in (*_numeric(words, text), *_with_month(words, text, published)):
        taken.update(range(period.first, period.last + 1))
        yield period
    for i, token in enumerate(words):
        if i not in taken and (year := _year(token.word)):
            yield Period(date(year, 1, 1), date(year, 12, 31), i, i)
    for year, month, i in seasons(words, [_year(token.word) for token in words], published):
        yield Period(date(year, month, 1), _month_end(date(year, last_month(month), 1)), i, i)
    if published:
        for month, i in adjectives(words, text):
            yield from _span(None, month, None, published, (i, i))
        yield from _back(words, published)


def _numeric(words: Sequence[Token], text: str) -> Iterator[Period]:
    if not words:
        return
    for found in _NUMERIC.finditer(text, words[0].start, words[-1].end):
        year = int(found.group(3))
        day = _day(year + 2000 if year < 100 else year, int(found.group(2)), int(found.group(1)))
        inside = [i for i, token in enumerate(words) if found.start() <= token.start and token.end <= found.end()]
        if day and inside:
            yield Period(day, day, inside[0], inside[-1])


def _with_month(words: Sequence[Token], text: str, published: date | None) -> Iterator[Period]:
    for i, token in enumerate(words):
        month = MONTH.get(token.word)
        if month is None:
            continue
        first = last = i
        number = _ordinal(words, i - 1)
        if number is not None and not text[words[i - 1].end : token.start].strip(" -\n\u00a0"):
            first = i - 1
        elif (number := _ordinal(words, i + 1)) is not None:
            last = i + 1
        year = _year(words[last + 1].word) if last + 1 < len(words) else None
        if year:
            last += 1
        if number is None and year is None and token.word in NOT_ALONE and not _stands_for_month(words, i):
            continue
        if published and year is None and _is_last_years(words, i, (month, number), published):
            year = published.year - 1
        yield from _span(number, month, year, published, (first, last))


def _is_last_years(words: Sequence[Token], i: int, day: tuple[int, int | None], published: date) -> bool:
    """ "Vorig jaar mei", "в марте прошлого года"; the day of today, where somebody remembers it."""
    beside = words[max(i - 3, 0) : i + 3]
    return _remembers_today(words, day, published) or any(
        last_year_end(beside, j) is not None for j in range(len(beside))
    )


def _remembers_today(words: Sequence[Token], day: tuple[int, int | None], published: date) -> bool:
    return day == (published.month, published.day) and any(token.word in REMEMBERING for token in words)


def _stands_for_month(words: Sequence[Token], i: int) -> bool:
    """ "back in May", "с мая"; but "it may"."""
    return i > 0 and words[i - 1].word in BEFORE_MONTH


def _span(
    number: int | None, month: int, year: int | None, published: date | None, where: tuple[int, int]
) -> Iterator[Period]:
    if year is None and published is None:
        return
    for candidate in (year,) if year else _years_until(published):
        day = _day(candidate, month, number or 1)
        if day is None or (year is None and published and day > published + timedelta(days=1)):
            continue
        end = day if number else _month_end(day)
        yield Period(day, end, *where)
        return


def _years_until(published: date | None) -> tuple[int, ...]:
    return (published.year, published.year - 1) if published else ()


def _back(words: Sequence[Token], published: date) -> Iterator[Period]:
    """ "год назад", "two months ago", "vorig jaar"."""
    for i, token in enumerate(words):
        back = _how_long(words, i - 1) if i and token.word in AGO | SINCE else None
        if back is None and token.word in SINCE:
            back = _how_long_then(words, i)
        if back:
            yield Period(*_around(published, *back), max(i - 2, 0), i)
        if (end := last_year_end(words, i)) is not None:
            yield Period(date(published.year - 1, 1, 1), date(published.year - 1, 12, 31), i, end)


def _how_long(words: Sequence[Token], i: int) -> Back | None:
    """How long a time ends with the word there; "some months" may be any."""
    some = i
    while i and words[i].word in AND_SOME:
        i -= 1
    if words[i].word in HALF_YEARS:
        return 365, 0.5, False
    length = LENGTHS.get(words[i].word)
    if length is None:
        return None
    before = [token.word for token in words[max(i - 4, 0) : i]]
    number = before[-1] if before else ""
    roughly = some > i or not ROUGHLY.isdisjoint(before) or words[i].word in YEARLY
    if number in HALF or before[-2:] == ["half", "a"]:
        return length, 0.5, roughly
    if number in ONE_AND_A_HALF or before[-3:] == ["and", "a", "half"]:
        return length, 1.5, True
    if number in VAGUE:
        return None
    return length, int(number) if number.isdecimal() and len(number) < 3 else NUMBER.get(number, 1), roughly


def _how_long_then(words: Sequence[Token], i: int) -> Back | None:
    """ "Спустя два года", "минув рік": the time stands behind."""
    ends = (j for j in range(i + 1, min(i + 4, len(words))) if words[j].word in LENGTHS)
    return next((back for j in ends if (back := _how_long(words, j))), None)


def _around(published: date, length: int, number: float, roughly: bool) -> tuple[date, date]:
    """The days around the one that lies so long back."""
    least, most = _back_to(length, number, roughly)
    return published - timedelta(days=most), published - timedelta(days=least)


def _back_to(length: int, number: float, roughly: bool) -> tuple[int, int]:
    """How many days, at least and at most, lie between."""
    back = int(length * number)
    slack = _ANNIVERSARY if back % 365 == 0 else min(max(back // 8, _LEAST_AROUND), _MOST_AROUND)
    if roughly:
        slack = max(slack, min(back // 3, _SEASON))
    return back - slack, back + slack


def _ordinal(words: Sequence[Token], i: int) -> int | None:
    found = _ORDINAL.fullmatch(words[i].word) if 0 <= i < len(words) else None
    return int(found.group(1)) if found and 1 <= int(found.group(1)) <= 31 else None


def _year(word: str) -> int | None:
    found = _YEAR.fullmatch(word)
    return int(found.group(1)) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)

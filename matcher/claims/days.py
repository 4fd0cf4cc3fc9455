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

from matcher.claims.ago import MAY_BE_AFTER, around, back_to, how_long, how_long_then, is_after, times_at_most
from matcher.claims.day_words import (
    AFTER,
    AGO,
    BEFORE_MONTH,
    BEFORE_NAME,
    DAY_WORDS,
    MONTH,
    NAMED_MONTH,
    NOT_ALONE,
    ORDINAL_YEARS,
    SINCE,
    SINCE_WHEN,
    TWENTIETH,
    YEAR_WORDS,
)
from matcher.claims.grammar import REMEMBERING
from matcher.claims.seasonal import (
    LAST,
    LAST_YEAR_BEGINS,
    SEASONS,
    adjectives,
    is_last_year,
    last_month,
    last_stretch,
    seasons,
)
from matcher.reading import Token

_ORDINAL = re.compile(r"(\d{1,2})(?:-?(?:го|е|th|st|nd|rd|e))?")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:-(?:го|й|м|му|ий|го))?")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:20)?\d\d)(?![\d./-])")
_NUMERIC_END = re.compile(r"([./-])(?=\d{1,2}\1((?:20)?\d\d))")  # of any, whatever stands behind the sentence
_NUMERIC_MIDDLE = re.compile(r"([./-])\d{1,2}\1")
_SHORT_YEAR = re.compile(r"['’‘`](\d\d)(?!\d)")
_DIGIT = re.compile(r"\d")


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
        or (bool(telling) and (_DIGIT.search(text) is not None or not BEFORE_MONTH.isdisjoint(words) or "May" in text))
        or _NUMERIC_MIDDLE.search(text) is not None
        or any(begin in folded for begin in LAST_YEAR_BEGINS)
        or MAY_BE_AFTER.search(folded) is not None
    )


def days_at_most(words: AbstractSet[str], text: str, published: date) -> list[Period]:
    """Stretches that hold all days that `periods` may find, by a text's folded words in any order; months and years."""
    years = {int(word) for word in YEAR_WORDS.intersection(words)}
    years.update(2000 + int(found[2][-2:]) for found in _NUMERIC_END.finditer(text))
    years.update(2000 + int(found[1]) for found in _SHORT_YEAR.finditer(text))
    if not TWENTIETH.isdisjoint(words):
        years.update(2020 + ORDINAL_YEARS[word] for word in ORDINAL_YEARS.keys() & words)
    latest = (published.year, published.year - 1)
    months = {(year, NAMED_MONTH[word]) for word in NAMED_MONTH.keys() & words for year in latest}
    if not SEASONS.keys().isdisjoint(words):
        years.update((*latest, published.year - 2))
    if any(word.startswith(LAST_YEAR_BEGINS) for word in words):
        years.update((*latest, published.year - 2))
    spans = [(date(year, 1, 1), date(year, 12, 31)) for year in years]
    spans += [(first, _month_end(first)) for first in (date(year, month, 1) for year, month in months)]
    if not (AGO | SINCE | AFTER).isdisjoint(words):
        backs = (back_to(length, number, True) for length, number in times_at_most(words))
        spans += [(published - timedelta(most), published - timedelta(least)) for least, most in backs]
    return [Period(since, until, 0, 0) for since, until in _joined(spans)]


def periods(words: Sequence[Token], text: str, published: date | None) -> tuple[Period, ...]:
    """All days, months and years that the sentence names, in order. Those without a year need the day of the post."""
    texts = [token.word for token in words]
    if (DAY_WORDS | AFTER).isdisjoint(texts) and not any(map(_may_begin_day, texts)):
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
    for year, month, i in seasons(words, [_year_at(words, at, text) for at in range(len(words))], published):
        yield Period(date(year, month, 1), _month_end(date(year, last_month(month), 1)), i, i)
    if published:
        for month, i in adjectives(words, text):
            yield from _span(None, month, None, published, (i, i))
        yield from _back(words, text, published)


def _numeric(words: Sequence[Token], text: str) -> Iterator[Period]:
    if not words:
        return
    for found in _NUMERIC.finditer(text, words[0].start, words[-1].end):
        year = int(found.group(4))
        day = _day(year + 2000 if year < 100 else year, int(found.group(3)), int(found.group(1)))
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
        elif not _year_at(words, i + 1, text) and (number := _ordinal(words, i + 1)) is not None:
            last = i + 1
        year = _year_at(words, last + 1, text)
        if year:
            last += 1 + (words[last + 1].word in TWENTIETH)
        if number is None and year is None and token.word in NOT_ALONE and not _stands_for_month(words, i, text):
            continue
        if published and year is None and _is_last_years(words, i, (month, number), published):
            year = published.year - 1
        yield from _span(number, month, year, published, (first, last))


def _is_last_years(words: Sequence[Token], i: int, day: tuple[int, int | None], published: date) -> bool:
    """ "Vorig jaar mei", "в марте прошлого года"; the day of today, where somebody remembers it."""
    beside = words[max(i - 3, 0) : i + 3]
    this_month_of_last = i > 0 and words[i - 1].word.startswith(LAST) and day == (published.month, None)
    return (
        this_month_of_last
        or _remembers_today(words, day, published)
        or any(is_last_year(beside, j) for j in range(len(beside)))
    )


def _remembers_today(words: Sequence[Token], day: tuple[int, int | None], published: date) -> bool:
    return day == (published.month, published.day) and any(token.word in REMEMBERING for token in words)


def _stands_for_month(words: Sequence[Token], i: int, text: str) -> bool:
    """ "back in May", "с мая", "that May"; but "it may"."""
    before = words[i - 1].word if i else ""
    return before in BEFORE_MONTH or (before in BEFORE_NAME and text[words[i].start].isupper())


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


def _back(words: Sequence[Token], text: str, published: date) -> Iterator[Period]:
    """ "год назад", "two months ago", "vorig jaar"; "since last month" tells no day of what happened."""
    for i, token in enumerate(words):
        ago = token.word in AGO | SINCE or is_after(words, i, text)
        back = how_long(words, i - 1) if i and ago else None
        if back is None and token.word in SINCE and not (i + 1 < len(words) and words[i + 1].word.startswith(LAST)):
            back = how_long_then(words, i)
        if back:
            yield Period(*around(published, *back), max(i - 2, 0), i)
        if (last := last_stretch(words, i, published)) and not (i and words[i - 1].word in SINCE_WHEN):
            yield Period(last.since, last.until, i, last.end)


def _ordinal(words: Sequence[Token], i: int) -> int | None:
    found = _ORDINAL.fullmatch(words[i].word) if 0 <= i < len(words) else None
    return int(found.group(1)) if found and 1 <= int(found.group(1)) <= 31 else None


def _year_at(words: Sequence[Token], i: int, text: str) -> int | None:
    """A year in full, as "'23", or as "двадцать третьего"."""
    if i >= len(words):
        return None
    word, before = words[i].word, text[max(words[i].start - 1, 0) : words[i].start]
    if (found := _SHORT_YEAR.fullmatch(before + word)) is not None:
        return 2000 + int(found.group(1))
    if word in TWENTIETH and i + 1 < len(words) and words[i + 1].word in ORDINAL_YEARS:
        return 2020 + ORDINAL_YEARS[words[i + 1].word]
    return _year(word)


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

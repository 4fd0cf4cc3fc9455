"""Days, months and years that a sentence names."""

from datetime import date

import pytest

from matcher.claims.days import periods
from matcher.text import tokens

PUBLISHED = date(2031, 5, 20)


def read(text: str, published: date | None = PUBLISHED) -> list[tuple[date, date]]:
    return [(period.since, period.until) for period in periods(tokens(text), text, published)]


@pytest.mark.parametrize(
    "text", ["10 мая 2031 года", "10 травня 2031", "May 10, 2031", "10 mei 2031", "10.05.2031", "10-го мая 2031-го"]
)
def test_a_full_day_is_read_in_four_languages(text: str) -> None:
    assert (date(2031, 5, 10), date(2031, 5, 10)) in read(text)


def test_a_day_without_a_year_is_the_latest_that_is_past() -> None:
    assert read("10 мая") == [(date(2031, 5, 10), date(2031, 5, 10))]
    assert read("10 декабря") == [(date(2030, 12, 10), date(2030, 12, 10))]


def test_a_day_without_a_year_is_not_read_in_a_post_without_a_date() -> None:
    assert read("10 мая", None) == []


def test_a_month_with_its_year_is_the_whole_month() -> None:
    assert read("в феврале 2028 года") == [(date(2028, 2, 1), date(2028, 2, 29))]


@pytest.mark.parametrize("text", ["back in May", "since May", "по май"])
def test_a_month_that_is_also_another_word_needs_a_preposition(text: str) -> None:
    assert read(text) == ([] if text == "по май" else [(date(2031, 5, 1), date(2031, 5, 31))])


@pytest.mark.parametrize(
    "text", ["год назад", "год спустя", "рік тому", "a year ago", "a year since", "een jaar geleden"]
)
def test_a_year_ago_lies_around_the_day_a_year_before(text: str) -> None:
    ((since, until),) = read(text)
    assert since < date(2030, 5, 20) < until


@pytest.mark.parametrize("text", ["в прошлом году", "минулого року", "last year", "vorig jaar"])
def test_last_year_is_the_calendar_year_before(text: str) -> None:
    assert read(text) == [(date(2030, 1, 1), date(2030, 12, 31))]


@pytest.mark.parametrize("text", ["It may rain", "31 February 2031", "99.99.2031", "травма ноги", ""])
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert [found for found in read(text) if found[0] == found[1]] == []

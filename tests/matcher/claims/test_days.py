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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("три месяца назад", date(2031, 2, 20)),
        ("місяць тому", date(2031, 4, 20)),
        ("two months ago", date(2031, 3, 20)),
        ("een maand geleden", date(2031, 4, 20)),
        ("een maand terug", date(2031, 4, 20)),
        ("2 weeks ago", date(2031, 5, 6)),
        ("тиждень тому", date(2031, 5, 13)),
        ("полгода назад", date(2030, 11, 19)),
        ("пів року тому", date(2030, 11, 19)),
        ("half a year ago", date(2030, 11, 19)),
    ],
)
def test_weeks_and_months_ago_lie_around_a_day_so_long_before(text: str, day: date) -> None:
    ((since, until),) = read(text)
    assert since <= day <= until
    assert (until - since).days <= 32


@pytest.mark.parametrize("text", ["в прошлом году", "минулого року", "last year", "vorig jaar"])
def test_last_year_is_the_calendar_year_before(text: str) -> None:
    assert read(text) == [(date(2030, 1, 1), date(2030, 12, 31))]


@pytest.mark.parametrize("text", ["It may rain", "31 February 2031", "99.99.2031", "травма ноги", ""])
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert [found for found in read(text) if found[0] == found[1]] == []


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        ("месяц назад", date(2031, 4, 20)),
        ("месяц с лишним назад", date(2031, 4, 20)),
        ("три місяці тому", date(2031, 2, 19)),
        ("four months ago", date(2031, 1, 20)),
        ("een half jaar geleden", date(2030, 11, 21)),
        ("полгода назад", date(2030, 11, 21)),
        ("2 maanden terug", date(2031, 3, 21)),
    ],
)
def test_months_ago_lie_around_that_day(text: str, middle: date) -> None:
    ((since, until),) = read(text)
    assert since < middle < until
    assert (until - since).days <= 32


@pytest.mark.parametrize("text", ["несколько месяцев назад", "a few months ago", "paar maanden terug", "час назад"])
def test_some_months_ago_may_be_any(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["мартовский рейд", "березневий рейд", "мартовского рейда"])
def test_a_month_may_be_an_adjective(text: str) -> None:
    assert read(text) == [(date(2031, 3, 1), date(2031, 3, 31))]


def test_a_village_called_after_a_month_is_none() -> None:
    assert read("бой в селе Октябрьское") == []


@pytest.mark.parametrize(
    "text", ["весной 2030 года", "навесні 2030-го", "in the spring of 2030", "in het voorjaar van 2030"]
)
def test_a_season_with_its_year_is_three_months(text: str) -> None:
    assert (date(2030, 3, 1), date(2030, 5, 31)) in read(text)


@pytest.mark.parametrize("text", ["прошлым летом", "last summer", "vorige zomer", "минулого літа"])
def test_last_summer_is_the_latest_that_began(text: str) -> None:
    assert read(text) in ([(date(2030, 6, 1), date(2030, 8, 31))], [])


@pytest.mark.parametrize(
    "text",
    ["прошлой весной", "минулої весни", "last spring", "vorig voorjaar", "the raid of last spring", "vorige lente"],
)
def test_last_spring_told_in_spring_is_that_of_last_year(text: str) -> None:
    assert read(text) == [(date(2030, 3, 1), date(2030, 5, 31))]


def test_this_spring_told_in_spring_is_this_years() -> None:
    assert read("этой весной") == [(date(2031, 3, 1), date(2031, 5, 31))]


def test_a_season_alone_is_no_time() -> None:
    assert read("a spring in his step") == []


@pytest.mark.parametrize("text", ["Помню 20 мая", "Пам'ятаю 20 травня", "I remember May 20", "Ik herinner me 20 mei"])
def test_who_remembers_todays_day_means_an_earlier_year(text: str) -> None:
    assert read(text) == [(date(2030, 5, 20), date(2030, 5, 20))]


def test_a_season_that_opens_a_sentence_tells_the_time() -> None:
    assert read("Осенью здесь было тихо") == [(date(2030, 9, 1), date(2030, 11, 30))]
    assert read("Здесь и осенью тихо") == []


def test_the_number_of_a_list_item_is_no_day() -> None:
    assert read("2. March: fighting in the village") == [(date(2031, 3, 1), date(2031, 3, 31))]


@pytest.mark.parametrize("text", ["vorig jaar april schreven wij", "в апреле прошлого года", "торік у квітні писали"])
def test_a_month_of_last_year_is_not_this_years(text: str) -> None:
    assert (date(2030, 4, 1), date(2030, 4, 30)) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "more than a year ago",
        "почти год назад",
        "спустя год",
        "минув рік",
        "één zomer terug twee zomers geleden",
        "12 months ago",
    ],
)
def test_rough_and_turned_lengths_reach_back_about_a_year(text: str) -> None:
    assert any(since <= date(2030, 5, 24) and until >= date(2029, 5, 1) for since, until in read(text))


def test_days_back_are_counted() -> None:
    assert read("ten days ago") == [(date(2031, 5, 7), date(2031, 5, 13))]


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("in the spring of '29", date(2029, 3, 1)),
        ("voorjaar '29", date(2029, 3, 1)),
        ("mei '29", date(2029, 5, 1)),
        ("весну двадцать девятого", None),
        ("весну двадцать третьего", date(2023, 3, 1)),
        ("березень двадцять четвертого", date(2024, 3, 1)),
    ],
)
def test_a_year_may_be_short_or_in_words(text: str, since: date | None) -> None:
    assert [found[0] for found in read(text)] == ([since] if since else [])


@pytest.mark.parametrize("text", ["13/3/31", "13.3.31", "13-03-2031", "on 13/03/2031 they came"])
def test_a_day_in_figures_is_read_with_stops_strokes_and_hyphens(text: str) -> None:
    assert read(text) == [(date(2031, 3, 13), date(2031, 3, 13))]


@pytest.mark.parametrize("text", ["3/13/31/5", "1-0-31", "7.62/39-45"])
def test_other_figures_are_no_days(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A year on, nobody was tried",
        "A year later it sounds bitter",
        "an archive, a year back.",
        "Ровно год как про нас узнали",
        "Рік, як про нас дізналися",
        "Inmiddels een jaar later klinkt het wrang",
        "Een jaar na dato",
        "Год с того дня",
    ],
)
def test_a_length_of_time_that_opens_or_ends_a_clause_reaches_back(text: str) -> None:
    ((since, until),) = read(text)
    assert since < date(2030, 5, 20) < until


@pytest.mark.parametrize(
    "text", ["He spent a year on repairs", "Nobody has a year on the calendar", "een jaar na school"]
)
def test_a_length_of_time_elsewhere_does_not(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["в прошлом месяце", "минулого місяця", "last month", "vorige maand"])
def test_last_month_is_the_calendar_month_before(text: str) -> None:
    assert read(text) == [(date(2031, 4, 1), date(2031, 4, 30))]


@pytest.mark.parametrize(
    "text", ["since last month", "с прошлого месяца", "з минулого тижня", "sinds vorige week", "since last year"]
)
def test_since_when_something_goes_on_is_no_day_of_what_happened(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["на прошлой неделе", "минулого тижня", "last week", "vorige week"])
def test_last_week_is_from_monday_to_sunday(text: str) -> None:
    assert read(text) == [(date(2031, 5, 12), date(2031, 5, 18))]


@pytest.mark.parametrize("text", ["позапрошлый год", "позаминулого року"])
def test_the_year_before_the_last_is_two_years_back(text: str) -> None:
    assert read(text) == [(date(2029, 1, 1), date(2029, 12, 31))]


@pytest.mark.parametrize("text", ["в прошлом мае", "last May", "vorige mei", "минулого травня"])
def test_last_may_in_may_is_that_of_the_year_before(text: str) -> None:
    assert read(text) == [(date(2030, 5, 1), date(2030, 5, 31))]


def test_that_may_is_a_month_with_its_capital_letter_only() -> None:
    assert read("I still think of that May") == [(date(2031, 5, 1), date(2031, 5, 31))]
    assert read("a thing that may happen") == []

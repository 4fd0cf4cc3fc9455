"""Numbers in digits and words, and what qualifies them."""

import pytest

from matcher.claims.numerals import numbers
from matcher.text import tokens


def read(text: str) -> list[tuple[float, str | None]]:
    return [(number.value, number.qualifier) for number in numbers(tokens(text), text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 домов", 12),
        ("1️⃣2️⃣ домов", 12),
        ("12-ти домов", 12),
        ("1 250 домов", 1250),
        ("1.250 huizen", 1250),
        ("1,250 houses", 1250),
        ("двести тридцать четыре дома", 234),
        ("двумястами", None),
        ("сто двадцать", 120),
        ("п'ятнадцять хат", 15),
        ("вісімдесят", 80),
        ("two hundred and four", 200),
        ("thirty-four houses", 34),
        ("three thousand", 3000),
        ("tweehonderdvierendertig huizen", 234),
        ("eenendertig", None),
        ("één huis", 1),
        ("een huis", None),
    ],
)
def test_a_number_is_read_in_digits_and_in_words(text: str, value: float | None) -> None:
    assert [number for number, _ in read(text)][:1] == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("около сорока", "about"),
        ("більше сорока", "more than"),
        ("более сорока", "more than"),
        ("не менее сорока", "at least"),
        ("до сорока", "up to"),
        ("minstens veertig", "at least"),
        ("ruim veertig", "more than"),
        ("zo'n veertig", "about"),
        ("at least forty", "at least"),
        ("more than forty", "more than"),
        ("fewer than forty", "fewer than"),
        ("a dozen", "about"),
        ("een tiental", "about"),
        ("forty", None),
    ],
)
def test_a_number_keeps_its_qualifier(text: str, qualifier: str | None) -> None:
    assert [found for _, found in read(text)] == [qualifier]


def test_slang_for_the_dead_and_the_wounded_is_no_number() -> None:
    assert read("много 200-х и 300-х") == []


def test_two_numbers_side_by_side_stay_two() -> None:
    assert [value for value, _ in read("3 5")] == [3, 5]


@pytest.mark.parametrize(("text", "value"), [("два десятка", 20), ("three dozen", 36), ("пять сотен", 500)])
def test_tens_and_dozens_are_counted(text: str, value: float) -> None:
    assert [found for found, _ in read(text)] == [value]

"""Quantities bound to what they count."""

import pytest

from matcher.claims.figures import figures
from matcher.text import sentences
from storage.model import Figure
from tests.matcher.claims.village import catalogue


def read(text: str) -> list[Figure]:
    (sentence,) = sentences(text)
    return list(figures(sentence, catalogue().claim_rules.lexicon.find(sentence.tokens), text))


def told(text: str) -> list[tuple[float | None, str]]:
    return [(figure.value, figure.unit) for figure in read(text)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Уничтожено около сорока боевиков", (40, "fighters killed")),
        ("Знищено сорок бойовиків", (40, "fighters killed")),
        ("Forty fighters were killed", (40, "fighters killed")),
        ("Veertig strijders gedood", (40, "fighters killed")),
        ("Ранены трое жителей", (3, "civilians wounded")),
        ("Three residents were wounded", (3, "civilians wounded")),
        ("Drie gewonden", (3, "civilians wounded")),
        ("Потери составили 40 человек", (40, "fighters killed")),
        ("Пять танков на дороге", (5, "tanks")),
    ],
)
def test_a_number_is_bound_to_its_noun_and_its_fate(text: str, figure: tuple[float, str]) -> None:
    assert told(text) == [figure]


def test_each_number_keeps_to_its_own_noun() -> None:
    assert told("Уничтожены 40 боевиков, 5 танков и 7 бронемашин") == [
        (40, "fighters killed"),
        (5, "tanks"),
        (7, "armoured vehicles"),
    ]


def test_the_killed_and_the_wounded_of_one_sentence_are_told_apart() -> None:
    assert told("Nine people are wounded and one resident was killed") == [
        (9, "civilians wounded"),
        (1, "civilians killed"),
    ]


def test_one_person_without_a_number_counts_as_one() -> None:
    assert told("A resident was wounded") == [(1, "civilians wounded")]
    assert told("Ранена жительница") == [(1, "civilians wounded")]


@pytest.mark.parametrize(
    "text", ["Ранены не 8 человек, а 13", "Поранено не 8, а 13 людей", "Not 8 people wounded, but 13 people wounded"]
)
def test_a_figure_that_is_taken_back_does_not_count(text: str) -> None:
    assert told(text) == [(13, "civilians wounded")]


def test_armour_without_a_number_is_several() -> None:
    assert told("Бронемашины уничтожены") == [(None, "armoured vehicles")]


@pytest.mark.parametrize("text", ["В доме 12 живут люди", "Рейс 40 задержан", "It is 40 degrees in the tank", "40"])
def test_numbers_of_other_things_give_no_figure(text: str) -> None:
    assert read(text) == []


def test_a_figure_knows_where_it_stands() -> None:
    text = "Погранслужба: уничтожено более 40 боевиков"
    (figure,) = read(text)
    assert (text[figure.start : figure.end], figure.qualifier) == ("40", "more than")


@pytest.mark.parametrize("text", ["За 3 дня уничтожено 40 боевиков", "In 3 days 40 fighters were killed"])
def test_days_and_distances_are_not_the_dead(text: str) -> None:
    assert told(text) == [(40, "fighters killed")]

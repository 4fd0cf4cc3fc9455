"""Claims of the watchlist that are easily mistaken for one another: what tells them apart, in four languages."""

from functools import cache
from pathlib import Path

import pytest

from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match
from storage.model import Kind
from tests.matcher.factories import setting

RAID, MARCH = "2023-05-22", "2024-03-12"


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(Path("config/watchlist")))


def certain(text: str, day: str) -> set[str]:
    links = match(text, setting(day), catalogue()).links
    return {link.target for link in links if link.kind is Kind.CLAIM and link.certain}


@pytest.mark.parametrize(
    "text",
    [
        "Поправка легиона: Тёткино рано считать взятым, там продолжается бой.",
        "Легіон уточнив: Тьоткіно рано вважати взятим, там ще тривають бої.",
        "The Legion corrects itself: too early to call Tyotkino taken, the fighting there continues.",
        "Het Legioen herstelt zijn bericht: rond Tjotkino wordt nog gevochten, te vroeg gejuicht.",
    ],
)
def test_who_takes_back_that_the_village_fell_does_not_say_that_it_fell(text: str) -> None:
    assert "X01" not in certain(text, MARCH)
    assert "X02" in certain(text, MARCH)


@pytest.mark.parametrize(
    "text",
    [
        "Правка в заметке: отряды воюют с Путиным у себя на родине.",
        "Drie groepen vrijwilligers zijn hun vaderland ingetrokken om te vechten met Poetin.",
    ],
)
def test_a_correction_that_names_neither_village_nor_legion_is_not_the_legions(text: str) -> None:
    assert "X02" not in certain(text, MARCH)


@pytest.mark.parametrize(
    "text",
    [
        "Легион: рейд под Белгородом — наших рук дело.",
        "Легіон: рейд під Бєлгородом — їхніх рук справа.",
        "The Legion: the raid near Belgorod is ours alone.",
        "Het Legioen: de inval bij Belgorod is van ons, wij zitten achter de aanval.",
    ],
)
def test_whose_doing_the_raid_is(text: str) -> None:
    assert "B17" in certain(text, RAID)


def test_armour_without_a_number_is_no_count_of_four() -> None:
    assert "X07" not in certain("Armoured trucks rolled past a wrecked kiosk near Grayvoron, a reader writes.", RAID)


def test_who_is_taken_to_hospital_is_no_village_taken() -> None:
    assert "X01" not in certain("One villager in Tyotkino was hurt and taken to hospital.", MARCH)


def test_eyes_taken_off_a_city_do_not_take_it() -> None:
    assert "B04" not in certain("Peskov: the raid is there to take eyes off Bakhmut.", RAID)


def test_fighting_that_goes_on_elsewhere_is_not_that_for_the_city() -> None:
    assert "B04" in certain("Kyiv says that fighting for Bakhmut continues.", RAID)
    assert "B04" not in certain("Kyiv says that fighting for the hamlet continues.", RAID)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen crossed the border into Belgorod region, the governor says.",
        "Губернатор Белгородской области: вооружённые люди перешли границу.",
        "Губернатор Бєлгородської області: озброєні люди перетнули кордон.",
        "Gewapende mannen staken de grens met de regio Belgorod over, meldt de gouverneur.",
        "Губернатор: украинские террористы зашли в Грайворонский округ.",
    ],
)
def test_whatever_those_who_came_over_the_border_are_called(text: str) -> None:
    assert "B01" in certain(text, RAID)


def test_attackers_who_are_counted_have_not_been_seen_at_the_border() -> None:
    assert "B01" not in certain("Moscow counts nine attackers dead after the cross-border raid on Belgorod.", RAID)


@pytest.mark.parametrize("text", ["Up to 200 metres of cable for Belgorod, says a man.", "Двести метров, 200 гривен."])
def test_two_hundred_of_anything_kills_nobody(text: str) -> None:
    assert not certain(text, RAID)


def test_a_sentence_that_names_its_own_day_is_not_of_a_day_named_before() -> None:
    text = "В августе 2024-го было иначе. 12 марта 2024-го Минобороны сообщило: атаки на Тёткино отражены."
    assert "X09" not in certain(text, "2025-03-12")

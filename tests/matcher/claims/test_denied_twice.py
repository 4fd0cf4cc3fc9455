"""Double denials, and a denial that is of another place than the sentence before: what they leave asserted."""

import pytest

from storage.model import Stance
from tests.matcher.claims.shipped import said

SAYS, DENIES = Stance.ASSERTS, Stance.DENIES


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Никто не отрицает, что в Тёткино идёт бой.", "A04"),
        ("Что Лозовую Рудку взял Легион, никто не отрицает.", "A03"),
        ("Ніхто не заперечує, що легіон узяв Лозову Рудку.", "A03"),
        ("Того, що в Тьоткіно йде бій, ніхто не заперечує.", "A04"),
        ("Nobody denies that there is fighting in Tyotkino.", "A04"),
        ("That Lozovaya Rudka was taken by the Legion is denied by nobody.", "A03"),
        ("Dat er gevochten wordt in Tjotkino ontkent niemand.", "A04"),
        ("Niemand ontkent dat het Legioen Lozova Roedka heeft ingenomen.", "A03"),
        ("Нельзя сказать, что никто границу не пересекал: РДК в Тёткино зашёл.", "A02"),
        ("Не можна сказати, що боїв у Тьоткіно немає.", "A04"),
    ],
)
def test_what_nobody_denies_and_what_is_denied_twice_is_so(text: str, claim: str) -> None:
    assert said(text)[claim] == {SAYS}


@pytest.mark.parametrize(
    "text",
    [
        "Никто не подтверждает, что Лозовую Рудку взял Легион.",
        "Гладков отрицает, что Легион взял Лозовую Рудку.",
        "Nobody confirms it, and the army denies that the Legion took Lozovaya Rudka.",
    ],
)
def test_what_nobody_confirms_and_somebody_denies_is_denied(text: str) -> None:
    assert said(text)["A03"] == {Stance.REPORTS_DENIAL}


@pytest.mark.parametrize(
    ("text", "so", "not_so"),
    [
        ("В Тёткино бой, его слышно у нас. А Лозовую Рудку никто не занимал, фейк.", "A04", "A03"),
        ("У Тьоткіно бій — правда. А про Лозову Рудку брешуть, її ніхто не брав.", "A04", "A03"),
        ("In Tjotkino wordt gevochten. Dat Lozova Roedka gevallen is, is nepnieuws.", "A04", "A03"),
        ("There is fighting in Tyotkino. That Lozovaya Rudka was captured is a fake.", "A04", "A03"),
        ("Лозовую Рудку Легион взял. Сообщения о боях в Тёткино — фейк.", "A03", "A04"),
        ("The Legion did take Lozovaya Rudka. The talk of fighting in Tyotkino is a lie.", "A03", "A04"),
        ("Легіон узяв Лозову Рудку. А бої в Тьоткіно — вигадка.", "A03", "A04"),
        ("Het Legioen heeft Lozova Roedka ingenomen. Dat er in Tjotkino gevochten wordt, is gelogen.", "A03", "A04"),
    ],
)
def test_a_denial_of_one_place_is_none_of_the_other(text: str, so: str, not_so: str) -> None:
    assert said(text) == {so: {SAYS}, not_so: {DENIES}}


@pytest.mark.parametrize(
    "text", ["Бой в Тёткино. Фейк.", "Fighting in Tyotkino. That is a lie.", "Бої в Тьоткіно? Брехня."]
)
def test_a_denial_that_names_no_place_is_of_the_sentence_before(text: str) -> None:
    assert said(text)["A04"] == {DENIES}

"""What is suggested to an editor: claims told in other words than the listed ones."""

from datetime import date
from functools import cache

import pytest

from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match
from storage.model import Kind, Link
from tests.matcher.claims.village import COMPANY, DAY, GUARD, LEXICON, OBLAST, SOSNOVKA, known
from tests.matcher.factories import setting, watchlist

DAM = known(
    "dam",
    places=("sosnovka",),
    statement={
        "ru": "Синяя рота взорвала плотину мельничного пруда выше Сосновки.",
        "en": "Blue Company blew up the dam of the millpond above Sosnovka.",
        "nl": "De Blauwe Compagnie heeft de stuwdam van de molenvijver boven Sosnovka opgeblazen.",
    },
)
CABLE = known(
    "cable",
    about=("guard",),
    holders=("guard",),
    places=("north",),
    last=date(2031, 5, 12),
    events=("fighting+@guard",),
    statement={"ru": "Погранслужба нашла перерезанный кабель связи.", "en": "The Border Guard found a cut cable."},
)


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(watchlist(COMPANY, GUARD, SOSNOVKA, OBLAST, DAM, CABLE, *LEXICON))


def suggested(text: str) -> list[Link]:
    return [link for link in match(text, setting(DAY), catalogue()).links if link.kind is Kind.CLAIM]


@pytest.mark.parametrize(
    "text",
    [
        "Над Сосновкой больше нет плотины: мельничный пруд ушёл, взрыв устроила Синяя рота. Был и бой.",
        "Blue Company, millponds and dams: one less of each above Sosnovka, and fighting.",
        "Molenvijver bij Sosnovka leeggelopen nadat de Blauwe Compagnie de dam opblies. Ook gevechten.",
    ],
)
def test_a_claim_told_in_other_forms_and_order_is_suggested_and_never_certain(text: str) -> None:
    assert [(link.target, link.certain) for link in suggested(text)] == [("dam", False)]


def test_a_suggestion_shows_the_word_that_tells_most() -> None:
    text = "Blue Company, millponds and dams: one less of each above Sosnovka, and fighting."
    assert [one.text for link in suggested(text) for one in link.evidence if one.rule == "topic"] == ["millponds"]


def test_names_are_no_topic() -> None:
    assert suggested("Blue Company: no fighting in Sosnovka. Синяя рота в Сосновке: ни одного боя.") == []

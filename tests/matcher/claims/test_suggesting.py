"""What is suggested to an editor: claims told in other words than the listed ones."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.catalogue import Catalogue, compile_catalogue
from matcher.claims import claim_links
from matcher.claims.semantic import Prefixed
from matcher.match import match, read
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


TOLD = "dam of the millpond blew up above Sosnovka . Blue Company плотину пруда взорвала бой fighting stuwdam 2031"


@settings(max_examples=60)
@given(st.lists(st.sampled_from(TOLD.split()), max_size=15).map(" ".join), st.sampled_from([DAY, "2032-05-10"]))
def test_what_is_passed_over_unread_would_not_be_suggested(text: str, day: str) -> None:
    read_whole = claim_links(read(text, setting(day), catalogue()), catalogue().claim_rules)
    assert [link for link in match(text, setting(day), catalogue()).links if link.stance] == list(read_whole)


# --- with a sentence encoder ------------------------------------------------------------------------------------------

MILL_SLUICE, MILL_BRIDGE = (
    known(f"mill_{what}", places=("sosnovka",), statement={"en": f"The {what} at the mill lane collapsed in Sosnovka."})
    for what in ("sluice", "bridge")
)
WATER, ROAD = (1.0, 0.0, 0.1), (0.0, 1.0, 0.1)
MEANT = {"sluice": WATER, "паводок": WATER, "bridge": ROAD, "мост": ROAD}


class Encoder:
    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return [next((meant for word, meant in MEANT.items() if word in text), (0.0, 0.0, 1.0)) for text in texts]


@cache
def mills(*, semantic: bool) -> Catalogue:
    entries = watchlist(COMPANY, GUARD, SOSNOVKA, OBLAST, MILL_SLUICE, MILL_BRIDGE, CABLE, *LEXICON)
    return compile_catalogue(entries, Prefixed(Encoder()) if semantic else None)


def about_the_mill(word: str, *, semantic: bool) -> list[Link]:
    text = f"Fighting, Blue Company says. At Sosnovka the mill lane has collapsed: {word}."
    return [link for link in match(text, setting(DAY), mills(semantic=semantic)).links if link.kind is Kind.CLAIM]


@pytest.mark.parametrize(("word", "nearest"), [("паводок", "mill_sluice"), ("мост", "mill_bridge")])
def test_of_claims_told_in_the_same_words_the_encoder_chooses(word: str, nearest: str) -> None:
    assert {link.target for link in about_the_mill(word, semantic=False)} == {"mill_sluice", "mill_bridge"}
    assert [(link.target, link.certain) for link in about_the_mill(word, semantic=True)] == [(nearest, False)]


def test_a_link_that_was_compared_by_meaning_says_so_on_its_sentence() -> None:
    plain, compared = (about_the_mill("паводок", semantic=semantic)[0] for semantic in (False, True))
    assert [one.text for one in compared.evidence if one.rule == "semantic"] == [
        "At Sosnovka the mill lane has collapsed: паводок."
    ]
    assert "semantic" not in {one.rule for one in plain.evidence}


def test_the_encoder_proposes_nothing_that_words_do_not() -> None:
    text = "Fighting, Blue Company says. Паводок у Сосновки."
    assert [link.target for link in match(text, setting(DAY), mills(semantic=True)).links if link.stance] == []

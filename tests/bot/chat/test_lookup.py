"""What a reader types finds what she means, in any language."""

import pytest

from bot.chat.channel_names import username_in
from bot.chat.lookup import Catalog
from bot.chat.naming import Book
from bot.chat.words import Words
from storage.model import Kind
from tests.bot.chat.factories import actor, covered, watchlist

NAMESAKE = actor("namesake", en="Legion of Another", ru="Легион")
KNOWN = watchlist(NAMESAKE)


def catalog(language: str = "en") -> Catalog:
    return Catalog(Book(KNOWN, Words(language)), [covered()])


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("lsr", (Kind.ACTOR, "lsr")),
        ("LSR", (Kind.ACTOR, "lsr")),
        ("a14", (Kind.CLAIM, "A14")),
        ("Tyotkino", (Kind.PLACE, "tyotkino")),
        ("тёткино", (Kind.PLACE, "tyotkino")),
        ("Теткино", (Kind.PLACE, "tyotkino")),
        ("  легион   СВОБОДА россии ", (Kind.ACTOR, "lsr")),
        ("Freedom-of-Russia legion", (Kind.ACTOR, "lsr")),
        ("Легион", (Kind.ACTOR, "namesake")),
        ("governor_news", (Kind.CHANNEL, "1001")),
    ],
)
def test_an_exact_name_finds_one_thing(typed: str, target: tuple[Kind, str]) -> None:
    assert [(one.kind, one.target) for one in catalog().find(typed).exact] == [target]


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("Tjotkin", "tyotkino"),
        ("тёткине", "tyotkino"),
        ("Freedom Legion", "lsr"),
        ("gladkow", "governor"),
        ("dorp", "A03"),
    ],
)
def test_a_near_miss_is_suggested(typed: str, target: str) -> None:
    answer = catalog().find(typed)
    assert answer.exact == ()
    assert target in [one.target for one in answer.close]


@pytest.mark.parametrize("typed", ["", "   ", "«»", "qqqqqqqq", "😀", "x" * 5000])
def test_nonsense_finds_nothing(typed: str) -> None:
    answer = catalog().find(typed)
    assert (answer.exact, answer.close) == ((), ())


def test_suggestions_are_named_in_the_readers_language() -> None:
    assert catalog("nl").find("lsr").exact[0].name == "Legioen Vrijheid voor Rusland"
    assert catalog("uk").find("тьоткін").close[0].name == "Тьоткіно"


def test_only_what_is_followed_may_be_looked_at() -> None:
    assert catalog().find("lsr", frozenset({(Kind.CLAIM, "A03")})).exact == ()


@pytest.mark.parametrize(
    ("typed", "username"),
    [
        ("@Governor_News", "Governor_News"),
        ("https://t.me/governor_news", "governor_news"),
        ("t.me/s/governor_news/12", "governor_news"),
        ("governor_news", None),
        ("@ж", None),
        ("@a b", None),
    ],
)
def test_a_channel_is_recognised_by_its_name_or_link(typed: str, username: str | None) -> None:
    assert username_in(typed) == username


def test_a_channel_is_found_in_any_case_once_it_was_reached() -> None:
    found = catalog().channel("GOVERNOR_news")
    assert found is not None
    assert (found.target, catalog().channel("unread")) == ("1001", None)

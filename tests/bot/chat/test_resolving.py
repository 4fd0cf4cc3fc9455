"""What the names in an expression mean, by id or any name, and what is like a name that nothing bears."""

import pytest

from bot.chat.following_keyboards import subscriptions
from bot.chat.lookup import Catalog
from bot.chat.naming import Book
from bot.chat.resolving import resolver
from bot.chat.words import Words
from bot.following.drafts import Draft
from bot.following.faults import Fault, Flaw
from bot.following.reading import read
from storage.model import Channel, Kind
from storage.telling import Subscription
from storage.watching import Coverage
from tests.bot.chat.factories import watchlist
from tests.storage.samples import NOW

REACHED = Coverage("legionoffreedom", Channel(700, "legionoffreedom", "Legion of Freedom"), NOW, NOW)
RESOLVE = resolver(Catalog(Book(watchlist(), Words("en")), (REACHED,)))


def draft(text: str) -> Draft:
    found = read(text, RESOLVE)
    assert not isinstance(found, Fault), found
    return Draft(found)


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("group:lsr", Kind.ACTOR, "lsr"),
        ("group:LSR", Kind.ACTOR, "lsr"),
        ("claim:a14", Kind.CLAIM, "A14"),
        ("place:Tyotkino", Kind.PLACE, "tyotkino"),
        ("channel:@legionoffreedom", Kind.CHANNEL, "700"),
        ("channel:https://t.me/legionoffreedom", Kind.CHANNEL, "700"),
        ('channel:"Legion of Freedom"', Kind.CHANNEL, "700"),
        ("channel:700", Kind.CHANNEL, "700"),
        ("by:Russia", Kind.AFFILIATION, "russia"),
        ("by:official", Kind.AFFILIATION, "state"),
        ('by:"state media/russia"', Kind.AFFILIATION, "russia/state_media"),
        ("lang:RU", Kind.LANGUAGE, "ru"),
        ("group:lsr Козинка", Kind.WORDS, "group:lsr AND козинка"),
        ("by:russia/official, by:ukraine/official", Kind.WORDS, "by:russia/state OR by:ukraine/state"),
    ],
)
def test_a_name_becomes_what_is_followed(text: str, kind: Kind, target: str) -> None:
    found = draft(text)
    assert (found.kind, found.target) == (kind, target)
    assert Draft.of(Subscription(1, 1, kind, target, NOW)) == found


@pytest.mark.parametrize("text", ["group:tyotkino", "place:lsr", "by:moon", "by:russia/ukraine", "lang:r", "channel:x"])
def test_what_nothing_bears_is_a_fault(text: str) -> None:
    found = read(text, RESOLVE)
    assert isinstance(found, Fault)
    assert found.flaw is Flaw.UNKNOWN


def test_a_slip_of_the_pen_comes_with_what_was_probably_meant() -> None:
    found = read("place:Tyotkina", RESOLVE)
    assert isinstance(found, Fault)
    assert found.arguments["close"].startswith("tyotkino")


@pytest.mark.parametrize(
    ("kind", "target", "name"),
    [
        (Kind.AFFILIATION, "russia/state_media", "Russian side, state media"),
        (Kind.AFFILIATION, "neither", "neither side"),
        (Kind.LANGUAGE, "ru", "posts in Russian"),
        (Kind.WORDS, "козинка AND NOT футбол", "“козинка”, without “футбол”"),
        (Kind.AFFILIATION, "state", "both sides’ official channels"),
        (Kind.WORDS, "(group:fsb OR дом) AND lang:nl", "(FSB or “дом”), posts in Dutch"),
        (Kind.WORDS, "дом AND (", "дом AND ("),
    ],
)
def test_everything_that_is_followed_has_a_name_and_a_place_in_the_list(kind: Kind, target: str, name: str) -> None:
    words = Words("en")
    assert Book(watchlist(), words).name(kind, target) == name
    followed = Subscription(1, 1, kind, target * 9, NOW)
    assert name in str(subscriptions(words, [(followed, name)], 0))

"""The four languages: complete, alike, grammatical where it can be counted, and free of keys that nobody says."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.chat.markup import Html
from bot.chat.words import LANGUAGES, Words, known_language, source_of
from tests.bot.chat.factories import NOON
from tests.botapi.markup import parse

BOT = Path(__file__).parents[3] / "bot"
SAYING = {"say", "html", "tell"}


class Variables(Visitor):
    """What a message is given, and which of it is counted."""

    def __init__(self) -> None:
        self.given: set[str] = set()
        self.counted: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the visitor's own name
        self.given.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802
        assert isinstance(node.selector, ftl.VariableReference)
        self.counted.add(node.selector.id.name)
        self.generic_visit(node)


def messages(language: str) -> dict[str, Variables]:
    found = {}
    for entry in FluentParser().parse(source_of(language)).body:
        assert not isinstance(entry, ftl.Junk), entry.content
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{entry.id.name} is there twice"
            found[entry.id.name] = Variables()
            found[entry.id.name].visit(entry)
    return found


def constants() -> Iterator[str]:
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def said() -> Iterator[str]:
    """Every key that is written where something is said."""
    for path in (BOT / "chat").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_placeholders(language: str) -> None:
    here, english = messages(language), messages("en")
    assert {key: found.given for key, found in here.items()} == {key: found.given for key, found in english.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_speaks_and_is_markup_that_telegram_takes(language: str) -> None:
    words = Words(language)
    for key, variables in messages(language).items():
        for number in (0, 1, 2, 5, 21):
            args = {name: number if name in variables.counted else "<x>" for name in variables.given}
            text = words.html(key, **args)
            plain, _ = parse(text, "html")
            assert "{" not in plain, key


def test_no_key_is_missing() -> None:
    keys = messages("en").keys()
    assert set(said()) - keys == set()
    looks_like_one = {
        text for text in constants() if re.fullmatch(r"(stance|reason|rule|problem|status)-[a-z-]+", text)
    }
    assert looks_like_one - keys == set()


def test_no_key_is_unused() -> None:
    assert messages("en").keys() - set(constants()) == set()


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", {1: "1 канал ", 2: "2 канала ", 5: "5 каналов ", 11: "11 каналов ", 21: "21 канал ", 22: "22 канала "}),
        ("uk", {1: "1 канал ", 2: "2 канали ", 5: "5 каналів ", 11: "11 каналів ", 21: "21 канал ", 22: "22 канали "}),
        ("nl", {1: "1 kanaal ", 2: "2 kanalen ", 21: "21 kanalen "}),
        ("en", {1: "1 channel ", 2: "2 channels ", 21: "21 channels "}),
    ],
)
def test_plurals_follow_the_rules_of_the_language(language: str, forms: dict[int, str]) -> None:
    for number, form in forms.items():
        assert form in Words(language).say("status-off", count=number)


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_two_and_five_are_said_differently_in_slavic_languages(language: str) -> None:
    words = Words(language)
    for key, variables in messages(language).items():
        if variables.counted:
            two, five = (
                words.say(key, **{name: number if name in variables.counted else "x" for name in variables.given})
                for number in (2, 5)
            )
            assert two.replace("2", "#") != five.replace("5", "#"), key


def test_an_unknown_language_speaks_english() -> None:
    assert Words("tlh").say("button-back") == Words("en").say("button-back")


@pytest.mark.parametrize(
    ("code", "language"), [("uk-UA", "uk"), ("RU", "ru"), ("nl_BE", "nl"), ("de", "en"), ("", "en"), (None, "en")]
)
def test_the_language_of_telegram_becomes_one_of_ours(code: str | None, language: str) -> None:
    assert known_language(code) == language


def test_what_is_said_escapes_its_arguments_and_keeps_markup() -> None:
    words = Words("en")
    assert words.html("says", who="<b>&") == "Says: &lt;b&gt;&amp;"
    assert words.html("says", who=Html("<b>A</b>")) == "Says: <b>A</b>"


@pytest.mark.parametrize(
    ("language", "zone", "moment"),
    [
        ("en", "UTC", "12 Mar 2024, 12:00"),
        ("nl", "Europe/Amsterdam", "12 mrt 2024, 13:00"),
        ("ru", "Europe/Moscow", "12 мар. 2024, 15:00"),
        ("uk", "Europe/Kyiv", "12 бер. 2024, 14:00"),
    ],
)
def test_moments_are_told_on_the_readers_clock_and_in_her_language(language: str, zone: str, moment: str) -> None:
    assert Words(language).moment(NOON, zone) == moment


def test_zones_are_called_by_their_city() -> None:
    cities = [Words("uk").zone("Europe/Kyiv"), Words("nl").zone("Europe/Brussels"), Words("ru").zone("UTC")]
    assert cities == ["Київ", "Brussel", "UTC"]
    assert Words("en").zone("America/New_York") == "New York"


def test_every_month_and_language_can_be_told() -> None:
    months = [datetime(2024, month, 1, tzinfo=NOON.tzinfo) for month in range(1, 13)]
    told = list(chain.from_iterable({Words(code).day_and_hour(month, "UTC") for month in months} for code in LANGUAGES))
    assert len(told) == 4 * 12

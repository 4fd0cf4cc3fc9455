"""What people type, and what is wrong with it; whatever they type, nothing is raised."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.following.anchors import anchors
from bot.following.expressions import All, AnyOf, Expression, Named, Not, Said, spelled
from bot.following.faults import Fault, Flaw
from bot.following.reading import LONGEST, MOST, read, stored
from storage.model import Kind
from tests.bot.following.made import expressions, fault, resolve, written

KOZINKA, FOOTBALL = Said(("козинка",)), Said(("футбол",))


@pytest.mark.parametrize(
    "text",
    [
        "Козинка AND NOT футбол",
        "Козинка -футбол",
        "козинка И НЕ футбол",
        "Козинка EN NIET футбол",
        "Козинка NOT футбол",
        "козинка & !футбол",
        "(Козинка) (NOT (футбол))",
        "Козинка – –футбол",
    ],
)
def test_a_word_without_another_can_be_typed_in_many_ways(text: str) -> None:
    assert written(text) == All((KOZINKA, Not(FOOTBALL)))


@pytest.mark.parametrize("text", ["Козинка OR футбол", "Козинка, футбол", "козинка|футбол", "Козинка АБО футбол"])
def test_either_of_two_words_can_be_typed_in_many_ways(text: str) -> None:
    assert written(text) == AnyOf((KOZINKA, FOOTBALL))


def test_a_comma_parts_more_than_a_space_joins() -> None:
    assert written("Козинка -футбол, lsr") == AnyOf((All((KOZINKA, Not(FOOTBALL))), Said(("lsr",))))


def test_small_words_that_join_are_words_like_any_other() -> None:
    assert written("not или and") == All((Said(("not",)), Said(("или",)), Said(("and",))))


def test_quotation_marks_of_any_language_make_a_phrase() -> None:
    assert written("«в центре города»") == Said(("в", "центре", "города"), exactly=True) == written('"в центре города"')


def test_a_word_with_a_hyphen_is_words_in_a_row_and_a_star_leaves_it_open() -> None:
    assert written("Т-72") == Said(("т", "72"), exactly=True)
    assert written("козин*") == Said(("козин",), opened=True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("group:lsr", Named(Kind.ACTOR, "lsr")),
        ("группа:lsr", Named(Kind.ACTOR, "lsr")),
        ('plaats:"belgorod_oblast"', Named(Kind.PLACE, "belgorod_oblast")),
        ("by:russia/state", Named(Kind.AFFILIATION, "russia/state")),
        ("мова:ru", Named(Kind.LANGUAGE, "ru")),
    ],
)
def test_names_are_told_from_words_by_what_stands_before_the_colon(text: str, named: Named) -> None:
    assert written(text) == named


def test_a_colon_behind_a_word_and_a_lone_dash_mean_nothing() -> None:
    assert written("Козинка: футбол") == written("Козинка - футбол") == All((KOZINKA, FOOTBALL))


@pytest.mark.parametrize(
    ("text", "flaw", "place"),
    [
        ("", Flaw.EMPTY, ""),
        ("  ", Flaw.EMPTY, "  "),
        ("Козинка AND", Flaw.DANGLING, "AND"),
        ("OR Козинка", Flaw.DANGLING, "OR"),
        ("Козинка AND OR дом", Flaw.DANGLING, "AND"),
        ("Козинка NOT", Flaw.DANGLING, "NOT"),
        ("(Козинка", Flaw.OPEN_BRACKET, "("),
        ("Козинка (", Flaw.OPEN_BRACKET, "("),
        ("Козинка)", Flaw.CLOSED_BRACKET, ")"),
        (")", Flaw.CLOSED_BRACKET, ")"),
        ("Козинка ()", Flaw.EMPTY, "("),
        ('дом "в центре', Flaw.QUOTE, '"в центре'),
        ("дом ко*", Flaw.BEGINNING, "ко*"),
        ("дом 🔥", Flaw.EMPTY, "🔥"),
        ("groop:lsr дом", Flaw.QUALIFIER, "groop:lsr"),
        ("https://t.me/x", Flaw.QUALIFIER, "https://t.me/x"),
        ("дом place:", Flaw.VALUE, "place:"),
        ("дом place:mordor", Flaw.UNKNOWN, "place:mordor"),
        ("дом place:both", Flaw.SEVERAL, "place:both"),
        ("NOT футбол", Flaw.NOTHING_WANTED, "NOT футбол"),
        ("дом OR NOT футбол", Flaw.NOTHING_WANTED, "дом OR NOT футбол"),
        ("((((((((((дом))))))))))", Flaw.DEEP, "("),
    ],
)
def test_each_mistake_is_named_with_its_place(text: str, flaw: Flaw, place: str) -> None:
    found = fault(text)
    assert (found.flaw, text[found.start : found.end]) == (flaw, place)


def test_what_is_not_known_comes_with_what_is_like_it() -> None:
    assert fault("place:mordor").arguments == {
        "asked": "mordor",
        "kind": "place",
        "close": "belgorod_oblast, kozinka",
    }


def test_an_expression_has_a_length_and_a_number_of_words() -> None:
    assert fault("а" * (LONGEST + 1)).flaw is Flaw.LONG
    words = [f"слово{number}" for number in range(MOST + 1)]
    assert fault(" ".join(words)).flaw is Flaw.MANY
    assert len(written(" ".join(words[:MOST])).parts) == MOST  # type: ignore[union-attr]


@given(expressions)
def test_what_is_spelled_reads_back_the_same(expression: Expression) -> None:
    assume(anchors(expression))
    assert stored(spelled(expression)) == expression


_HOSTILE = st.text(alphabet=st.sampled_from(list("ab*-!()|,;&\"«»: \n\0ANDORTИЛ'’\u0301\U0001f525ﷺёЁ_.@/\\{}%$[]+?^")))


@given(st.one_of(st.text(), _HOSTILE))
@example("ﷺ" * LONGEST)
@example("-" * LONGEST + "a")
@example("(" * LONGEST)
@example("NOT " * 99 + "a")
@example("(a+)+$ " * 10)
def test_whatever_is_typed_becomes_an_expression_or_a_fault(text: str) -> None:
    found = read(text, resolve)
    if isinstance(found, Fault):
        assert 0 <= found.start <= found.end <= len(text)
        assert len(found.arguments.get("asked", "")) <= 40
    else:
        assert stored(spelled(found)) == found


def test_a_stored_expression_that_is_none_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="can't be read"):
        stored("дом AND")

"""Which posts an expression holds for, through what, and that its anchors find each of them."""

import pytest
from hypothesis import example, given

from bot.following.anchors import anchors
from bot.following.evaluating import Facts, answer
from bot.following.expressions import Expression, Named, Said, all_of, forms_of, said, without
from storage.model import Kind
from tests.bot.following.made import expressions, facts, posts, written

LSR, A14, RU = (Kind.ACTOR, "lsr"), (Kind.CLAIM, "A14"), (Kind.LANGUAGE, "ru")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Козинка", "Бои идут у Козинки."),
        ("Козинка", "КОЗИНКУ обстреляли"),
        ("козинки", "Козинка"),
        ("село", "в селах у границы"),
        ("село", "у селі"),
        ("villages", "a Village near the border"),
        ('"у Козинки"', "Бои идут у Козинки."),
        ("Т-72", "два Т-72 подбиты"),
        ("козин*", "под Козинкой"),
        ("обстрел, бой", "идут бои"),
        ("бои -футбол", "идут бои"),
        ("ёлка", "елки"),
    ],
)
def test_words_are_found_in_their_forms(asked: str, text: str) -> None:
    assert answer(written(asked), facts(text)) is not None


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ('"Козинка"', "Бои идут у Козинки."),
        ('"у Козинки"', "Козинки у"),
        ("Козинка", "козий сыр"),
        ("бои -футбол", "бои без правил и футбола"),
        ("Т-72", "Т-80 и 72 человека"),
        ("козинка дом", "козинка"),
    ],
)
def test_and_not_where_they_are_not(asked: str, text: str) -> None:
    assert answer(written(asked), facts(text)) is None


def test_the_evidence_is_the_words_that_were_found_where_they_stand() -> None:
    said_ = facts("Бои у Козинки, дом в КОЗИНКЕ цел.")
    found = answer(written("Козинка OR футбол"), said_)
    assert found is not None
    assert [(one.start, one.text) for one in said_.said.evidence(found.hits)] == [(6, "Козинки"), (21, "КОЗИНКЕ")]


def test_names_words_and_languages_go_together() -> None:
    asked = written("group:lsr Козинка AND NOT lang:en")
    assert answer(asked, facts("в Козинке", LSR, RU)) is not None
    assert answer(asked, facts("в Козинке", LSR, (Kind.LANGUAGE, "en"))) is None
    assert answer(asked, facts("в Козинке", RU)) is None


def test_a_claim_that_is_narrowed_carries_the_news_alone() -> None:
    found = answer(written("claim:A14 lang:ru Козинка"), facts("Козинка", A14, RU))
    assert found is not None
    assert found.carriers == {Named(*A14)}
    assert not found.by_words


def test_of_either_of_two_each_carries_its_news() -> None:
    found = answer(written("claim:A14 OR Козинка OR lang:ru"), facts("Козинка", A14, RU))
    assert found is not None
    assert found.carriers == {Named(*A14), Named(*RU), Said(("козинка",))}


def test_what_is_denied_carries_nothing() -> None:
    found = answer(written("lang:ru -Козинка"), facts("дом", RU))
    assert found is not None
    assert found.carriers == {Named(*RU)}


# --- anchors --------------------------------------------------------------------------------------------------------


@given(expressions, posts)
@example(all_of([said(("дом",)), without(Named(*LSR))]), facts("дома"))
def test_whatever_holds_is_found_through_an_anchor(expression: Expression, post: Facts) -> None:
    found = anchors(expression)
    if found and answer(expression, post) is not None:
        assert not found.isdisjoint(post.keys())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("group:lsr", {LSR}),
        ("group:lsr lang:ru", {LSR}),
        ("group:lsr claim:A14", {A14}),
        ("channel:700 by:russia", {(Kind.CHANNEL, "700")}),
        ("by:russia lang:ru", {(Kind.AFFILIATION, "russia")}),
        ("lang:ru Козинка", {(Kind.WORDS, form) for form in forms_of(said(("козинка",)))}),
        ("group:lsr, lang:ru", {LSR, RU}),
        ('"в центре города"', {(Kind.WORDS, "центре")}),
        ("козинк*", {(Kind.WORDS, "коз*3")}),
    ],
)
def test_anchors_are_the_rarest_that_must_be_there(asked: str, found: set[tuple[Kind, str]]) -> None:
    assert anchors(written(asked)) == found


def test_what_only_denies_has_none() -> None:
    assert anchors(without(Named(*RU))) == set()

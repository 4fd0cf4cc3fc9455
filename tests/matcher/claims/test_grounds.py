"""What ties a text to a claim's story. Words that ordinary posts hold every day do not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.catalogue import compile_catalogue
from matcher.claims.grounds import RARE, Background, Grounds, measured
from matcher.match import match
from matcher.reading import Setting
from matcher.rejections import Rejected, Why
from storage.model import Kind, Link
from tests.matcher.claims.shipped import RAID, catalogue
from tests.matcher.factories import claim, setting

GROUNDS = Grounds(
    places={"raid": frozenset({"village"})},
    actors={"raid": {"corps": RARE, "office": RARE - 1}},
    words={"raid": {"depot": 5.0, "saboteurs": RARE, "burn": RARE - 5, "soldiers": 1.0}},
)


def claims(day: str, text: str, rejected: list[Rejected] | None = None) -> list[Link]:
    setting = Setting(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC))
    return [link for link in match(text, setting, catalogue(), rejected).links if link.kind is Kind.CLAIM]


@pytest.mark.parametrize(
    ("named", "said", "holds"),
    [
        ({"village"}, [], True),
        ({"corps"}, [], True),
        ({"office"}, [], False),
        ({"office"}, [{"soldiers"}], True),
        ({"another village", None}, [], False),
        (set(), [{"saboteurs"}], True),
        (set(), [{"depot", "soldiers"}], False),
        (set(), [{"depot"}, {"burn"}], True),
        (set(), [{"depot"}, set(), {"burn"}], False),
        (set(), [], False),
    ],
)
def test_a_text_is_tied_by_a_place_or_by_what_few_posts_hold_in_two_sentences_that_follow_one_another(
    named: set[str | None], said: list[set[str]], holds: bool
) -> None:
    assert GROUNDS.hold("raid", named, said) is holds


@given(
    st.sets(st.sampled_from(["village", "corps", "office", "else"])),
    st.lists(st.sets(st.sampled_from(["depot", "saboteurs", "burn", "soldiers", "else"])), max_size=4),
    st.sampled_from(["depot", "soldiers", "else"]),
)
def test_more_words_never_untie(named: set[str | None], said: list[set[str]], word: str) -> None:
    if GROUNDS.hold("raid", named, said):
        assert GROUNDS.hold("raid", named, [{*said[0], word}, *said[1:]] if said else [{word}])


def test_a_word_that_nobody_measured_counts_as_rare_and_one_that_never_occurred_as_rarer() -> None:
    background = Background(4096, {}, {"soldiers": 1024, "hovercraft": 0})
    assert background.of_word("soldiers") == 2
    assert background.of_word("hovercraft") == 12
    assert background.of_word("of a desk") == background.of_actor("of a desk") == RARE


def test_what_was_measured_is_of_the_watchlist_that_comes_with_the_program() -> None:
    actors, words = catalogue().actors.keys(), {entry.id for entry in catalogue().watchlist.lexicon}
    assert measured().actors.keys() <= actors, "run python -m benchmarks.background"
    assert measured().words.keys() <= words, "run python -m benchmarks.background"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2023-03-28", "Ukrainian soldiers sing in a trench. These soldiers have a war on and still find time."),
        ("2023-03-01", "Captured Ukrainian soldiers tell what they think of the war and of their army."),
        ("2022-10-23", "Russia says it destroyed a Ukrainian depot with 40,000 tonnes of fuel near Odesa."),
        ("2024-03-16", "Chad ends its agreement with France, whose military is asked to leave the capital."),
        ("2024-03-17", "Новый курс: задания для самостоятельного изучения алгоритмов, записывайтесь сегодня."),
        ("2024-03-13", "The gunmen were killed in Gaza, the army says, about a hundred of them."),
        ("2024-03-12", "Министр обсудил с коллегой поставки оружия и поддержку Украины."),
    ],
)
def test_what_only_sounds_like_a_claim_and_is_of_another_story_concerns_nobody(day: str, text: str) -> None:
    assert claims(day, text) == []


def test_the_same_words_in_a_post_of_the_story_are_for_an_editor() -> None:
    said = "the gunmen were killed, the army says, about a hundred of them."
    assert {link.target for link in claims("2024-03-13", f"In the Belgorod region {said}")} >= {"A14"}


def test_who_asks_is_told_that_nothing_of_the_story_is_named() -> None:
    rejected: list[Rejected] = []
    assert claims(RAID, "Kyiv denies the report about the gas price.", rejected) == []
    assert ("B14", Why.UNTIED) in {(one.target, one.why) for one in rejected}


def test_that_something_happened_is_not_the_claim_that_it_never_did() -> None:
    text = "Ukrainian units have crossed the border into Russia and entered villages of the Belgorod region."
    assert not any(link.certain for link in claims(RAID, text) if link.target == "B16")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("The dam at the power plant burst.", {}),
        ("The dam at the power plant burst.", {"events": ("explosion_depot+drone",)}),
        ("Fighters were killed.", {"events": ("kill+fighters",)}),
    ],
)
def test_a_desks_claim_that_is_nowhere_and_of_nobody_rare_is_for_an_editor_all_the_same(
    text: str, fields: dict[str, tuple[str, ...]]
) -> None:
    days = {"first": date(2031, 5, 10), "last": date(2031, 5, 12), "published_until": date(2031, 5, 20)}
    own = claim("D1", asserting={"en": ("The dam at the power plant burst",)}, **days, **fields)
    watchlist = replace(catalogue().watchlist, claims=(own,), incidents=())
    rejected: list[Rejected] = []
    found = match(text, setting("2031-05-10"), compile_catalogue(watchlist), rejected).links
    assert Why.UNTIED not in {one.why for one in rejected}
    assert [link.target for link in found if link.kind is Kind.CLAIM] == ["D1"]

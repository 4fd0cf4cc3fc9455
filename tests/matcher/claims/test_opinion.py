"""The second opinion on stances: when it overrules, when it leaves the rules alone, and what it shows for it."""

from collections.abc import Mapping

import pytest

from matcher.claims.opinion import Opinion, learned, reread
from matcher.claims.scene import scenes
from matcher.match import read
from storage.model import Link, Stance
from tests.matcher.claims.village import DAY, catalogue, links
from tests.matcher.factories import setting

STANCES = tuple(one for one in Stance if one is not Stance.MENTIONS)


def opinion(speaking: Mapping[str, Stance], *, how: int = 500) -> Opinion:
    """Each of these cues speaks for a stance, and nothing else does."""
    weights = {cue: tuple(how * (one is stance) for one in STANCES) for cue, stance in speaking.items()}
    return Opinion(STANCES, (0,) * len(STANCES), weights)


def told(text: str, of: Opinion, target: str = "taken", *, by: str | None = None) -> Link:
    """The link as it reads with this opinion, found by the rules alone."""
    reading, rules = read(text, setting(DAY, by), catalogue()), catalogue().claim_rules
    found = [one for one in links(text, by=by) if one.target == target]
    return next(iter(reread(found, scenes(reading, rules), reading, rules, of)))


def test_a_word_that_speaks_for_a_stance_turns_the_link_and_is_shown() -> None:
    link = told("Blue Company captured Sosnovka, bless them.", opinion({"w bless": Stance.MOCKS}))
    assert link.stance is Stance.MOCKS
    assert [(one.text, one.rule) for one in link.evidence][-1] == ("bless", "reads:mocks")


def test_what_says_nothing_turns_nothing() -> None:
    assert told("Blue Company captured Sosnovka.", opinion({})).stance is Stance.ASSERTS


def test_an_assertion_is_turned_by_much_only() -> None:
    slight = opinion({"w bless": Stance.MOCKS}, how=40)
    assert told("Blue Company captured Sosnovka, bless them.", slight).stance is Stance.ASSERTS


def test_a_comma_speaks_but_is_not_shown() -> None:
    link = told("Blue Company captured Sosnovka, bless them.", opinion({"w ,": Stance.MOCKS}))
    assert link.stance is Stance.MOCKS
    assert not any(one.text == "," for one in link.evidence)


def test_in_a_channel_of_ones_own_an_assertion_is_ones_own() -> None:
    speaking = opinion({"w tonigh": Stance.ATTRIBUTES})
    assert told("“Blue Company captured Sosnovka tonight.”", speaking).stance is Stance.ATTRIBUTES
    assert told("“Sosnovka: we captured it tonight.”", speaking, by="bluecompany").stance is Stance.ASSERTS


def test_where_nobody_is_heard_nothing_is_somebody_elses_word() -> None:
    speaking = opinion({"speaker unknown": Stance.ATTRIBUTES})
    assert told("Blue Company captured Sosnovka tonight.", speaking).stance is Stance.ASSERTS


def test_of_two_voices_the_rules_tell_which_denies() -> None:
    speaking = opinion({"w today": Stance.ATTRIBUTES})
    one, two = "Border Guard denies that Blue Company captured Sosnovka today.", " War Ministry says nothing."
    assert told(one, speaking).stance is Stance.ATTRIBUTES
    assert told(one + two, speaking).stance is Stance.REPORTS_DENIAL


@pytest.mark.parametrize(
    ("text", "rather", "stance"),
    [
        ("Blue Company captured Sosnovka? No.", Stance.ASKS, Stance.DENIES),
        ("Синяя рота «освободила» Сосновку.", Stance.ATTRIBUTES, Stance.MOCKS),
        ("Blue Company captured Sosnovka.", Stance.DENIES, Stance.ASSERTS),
        ("Неправда, что Синяя рота не освободила Сосновку.", Stance.DENIES, Stance.ASSERTS),
        ("Сосновка под контролем Военного ведомства.", Stance.ASSERTS, Stance.DENIES),
    ],
)
def test_what_the_rules_know_better_stays(text: str, rather: Stance, stance: Stance) -> None:
    assert told(text, opinion({"speaker unknown": rather})).stance is stance


def test_two_cues_of_who_says_what_are_weighed_together() -> None:
    speaking = opinion({"here names holds & speaker unknown": Stance.RECALLS})
    assert told("Blue Company captured Sosnovka.", speaking).stance is Stance.RECALLS
    assert told("Blue Company captured Sosnovka.", speaking, by="bluecompany").stance is Stance.ASSERTS


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Presumably, Blue Company captured Sosnovka.", Stance.ASSERTS),
        ("Blue Company, presumably, captured Sosnovka.", Stance.ASSERTS),
        ("Presumably, Blue Company captured Sosnovka, bless them.", Stance.MOCKS),
        ("Blue Company captured Sosnovka presumably.", Stance.MOCKS),
    ],
)
def test_a_guess_before_its_event_is_no_mockery_by_itself(text: str, stance: Stance) -> None:
    speaking = opinion({"says:guess_opening": Stance.MOCKS, "w ,": Stance.MOCKS, "w bless": Stance.MOCKS}, how=100)
    assert told(text, speaking).stance is stance


def test_a_claim_that_is_a_denial_is_not_denied_by_its_own_words() -> None:
    speaking = opinion({"says:deny": Stance.REPORTS_DENIAL, "says:not_involved": Stance.REPORTS_DENIAL})
    link = told("Capital Government denies involvement in the raid.", speaking, "not_us")
    assert link.stance is Stance.ATTRIBUTES


def test_a_claim_with_links_of_several_people_keeps_them_as_they_are() -> None:
    text = "Border Guard: Blue Company captured Sosnovka. War Ministry denies that Blue Company captured Sosnovka."
    found = [one for one in links(text) if one.target == "taken"]
    reading, rules = read(text, setting(DAY, None), catalogue()), catalogue().claim_rules
    assert len(found) > 1
    speaking = opinion({"speaker unknown": Stance.MOCKS})
    assert list(reread(found, scenes(reading, rules), reading, rules, speaking)) == found


def test_the_weights_that_come_with_the_program_know_all_stances_but_mentions() -> None:
    assert set(learned().stances) == set(STANCES)
    assert all(len(row) == len(STANCES) for row in learned().weights.values())

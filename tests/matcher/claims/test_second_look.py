"""The second look at a text's links: what is suggested, doubted and assured, what contradicts, and what it shows."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from matcher.claims import claim_links
from matcher.claims.likeness import Likeness, learned
from matcher.claims.rules import Rule
from matcher.claims.second_look import FITTING
from matcher.match import read
from matcher.rejections import Rejected, Why
from storage.model import Link
from tests.matcher.claims.village import DAY, catalogue
from tests.matcher.factories import setting

CLAIMS = tuple(claim.id for claim in catalogue().watchlist.claims)
NOTHING = Likeness({}, {}, (), {}, {})


def sounding(words: Mapping[str, str], otherwise: float = 0.0) -> Likeness:
    """These words sound like these claims, all others like none."""
    numbers = {claim: number for number, claim in enumerate(CLAIMS)}
    terms = {word: ((numbers[claim], 4000),) for word, claim in words.items()}
    return Likeness(numbers, {}, (0.0,) * (len(CLAIMS) + 1), terms, {"always": otherwise, "sound": 1.0})


def found(
    text: str, of: Likeness, *, by: str | None = None, rejected: list[Rejected] | None = None, **changed: object
) -> list[Link]:
    """`changed`: fields of the compiled rules."""
    reading = replace(read(text, setting(DAY, by), catalogue()), rejected=rejected)
    return list(claim_links(reading, replace(catalogue().claim_rules, likeness=of, **changed)))  # type: ignore[arg-type]


def told(text: str, target: str, of: Likeness, *, by: str | None = None) -> Link | None:
    return next((link for link in found(text, of, by=by) if link.target == target), None)


def test_a_claim_that_the_rules_find_no_words_of_is_suggested_with_the_words_that_sound_like_it() -> None:
    text = "Blue Company strolls through Sosnovka, its banner on the school."
    assert told(text, "taken", NOTHING) is None
    link = told(text, "taken", sounding({"banner": "taken"}, otherwise=-58))
    assert link
    assert not link.certain
    assert ("banner", "topic") in {(one.text, one.rule) for one in link.evidence}


def test_what_is_all_but_sure_counts_where_nothing_else_does() -> None:
    text = "Blue Company strolls through Sosnovka, its banner on the school."
    link = told(text, "taken", sounding({"banner": "taken"}, otherwise=-5))
    assert link
    assert link.certain


def for_ever(target: str) -> Mapping[str, Rule]:
    """The rules, this claim one whose time never ends."""
    rules = catalogue().claim_rules.rules
    return {**rules, target: replace(rules[target], until=None)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The banner man of Blue Company gave a talk at Sosnovka, nobody knows about what.", False),
        ("On 10 May the banner man of Blue Company gave a talk at Sosnovka, nobody knows about what.", True),
        ("The flag man of Blue Company raised a banner at Sosnovka, nobody knows about what.", True),
    ],
)
def test_what_is_true_for_ever_counts_where_what_happened_or_when_is_told(text: str, told: bool) -> None:
    sounds = sounding({"banner": "taken"}, otherwise=-5)
    assert ("taken" in {link.target for link in found(text, sounds) if link.certain}) is True
    links = found(text, sounds, rules=for_ever("taken"))
    assert ("taken" in {link.target for link in links if link.certain}) is told


BOTH = "Captured, says a neighbour of ours in Sosnovka. Blue Company is fighting at Dubki."


def test_of_two_claims_one_that_no_sentence_sounds_like_waits_for_an_editor() -> None:
    assert {link.target for link in found(BOTH, NOTHING) if link.certain} == {"taken", "battle"}
    of_battle = found(BOTH, sounding({"fighti": "battle"}, otherwise=-5))
    assert [link.target for link in of_battle if link.certain] == ["battle"]


def test_of_two_claims_both_count_where_each_has_its_sentence() -> None:
    of_both = found(BOTH, sounding({"fighti": "battle", "neighb": "taken"}, otherwise=-5))
    assert {link.target for link in of_both if link.certain} == {"taken", "battle"}


def test_of_two_claims_one_that_its_holder_states_is_not_doubted() -> None:
    links = found(BOTH, sounding({"fighti": "battle"}, otherwise=-5), by="bluecompany")
    assert {link.target for link in links if link.certain} == {"taken", "battle"}


def test_what_another_village_contradicts_is_not_suggested() -> None:
    text = "Blue Company strolls through Dubki, its banner on the school."
    assert told(text, "taken", sounding({"banner": "taken"}, otherwise=-5)) is None


def test_a_link_that_sounds_like_another_claim_waits_for_an_editor_and_says_why() -> None:
    text, noted = "Captured, after a lengthy struggle, says a neighbour of ours in Sosnovka.", list[Rejected]()
    assert [link.certain for link in found(text, NOTHING)] == [True]
    links = found(text, sounding({"length": "battle"}, otherwise=-5), rejected=noted)
    assert [(link.target, link.certain) for link in links if link.target == "taken"] == [("taken", False)]
    assert [(one.target, one.instead) for one in noted if one.why is Why.DOUBTED] == [("taken", "battle")]


def test_what_agrees_in_all_slots_is_not_doubted() -> None:
    assert told("Blue Company captured Sosnovka.", "taken", sounding({"captur": "battle"}, otherwise=-5)) == told(
        "Blue Company captured Sosnovka.", "taken", NOTHING
    )


COUNTED = "Border Guard said that 100 fighters had been killed in North Oblast, all of them tallied."


@pytest.mark.parametrize(("like", "certain"), [("dead_ministry", False), ("battle", True)])
def test_what_agrees_in_all_slots_is_doubted_for_a_claim_that_it_is_easily_mistaken_for(
    like: str, certain: bool
) -> None:
    by_rules = told(COUNTED, "dead", NOTHING)
    assert by_rules
    assert by_rules.certain
    assert by_rules.score >= FITTING
    link = told(COUNTED, "dead", sounding({"tallie": like}, otherwise=-5))
    assert link
    assert link.certain is certain


def test_of_a_claim_that_nothing_was_learned_of_the_rules_alone_decide() -> None:
    assert [link.certain for link in found("Blue Company captured Sosnovka.", NOTHING)] == [True]


def test_a_claim_that_says_something_else_by_now_is_not_known() -> None:
    assert not learned().of(catalogue().watchlist.claims).claims

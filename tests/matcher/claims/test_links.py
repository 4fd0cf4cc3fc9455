"""Which claims a post is about, how surely, and on which words."""

import pytest

from storage.model import Stance
from tests.matcher.claims.village import certain, link, links


def test_a_link_shows_the_words_of_every_slot_that_matched() -> None:
    text = "Погранслужба: в Северном крае 10 мая уничтожено около ста боевиков."
    found = link(text, "dead")
    assert found
    assert {(one.rule, one.text) for one in found.evidence} == {
        ("event:kill", "уничтожено"),
        ("place:north", "Северном крае"),
        ("actor:guard", "Погранслужба"),
        ("figure", "ста"),
        ("date", "10 мая"),
    }
    assert [(figure.value, figure.unit, figure.qualifier) for figure in found.figures] == [
        (100, "fighters killed", "about")
    ]


def test_another_village_is_another_event() -> None:
    assert link("Синяя рота вошла в Дубки.", "taken") is None


@pytest.mark.parametrize(
    "text",
    [
        "Синяя рота вошла не в Дубки, а в Сосновку.",
        "Синя рота увійшла не в Дубки, а в Соснівку.",
        "Not in Dubki, but in Sosnovka: Blue Company holds its flag there.",
    ],
)
def test_a_village_that_is_named_to_rule_it_out_is_not_where_it_happened(text: str) -> None:
    assert certain(text) == {"taken"}


def test_a_group_that_speaks_is_not_the_government_of_its_side() -> None:
    assert link("Blue Company denies it all, as before.", "not_us") is None


def test_an_event_belongs_to_the_village_of_its_own_clause() -> None:
    assert certain("Синяя рота вошла в Сосновку, а в Дубках идёт бой.") == {"taken", "battle"}
    assert certain("В Сосновке идёт бой, а в Дубки вошла Синяя рота.") == set()


def test_a_headline_names_the_village_and_the_next_sentence_tells_what_happened() -> None:
    assert certain("Сосновка, утро\nСиняя рота вошла в село и подняла над ним свой флаг.") == {"taken"}


def test_items_of_a_digest_are_posts_of_their_own() -> None:
    assert certain("Главное:\n— в Сосновке сменили водопровод\n— Синяя рота вошла в свою новую казарму") == set()


def test_the_other_side_holding_the_village_is_the_opposite_claim() -> None:
    found = link("Сосновка под контролем Военного ведомства.", "taken")
    assert found
    assert found.stance is Stance.DENIES


def test_whose_vehicles_were_destroyed_decides() -> None:
    assert link("Blue Company destroyed two armoured vehicles in North Oblast.", "vehicles") is None
    assert link("Border Guard: two armoured vehicles destroyed in North Oblast.", "vehicles")


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Погранслужба: в Северном крае уничтожено 100 боевиков.", "dead"),
        ("Военное ведомство: в Северном крае уничтожено 234 боевика.", "dead_ministry"),
        ("In North Oblast the War Ministry counts 234 fighters killed.", "dead_ministry"),
    ],
)
def test_claims_that_resemble_each_other_are_told_apart_by_figure_and_holder(text: str, claim: str) -> None:
    assert certain(text) == {claim}


def test_the_same_statement_with_another_figure_is_still_its_holders() -> None:
    found = link("Погранслужба: в Северном крае уничтожено 150 боевиков.", "dead")
    assert found
    assert [figure.value for figure in found.figures] == [150]


def test_claims_that_resemble_each_other_are_told_apart_by_day() -> None:
    assert certain("Blue Company has captured Sosnovka.", "2031-05-10") == {"taken"}
    assert certain("Blue Company has captured Sosnovka.", "2031-08-03") == {"taken_again"}


def test_a_day_in_the_text_counts_for_more_than_the_day_of_the_post() -> None:
    assert certain("On 3 August 2031 Blue Company captured Sosnovka.", "2031-08-20") == {"taken_again"}
    assert links("On 1 March 2031 Blue Company captured Sosnovka.", "2031-05-10") == []


def test_an_event_long_past_is_not_news() -> None:
    assert links("Blue Company captured Sosnovka.", "2031-07-01") == []
    assert links("Blue Company captured Sosnovka.", "2031-04-01") == []


def test_without_a_day_nothing_that_depends_on_one_is_certain() -> None:
    text = "Blue Company has captured the village of Sosnovka, people there say."
    assert certain(text, None) == set()
    assert {one.target for one in links(text, None)} == {"taken", "taken_again"}


def test_a_wording_of_the_claim_is_found_in_another_order() -> None:
    assert certain("Changed hands this morning: the hamlet of Sosnovka, says the Border Guard.") == {"taken"}


def test_words_of_a_groups_own_name_tell_nothing() -> None:
    assert links("Blue Company publishes a calendar.") == []


def test_links_come_with_the_best_first() -> None:
    found = links("Синяя рота вошла в Сосновку. В Дубках тоже бой.")
    ranks = [(one.certain, one.score) for one in found]
    assert len(ranks) > 1
    assert ranks == sorted(ranks, reverse=True)


def test_a_way_that_only_comes_near_makes_no_link_certain() -> None:
    found = link("Над Дубками с утра виден флаг Синей роты.", "battle")
    assert found
    assert not found.certain


def test_a_count_that_is_not_round_needs_no_name() -> None:
    assert link("The ministry's 234 killed in North Oblast: where are they?", "dead_ministry")
    assert link("There are 230 killed in North Oblast, it seems.", "dead_ministry") is None


def test_a_hundred_dead_are_fighters_where_their_holder_counts_them() -> None:
    found = link("Border Guard counts a hundred killed in North Oblast.", "dead")
    assert found
    assert [(figure.value, figure.unit) for figure in found.figures] == [(100, "fighters killed")]
    assert link("A hundred residents killed in North Oblast, says Border Guard.", "dead") is None

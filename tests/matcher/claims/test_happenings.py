"""What a post tells of known places that no known claim is about."""

import pytest

from matcher.claims.happenings import statement_of
from matcher.match import match, read
from storage.model import Topic
from tests.matcher.claims.village import DAY, catalogue
from tests.matcher.factories import setting

FAR = "2031-06-20"  # no claim is of this day


def topics(text: str, day: str | None = FAR, *, by: str | None = None) -> tuple[Topic, ...]:
    return match(text, setting(day, by), catalogue()).topics


def told(text: str, day: str | None = FAR) -> list[tuple[str, str]]:
    return [(one.place, one.event) for one in topics(text, day)]


@pytest.mark.parametrize(
    "text",
    [
        "В Дубках ранили двух жителей.",
        "У Дубках поранено двох мешканців.",
        "Two residents were wounded in Dubki.",
        "In Doebki raakten twee inwoners gewond.",
    ],
)
def test_a_place_and_an_event_of_no_claim_are_told_with_figures_in_each_language(text: str) -> None:
    (topic,) = topics(text)
    assert (topic.place, topic.event) == ("dubki", "wounded")
    assert [(figure.unit, figure.value) for figure in topic.figures] == [("civilians wounded", 2)]
    assert text[topic.evidence.start : topic.evidence.end] == topic.evidence.text
    assert topic.evidence.rule == "event:wounded"


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was killed in Dubki.",
        "Dubki was not captured.",
        "Was Dubki captured?",
        "A year ago Dubki was captured.",
        "On 3 May 2029 Dubki was captured.",
        "If Dubki is captured, the road is cut.",
        "Yeah right, Dubki is captured.",
        "They deny that Dubki was captured.",
    ],
)
def test_what_is_not_said_to_have_happened_now_is_no_topic(text: str) -> None:
    assert told(text) == []


def test_what_a_known_claim_is_about_is_no_topic() -> None:
    assert told("There is fighting in Dubki.", DAY) == []
    assert told("There is fighting in Dubki.") == [("dubki", "fighting")]


def test_a_claims_sentence_does_not_hide_the_next_one() -> None:
    text = "There is fighting in Dubki.\nTwo residents were wounded in Sosnovka."
    assert told(text, DAY) == [("sosnovka", "wounded")]


def test_an_event_belongs_to_the_place_of_its_own_part_of_the_sentence() -> None:
    assert told("There is fighting in Dubki, and a resident was wounded in Sosnovka.") == [
        ("dubki", "fighting"),
        ("sosnovka", "wounded"),
    ]


def test_the_place_is_taken_over_from_the_sentence_before_but_not_into_a_list_item() -> None:
    assert told("News from Dubki. A resident was wounded.") == [("dubki", "wounded")]
    assert told("Quiet in Dubki.\n- A resident was wounded.") == []


def test_a_region_is_too_wide_to_tell_where() -> None:
    assert told("A resident was wounded in North Oblast.") == []


def test_who_is_named_and_whose_word_it_is_are_told_apart() -> None:
    (topic,) = topics("Blue Company captured Dubki, the War Ministry said.")
    assert (topic.actors, topic.holder) == (("company",), "ministry")
    (topic,) = topics("We captured Dubki.", by="bluecompany")
    assert topic.holder == "company"


def test_people_and_things_are_no_events() -> None:
    assert told("Residents of Dubki saw a tank.") == []


def test_a_statement_is_read_for_its_slots_whatever_the_day() -> None:
    found = statement_of(read("Blue Company will capture Sosnovka, killing 20 fighters", setting(), catalogue()),
                         catalogue().claim_rules)  # fmt: skip
    assert (found.places, found.actors) == (("sosnovka",), ("company",))
    assert "take_control" in found.events

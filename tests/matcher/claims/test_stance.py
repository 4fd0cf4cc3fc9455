"""How a post stands to a claim, and whose word it gives."""

import pytest

from storage.model import Stance
from tests.matcher.claims.village import certain, link, links


def stance(text: str, target: str = "taken", day: str | None = "2031-05-10", by: str | None = None) -> Stance | None:
    found = link(text, target, day, by=by)
    return found.stance if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Синяя рота взяла под контроль Сосновку.", Stance.ASSERTS),
        ("Blue Company captured Sosnovka this morning.", Stance.ASSERTS),
        ("Синя рота звільнила Соснівку.", Stance.ASSERTS),
        ("De Blauwe Compagnie heeft Sosnovka ingenomen.", Stance.ASSERTS),
        ("Погранслужба сообщила, что Синяя рота вошла в Сосновку.", Stance.ATTRIBUTES),
        ("According to the Border Guard, Blue Company captured Sosnovka.", Stance.ATTRIBUTES),
        ("Volgens de Grenswacht heeft de Blauwe Compagnie Sosnovka ingenomen.", Stance.ATTRIBUTES),
        ("Blue Company has reportedly captured Sosnovka.", Stance.ATTRIBUTES),
        ("De Blauwe Compagnie zou Sosnovka ingenomen hebben.", Stance.ATTRIBUTES),
        ("Синяя рота не вошла в Сосновку.", Stance.DENIES),
        ("Никто в Сосновку не входил, Синей роты там нет.", Stance.DENIES),
        ("Blue Company has not captured Sosnovka.", Stance.DENIES),
        ("Blue Company never captured Sosnovka.", Stance.DENIES),
        ("De Blauwe Compagnie heeft Sosnovka niet ingenomen.", Stance.DENIES),
        ("Синя рота Соснівку не звільнила, це фейк.", Stance.DENIES),
        ("The Border Guard says Blue Company has not captured Sosnovka.", Stance.REPORTS_DENIAL),
        ("Погранслужба опровергла, что Синяя рота вошла в Сосновку.", Stance.REPORTS_DENIAL),
        ("That Blue Company captured Sosnovka is fake.", Stance.DENIES),
        ("It is not true that Blue Company captured Sosnovka.", Stance.DENIES),
        ("It is not true that Blue Company did not capture Sosnovka.", Stance.ASSERTS),
        ("Правда ли, что Синяя рота вошла в Сосновку?", Stance.ASKS),
        ("Is Sosnovka captured by Blue Company?", Stance.ASKS),
        ("Klopt het dat de Blauwe Compagnie Sosnovka heeft ingenomen?", Stance.ASKS),
        ("Ну да, Синяя рота взяла Сосновку под контроль.", Stance.MOCKS),
        ("Yeah right, Blue Company captured Sosnovka.", Stance.MOCKS),
        ("Синяя рота «освободила» Сосновку.", Stance.MOCKS),
        ("Уточнение: Сосновка под контролем Синей роты.", Stance.CORRECTS),
        ("Correction: Sosnovka is under the control of Blue Company.", Stance.CORRECTS),
        ("Рано говорить, что Синяя рота вошла в Сосновку.", Stance.MENTIONS),
    ],
)
def test_a_post_stands_to_a_claim(text: str, expected: Stance) -> None:
    assert stance(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Если Синяя рота войдёт в Сосновку, мы уедем.",
        "Синяя рота скоро войдёт в Сосновку.",
        "If Blue Company enters Sosnovka, we leave.",
        "Blue Company tried to enter Sosnovka.",
        "De Blauwe Compagnie trekt binnenkort Sosnovka binnen.",
    ],
)
def test_what_is_supposed_planned_or_tried_did_not_happen(text: str) -> None:
    assert link(text, "taken") is None


def test_an_only_is_no_negation() -> None:
    assert stance("Синяя рота не только вошла в Сосновку.") is Stance.ASSERTS
    assert stance("Blue Company not only captured Sosnovka.") is Stance.ASSERTS


def test_a_negation_elsewhere_in_the_sentence_does_not_reach_the_event() -> None:
    assert stance("Связи нет, но Синяя рота вошла в Сосновку.") is Stance.ASSERTS
    assert stance("It was not raining when, at dawn, Blue Company captured Sosnovka.") is Stance.ASSERTS


def test_a_year_later_the_event_is_recalled() -> None:
    assert stance("Год назад Синяя рота вошла в Сосновку.", day="2032-05-10") is Stance.RECALLS
    assert stance("10 мая 2031 года Синяя рота вошла в Сосновку.", day="2033-01-20") is Stance.RECALLS


def test_a_sentence_that_only_denies_is_about_the_one_before() -> None:
    assert stance("Синяя рота вошла в Сосновку. Это неправда.") is Stance.DENIES


def test_being_driven_out_denies_having_taken_it() -> None:
    assert stance("Синяя рота выбита из Сосновки.") is Stance.DENIES


def test_the_holder_is_whose_word_it_is_and_the_speaker_who_writes() -> None:
    found = link("Погранслужба сообщила, что Синяя рота вошла в Сосновку.", "taken", by="warministry")
    assert found
    assert (found.stance, found.holder, found.speaker) == (Stance.ATTRIBUTES, "guard", "ministry")


def test_a_group_in_its_own_channel_asserts() -> None:
    found = link("Мы вошли в Сосновку.", "taken", by="bluecompany")
    assert found
    assert (found.stance, found.holder, found.speaker) == (Stance.ASSERTS, "company", "company")


def test_a_forward_speaks_for_its_origin() -> None:
    found = next(one for one in links("Мы вошли в Сосновку.", by="warministry", forwarded_from="bluecompany"))
    assert (found.holder, found.speaker) == ("company", "company")


@pytest.mark.parametrize(
    "text",
    [
        "Погранслужба: Синяя рота вошла в Сосновку.",
        "Синяя рота вошла в Сосновку, сообщила Погранслужба.",
        "По словам Погранслужбы, Синяя рота вошла в Сосновку.",
        "Blue Company captured Sosnovka – Border Guard",
        "Blue Company captured Sosnovka, the Border Guard said.",
        "De Grenswacht meldt dat de Blauwe Compagnie Sosnovka heeft ingenomen.",
    ],
)
def test_the_source_is_found_before_and_behind_what_it_says(text: str) -> None:
    found = link(text, "taken")
    assert found
    assert (found.stance, found.holder) == (Stance.ATTRIBUTES, "guard")


def test_two_sources_of_one_post_give_two_links() -> None:
    text = (
        "Погранслужба сообщила, что Синяя рота вошла в Сосновку. "
        "Военное ведомство опровергло, что рота вошла в Сосновку."
    )
    assert {(one.stance, one.holder) for one in links(text) if one.target == "taken"} == {
        (Stance.ATTRIBUTES, "guard"),
        (Stance.REPORTS_DENIAL, "ministry"),
    }


def test_denying_that_one_is_involved_is_no_denial_of_the_event() -> None:
    text = "The Capital Government denies involvement in the capture of Sosnovka."
    assert "not_us" in certain(text)
    assert stance(text) not in (Stance.DENIES, Stance.REPORTS_DENIAL)


def test_denying_a_denial_of_involvement_denies_the_denial() -> None:
    assert stance("The War Ministry dismissed that the Capital Government denies involvement.", "not_us") is (
        Stance.REPORTS_DENIAL
    )

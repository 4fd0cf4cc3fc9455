"""Whose word it is, where nobody is named in the sentence, or somebody is named who does not say it."""

import pytest

from storage.model import Stance
from tests.matcher.claims.village import link


def told(text: str, by: str | None = None) -> tuple[Stance | None, str | None]:
    """The stance and the holder."""
    found = link(text, "taken", by=by)
    assert found is not None
    return found.stance, found.holder


@pytest.mark.parametrize(
    "text",
    [
        "Погранслужба вышла на связь. Синяя рота вошла в Сосновку, сообщило ведомство.",
        "The Border Guard published a list. Blue Company captured Sosnovka, the agency said.",
        "De Grenswacht kwam met cijfers. De Blauwe Compagnie heeft Sosnovka ingenomen, zegt de dienst.",
    ],
)
def test_a_common_noun_stands_for_who_was_named_before(text: str) -> None:
    assert told(text) == (Stance.ATTRIBUTES, "guard")


def test_a_common_noun_stands_for_nobody_of_another_kind() -> None:
    assert told("Погранслужба молчит. Отряд сообщил, что Синяя рота вошла в Сосновку.")[1] != "guard"


def test_a_common_noun_alone_stands_for_the_only_holder_of_that_kind() -> None:
    assert told("Отряд сообщил, что Сосновка под контролем Синей роты.")[0] is Stance.ATTRIBUTES
    assert told("The group says that Sosnovka is under our control.")[1] == "company"


@pytest.mark.parametrize(
    "text",
    [
        "Синяя рота вошла в Сосновку. Об этом сообщила Погранслужба.",
        "Blue Company captured Sosnovka. That is what the Border Guard said.",
        "De Blauwe Compagnie heeft Sosnovka ingenomen. Dat meldt de Grenswacht.",
    ],
)
def test_the_next_sentence_may_name_the_source(text: str) -> None:
    assert told(text) == (Stance.ATTRIBUTES, "guard")


@pytest.mark.parametrize(
    "text",
    [
        "Очевидцы: Синяя рота вошла в Сосновку.",
        "Residents: Blue Company captured Sosnovka.",
        "Their spokesman: we captured Sosnovka, says Blue Company.",
    ],
)
def test_voices_without_a_name_are_heard_before_a_colon(text: str) -> None:
    assert told(text)[0] is Stance.ATTRIBUTES


@pytest.mark.parametrize(
    "text",
    [
        "Footage shows that Blue Company captured Sosnovka.",
        "Beelden: dit toont dat de Blauwe Compagnie Sosnovka heeft ingenomen.",
        "Blue Company marches on: its men captured Sosnovka.",
    ],
)
def test_footage_and_the_actor_itself_are_no_sources(text: str) -> None:
    assert told(text) == (Stance.ASSERTS, None)


def test_we_in_a_channel_of_ones_own_is_ones_own_word() -> None:
    assert told("Важно: мы вошли в Сосновку.", by="bluecompany") == (Stance.ASSERTS, "company")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officials deny that Blue Company captured Sosnovka.", (Stance.REPORTS_DENIAL, None)),
        ("Местные власти опровергли, что Синяя рота вошла в Сосновку.", (Stance.REPORTS_DENIAL, None)),
        (
            "Погранслужба опровергла, что Синяя рота вошла в Сосновку, как заявило Военное ведомство.",
            (Stance.REPORTS_DENIAL, "guard"),
        ),
    ],
)
def test_whoever_denies_is_not_who_is_denied(text: str, expected: tuple[Stance, str | None]) -> None:
    assert told(text) == expected


def test_a_denier_of_whatever_somebody_says_speaks_for_himself() -> None:
    text = "It is not true that Blue Company captured Sosnovka, whatever the Border Guard says."
    assert told(text)[0] is Stance.DENIES


def test_a_question_behind_the_event_asks_and_a_bare_no_denies() -> None:
    assert told("Погранслужба: Синяя рота вошла в Сосновку. Есть фото?")[0] is Stance.ASKS
    assert told("Синяя рота вошла в Сосновку? Нет.")[0] is Stance.DENIES


def test_a_correction_may_stand_in_the_sentence_before() -> None:
    assert told("Correction to our last post. Blue Company captured Sosnovka.")[0] is Stance.CORRECTS


@pytest.mark.parametrize(
    "text",
    [
        "Синяя рота вошла в Сосновку. (Погранслужба)",
        "Синя рота увійшла в Соснівку. — Погранслужба",
        "Blue Company captured Sosnovka. © Border Guard",
        "De Blauwe Compagnie heeft Sosnovka ingenomen. (Grenswacht)",
    ],
)
def test_who_signs_a_text_says_it(text: str) -> None:
    assert told(text) == (Stance.ATTRIBUTES, "guard")


def test_a_name_without_a_mark_before_it_signs_nothing() -> None:
    assert told("Blue Company captured Sosnovka. Border Guard.") == (Stance.ASSERTS, None)


@pytest.mark.parametrize(
    "text",
    [
        '"Blue Company captured Sosnovka. We are at work," – Border Guard.',
        "«Синяя рота вошла в Сосновку. Работаем», — сообщила Погранслужба.",
        "„Синяя рота вошла в Сосновку. Работаем“, – сообщила Погранслужба.",
        "'De Blauwe Compagnie heeft Sosnovka ingenomen. Wij werken,' zegt de Grenswacht.",
        'The Border Guard says: "A hard day. Blue Company captured Sosnovka. More is to follow."',
        "Погранслужба: «Друзья! Синяя рота вошла в Сосновку».",
    ],
)
def test_who_opens_or_shuts_a_quotation_speaks_in_all_sentences_of_it(text: str) -> None:
    assert told(text) == (Stance.ATTRIBUTES, "guard")


@pytest.mark.parametrize(
    "text",
    [
        'The Border Guard says: "A hard day." Blue Company captured Sosnovka. "More is to follow."',
        "Blue Company captured Sosnovka. “We are at work,” – Border Guard.",
        'The sign is 5" wide. Blue Company captured Sosnovka. It is 6" high, – Border Guard.',
    ],
)
def test_what_stands_outside_a_quotation_is_not_whom_it_quotes(text: str) -> None:
    assert told(text)[1] is None


def test_who_is_quoted_inside_a_quotation_says_that_himself() -> None:
    text = 'The Border Guard says: "A hard day. Sosnovka is under our control, says Blue Company. We work."'
    assert told(text)[1] == "company"

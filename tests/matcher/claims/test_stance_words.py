"""Negation that stands behind its noun, jokes of several kinds, and words that are nobody's."""

import pytest

from storage.model import Stance
from tests.matcher.claims.village import link


def stance(text: str, target: str = "taken", by: str | None = None) -> Stance | None:
    found = link(text, target, by=by)
    return found.stance if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Боя под Дубками не было.",
        "Боїв біля Дубків не було.",
        "Fighting near Dubki did not take place.",
        "Gevechten bij Doebki zijn er niet geweest.",
        "Никаких «боёв» под Дубками.",
        "There was hardly any fighting in Dubki.",
        "Nauwelijks gevechten in Doebki.",
        "Ни одного боя под Дубками!",
    ],
)
def test_what_did_not_take_place_is_denied(text: str) -> None:
    assert stance(text, "battle") is Stance.DENIES


def test_a_negation_behind_the_noun_may_be_about_another_event() -> None:
    assert stance("Бой под Дубками, потери не подсчитаны.", "battle") is Stance.ASSERTS
    assert stance("Бой под Дубками не только идёт.", "battle") is Stance.ASSERTS


@pytest.mark.parametrize(
    "text",
    [
        "Синяя рота взяла под контроль Сосновку 🤡",
        "Blue Company captured Sosnovka 🐌",
        "Синя рота звільнила Соснівку. Аякже.",
        "De Blauwe Compagnie heeft Sosnovka ingenomen. Ja hoor, vast.",
        "Oh sure, Blue Company captured Sosnovka.",
        "Синяя рота взяла под контроль Сосновку. Видимо, на велосипедах.",
        "Blue Company captured Sosnovka. All by bus.",
        "De Blauwe Compagnie heeft Sosnovka ingenomen. Met z'n vijven, wat een helden.",
        "Border Guard: Blue Company captured Sosnovka. Oh sure.",
    ],
)
def test_a_joke_is_told_by_words_faces_and_remarks(text: str) -> None:
    assert stance(text) is Stance.MOCKS


@pytest.mark.parametrize("sign", ["🙏", "😢", "🇺🇦", "🔥", "❗️", "📹", "🎥", "✊", "🏴", "💪", "⚡️"])
def test_a_prayer_a_flag_or_a_camera_is_no_joke(sign: str) -> None:
    assert stance(f"Blue Company captured Sosnovka. {sign}") is Stance.ASSERTS


def test_what_mocks_as_a_remark_does_not_where_the_event_is_told() -> None:
    assert stance("Heroes of Blue Company captured Sosnovka.") is Stance.ASSERTS
    assert stance("Ночью герои Синей роты взяли под контроль Сосновку.") is Stance.ASSERTS


def test_scare_quotes_do_not_mock_what_somebody_said_or_what_is_denied() -> None:
    assert stance("Погранслужба сообщила, что Синяя рота «вошла» в Сосновку.") is Stance.ATTRIBUTES
    assert stance("«Освобождение» Сосновки Синей ротой — фейк.") is not Stance.MOCKS


def test_a_denial_that_holds_a_no_counts_once() -> None:
    assert stance("Не верьте: фейк, что Синяя рота вошла в Сосновку.") is Stance.DENIES


def test_remembering_as_a_question_recalls() -> None:
    found = link("A year ago Blue Company captured Sosnovka, remember?", "taken", "2032-05-10")
    assert found is not None
    assert found.stance is Stance.RECALLS

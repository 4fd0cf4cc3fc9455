"""Broad cues of stance: small letters, own voices, corrections said behind, negations in a row, what is long over."""

import pytest

from storage.model import Stance
from tests.matcher.claims.village import link


def stance(text: str, target: str = "taken", day: str = "2031-05-10", by: str | None = None) -> Stance | None:
    found = link(text, target, day, by=by)
    return found.stance if found else None


@pytest.mark.parametrize(
    "text",
    [
        "синяя рота вошла в Сосновку?? кто знает напишите",
        "is it so that Blue Company captured Sosnovka? saw a flag somewhere but not sure",
    ],
)
def test_a_question_mark_asks_where_the_next_words_begin_small(text: str) -> None:
    assert stance(text) is Stance.ASKS


@pytest.mark.parametrize(
    "text",
    [
        "Blue Company captured Sosnovka. A correction of ours follows.",
        "Синяя рота освободила Сосновку. Уточнение к посту: мы ошиблись.",
    ],
)
def test_a_correction_said_behind_corrects(text: str) -> None:
    assert stance(text) is Stance.CORRECTS


@pytest.mark.parametrize(
    "text",
    [
        "Blue Company captured nothing in Sosnovka.",
        "Ни Синяя рота, ни её соседи не смогли вчера днём саму Сосновку освободить.",
    ],
)
def test_an_object_or_row_of_nothing_negates(text: str) -> None:
    assert stance(text) is Stance.DENIES


def test_a_denial_governs_a_negated_event_only_without_a_mark_between() -> None:
    assert stance("Неправда, что Синяя рота не освободила Сосновку.") is Stance.ASSERTS
    assert stance("Это ложь, Синяя рота Сосновку не освободила.") is Stance.DENIES


def test_who_says_i_gives_their_own_word() -> None:
    assert stance("I can now say that Blue Company captured Sosnovka.") is Stance.ASSERTS


def test_a_name_in_parentheses_at_the_end_is_the_source() -> None:
    assert stance("Blue Company captured Sosnovka (Border Guard).") is Stance.ATTRIBUTES


def test_a_dutch_but_before_an_article_is_an_only() -> None:
    assert stance("Nepnieuws dat de Blauwe Compagnie maar een vlag in Sosnovka heeft.") is Stance.DENIES


def test_a_dutch_if_supposes() -> None:
    assert stance("Als de Blauwe Compagnie Sosnovka heeft ingenomen, is dat een klap.") is None


@pytest.mark.parametrize(
    "text",
    [
        "Год назад Синяя рота заявила, что освободила Сосновку, а погранслужба это отрицала.",
        "Напомним: Синяя рота освободила Сосновку.",
        "Спустя год: Синяя рота освободила Сосновку тогда, 10 мая 2031 года.",
        "Bijna een jaar geleden werd Sosnovka door de Blauwe Compagnie ingenomen.",
    ],
)
def test_long_after_a_post_recalls(text: str) -> None:
    assert stance(text, day="2032-05-10") is Stance.RECALLS

"""The language of short and odd texts: letters first, neighbours told apart, "und" where nothing can be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.language import language


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Вчера вечером жители вышли на улицы и ждали объявления."),
        ("uk", "Учора ввечері мешканці вийшли на вулиці й чекали на оголошення."),
        ("be", "Учора ўвечары жыхары выйшлі на вуліцы і чакалі аб'явы."),
        ("bg", "Снощи жителите излязоха на улиците и чакаха съобщението."),
        ("nl", "Gisteravond gingen de bewoners de straat op en wachtten op het bericht."),
        ("en", "Last night the residents went into the streets and waited for the message."),
        ("de", "Gestern Abend gingen die Bewohner auf die Straße und warteten auf die Nachricht."),
    ],
)
def test_a_sentence_is_recognised(lang: str, text: str) -> None:
    assert language(text) == lang


@pytest.mark.parametrize("text", ["", "🔥🔥🔥", "https://t.me/example", "12.03.2024", "日本語のニュース"])
def test_a_text_without_letters_that_we_read_is_undetermined(text: str) -> None:
    assert language(text) == "und"


def test_a_bulgarian_text_is_not_called_russian() -> None:
    assert language("Българските служби съобщиха за инцидента") == "bg"


def test_an_apostrophe_inside_a_cyrillic_word_is_ukrainian() -> None:
    assert language("Вʼячеслав на звʼязку") == "uk"


def test_the_same_text_has_the_same_language_every_time() -> None:
    assert len({language("Het nieuws van vandaag") for _ in range(20)}) == 1


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert language(text)

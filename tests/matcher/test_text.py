"""The normalisation rules, one test each, and what holds for any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matcher.folding import fold
from matcher.text import closed, sentences, tokens, words

RAISED = "\u0301"  # a stress mark
ZERO_WIDTH = "\u200b"


def read(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def parts(text: str) -> list[str]:
    return [word.word for word in words(text)]


def originals(text: str) -> list[str]:
    return [text[token.start : token.end] for token in tokens(text)]


# --- letters --------------------------------------------------------------------------------------------------------


def test_letter_case_says_nothing() -> None:
    assert read("ГРАЙВОРОН Грайворон") == ["грайворон", "грайворон"]


def test_styled_and_fullwidth_letters_are_plain_ones() -> None:
    assert read("𝐊𝐮𝐫𝐬𝐤 Ｒｖｃ 🅻🆂🆁 ⓚⓤⓡⓢⓚ") == ["kursk", "rvc", "lsr", "kursk"]


def test_zero_width_characters_soft_hyphens_and_stress_marks_are_not_there() -> None:
    text = f"Кози{ZERO_WIDTH}нка Гл\u00adотово Су{RAISED}джа"
    assert read(text) == ["козинка", "глотово", "суджа"]
    assert originals(text)[0] == f"Кози{ZERO_WIDTH}нка"


def test_decomposed_letters_are_composed_and_their_marks_kept() -> None:
    assert read("и\u0306од е\u0308ж ї") == ["йод", "еж", "ї"]


def test_a_grave_accent_on_a_cyrillic_vowel_is_a_stress_mark() -> None:
    assert read("з\u0435\u0300мли вс\u0450 с\u045d") == ["земли", "все", "си"]


def test_the_dutch_number_een_stays_apart_from_the_article() -> None:
    assert read("één een e\u0301én") == ["één", "een", "één"]


def test_yo_is_ye_in_russian_and_ukrainian_letters_stay_their_own() -> None:
    assert read("Тёткино Теткино") == ["теткино", "теткино"]
    assert read("місто ґанок їжа є") == ["місто", "ґанок", "їжа", "є"]


@pytest.mark.parametrize("apostrophe", "'‘’ʼ`")
def test_all_apostrophes_are_one_letter(apostrophe: str) -> None:
    assert read(f"В{apostrophe}ячеслав") == ["в'ячеслав"]


# --- look-alikes ----------------------------------------------------------------------------------------------------


def test_a_latin_letter_in_a_cyrillic_word_is_read_as_cyrillic() -> None:
    assert read("Бeлгoрод и Kурск") == ["белгород", "и", "курск"]


def test_a_cyrillic_letter_in_a_latin_word_is_read_as_latin() -> None:
    assert read("Bеlgоrod was quiet") == ["belgorod", "was", "quiet"]


def test_a_word_that_could_be_either_follows_the_text() -> None:
    assert read("Потери BCУ под вопросом")[1] == "всу"


def test_a_greek_letter_is_read_in_the_word_s_script() -> None:
    assert read("Грайвορон Kοzinka") == ["грайворон", "kozinka"]


def test_a_letter_without_a_look_alike_is_left_as_it_is() -> None:
    assert read("ДроZденко") == ["дроzденко"]


# --- words broken and joined ----------------------------------------------------------------------------------------


def test_a_picture_inside_a_word_is_passed_over() -> None:
    text = "Доб⚡️роволец пришёл"
    assert read(text) == ["доброволец", "пришел"]
    assert originals(text)[0] == "Доб⚡️роволец"


def test_a_picture_before_a_capital_parts_two_words() -> None:
    assert read("Хлопок🔥Белгород") == ["хлопок", "белгород"]


def test_a_hyphen_at_a_line_s_end_joins_the_halves() -> None:
    assert read("доброволь-\nческий корпус") == ["добровольческий", "корпус"]


def test_hyphenated_words_are_one_token_and_several_words() -> None:
    assert read("Гора-Подол, 10-ка") == ["гора-подол", "10-ка"]
    assert parts("Гора-Подол") == ["гора", "подол"]


def test_hashtags_are_the_words_in_them() -> None:
    assert parts("#тихо_в_Судже #RussianVolunteerCorps #ТёткиноСегодня") == [
        "тихо", "в", "судже", "russian", "volunteer", "corps", "теткино", "сегодня",
    ]  # fmt: skip


def test_handles_and_addresses_give_no_words() -> None:
    assert read("см. @kursk_bot, https://example.org/belgorod и ria.ru/news") == ["см", "и"]


def test_keycaps_are_digits() -> None:
    text = "Минус 2️⃣5️⃣ единиц"
    assert read(text) == ["минус", "25", "единиц"]
    assert originals(text)[1] == "2️⃣5️⃣"


def test_a_footnote_mark_is_no_part_of_the_word() -> None:
    assert read("РДК* и ЛСР²") == ["рдк", "и", "лср"]


@pytest.mark.parametrize(("opening", "closing"), ["«»", "“”", "„“", '""', "''", "‘’"])
def test_quotation_marks_are_equal(opening: str, closing: str) -> None:
    assert read(f"отряд {opening}Север{closing} здесь") == ["отряд", "север", "здесь"]


# --- sentences ------------------------------------------------------------------------------------------------------


def spans(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


def test_each_list_item_is_a_sentence() -> None:
    text = "Итоги дня:\n— в Судже тихо\n— в Курске открыт мост\n• ФСБ отчиталась\n1. Прочее"
    assert spans(text) == [
        "Итоги дня:", "— в Судже тихо", "— в Курске открыт мост", "• ФСБ отчиталась", "1. Прочее",
    ]  # fmt: skip


def test_a_headline_is_a_sentence() -> None:
    assert spans("Ночь на границе\nГлава района рассказал о ней. Всё тихо.") == [
        "Ночь на границе", "Глава района рассказал о ней.", "Всё тихо.",
    ]  # fmt: skip


def test_a_line_that_goes_on_in_lower_case_is_one_sentence_with_the_one_before() -> None:
    assert spans("Отряд взял\nна себя\n\nответственность") == ["Отряд взял\nна себя\n\nответственность"]


def test_a_sentence_ends_where_a_space_was_forgotten_and_not_in_an_address() -> None:
    assert spans("The mill burned.Two men fled. Nobody knows why.") == [
        "The mill burned.",
        "Two men fled.",
        "Nobody knows why.",
    ]
    assert spans("Мельница сгорела.Двое бежали") == ["Мельница сгорела.", "Двое бежали"]
    assert spans("Ask Molen.Com for it, or Node.Js") == ["Ask Molen.Com for it, or Node.Js"]


def test_initials_and_abbreviations_end_no_sentence() -> None:
    text = "В. В. Иванов приехал в г. Курск к 5 тыс. жителей. Gen. Smith left."
    assert spans(text) == ["В. В. Иванов приехал в г. Курск к 5 тыс. жителей.", "Gen. Smith left."]


def test_a_question_asks() -> None:
    assert [sentence.asks for sentence in sentences("Они ушли? Они ушли. «Правда ли?» 🤔")] == [True, False, True]


def test_no_border_falls_inside_what_must_stay_whole() -> None:
    text = "ПОЛК\n«ВОЛЯ» вышел"
    assert len(sentences(text)) == 2
    assert [sentence.start for sentence in sentences(text, whole=[(0, 11)])] == [0]


# --- any text -------------------------------------------------------------------------------------------------------

anything = st.text(st.characters(), max_size=300) | st.text("aЯё-\n .!«»#_@⚡️\u0301\u200b\ud8001️⃣", max_size=80)


@given(anything)
def test_every_folded_character_leads_back_into_the_original(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(anything)
@example("\u249c")  # a letter in brackets, alone
@example("\U0001f17b\U0001f182\U0001f181\n\u24db")  # letters in boxes are a headline, one in a circle another
def test_tokens_lie_in_their_sentences_and_none_is_lost(text: str) -> None:
    found = sentences(text)
    assert [token for sentence in found for token in sentence.tokens] == list(tokens(text))
    assert all(
        sentence.start <= token.start < token.end <= sentence.end for sentence in found for token in sentence.tokens
    )


@pytest.mark.parametrize("text", ["a", "⚡", "а\u0301", "1️⃣", "- ", "#a_", "a-\n", "www.", "«", "\ud800", "?! "])
def test_a_long_run_of_anything_is_read(text: str) -> None:
    for sentence in sentences(text * 30_000):
        assert sentence.end <= 30_000 * len(text)


@pytest.mark.parametrize(
    ("before", "named", "after", "shown"),
    [
        ("", "Легион «Свобода России", "», сообщают", "Легион «Свобода России»"),
        ("", 'Легион "Свобода России', '": рейд', 'Легион "Свобода России"'),
        ("", "Легіон „Свобода Росії", "“ увійшов", "Легіон „Свобода Росії“"),
        ("„", "Legioen “Vrijheid van Rusland", "”“ meldt", "Legioen “Vrijheid van Rusland”"),
        ("«", "Легион Свобода России", "» сообщает", "Легион Свобода России"),
        ("", "Легион «Свобода России", " и мира»", "Легион «Свобода России"),
        ("«", "Легион» и «Корпус», а затем Север", "»", "Легион» и «Корпус», а затем Север"),
        ("", 'het "Legioen" en "Korps', "", 'het "Legioen" en "Korps'),
    ],
)
def test_words_end_behind_the_mark_that_closes_a_quotation_begun_in_them(
    before: str, named: str, after: str, shown: str
) -> None:
    text = before + named + after
    assert text[len(before) : closed(text, len(before), len(before + named))] == shown

"""Posts in several languages: which languages, in which parts; and posts that only look so."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.catalogue import compile_catalogue
from matcher.language import languages, main_language
from matcher.match import match
from matcher.reading import Setting
from storage.watchlist import Watchlist

EMPTY = Watchlist("v1", *((),) * 8)
BELOW = "Вчера губернатор сообщил об атаке на посёлок.\n\nYesterday the governor said there was an attack on the town."


def told(text: str) -> list[tuple[str, str]]:
    return [(part.lang, text[part.start : part.end].strip(" .,\n")) for part in languages(text)]


def test_a_ukrainian_post_that_quotes_a_russian_statement_says_so() -> None:
    text = "У Бєлгороді знову тривога. Губернатор заявив: «Мы отразили все атаки, жертв нет». Перевірити це неможливо."
    assert told(text) == [
        ("uk", "У Бєлгороді знову тривога. Губернатор заявив:"),
        ("ru", "«Мы отразили все атаки, жертв нет»"),
        ("uk", "Перевірити це неможливо"),
    ]


def test_a_dutch_post_with_an_english_quotation_says_so() -> None:
    text = 'De gouverneur: het dorp is veilig. "The attack was repelled and they have left", zei hij. Meer volgt.'
    assert told(text) == [
        ("nl", "De gouverneur: het dorp is veilig"),
        ("en", '"The attack was repelled and they have left"'),
        ("nl", "zei hij. Meer volgt"),
    ]


def test_a_post_in_two_languages_one_below_the_other_says_so() -> None:
    text = BELOW
    assert [lang for lang, _ in told(text)] == ["ru", "en"]


def test_a_belarusian_post_that_quotes_russian_says_so() -> None:
    text = "Учора ўвечары ў Мінску было ціха. «Мы ничего не видели и не слышали», сказаў жыхар."
    assert [lang for lang, _ in told(text)] == ["be", "ru", "be"]


def test_a_bulgarian_post_that_quotes_russian_says_so() -> None:
    text = "Българските служби съобщиха за инцидента. Според тях: «Мы ничего об этом не слышали и ничего не видели»."
    assert [lang for lang, _ in told(text)] == ["bg", "ru"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "ru",
            "Компания Apple представила iPhone 16 Pro Max, MacBook Air. Об этом пишет The New York Times.",
        ),
        ("ru", "Об этом пишет «Українська правда». Источники издания это подтверждают, новых сведений нет."),
        ("ru", "Поставили Leopard, AMX-10RC, Bradley, Stryker, MaxxPro, Kirpi, Mastiff. Список обновляется."),
        ("uk", "Канал «Грэй Зон» повідомив про обстріл. Підтвердження цьому немає."),
        ("nl", "Volgens The Guardian en de New York Times is het dorp ontruimd, maar de gouverneur zegt van niet."),
        (
            "en",
            "The governor, who writes as @gladkov, said that het Legioen was not there. https://example.org/это-ссылка-на-пост",
        ),
        ("be", "Учора ўвечары ў Мінску было ціха, жыхары выйшлі на вуліцы і чакалі аб'явы. Нічога не здарылася."),
    ],
)
def test_a_name_or_a_brand_is_no_second_language(lang: str, text: str) -> None:
    assert {part.lang for part in languages(text)} == {lang}


def test_a_post_in_one_language_is_one_part_from_end_to_end() -> None:
    text = "🔥 Вчера вечером жители вышли на улицы. https://example.org"
    (part,) = languages(text)
    assert (part.start, part.end) == (0, len(text))


def test_the_main_language_is_that_of_most_of_the_text() -> None:
    quoting = "Підсумок. «Мы отразили все атаки, противник отступил за реку, потерь нет». Це не так."
    assert main_language(languages(quoting)) == "ru"
    assert main_language(()) == "und"


def test_a_text_that_tells_nothing_has_no_parts() -> None:
    assert languages("🔥 https://example.org 12:30") == ()


def test_a_match_says_which_language_stands_where() -> None:
    text = BELOW
    found = match(text, Setting(), compile_catalogue(EMPTY))
    assert found.lang == "en"
    assert [part.lang for part in found.languages] == ["ru", "en"]


_WORDS = st.sampled_from(
    ["Мы ничего не видели.", "Це не так, що ж.", "«", "»", '"', "The end of the war.", "Het is niet zo.", "\n", "ў"]
)


@given(st.lists(st.one_of(_WORDS, st.text(st.characters(exclude_categories=()), max_size=20))).map(" ".join))
def test_the_parts_of_any_text_cover_it_in_order(text: str) -> None:
    parts = languages(text)
    assert not parts or (parts[0].start == 0 and parts[-1].end == len(text))
    assert all(one.end == two.start and one.lang != two.lang for one, two in pairwise(parts))

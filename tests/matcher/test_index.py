"""The index finds names as people write them, at their own offsets, and the same in a skimmed text as in a read one."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.index import NameIndex, readings
from matcher.spots import Span

NAMES = {
    "Курск": "kursk",
    "Курская область": "oblast",
    "Гора-Подол": "gora",
    "Legion": "legion",
    "Foreign Legion": "foreign",
    "В'ячеслав Зорін": "zorin",
    "Судже": "sudzha",
    "Booking.com": "booking",
    "Łódź": "lodz",
    "Plzeň": "plzen",
    "Л.С.Р.": "lsr",
    "Legion of Курск": "of",
}
INDEX = NameIndex.build(NAMES)
AMONG_MANY = NameIndex.build(NAMES | {f"nobody {number}": "nobody" for number in range(2000)})  # another automaton
BY_WORDS = NameIndex(dict(INDEX.items()), most_scanned=0)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.id) for span in INDEX.find(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("В КУРСКЕ? В Курск!", [("Курск", "kursk")]),
        ("Курская  «область»", [("Курская  «область", "oblast")]),
        ("Kурск", [("Kурск", "kursk")]),
        ("Ку\u0301рск и К\u200bурск", [("Ку\u0301рск", "kursk"), ("К\u200bурск", "kursk")]),
        ("⚡️Курск🔥", [("Курск", "kursk")]),
        ("Кур⚡ск", [("Кур⚡ск", "kursk")]),
        ("Гора-Подол, гора Подол", [("Гора-Подол", "gora"), ("гора Подол", "gora")]),
        ("the foreign legion's legion", [("legion", "legion")]),
        ("Foreign Legion; foreign, Legion", [("Foreign Legion", "foreign"), ("Legion", "legion")]),
        ("В’ячеслав Зорін", [("В’ячеслав Зорін", "zorin")]),
        ("#тихо_в_Судже #ForeignLegion", [("Судже", "sudzha"), ("ForeignLegion", "foreign")]),
        ("#Foreign Legion", [("Legion", "legion")]),
        ("@legion t.me/legion https://legion.example/курск-legion", []),
        ("see https://x.example/a,Курск Legion", [("Legion", "legion")]),
        ("ŁÓDŹ", [("ŁÓDŹ", "lodz")]),
        ("Legion''Курск", [("Legion", "legion"), ("Курск", "kursk")]),
        ("Legionär ß Legion", [("Legion", "legion")]),
        ("Plzeň, ŁÓDŹ", [("Plzeň", "plzen"), ("ŁÓDŹ", "lodz")]),
        ("Л.С.Р. и Л. С. Р.", [("Л.С.Р", "lsr"), ("Л. С. Р", "lsr")]),
        ("Foreign «Legion», foreign ... Legion", [("Foreign «Legion", "foreign"), ("Legion", "legion")]),
        (f"Foreign{' ' * 500}Legion", [(f"Foreign{' ' * 500}Legion", "foreign")]),
        (
            "Legion of\nКурск - legion  of - Курск",
            [("Legion of\nКурск", "of"), ("legion", "legion"), ("Курск", "kursk")],
        ),
    ],
)
def test_names_are_found_where_they_stand(text: str, named: list[tuple[str, str]]) -> None:
    assert found(text) == named


def test_of_names_that_begin_alike_the_longest_that_is_there_counts() -> None:
    index = NameIndex.build({"a b": 2, "a b c d": 4, "b c": 3})
    assert [span.id for span in index.find("a b c a b c d b c")] == [2, 4, 3]


def test_a_name_given_twice_keeps_the_last_id_and_one_without_words_is_left_out() -> None:
    index = NameIndex.build([("Курск", 1), ("КУРСК!", 2), ("...", 3)])
    assert list(index.items()) == [("курск", 2)]


def test_texts_are_searched_in_order() -> None:
    assert list(INDEX.find_each(["Legion", "", "a Курск"])) == [[Span(0, 6, "legion")], [], [Span(2, 7, "kursk")]]


OTHERS = "Курская область Foreign of Л С.Р aB AÉaß @ # https:// .ru _ , . - ‑ ' « ⚡ \u200b \u0301 1️⃣ é ß \ud800"
PIECES = [*NAMES, *OTHERS.split(), " ", "\n"]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
@example("#\u200béLegion")
@example("(https://a.ru/Legion,Legion Курск")
@example("@Legion.Legion Kурск.")
def test_a_skimmed_text_names_what_a_read_one_does(text: str) -> None:
    read = max((INDEX.longest(parts) for parts in readings(text)), key=len)
    assert INDEX.find(text) == AMONG_MANY.find(text) == BY_WORDS.find(text) == read

"""Whatever the text: an answer, offsets inside the text, and work that grows with its length.

SEINPOST_EXAMPLES=100000 python -m pytest tests/matcher/test_robustness.py
"""

import os
import sys
from collections.abc import Callable
from functools import cache
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.catalogue import Catalogue, compile_catalogue
from matcher.index import NameIndex
from matcher.match import match
from storage.model import LanguagePart
from tests.matcher.factories import actor, ambiguity, channel, place, setting, watchlist

EXAMPLES = int(os.environ.get("SEINPOST_EXAMPLES", "300"))  # noqa: TID251 - how long to try is the caller's choice
NAMES = ["Курск", "Legion", "Foreign Legion", "Гора-Подол", "РДК", "a", "łódź", "漢字", "𝐊ursk", "О'Ніл"]
INDEX = NameIndex.build((name, name) for name in NAMES)
RUSSIAN = (LanguagePart("ru", 0, 1),)

planes = st.one_of(
    *(st.characters(min_codepoint=plane << 16, max_codepoint=(plane << 16) + 0xFFFF) for plane in range(17))
)
surrogates = st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF, categories=["Cs"])
controls = st.sampled_from(
    "\0\t\n\r\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\ufeff\u0301\ufe0f\u20e3"
)
marks = st.sampled_from([*" .,'’-—_@#/:?!«»()", "https://", "t.me/", "www.", ".ru", "-\n", "⚡", "🇳🇱"])
letters = st.sampled_from("aбcßёЁїéİǅ²½ЖZ①ⓚ")
texts = st.lists(st.one_of(planes, surrogates, controls, marks, letters, st.sampled_from(NAMES)), max_size=40).map(
    "".join
)


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(
        watchlist(
            actor("corps", ru="Курск; Foreign Legion", short="РДК", ambiguous=(ambiguity("РДК", "ru", wanted="a"),)),
            place("village", ru="Гора-Подол"),
            channel("legion", "corps"),
        )
    )


@settings(max_examples=EXAMPLES)
@given(texts)
def test_names_of_any_text_stand_in_it_in_order(text: str) -> None:
    end = 0
    for span in INDEX.find(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end


@settings(max_examples=EXAMPLES)
@given(texts, st.sampled_from(["2024-03-12", None]))
def test_any_text_is_matched_with_evidence_that_stands_in_it(text: str, day: str | None) -> None:
    for link in match(text, setting(day, "legion"), catalogue(), spoken=RUSSIAN).links:
        for one in link.evidence:
            assert 0 <= one.start < one.end <= len(text)
            assert one.text == text[one.start : one.end]


@pytest.mark.parametrize(
    "letter", ["a", "б", "漢", "\u0301", "\u202e", "\ud800", "⚡", "'", "-", "@", "#", ".", "\n", "ß"]
)
def test_a_megabyte_of_one_letter_is_answered(letter: str) -> None:
    text = letter * 1_000_000
    assert all(0 <= span.start < span.end <= len(text) for span in INDEX.find(text))


def calls(search: Callable[[str], object], text: str) -> int:
    """How many functions are called, of ours and of the interpreter's."""
    count = 0

    def called(_frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        search(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece", ["Курск ", "Foreign Legion, ", "Курск@", "#Legion ", "a\u0301", "https://a.ru/Legion ", "Foreign. ", "⚡a"]
)
def test_the_work_grows_with_the_length_of_the_text(piece: str) -> None:
    text = piece * (6_000 // len(piece))
    INDEX.find(text)  # makes the scanner, if this is the first that is asked of it
    assert calls(INDEX.find, text * 2) < 2.3 * calls(INDEX.find, text)

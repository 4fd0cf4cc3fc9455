"""A skimmed text has the words that close reading finds, at the same places; where it can't, it says so."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.skimming import skim
from matcher.text import addresses, words

WRITTEN = """
    Курск BCУ В’ячеслав 'Legion' #тихо_в_Судже #RussianCorps #israel's @kursk_bot https://example.org/a ria.ru 🔥 ⚡️ 🇳🇱
    👨\u200d👩 1️⃣ é ß ё ² ° ‼ № ? - \u200b \u00ad \u0301 \u2011 \ud800 𝐊 α . , ( ) _ `
"""
PIECES = [*WRITTEN.split(), " ", "-\n"]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=60)


def agrees(text: str) -> bool:
    """Each word that close reading finds stands alone in the skimmed text, and what else stands there is an address."""
    skimmed = skim(text)
    if skimmed is None:
        return True
    read = words(text)
    known = " ".join(token.word for token in read)
    in_place = all(f" {skimmed} "[token.start : token.end + 2] == f" {token.word} " for token in read)
    more = " ".join(skimmed.split()) != known
    return len(skimmed) == len(text) and in_place and (not more or bool(addresses(text.casefold())))


@settings(max_examples=400)
@given(texts)
@example("что?Да")
@example("ab⚡cd")
@example("ab\u200bcd")
@example("@\u200bab")
@example("#\u200babCd")
def test_a_skimmed_text_has_the_words_of_a_text_that_was_read(text: str) -> None:
    assert agrees(text)


def test_no_character_alone_or_between_letters_is_skimmed_otherwise_than_read() -> None:
    planes = [*range(0x3100), *range(0xA640, 0xA7FF), *range(0xF900, 0x10000), *range(0x1F000, 0x1FB00)]
    for code in planes:
        character = chr(code)
        if unicodedata.category(character) != "Cn":
            assert agrees(f"a{character}b {character} ж{character}, {character}д"), hex(code)


@pytest.mark.parametrize(
    "text",
    [
        "Курск, Белгород",
        "Су-34 «Свобода России»",
        "⚡️Ukraine 🇺🇦 says",
        "Pro-Kyiv group's “men”",
        "Бeлгород и BCУ",
        "Об'єкт #тихо_в_Судже",
    ],
)
def test_usual_texts_can_be_skimmed(text: str) -> None:
    assert skim(text) is not None


@pytest.mark.parametrize("text", ["Су\u0301джа", "бата⚡льон", "доброволь-\nческий", "#RussianCorps", "𝐊ursk"])
def test_what_needs_close_reading_is_not_skimmed(text: str) -> None:
    assert skim(text) is None

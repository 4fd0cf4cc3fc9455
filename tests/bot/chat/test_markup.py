"""Escaping, cutting and counting as Telegram counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markup import bold, cut, entities, escape, join, lines, link, units, utf16
from tests.botapi import markup as telegram

TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("<>&\"' \n😀é\u0301\u200d")))


def test_everything_is_escaped_once() -> None:
    assert bold("a <b> & c") == "<b>a &lt;b&gt; &amp; c</b>"
    assert escape(bold("x")) == "<b>x</b>"
    assert join(", ", ["<", bold("y")]) == "&lt;, <b>y</b>"


def test_lines_leave_out_none_and_keep_empty_ones() -> None:
    assert lines("a", None, "", "b") == "a\n\nb"


def test_a_links_address_cannot_break_out_of_its_attribute() -> None:
    assert link('https://example.org/"><b>', "x") == '<a href="https://example.org/&quot;&gt;&lt;b&gt;">x</a>'


def test_text_that_turns_our_own_words_around_is_taken_out() -> None:
    assert escape("abc\u202edef\u2066\u0007") == "abcdef"


@given(TEXTS)
def test_units_are_telegrams_own_count(text: str) -> None:
    html = bold(f".{text}.")
    plain, _ = telegram.parse(html, "html")
    assert units(html) == telegram.units(plain)


@given(TEXTS, st.integers(1, 50))
def test_what_is_cut_fits_and_begins_as_it_did(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert utf16(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_cut_falls_between_words_and_never_inside_a_joined_emoji() -> None:
    assert cut("one two three four", 16) == "one two three…"
    family = "👨\u200d👩\u200d👧"
    assert cut("ab" + family, 7) == "ab…"
    assert cut("abcde\u0301f", 6) == "abcd…"


def test_a_cut_falls_inside_no_flag_and_before_no_skin() -> None:
    ukraine, russia, belgium = "\U0001f1fa\U0001f1e6", "\U0001f1f7\U0001f1fa", "\U0001f1e7\U0001f1ea"
    assert cut("ab" + ukraine + russia + belgium, 9) == "ab" + ukraine + "…"
    assert cut("ab" + ukraine + russia + belgium, 11) == "ab" + ukraine + russia + "…"
    assert cut("abc\U0001f44d\U0001f3fd!", 6) == "abc…"


@pytest.mark.parametrize("text", ["#a #b @cde /start", "example.org", "anna@example.org"])
def test_entities_that_telegram_finds_by_itself_are_counted(text: str) -> None:
    _, found = telegram.parse(text, "html")
    assert entities(text) >= len(found)

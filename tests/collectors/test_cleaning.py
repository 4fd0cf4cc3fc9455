"""Text from outside becomes keepable, and nothing else of it changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.cleaning import clean, clean_or_none


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        ("Water reaches the quay.", "Water reaches the quay."),
        ("a\x00b", "a\ufffdb"),
        ("a\ud83d b", "a\ufffd b"),
        ("\ude00", "\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("👩‍👩‍👧 ё\u0301", "👩‍👩‍👧 ё\u0301"),
    ],
)
def test_what_can_not_be_kept_is_replaced(dirty: str, kept: str) -> None:
    assert clean(dirty) == kept


@given(st.text(alphabet=st.characters() | st.sampled_from("\x00\ud83d\ude00\udfff")))
def test_clean_text_is_keepable_and_as_long_as_before_in_utf16(dirty: str) -> None:
    kept = clean(dirty)
    assert "\x00" not in kept
    assert len(kept.encode("utf-16-le")) == len(dirty.encode("utf-16-le", "surrogatepass"))
    assert clean(kept) == kept


def test_nothing_stays_nothing() -> None:
    assert [clean_or_none(text) for text in (None, "", "\x00")] == [None, None, "\ufffd"]

"""What buttons carry: short, versioned, and never a reason to stumble."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.callbacks import DATA_LIMIT, Press, Verb, about, press, read, unpacked
from storage.model import Kind
from tests.bot.chat.factories import actor, watchlist


def test_a_button_reads_as_it_was_written() -> None:
    assert read(about(Verb.TOGGLE, Kind.ACTOR, "lsr", 3)) == Press(Verb.TOGGLE, ("a", "lsr", "3"))


@pytest.mark.parametrize("data", [None, "", "1", "1:", "2:s:1", "0:m", "1:nonsense", "start", "🐟", ":::", "1:M"])
def test_what_is_not_ours_reads_as_none(data: str | None) -> None:
    assert read(data) is None


@given(st.text(max_size=64))
def test_no_data_makes_reading_stumble(data: str) -> None:
    understood = read(data) or read(f"1:m:{data}")
    if understood:
        understood.kind()
        assert understood.number(0) >= 0


def test_the_longest_ids_still_fit_a_button_and_are_found_again() -> None:
    longest = "ё" * 200
    known = watchlist(actor(longest))
    data = about(Verb.TOGGLE, Kind.ACTOR, longest, 999)
    assert len(data.encode()) <= DATA_LIMIT
    understood = read(data)
    assert understood is not None
    assert unpacked(Kind.ACTOR, understood.arg(1), known) == longest


def test_an_entry_that_left_the_watchlist_is_not_found() -> None:
    assert unpacked(Kind.CLAIM, "Z01", watchlist()) is None
    assert unpacked(Kind.CHANNEL, "lsr", watchlist()) is None


def test_too_much_data_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="callback data of"):
        press(Verb.MENU, "x" * 64)


def test_verbs_are_told_apart() -> None:
    assert len({verb.value for verb in Verb}) == len(Verb)

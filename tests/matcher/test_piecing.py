"""The pieces of a skimmed text are those of the same text read closely, for any text at all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matcher.index import readings
from matcher.piecing import Pieces, pieces_of_skimmed
from matcher.skimming import skim

PARTS = st.sampled_from(
    [
        *("Легион", "«Свобода", "России»", "РДК", "BCУ", "caфе", "É.", "т.д.", "А.Б.", "12.05", "19:30", "...", "—"),
        *("\N{NO-BREAK SPACE}", "#Белгород", "#legion_ru", "@handle", "https://t.me/x", "rvc.ru", "d'Arc", "O'x."),
        *("'tis", "**", "(a)", "|", "🔥", "\u200b", "_x_", "5", "1.", "\n\n", "\t", ", ", "! "),
    ]
)


@given(st.lists(st.one_of(PARTS, st.sampled_from(" \n.,-'#@"), st.text(max_size=3)), max_size=30).map("".join))
@example("О. Петров. Он")
@example("\n\u200b\nслово")
@example("v1.0 - 5.49 и «Ё».\n\n\nКонец…")
@example("www.x.y BCУ @a'b #A_b.c")
def test_the_pieces_are_those_of_a_close_reading(text: str) -> None:
    skimmed = skim(text)
    if skimmed is not None:
        assert [list(parts) for parts in readings(text)] == [list(pieces_of_skimmed(text, skimmed))]


def test_pieces_are_tokens_where_words_stand_and_none_between() -> None:
    parts = pieces_of_skimmed("Да, нет", skim("Да, нет") or "")
    assert parts.words == ["да", None, "нет"]
    assert [part and (part.start, part.end) for part in parts[:2]] == [(0, 2), None]
    assert len(parts) == 3


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_no_words_give_no_tokens(text: str) -> None:
    assert not any(pieces_of_skimmed(text, text))
    assert list(Pieces.of([])) == []

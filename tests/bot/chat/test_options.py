"""How something is to be told, as people write it at the end of a line."""

import pytest

from bot.chat.options import read_options
from storage.model import ASSERTIONS, DENIALS
from storage.telling import UNFILTERED, Filters, Mode

LEGION_DIGEST = ("lsr", Filters(Mode.DIGEST))


@pytest.mark.parametrize(
    ("line", "text", "filters"),
    [
        ("lsr digest", *LEGION_DIGEST),
        ("lsr, only digest", *LEGION_DIGEST),
        ("lsr Overzicht", *LEGION_DIGEST),
        ("lsr только сводка", *LEGION_DIGEST),
        ("lsr, в огляд", *LEGION_DIGEST),
        ("A14 at once", "A14", Filters(Mode.AT_ONCE)),
        ("A14 meteen", "A14", Filters(Mode.AT_ONCE)),
        ("A14 silent, only denials", "A14", Filters(Mode.SILENT, stances=DENIALS)),
        ("A14 лише твердження", "A14", Filters(stances=ASSERTIONS)),
        ("A14 from 0.8", "A14", Filters(min_score=0.8)),
        ("A14 vanaf 0,8 alleen ontkenningen", "A14", Filters(min_score=0.8, stances=DENIALS)),
        ("A14 от 80 %, сразу", "A14", Filters(Mode.AT_ONCE, min_score=0.8)),
        ("group:lsr -voetbal, digest.", "group:lsr -voetbal", Filters(Mode.DIGEST)),
    ],
)
def test_options_stand_at_the_end_in_plain_words(line: str, text: str, filters: Filters) -> None:
    asked = read_options(line)
    assert (asked.text, asked.filters, asked.are_given) == (text, filters, True)


@pytest.mark.parametrize(
    "line",
    [
        *("digest", "silent", '"at once"', "-digest", "дом -digest", "дом OR digest", "дом NOT digest", "(дом digest)"),
        *("дом from 140 digests", "A14 from 400", "place:digest", "", "  "),
    ],
)
def test_what_may_be_looked_for_is_no_option(line: str) -> None:
    asked = read_options(line)
    assert (asked.text, asked.filters, asked.are_given) == (line.strip(), UNFILTERED, False)

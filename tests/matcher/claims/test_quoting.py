"""Where quotations begin and end, and who speaks in their sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.claims.quoting import Quoted, carried, quotations
from matcher.claims.sources import Source
from matcher.reading import Token

MARKS = "«»„“”\"'‘’ .,!ab\n-"


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("«Раз. Два», — сказал он.", ["Раз. Два"]),
        ("«Легион «Свобода». Раз», — он.", ["Легион «Свобода». Раз"]),
        ('He: "One. Two." She: "Three."', ["One. Two.", "Three."]),
        ("„Eins. Zwei“, sagt er", ["Eins. Zwei"]),
        ("Hij: 'Eén. Twee,' 's avonds", ["Eén. Twee,"]),
        ("‘One. Two,’ they don't say", ["One. Two,"]),
        ('A 5" gun. "One. Two."', ["One. Two."]),
        ("« Un. Deux »", []),
        ("the boys' toys, 'n roll", []),
        ("«Раз. Два", []),
        ("Раз. Два» «Три»", ["Три"]),
        ("«" + "а" * 1500 + " «Раз»", ["Раз"]),
    ],
)
def test_where_quotations_are(text: str, found: list[str]) -> None:
    assert quoted(text) == found


@given(st.text(alphabet=MARKS, max_size=200))
def test_quotations_of_any_marks_lie_in_the_text_in_order_of_their_ends(text: str) -> None:
    spans = list(quotations(text))
    assert all(0 < start <= end < len(text) for start, end in spans)
    assert [end for _, end in spans] == sorted({end for _, end in spans})


WORDS = tuple(Token(word, at, at + 1) for at, word in enumerate("abcd"))
GUARD = Source("guard", 0, 1, 4)


def test_who_is_named_before_the_first_quoted_word_speaks_to_the_end_of_the_quotation() -> None:
    opened, inside, shut = Quoted(WORDS, [GUARD], 1, 4), Quoted(WORDS, [], 0, 4), Quoted(WORDS, [], 0, 2)
    assert carried([opened, inside, shut]) == [None, Source("guard", 4, 0, 4), Source("guard", 4, 0, 2)]


def test_a_quotation_of_nobody_says_nothing_of_who_speaks() -> None:
    echo = Source("guard", 0, 1, 4, echo=True)
    assert carried([Quoted(WORDS, [echo], 1, 4), Quoted(WORDS, [], 0, 4)]) == [None, None]


def test_a_quotation_of_more_sentences_than_anybody_speaks_is_an_unbalanced_mark() -> None:
    assert carried([Quoted(WORDS, [GUARD], 1, 4), *[Quoted(WORDS, [], 0, 4)] * 12]) == [None] * 13

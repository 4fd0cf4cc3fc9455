"""Which statements a text may speak of, by its words alone."""

from hypothesis import given
from hypothesis import strategies as st

from matcher.claims.retrieval import Retrieval, terms

STATEMENTS = {
    "dam": ["The dam above the town has burst.", "Плотина выше города прорвана.", "De dam boven de stad is gebroken."],
    "bridge": ["The old bridge was closed after the flood.", "Старый мост закрыли после паводка."],
    "ferry": ["The ferry does not sail on Sundays.", "Паром не ходит по воскресеньям."],
}


def best(text: str) -> str:
    return Retrieval.build(STATEMENTS).rank(text, 1)[0][0]


def test_the_statement_that_shares_the_rarest_words_comes_first() -> None:
    assert best("They say the bridge is closed, flood or no flood") == "bridge"
    assert best("dam burst!") == "dam"


def test_inflected_and_compounded_words_are_found_in_any_language() -> None:
    assert best("О прорыве плотины сообщают жители") == "dam"
    assert best("Паромы по воскресеньям стоят") == "ferry"
    assert best("De stadsdam brak vannacht") == "dam"


def test_a_text_that_shares_nothing_finds_nothing() -> None:
    assert Retrieval.build(STATEMENTS).rank("xyzzy", 5) == []
    assert Retrieval.build(STATEMENTS).rank("", 5) == []
    assert Retrieval.build({}).rank("the bridge", 5) == []


def test_addresses_are_no_words() -> None:
    assert list(terms("https://example.org/bridge")) == []


@given(st.text(max_size=200))
def test_any_text_is_ranked_and_no_score_is_below_zero(text: str) -> None:
    ranked = Retrieval.build(STATEMENTS).rank(text, 2)
    assert len(ranked) <= 2
    assert all(score > 0 for _, score in ranked)
    assert ranked == sorted(ranked, key=lambda one: -one[1])


@given(st.sampled_from([text for texts in STATEMENTS.values() for text in texts]))
def test_a_statement_finds_itself(text: str) -> None:
    assert text in STATEMENTS[best(text)]

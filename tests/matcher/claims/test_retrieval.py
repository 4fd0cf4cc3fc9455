"""Which statements a text may speak of, by its words alone."""

from hypothesis import given
from hypothesis import strategies as st

from matcher.claims.retrieval import Retrieval, terms
from matcher.text import tokens

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


def shares(text: str) -> dict[str, float]:
    return Retrieval.build(STATEMENTS).shares(token.word for token in tokens(text))


def test_a_statement_holds_about_as_much_of_itself_be_it_long_or_short() -> None:
    short, long = "A dam burst.", "The old bridge by the mill was closed to lorries after the flood, said the mayor."
    both = Retrieval.build({"short": [short], "long": [long]})
    held = [both.shares(token.word for token in tokens(text))[one] for one, text in (("short", short), ("long", long))]
    raw = [both.scores(short)["short"], both.scores(long)["long"]]
    assert max(held) / min(held) < max(raw) / min(raw)


def test_more_words_never_give_less() -> None:
    less, more = shares("the bridge"), shares("the bridge and the dam and a flood")
    assert all(more[one] >= share for one, share in less.items())


def test_words_that_all_statements_share_stand_out_for_none() -> None:
    alike = Retrieval.build({str(number): [f"the harbour office said so {number}"] for number in range(60)})
    assert all(share < 0 for share in alike.outstanding(["harbour", "office"]).values())


def test_in_a_short_list_a_share_stands_out_too() -> None:
    assert Retrieval.build({"dam": STATEMENTS["dam"]}).outstanding(["dam", "burst", "town"])["dam"] > 0.3


def test_a_part_of_the_statements_is_weighed_as_in_the_whole() -> None:
    every = Retrieval.build(STATEMENTS)
    assert every.only({"dam"}).scores("the dam and the bridge") == {
        "dam": every.scores("the dam and the bridge")["dam"]
    }


@given(st.text(max_size=200))
def test_any_text_is_ranked_and_no_score_is_below_zero(text: str) -> None:
    ranked = Retrieval.build(STATEMENTS).rank(text, 2)
    assert len(ranked) <= 2
    assert all(score > 0 for _, score in ranked)
    assert ranked == sorted(ranked, key=lambda one: -one[1])


@given(st.sampled_from([text for texts in STATEMENTS.values() for text in texts]))
def test_a_statement_finds_itself(text: str) -> None:
    assert text in STATEMENTS[best(text)]

"""When a suggestion that stands alone is certain all the same, and when another land makes a claim doubtful."""

from functools import cache

from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match
from storage.model import Kind
from tests.matcher.claims.village import COMPANY, DAY, GUARD, LEXICON, MINISTRY, OBLAST, SOSNOVKA, entry, known
from tests.matcher.factories import figure, setting, watchlist

WORDS = (
    entry("bridge", en="bridge", nl="brug"),
    entry("toll", en="toll", nl="tol"),
    entry("horn", en="horn; ~whistle"),
    entry("fee", en="fee", nl="heffing"),
    entry("barge", en="barge", nl="schuit"),
    entry("elsewhere", "none", en="Longmoor", nl="Longmoor"),
)
CLAIMS = (
    known("toll", places=("north",), events=("bridge+toll+@guard",)),
    known("horn", places=("north",), events=("horn+@guard",)),
    known("signal", holders=("guard",), about=("guard",), places=("north",), events=("horn+barge+@guard",)),
    known("entered", places=("north",), events=("enter+@who",)),
    known("fee", places=("north",), events=("fee+barge+@figure",), figures=(figure("vehicles", 40),)),
    known("flag", places=("north",), events=("flag+@company", "flag+bridge+@company")),
)


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(watchlist(COMPANY, GUARD, MINISTRY, OBLAST, SOSNOVKA, *CLAIMS, *LEXICON, *WORDS))


def claims(text: str, day: str = DAY) -> dict[str, bool]:
    """The linked claims, and whether the link is certain."""
    found = match(text, setting(day), catalogue()).links
    return {one.target: one.certain for one in reversed(found) if one.kind is Kind.CLAIM}


def test_all_the_words_of_a_claim_make_it_certain_though_it_names_somebody_else() -> None:
    assert claims("Blue Company says there is a toll on the bridge now.") == {"toll": True}


def test_one_word_of_a_claim_needs_a_name_beside_it() -> None:
    assert claims("Somebody blew a horn all night and nobody knows who it was.").get("horn") is not True


def test_words_that_only_come_near_need_names_of_the_claim_s_own_beside_them() -> None:
    assert claims("A whistle was heard from the barge in North Oblast.") == {"signal": False}
    assert claims("The War Ministry heard a whistle from the barge in North Oblast.") == {"signal": False}


def test_a_claim_that_is_told_by_its_figure_is_not_certain_without_one() -> None:
    assert claims("Blue Company has put a fee on the barge in North Oblast.") == {"fee": False}


def test_words_of_two_claims_leave_both_in_doubt() -> None:
    assert True not in claims("A flag on the bridge, and a toll to pay for looking at it.").values()


def test_a_claim_without_its_place_is_not_certain_where_another_land_is_named() -> None:
    assert claims("Blue Company entered the border villages this morning.")["entered"]
    assert not claims("Blue Company entered the border villages of Longmoor this morning.")["entered"]


def test_another_land_is_no_matter_beside_the_place_of_the_claim() -> None:
    assert claims("Blue Company entered North Oblast from Longmoor this morning.")["entered"]

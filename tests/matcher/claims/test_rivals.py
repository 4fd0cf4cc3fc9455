"""Which of several claims that resemble each other a post is certainly about, and which it only suggests."""

from functools import cache

from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match
from matcher.rejections import Rejected, Why
from storage.model import Kind
from tests.matcher.claims.village import CAPITAL, COMPANY, DUBKI, GUARD, LEXICON, OBLAST, SOSNOVKA, entry, known
from tests.matcher.factories import actor, setting, watchlist

DAY = "2031-05-10"
SCOUTS = actor("scouts", en="Grey Scouts", ru="Серые скауты")

CLAIMS = (
    known("battle", places=("dubki",), events=("fighting",), resembles=("not_over",)),
    known("not_over", places=("dubki",), events=("correct+fighting",), resembles=("battle",)),
    known("curfew", holders=(), about=("guard",), places=("north",), events=("curfew", "curfew+declared")),
    known(
        "curfew_holds",
        holders=(),
        about=("guard",),
        places=("north",),
        events=("still+curfew",),
        denials=("curfew+lifted",),
        resembles=("curfew", "ended"),
    ),
    known("ended", holders=(), about=("guard",), places=("north",), events=("wounded+@place", "curfew+lifted+@place")),
    known("raid", holders=(), about=("company", "scouts", "guard"), places=("north",), events=("enter+@who",)),
    known(
        "scouts_too", holders=(), about=("scouts",), places=("north",), events=("join+@scouts",), resembles=("raid",)
    ),
)
WORDS = (
    entry("curfew", en="curfew", ru="комендантский час"),
    entry("declared", "+", en="declared"),
    entry("still", en="still"),
    entry("lifted", "-", en="lifted"),
    entry("join", en="takes part"),
)


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(
        watchlist(COMPANY, GUARD, CAPITAL, SCOUTS, OBLAST, SOSNOVKA, DUBKI, *CLAIMS, *LEXICON, *WORDS)
    )


def claims(text: str) -> dict[str, bool]:
    """The linked claims, and whether the link is certain."""
    found = match(text, setting(DAY), catalogue()).links
    return {one.target: one.certain for one in reversed(found) if one.kind is Kind.CLAIM}


def certain(text: str) -> set[str]:
    return {claim for claim, sure in claims(text).items() if sure}


def test_a_claim_whose_words_another_one_says_and_more_is_only_suggested() -> None:
    assert claims("In North Oblast the curfew is still in force.") == {"curfew": False, "curfew_holds": True}
    assert claims("Correction by Blue Company: fighting for Dubki.") == {"battle": False, "not_over": True}


def test_words_of_its_own_make_a_further_claim_certain() -> None:
    told = "In North Oblast the Border Guard declared a curfew, and the curfew still holds."
    assert certain(told) == {"curfew", "curfew_holds"}


def test_a_sentence_of_its_own_makes_a_further_claim_certain() -> None:
    told = "There is a curfew in North Oblast. In North Oblast the curfew is still in force."
    assert certain(told) == {"curfew", "curfew_holds"}


def test_another_speaker_makes_a_further_claim_certain() -> None:
    told = "The Border Guard says that there is a curfew in North Oblast, and Blue Company says that it still holds."
    assert certain(told) == {"curfew", "curfew_holds"}


def test_what_denies_a_claim_by_saying_something_else_is_that_other_claims() -> None:
    assert claims("In North Oblast the curfew was lifted.")["curfew_holds"]
    told = claims("In North Oblast the curfew was lifted. In North Oblast 13 people were wounded.")
    assert (told["ended"], told["curfew_holds"]) == (True, False)


def test_a_follow_up_without_a_name_adds_no_claim_that_the_sentence_before_tells() -> None:
    told = claims("Correction by Blue Company: fighting in Dubki. Heavy fighting there, by all accounts.")
    assert told == {"battle": False, "not_over": True}


def test_a_claim_about_one_group_leaves_the_wider_claim_to_sentences_that_name_another() -> None:
    assert certain("In North Oblast the Grey Scouts enter and takes part, they say.") == {"scouts_too"}
    assert "raid" in certain("In North Oblast Blue Company and the Grey Scouts enter; the second takes part.")


def test_a_claim_that_is_only_suggested_names_the_one_that_explains_it() -> None:
    rejected: list[Rejected] = []
    match("In North Oblast the curfew is still in force.", setting(DAY), catalogue(), rejected)
    noted = {(one.target, one.instead) for one in rejected if one.why is Why.EXPLAINED}
    assert noted == {("curfew", "curfew_holds")}

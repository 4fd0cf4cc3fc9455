"""Why a name or a claim did not count, in the matcher's own words."""

from functools import cache

import pytest

from matcher.catalogue import Catalogue, compile_catalogue
from matcher.explaining import explain
from matcher.match import match
from matcher.rejections import Rejected, Why
from storage.watchlist import Role
from tests.matcher.claims import village
from tests.matcher.factories import actor, ambiguity, channel, names, place, setting, watchlist


@cache
def river() -> Catalogue:
    mill = ambiguity("Mill", "en", wanted="flour; miller", unwanted="football")
    office = Role("reeve", names(en="reeve of Brackwater"), "anna", None, None, ("made up",))
    return compile_catalogue(
        watchlist(
            actor("mill", en="Old Mill Company", ambiguous=(mill,), labels=names(en="grinders")),
            actor("anna", kind="person", en="Anna Reedcutter"),
            actor("realm", kind="state", en="Meadowland", generic=True),
            place("brackwater", en="Brackwater"),
            place("reedham_east", en="Reedham", ambiguous=(ambiguity("Reedham", "en", wanted="ferry", needed=False),)),
            place("reedham_west", en="Reedham"),
            office,
            channel("oldmill", "mill"),
        )
    )


def rejected(text: str, catalogue: Catalogue, day: str | None = "2031-05-10", by: str | None = None) -> list[Rejected]:
    return list(explain(text, setting(day, by), catalogue)[1])


def reasons(text: str, target: str, by: str | None = None) -> list[Why]:
    return [one.why for one in rejected(text, river(), by=by) if one.target == target]


@pytest.mark.parametrize(
    ("text", "target", "why"),
    [
        ("The Mill was closed on Monday.", "mill", Why.NO_CONTEXT),
        ("The Mill football team won, without flour.", "mill", Why.CONTEXT_AGAINST),
        ("Все тихо (Old Mill Company запрещена в стране).", "mill", Why.FOOTNOTE),
        ("Not Old Mill Company, but somebody else.", "mill", Why.RULED_OUT),
        ("Those grinders again.", "mill", Why.NO_COMPANY),
        ("A meadow in Meadowland is green.", "realm", Why.TOO_GENERAL),
        ("The ferry left Reedham at noon.", "reedham_west", Why.NAMESAKE),
    ],
)
def test_a_name_that_does_not_count_says_why(text: str, target: str, why: Why) -> None:
    assert reasons(text, target) == [why]


def test_a_name_inside_a_longer_name_says_whose_that_is() -> None:
    catalogue = compile_catalogue(watchlist(actor("guild", en="Weavers"), actor("hall", en="Hall of Weavers")))
    (one,) = rejected("At the Hall of Weavers nobody spoke.", catalogue)
    assert (one.target, one.why, one.instead) == ("guild", Why.LONGER_NAME, "hall")


def test_a_channels_own_signature_names_nobody() -> None:
    assert reasons("Good morning. @oldmill", "mill", by="oldmill") == [Why.OWN_HANDLE]


def test_a_name_that_counts_is_not_rejected_as_well() -> None:
    found, others = explain("The Old Mill Company and the Mill sell flour.", setting("2031-05-10"), river())
    assert [link.target for link in found.links] == ["mill"]
    assert others == ()


def test_a_rejection_stands_on_the_words_of_the_text() -> None:
    text = "On Monday the Mill was closed."
    (one,) = rejected(text, river())
    assert text[one.start : one.end] == "Mill"


# --- claims -----------------------------------------------------------------------------------------------------------


def of_claims(text: str, day: str = village.DAY) -> dict[str, Rejected]:
    return {one.target: one for one in rejected(text, village.catalogue(), day)}


def test_a_claim_whose_place_is_another_says_which_slots_agree_and_which_contradict() -> None:
    one = of_claims("Blue Company entered Dubki.")["taken"]
    assert one.why is Why.MISSING
    assert one.slots["who"] == 1
    assert one.slots["place"] == -1


@pytest.mark.parametrize(
    ("text", "day", "why"),
    [
        ("Blue Company entered Sosnovka.", "2031-09-20", Why.OTHER_TIME),
        ("If Blue Company soon entered Sosnovka.", village.DAY, Why.UNREAL),
    ],
)
def test_a_claim_that_is_not_meant_says_why(text: str, day: str, why: Why) -> None:
    assert of_claims(text, day)["taken"].why is why


def test_a_claim_whose_deed_is_the_other_sides_says_so() -> None:
    text = "Blue Company destroyed an armoured vehicle of the Border Guard in North Oblast."
    assert of_claims(text)["vehicles"].why is Why.OTHER_SIDE


def test_a_claim_whose_figure_is_another_says_so() -> None:
    one = of_claims("Border Guard: 3 fighters killed in North Oblast.")["dead"]
    assert (one.why, one.slots["figure"], one.slots["place"]) == (Why.MISSING, -1, 1)


def test_of_two_claims_that_resemble_each_other_the_lesser_names_the_better() -> None:
    told = of_claims("Border Guard: 234 fighters killed in North Oblast.")
    rivals = {"dead", "dead_ministry"}
    (lost,) = rivals & set(told)
    assert told[lost].why is Why.RIVAL
    assert told[lost].instead in rivals - {lost}


def test_a_linked_claim_is_not_rejected_as_well() -> None:
    assert "taken" not in of_claims("Blue Company entered Sosnovka. Blue Company entered Dubki.")


def test_asking_for_reasons_changes_nothing_that_is_found() -> None:
    for text in ("Blue Company entered Sosnovka.", "Blue Company entered Dubki.", "The Border Guard denies it."):
        for day in (village.DAY, "2025-01-01", "2040-01-01"):
            when = setting(day, "bluecompany")
            assert explain(text, when, village.catalogue())[0] == match(text, when, village.catalogue())

"""How a claim stands: who is on which side of it, and what that corroborates."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.claims.standing import Corroboration, Standing, standing, versions_of
from storage.model import Channel
from storage.said import ClaimStatus, StatusChange, Voice
from storage.watchlist import Affiliation, Claim, Side, Tie, Watchlist
from tests.bot.alerts.made import NOON
from tests.matcher.factories import actor, channel, claim, watchlist

STATE = Affiliation(Side.RUSSIA, Tie.STATE)
MEDIA = Affiliation(Side.RUSSIA, Tie.STATE_MEDIA)
REBELS = Affiliation(Side.UKRAINE, Tie.ARMED_GROUP)
MONITOR = Affiliation(Side.NEITHER, Tie.INDEPENDENT)
CHANNEL = Channel(7, "riverside", "Riverside")


def book() -> Watchlist:
    sides = {"fsb": STATE, "mod": STATE, "ria": MEDIA, "lsr": REBELS, "monitor": MONITOR}
    return watchlist(*(replace(actor(source), affiliation=side) for source, side in sides.items()))


def voice(source: str, *, denies: bool = False, hours: int = 0, posts: int = 1) -> Voice:
    at = NOON + timedelta(hours=hours)
    return Voice(source, denies, posts, 0, at, at, 1, CHANNEL, 1)


def stands(*voices: Voice, changes: tuple[StatusChange, ...] = (), known: Watchlist | None = None) -> Standing:
    return standing("A14", voices, 0, (), changes, known or book())


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ((), Corroboration.NOBODY),
        (("fsb",), Corroboration.ONE_SIDE),
        (("fsb", "mod", "ria"), Corroboration.ONE_SIDE),
        (("fsb", "lsr"), Corroboration.BOTH_SIDES),
        (("fsb", "monitor"), Corroboration.INDEPENDENT),
        (("channel:99",), Corroboration.UNPLACED),
        (("channel:99", "fsb"), Corroboration.ONE_SIDE),
    ],
)
def test_many_sources_of_one_side_are_one_side(sources: tuple[str, ...], expected: Corroboration) -> None:
    assert stands(*map(voice, sources)).corroboration is expected


def test_who_denies_corroborates_nothing() -> None:
    found = stands(voice("fsb"), voice("lsr", denies=True))
    assert found.corroboration is Corroboration.ONE_SIDE
    assert [one.voice.source for one in found.denying] == ["lsr"]


def test_a_channel_stands_where_the_watchlist_places_it() -> None:
    known = watchlist(replace(channel("Riverside"), affiliation=MEDIA))
    [placed] = stands(voice("channel:7"), known=known).asserting
    assert placed.affiliation == MEDIA


def test_it_stands_since_the_first_word_on_it_until_the_last() -> None:
    found = stands(voice("fsb", hours=3, posts=4), voice("lsr", denies=True, hours=1))
    assert (found.since, found.until, found.posts) == (NOON + timedelta(hours=1), NOON + timedelta(hours=3), 5)


def test_the_status_is_what_people_set_last() -> None:
    changes = (
        StatusChange("A14", ClaimStatus.CONTESTED, "denied", "500", NOON),
        StatusChange("A14", ClaimStatus.REFUTED, "pictures", "500", NOON),
    )
    assert stands(changes=changes).status is ClaimStatus.REFUTED
    assert stands(known=watchlist(claim("A14", status="contested"))).status is ClaimStatus.CONTESTED
    assert stands().status is ClaimStatus.UNVERIFIED


def corrections(*pairs: tuple[str, str | None]) -> list[Claim]:
    return [claim(one, supersedes=earlier) for one, earlier in pairs]


def test_versions_are_told_from_the_earliest_wherever_one_begins() -> None:
    claims = corrections(("C1", None), ("C2", "C1"), ("C3", "C2"), ("D1", None))
    for version in ("C1", "C2", "C3"):
        assert versions_of(version, claims) == ("C1", "C2", "C3")
    assert versions_of("D1", claims) == ("D1",)


def test_versions_that_correct_each_other_in_a_circle_end() -> None:
    assert set(versions_of("C1", corrections(("C1", "C2"), ("C2", "C1")))) == {"C1", "C2"}

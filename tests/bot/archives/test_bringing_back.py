"""Which links come and go: those that are the same stay, and so does what an editor decided."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.archives.bringing_back import Chosen, Left, change_of, fresh_claims, left
from bot.archives.results import Key, Reread, digest_of
from storage.model import Evidence, Kind, Link, Stance
from storage.rematching import Stored, Target
from tests.bot.archives.making import NOON, TEXTS, revision

GUARD = Link(Kind.ACTOR, "guard", 0.9, (Evidence(0, 6, TEXTS[0][:6], "name"),))
QUAY = replace(GUARD, kind=Kind.PLACE, target="quay")
SAID = replace(GUARD, kind=Kind.CLAIM, target="A1", stance=Stance.ASSERTS)
MAYBE = replace(SAID, score=0.4, certain=False)
ALL, CERTAIN = Chosen(), Chosen(certain_only=True)


def stored(*links: Link, decided: Collection[Target] = (), noted: Collection[Target] = (), **more: object) -> Stored:
    plain = {"settled": True, "read_at": NOON, **more}
    return Stored(revision(), links=dict(enumerate(links)), decided=frozenset(decided), noted=frozenset(noted), **plain)  # type: ignore[arg-type]


def reread(*links: Link, parked: str | None = None, text: str = TEXTS[0]) -> Reread:
    """As a file of links has it: without the words of the evidence."""
    wordless = tuple(replace(one, evidence=tuple(replace(e, text="") for e in one.evidence)) for one in links)
    return Reread(Key(1, 1, 1, digest_of(text)), parked, wordless)


def test_what_is_the_same_stays_and_what_differs_is_replaced() -> None:
    surer = replace(QUAY, score=0.95)
    change = change_of(reread(GUARD, surer, SAID), stored(GUARD, QUAY), ALL)
    assert (change.gone, change.new) == ((1,), (surer, SAID))


def test_nothing_is_left_of_what_is_not_found_any_more() -> None:
    assert change_of(reread(), stored(GUARD, MAYBE), ALL).gone == (0, 1)


def test_one_link_of_two_that_are_alike_goes() -> None:
    change = change_of(reread(GUARD), stored(GUARD, GUARD), ALL)
    assert (change.gone, change.new) == ((1,), ())


def test_links_to_others_than_the_chosen_kinds_stay() -> None:
    change = change_of(reread(SAID), stored(GUARD, MAYBE), Chosen(kinds={Kind.CLAIM}))
    assert (change.gone, change.new) == ((1,), (SAID,))


@pytest.mark.parametrize("found", [(), (SAID,), (MAYBE,)])
@pytest.mark.parametrize("kept", [SAID, MAYBE])
def test_what_an_editor_decided_stays_and_comes_no_second_time(kept: Link, found: tuple[Link, ...]) -> None:
    change = change_of(reread(*found), stored(kept, decided={(Kind.CLAIM, "A1")}), ALL)
    assert (change.gone, change.new) == ((), ())


def test_suggestions_stay_as_they_are_when_only_certain_links_are_wanted_but_for_those_that_are_certain_now() -> None:
    other = replace(MAYBE, target="A2")
    change = change_of(reread(SAID, replace(other, score=0.5)), stored(MAYBE, other, GUARD), CERTAIN)
    assert (change.gone, change.new) == ((0, 2), (SAID,))


def test_news_of_a_claim_is_what_counts_and_was_not_noted_of_the_post() -> None:
    change = change_of(reread(GUARD, SAID, replace(SAID, target="A2"), replace(MAYBE, target="A3")), stored(), ALL)
    assert [link.target for link in fresh_claims(change, stored(noted={(Kind.CLAIM, "A2")}))] == ["A1"]


@pytest.mark.parametrize(
    ("given", "in_store", "why"),
    [
        (reread(), None, Left.NOT_STORED),
        (reread(parked="ValueError"), stored(), Left.PARKED),
        (reread(text="Other."), stored(), Left.OTHER_WORDS),
        (reread(), stored(settled=False), Left.WAITING),
        (reread(), stored(read_at=NOON + timedelta(seconds=1)), Left.READ_SINCE),
        (reread(), stored(read_at=NOON), None),
        (reread(), stored(read_at=None), None),
    ],
)
def test_a_post_is_left_alone_with_a_reason(given: Reread, in_store: Stored | None, why: Left | None) -> None:
    at: datetime = NOON
    assert left(given, in_store, at) is why


def test_all_that_was_found_is_chosen_by_default_only() -> None:
    assert ALL.everything
    assert not CERTAIN.everything
    assert not Chosen(kinds={Kind.CLAIM}).everything

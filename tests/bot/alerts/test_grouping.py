"""What joins an earlier message, and what rings by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.grouping import (
    EACH_BY_ITSELF,
    PACES,
    Alone,
    Grouped,
    Joined,
    Key,
    Untold,
    grouped,
    is_open,
    pace_of_chat,
    side_of_source,
)
from storage.model import Kind, Stance
from storage.telling import Alert, Event, Pace, Reason, Thread
from storage.watchlist import Affiliation, Side, Tie
from tests.bot.alerts.made import NOON, event

MINUTE = timedelta(minutes=1)
PACE = Pace(wait=timedelta(0), interval=30 * MINUTE, repeat=60 * MINUTE)
SAYS: Key = (Kind.CLAIM, "A03", False)
OPENED = Thread(1, *SAYS, lead=9, opened_at=NOON, last_at=NOON, sides=frozenset({"ukraine"}))
PLACE = event(target="P01", target_kind=Kind.PLACE, stance=None)


def told(reason: Reason, *events: Event, threads: tuple[Thread, ...] = (OPENED,), pace: Pace = PACE) -> Grouped:
    """What becomes of an alert ten minutes after the thread was opened. The source is the side."""
    alert = Alert(1, 5, reason, events or (event(source="ukraine"),), NOON)
    known = {(one.kind, one.target, one.denies): one for one in threads}
    return grouped(alert, known, lambda kind, target: pace, lambda one: one.source, NOON + 10 * MINUTE)


@pytest.mark.parametrize("why", [Reason.NEW_SOURCE, Reason.AGAIN])
def test_more_of_the_same_joins_and_keeps_the_message_open(why: Reason) -> None:
    joined = told(why)
    assert isinstance(joined, Joined)
    assert (joined.lead, joined.why, joined.alert.reason) == (9, why, Reason.UPDATED)
    assert joined.threads == (replace(OPENED, last_at=NOON + 10 * MINUTE),)


@pytest.mark.parametrize("why", [Reason.DUPLICATE, Reason.REPEATED])
def test_what_is_not_news_joins_under_its_own_reason_and_keeps_nothing_open(why: Reason) -> None:
    joined = told(why)
    assert isinstance(joined, Joined)
    assert (joined.alert.reason, joined.threads) == (why, ())


@pytest.mark.parametrize(
    "reason", [Reason.FIRST, Reason.DENIAL, Reason.CHANGED, Reason.VERSION, Reason.EDITED, Reason.DELETED]
)
def test_what_is_new_about_a_story_rings_by_itself_and_at_once(reason: Reason) -> None:
    alone = told(reason, pace=replace(PACE, wait=5 * MINUTE) if reason is not Reason.FIRST else PACE)
    assert isinstance(alone, Alone)
    assert (alone.due_at, alone.hurried) == (NOON + 10 * MINUTE, frozenset({9}))


@pytest.mark.parametrize("reason", [Reason.QUIET, Reason.MUTED, Reason.DIGEST_ONLY, Reason.BACKLOG, Reason.SUGGESTED])
def test_what_is_kept_quiet_joins_nothing(reason: Reason) -> None:
    assert isinstance(told(reason), Untold)


def test_what_becomes_of_a_post_opens_no_message_for_more() -> None:
    assert told(Reason.EDITED, threads=()) == Alone(told(Reason.EDITED).alert, NOON + 10 * MINUTE)


def test_a_side_that_was_not_heard_rings_and_is_heard_from_then_on() -> None:
    alone = told(Reason.NEW_SOURCE, event(source="russia"))
    assert isinstance(alone, Alone)
    assert [thread.sides for thread in alone.threads] == [{"ukraine", "russia"}]


def test_a_source_that_nobody_places_is_no_other_side() -> None:
    assert isinstance(told(Reason.NEW_SOURCE, event(source=None)), Joined)


def test_a_denial_joins_denials_only() -> None:
    denial = event(source="ukraine", stance=Stance.DENIES)
    assert isinstance(told(Reason.NEW_SOURCE, denial), Alone)
    assert isinstance(told(Reason.NEW_SOURCE, denial, threads=(replace(OPENED, denies=True),)), Joined)


def test_what_is_also_about_something_new_rings_by_itself() -> None:
    assert isinstance(told(Reason.NEW_SOURCE, event(source="ukraine"), PLACE), Alone)


def test_what_is_about_two_open_things_joins_the_claim() -> None:
    place = replace(OPENED, kind=Kind.PLACE, target="P01", lead=4)
    joined = told(Reason.AGAIN, PLACE, event(source="ukraine"), threads=(place, OPENED))
    assert isinstance(joined, Joined)
    assert joined.lead == 9


def test_a_first_one_waits_and_what_is_added_meanwhile_is_in_time() -> None:
    gathering = replace(PACE, wait=5 * MINUTE, interval=timedelta(0))
    alone = told(Reason.FIRST, threads=(), pace=gathering)
    assert isinstance(alone, Alone)
    assert alone.due_at == NOON + 15 * MINUTE
    assert is_open(alone.threads[0], gathering, NOON + 14 * MINUTE)
    assert not is_open(alone.threads[0], gathering, NOON + 15 * MINUTE)


@pytest.mark.parametrize(
    ("opened", "last", "is_it"), [(0, 0, True), (29, 29, True), (30, 30, False), (59, 1, True), (60, 1, False)]
)
def test_a_message_is_open_for_an_interval_after_the_last_and_not_for_ever(opened: int, last: int, is_it: bool) -> None:
    thread = replace(OPENED, opened_at=NOON - opened * MINUTE, last_at=NOON - last * MINUTE)
    assert is_open(thread, PACE, NOON) is is_it


def test_a_message_that_a_clock_has_dated_which_was_ahead_is_not_open() -> None:
    ahead = replace(OPENED, opened_at=NOON + 60 * MINUTE, last_at=NOON + 60 * MINUTE)
    assert not is_open(ahead, EACH_BY_ITSELF, NOON)
    assert not is_open(ahead, PACE, NOON)


def test_a_subscription_goes_before_the_chat_and_that_before_what_is_usual() -> None:
    own = {(1, 7): Pace(MINUTE, MINUTE, MINUTE), (1, None): PACE}
    followed = {(Kind.CLAIM, "A03"): 7}
    assert pace_of_chat(own, 1, followed)(Kind.CLAIM, "A03") == own[1, 7]
    assert pace_of_chat(own, 1, followed)(Kind.CLAIM, "A14") == PACE
    assert pace_of_chat(own, 2, {})(Kind.CLAIM, "A03") == PACES[Kind.CLAIM]
    assert pace_of_chat({}, 1, {})(Kind.CHANNEL, "700") == EACH_BY_ITSELF


def test_each_post_of_a_followed_channel_rings() -> None:
    posted = event(target="700", target_kind=Kind.CHANNEL, stance=None)
    channel = replace(OPENED, kind=Kind.CHANNEL, target="700")
    assert isinstance(told(Reason.AGAIN, posted, threads=(channel,), pace=EACH_BY_ITSELF), Alone)


@pytest.mark.parametrize(
    ("affiliation", "side"),
    [
        (None, None),
        (Affiliation(Side.RUSSIA, Tie.STATE), "russia"),
        (Affiliation(Side.UKRAINE, Tie.INDEPENDENT), "independent"),
    ],
)
def test_an_independent_voice_is_a_side_of_its_own(affiliation: Affiliation | None, side: str | None) -> None:
    assert side_of_source(affiliation) == side

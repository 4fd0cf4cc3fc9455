"""How fast people may ask."""

from datetime import timedelta

from bot.chat.access.pacing import Buckets, Patience, Taken
from tests.bot.chat.factories import ANNA, NOON

SECOND = timedelta(seconds=1)


def test_a_flood_is_told_once_and_then_met_with_silence() -> None:
    buckets = Buckets(2, SECOND)
    taken = [buckets.take("anna", NOON) for _ in range(5)]
    assert taken == [Taken.YES, Taken.YES, Taken.FIRST_NO, Taken.NO, Taken.NO]


def test_patience_comes_back_with_time() -> None:
    buckets = Buckets(2, SECOND)
    for _ in range(3):
        buckets.take("anna", NOON)
    assert [buckets.take("anna", NOON + SECOND) for _ in range(2)] == [Taken.YES, Taken.NO]  # the same flood
    later = NOON + timedelta(minutes=1)
    assert [buckets.take("anna", later) for _ in range(3)] == [Taken.YES, Taken.YES, Taken.FIRST_NO]


def test_one_persons_flood_costs_others_nothing_and_a_clock_that_jumps_back_gives_nothing() -> None:
    buckets = Buckets(1, SECOND)
    assert [buckets.take(who, NOON) for who in ("anna", "anna", "boris")] == [Taken.YES, Taken.FIRST_NO, Taken.YES]
    assert buckets.take("anna", NOON - timedelta(days=1)) is Taken.NO


def test_a_crowd_of_strangers_is_not_remembered_for_ever() -> None:
    buckets = Buckets(1, SECOND, remembered=10)
    for number in range(1000):
        assert buckets.take(number, NOON) is Taken.YES
    assert len(buckets._buckets) <= 10


def test_a_chat_is_not_flooded_by_many_people_together() -> None:
    patience = Patience(size=2)
    taken = [patience.with_turn(user_id, -500, NOON) for user_id in range(6)]
    assert taken == [*[Taken.YES] * 4, Taken.FIRST_NO, Taken.NO]


def test_a_stranger_is_told_so_once_an_hour() -> None:
    patience = Patience()
    assert patience.with_stranger(ANNA, NOON)
    assert not patience.with_stranger(ANNA, NOON + timedelta(minutes=50))
    assert patience.with_stranger(ANNA, NOON + timedelta(minutes=70))

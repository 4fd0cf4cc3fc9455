"""Who reads which channel: evenly, without asking for names twice, and without flapping."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collectors.telegram.spreading import MARGIN, PROBED, SETTLING, Absences, Reader, in_order

NOW = datetime(2024, 3, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def names(readers: Sequence[Reader], in_charge: str | None = None, now: datetime = NOW) -> list[str]:
    return [reader.account for reader in in_order(readers, in_charge, now)]


def test_a_new_channel_goes_to_the_account_with_the_fewest() -> None:
    assert names([Reader("a", charge=5), Reader("b", charge=3), Reader("c", charge=4)]) == ["b", "c", "a"]


def test_who_knows_the_channel_goes_before_who_has_fewer() -> None:
    assert names([Reader("a", charge=5, knows=True), Reader("b", charge=3)]) == ["a", "b"]


def test_who_is_in_charge_keeps_the_channel() -> None:
    assert names([Reader("a", charge=4, knows=True), Reader("b", charge=5, knows=True)], "b") == ["b", "a"]


def test_a_limited_account_gives_its_channel_to_another() -> None:
    limited = Reader("a", charge=1, knows=True, limited_until=NOW + HOUR)
    assert names([limited, Reader("b", charge=9)], "a") == ["b", "a"]


def test_a_resting_account_comes_last_even_after_a_limited_one() -> None:
    limited = Reader("b", limited_until=NOW + HOUR)
    assert names([Reader("a", rests=True, knows=True), limited], "a") == ["b", "a"]


def test_the_one_that_took_over_keeps_the_channel_when_the_other_is_free_again() -> None:
    free_again = Reader("a", charge=4, knows=True, limited_until=NOW - timedelta(seconds=1))
    assert names([free_again, Reader("b", charge=6, knows=True)], "b") == ["b", "a"]


def test_after_a_while_an_account_with_clearly_fewer_is_handed_channels_back() -> None:
    free_again = Reader("a", charge=4, knows=True, limited_until=NOW - SETTLING)
    assert names([free_again, Reader("b", charge=6, knows=True)], "b") == ["a", "b"]


def test_one_that_was_just_handed_a_channel_is_not_handed_the_next() -> None:
    just_now = Reader("a", charge=1, took_over_at=NOW - timedelta(minutes=1))
    assert names([just_now, Reader("b", charge=6, knows=True)], "b") == ["b", "a"]


def test_a_handover_goes_to_one_that_knows_the_channel_if_there_is_one() -> None:
    readers = [Reader("a", charge=6, knows=True), Reader("b", charge=0), Reader("c", charge=3, knows=True)]
    assert names(readers, "a") == ["c", "a", "b"]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=5))
def test_channels_come_to_rest_evenly_and_then_stay(charges: list[int]) -> None:
    """However they lie at first: polls an hour apart move each channel once at most, until nobody has two too many."""
    accounts = [str(number) for number in range(len(charges))]
    keepers = [account for account, charge in zip(accounts, charges, strict=True) for _ in range(charge)]
    moves = 0
    now = NOW
    for _ in range(3):
        for channel, keeper in enumerate(keepers):
            now += HOUR
            count = Counter(keepers)
            readers = [Reader(account, charge=count[account], knows=True) for account in accounts]
            keepers[channel] = in_order(readers, keeper, now)[0].account
            moves += keepers[channel] != keeper
    shares = [Counter(keepers)[account] for account in accounts]
    assert max(shares) - min(shares) < MARGIN
    assert moves <= sum(charges)


@given(st.permutations(["a", "b", "c"]), st.sampled_from(["a", "b", "c", None]))
def test_the_order_names_everybody_once_and_does_not_depend_on_how_they_were_given(
    given_in: list[str], in_charge: str | None
) -> None:
    state = {
        "a": Reader("a", charge=3, knows=True),
        "b": Reader("b", charge=9, limited_until=NOW + HOUR),
        "c": Reader("c", rests=True),
    }
    ordered = names([state[name] for name in given_in], in_charge)
    assert ordered == names(list(state.values()), in_charge)
    assert sorted(ordered) == ["a", "b", "c"]


def test_a_settled_account_is_one_that_nothing_happened_to_lately() -> None:
    reader = Reader("a", limited_until=NOW - SETTLING)
    assert reader.is_settled(NOW)
    assert not replace(reader, took_over_at=NOW).is_settled(NOW)


def test_an_account_that_can_not_be_reached_for_a_while_gives_its_channels_to_others_who_resolve_them() -> None:
    lost = Reader("a", charge=1, knows=True, lost=True)
    assert names([lost, Reader("b", charge=9)], "a") == ["b", "a"]
    assert names([lost, Reader("b", rests=True)], "a") == ["a", "b"]


def test_an_account_that_is_lost_is_handed_nothing_back() -> None:
    lost = Reader("a", charge=0, knows=True, lost=True)
    assert names([lost, Reader("b", charge=9, knows=True)], "b") == ["b", "a"]


def test_who_can_not_be_reached_for_a_moment_is_not_lost_and_who_is_lost_is_tried_again_in_the_end() -> None:
    absences, minute = Absences(), timedelta(minutes=1)
    absences.missed("a", NOW)
    assert not absences.is_lost("a", NOW + minute)
    absences.missed("a", NOW + SETTLING)
    assert absences.is_lost("a", NOW + SETTLING)
    assert not absences.is_lost("a", NOW + SETTLING + PROBED)
    absences.missed("a", NOW + SETTLING + PROBED)
    assert not absences.is_lost("a", NOW + SETTLING + PROBED)


def test_one_answer_ends_an_absence() -> None:
    absences = Absences()
    absences.missed("a", NOW)
    absences.answered("a")
    absences.missed("a", NOW + SETTLING)
    assert not absences.is_lost("a", NOW + SETTLING)

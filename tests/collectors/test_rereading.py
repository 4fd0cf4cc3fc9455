"""When to look again, what a look means, and which ids were passed over."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collectors.base import LOOK, Batch
from collectors.rereading import (
    APART,
    DOUBTED_AGAIN,
    Window,
    choose,
    first_looks,
    gaps_between,
    gaps_of,
    judge,
    known_of,
    next_look,
)
from storage.model import Channel, Post
from storage.watching import Gap, GapState, Look

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WINDOW = Window()
CHANNEL = Channel(1, "rivierkrant", "River News")


def post(post_id: int, *parts: int) -> Post:
    return Post(1, post_id, NOON, "The river rises.", album_id=7 if parts else None, parts=parts)


def look(message_id: int = 1, **more: object) -> Look:
    return Look(message_id, NOON, NOON + HOUR, **more)  # type: ignore[arg-type]


# --- when ---


def test_looks_are_dense_at_first_and_sparse_later() -> None:
    at, gone_by = NOON, []
    while (due := next_look(NOON, at, WINDOW)) is not None:
        gone_by.append(due - at)
        at = due
    assert gone_by[:4] == [5 * MINUTE] * 4
    assert sum(at <= 2 * HOUR for at in accumulated(gone_by)) >= 10
    assert 20 <= len(gone_by) <= 40
    assert at == NOON + WINDOW.until, "the last look is at the very end"


def accumulated(spans: list[timedelta]) -> list[timedelta]:
    return [sum(spans[: number + 1], timedelta()) for number in range(len(spans))]


@given(st.integers(0, 80 * 60), st.integers(0, 100))
def test_the_next_look_is_later_and_within_the_window(age: int, soonest: int) -> None:
    window, at = Window(soonest=timedelta(minutes=soonest + 1)), NOON + age * MINUTE
    due = next_look(NOON, at, window)
    assert due is None if at >= NOON + window.until else due is not None and at < due <= NOON + window.until


def test_a_clock_behind_that_of_telegram_does_not_hurry() -> None:
    assert next_look(NOON, NOON - HOUR, WINDOW) == NOON - HOUR + WINDOW.soonest


def test_a_window_of_no_time_looks_at_nothing() -> None:
    assert list(first_looks([post(1)], NOON, Window(until=timedelta(0)))) == []


def test_each_message_of_an_album_is_looked_at_and_old_posts_are_not() -> None:
    old = Post(1, 9, NOON - 73 * HOUR, "Long ago.")
    assert [found.message_id for found in first_looks([post(1), post(4, 4, 5, 6), old], NOON, WINDOW)] == [1, 4, 5, 6]


# --- what a look means ---


def test_one_miss_is_followed_up_and_deletes_nothing() -> None:
    verdict = judge([look()], [], [1], 0, NOON + HOUR, WINDOW)
    assert verdict.gone == ()
    assert [(kept.misses, kept.missed_at, kept.due_at) for kept in verdict.keep] == [
        (1, NOON + HOUR, NOON + HOUR + APART)
    ]


def test_two_misses_apart_are_a_deletion() -> None:
    missed = look(misses=1, missed_at=NOON)
    assert judge([missed], [], [1], 0, NOON + APART, WINDOW).gone == (1,)


def test_two_misses_in_one_breath_are_one() -> None:
    verdict = judge([look(misses=1, missed_at=NOON)], [], [1], 0, NOON + MINUTE, WINDOW)
    assert (verdict.gone, verdict.keep[0].misses, verdict.keep[0].due_at) == ((), 1, NOON + APART)


def test_what_is_found_again_begins_anew() -> None:
    held = look(misses=1, missed_at=NOON, held_at=NOON)
    [kept] = judge([held], [1], [], 0, NOON + HOUR, WINDOW).keep
    assert (kept.misses, kept.missed_at, kept.held_at) == (0, None, None)


def test_a_miss_at_the_end_of_the_window_is_still_settled() -> None:
    late = NOON + WINDOW.until
    [kept] = judge([look()], [], [1], 0, late, WINDOW).keep
    assert judge([kept], [], [1], 0, kept.due_at, WINDOW).gone == (1,)


def test_what_is_too_old_is_dropped_once_it_is_settled() -> None:
    late = NOON + WINDOW.until
    assert judge([look()], [1], [], 0, late, WINDOW).drop == (1,)
    assert judge([look(misses=2, missed_at=NOON)], [], [1], 0, late, WINDOW).drop == (1,)


def test_an_answer_that_does_not_speak_of_a_message_says_nothing_of_it() -> None:
    missed = look(misses=1, missed_at=NOON)
    verdict = judge([missed], [], [], 0, NOON + HOUR, WINDOW)
    assert (verdict.gone, verdict.keep[0].misses) == ((), 1)


# --- the mass guard ---


def looks(count: int, **more: object) -> list[Look]:
    return [look(message_id, **more) for message_id in range(1, count + 1)]


def test_ten_may_go_at_once_and_eleven_may_not() -> None:
    again = {"misses": 1, "missed_at": NOON}
    assert len(judge(looks(10, **again), [], range(1, 11), 0, NOON + HOUR, WINDOW).gone) == 10
    verdict = judge(looks(11, **again), [], range(1, 12), 0, NOON + HOUR, WINDOW)
    assert (verdict.gone, len(verdict.doubted)) == ((), 11)


def test_up_to_three_in_ten_of_many_may_go_at_once() -> None:
    for lost, doubted in ((30, 0), (31, 31)):
        verdict = judge(looks(100), range(lost + 1, 101), range(1, lost + 1), 0, NOON + HOUR, WINDOW)
        assert len(verdict.doubted) == doubted


def test_a_mass_that_is_lost_bit_by_bit_is_doubted_too() -> None:
    again = {"misses": 1, "missed_at": NOON}
    verdict = judge(looks(3, **again), [], [1, 2, 3], 9, NOON + HOUR, WINDOW)
    assert (verdict.gone, verdict.doubted) == ((), (1, 2, 3))


def test_what_is_doubted_is_looked_at_until_it_is_found_however_old() -> None:
    verdict = judge(looks(20, held_at=NOON), [], range(1, 21), 0, NOON + 100 * HOUR, WINDOW)
    assert {kept.due_at for kept in verdict.keep} == {NOON + 100 * HOUR + DOUBTED_AGAIN}
    assert {kept.held_at for kept in verdict.keep} == {NOON}
    assert judge(looks(20, held_at=NOON), range(1, 21), [], 0, NOON + 100 * HOUR, WINDOW).doubted == ()


def test_what_is_known_to_be_gone_does_not_make_a_mass() -> None:
    gone = [look(message_id, misses=2, missed_at=NOON) for message_id in range(1, 31)]
    last = look(31, misses=1, missed_at=NOON)
    assert 31 in judge([*gone, last], [], range(1, 32), 0, NOON + HOUR, WINDOW).gone


# --- gaps ---


def batch(cursor: int | None, *posts: Post, passed: tuple[int, ...] | None = ()) -> Batch:
    return Batch(CHANNEL, posts, cursor, passed=passed)


def test_ids_that_are_neither_posts_nor_passed_are_gaps() -> None:
    read = batch(20, post(12), post(14, 14, 15), post(20), passed=(17,))
    assert gaps_of(read, 10) == [Gap(11, 11), Gap(13, 13), Gap(16, 16), Gap(18, 19)]


def test_below_what_the_first_contact_took_there_are_no_gaps() -> None:
    assert gaps_of(batch(20, post(17), post(20)), None) == [Gap(18, 19, backlog=True)]


def test_a_source_that_cannot_tell_what_it_passed_over_has_no_gaps() -> None:
    assert gaps_of(batch(20, post(12), passed=None), 10) == []


def test_nothing_read_is_no_gap() -> None:
    assert gaps_of(batch(10), 10) == []
    assert gaps_of(batch(None), None) == []


@given(st.integers(0, 50), st.sets(st.integers(1, 400)))
def test_gaps_and_what_was_seen_are_all_ids_each_once(after: int, seen: set[int]) -> None:
    up_to = max(seen, default=after)
    missing = [message_id for gap in gaps_between(after, up_to, seen) for message_id in gap.ids]
    assert sorted([*missing, *(message_id for message_id in seen if message_id > after)]) == list(
        range(after + 1, up_to + 1)
    )
    assert all(len(gap.ids) <= LOOK for gap in gaps_between(after, up_to, seen))


@given(st.lists(st.sampled_from(["post", "absent", "passed", "unknown"]), min_size=1, max_size=30))
def test_each_id_of_a_gap_ends_in_the_state_that_was_answered(said: list[str]) -> None:
    ids = {
        kind: {number for number, what in enumerate(said, 5) if what == kind} for kind in ("post", "absent", "passed")
    }
    pieces = list(known_of(Gap(5, 4 + len(said)), ids["post"], ids["absent"], ids["passed"]))
    states = {message_id: piece.state for piece in pieces for message_id in piece.ids}
    wanted = {"post": GapState.FILLED, "absent": GapState.MISSING, "unknown": GapState.UNREACHABLE}
    assert states == {number: wanted[what] for number, what in enumerate(said, 5) if what != "passed"}


# --- what one request asks for ---


def test_a_request_asks_for_gaps_first_and_fills_up_with_looks() -> None:
    gaps, chosen = choose([Gap(1, 60), Gap(61, 130), Gap(131, 140)], looks(200))
    assert gaps == [Gap(1, 60), Gap(131, 140)]
    assert [found.message_id for found in chosen] == list(range(61, 91))

"""The planner: who is asked when, what polls teach, and what a small replay of invented channels shows."""

import heapq
import json
import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.planner import (
    FLOORS,
    HALF_LIFE,
    HOURS,
    SAVED,
    Allowance,
    Estimate,
    Pace,
    Plan,
    expected,
    learned,
    next_poll,
    planned,
)

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
WIDE = Pace(1.0, soonest=timedelta(microseconds=1), latest=timedelta(days=900))

figures = st.tuples(*[st.floats(0, 1e4)] * HOURS)
estimates = st.builds(Estimate, st.just(NOW), figures, figures)
rates = st.floats(0.1, 1_000)


def steady(a_day: float, watched: timedelta = 100 * DAY) -> Estimate:
    """A channel that was watched for long and posts alike at all hours."""
    hours = watched / timedelta(hours=1) / HOURS
    return Estimate(NOW, (a_day / HOURS * hours,) * HOURS, (hours,) * HOURS)


def interval(estimate: Estimate, plan: Plan, now: datetime = NOW) -> float:
    return (next_poll(estimate, plan, now) - now).total_seconds()


def a_day(estimate: Estimate, plan: Plan) -> float:
    return sum(expected(estimate, plan)) * 3600


# --- who is asked when ------------------------------------------------------------------------------------------------


def test_a_channel_with_four_times_the_posts_is_asked_twice_as_often() -> None:
    plan = planned([steady(100), steady(400)], Pace(0.01))
    assert interval(steady(100), plan) == pytest.approx(2 * interval(steady(400), plan), rel=0.01)


@given(st.lists(rates, min_size=2, max_size=30), st.floats(0.01, 0.05))
def test_a_busier_channel_is_never_asked_later(per_day: list[float], budget: float) -> None:
    plan = planned(map(steady, per_day), Pace(budget))
    intervals = [interval(steady(rate), plan) for rate in sorted(per_day)]
    assert intervals == sorted(intervals, reverse=True)


@given(st.lists(rates, min_size=1, max_size=50), st.floats(0.001, 10))
def test_the_polls_of_steady_channels_add_up_to_the_budget_and_never_to_more(
    per_day: list[float], budget: float
) -> None:
    pace = Pace(budget)
    plan = planned(map(steady, per_day), pace)
    spent = sum(1 / interval(steady(rate), plan) for rate in per_day)
    useful = len(per_day) / pace.soonest.total_seconds()
    assert spent == pytest.approx(min(budget, useful), rel=0.01)


@given(estimates, st.lists(estimates, max_size=5), st.floats(1e-6, 100), st.floats(0, 86_400))
def test_no_channel_is_asked_too_soon_or_left_alone_for_too_long(
    estimate: Estimate, others: list[Estimate], budget: float, later: float
) -> None:
    plan = planned([estimate, *others], Pace(budget))
    now = NOW + timedelta(seconds=later)
    assert now + plan.soonest <= next_poll(estimate, plan, now) <= now + plan.latest


def test_a_budget_too_small_for_the_floor_stretches_it_instead_of_being_eaten_by_it() -> None:
    pace = Pace(0.05, latest=timedelta(hours=6))
    assert planned([steady(10)] * 20, pace).latest == timedelta(hours=6)
    assert planned([steady(10)] * 1000, pace).latest == timedelta(seconds=1000 / 0.05 / FLOORS)


def test_a_channel_that_posts_by_day_is_asked_by_day() -> None:
    by_day = Estimate(NOW, (0.0,) * 8 + (100.0,) * 12 + (0.0,) * 4, (100.0,) * HOURS)
    always = [steady(12)] * 9
    plan = planned([by_day, *always], Pace(0.02))
    noon, night = NOW.replace(hour=12), NOW.replace(hour=2)
    assert interval(by_day, plan, noon) < interval(always[0], plan, noon)
    assert interval(by_day, plan, night) > interval(always[0], plan, night)


def test_posts_that_are_already_out_are_fetched_when_a_channel_falls_silent() -> None:
    falls_silent_at_ten = Estimate(NOW, (0.0,) * 8 + (50.0,) * 2 + (0.0,) * 14, (100.0,) * HOURS)
    plan = planned([falls_silent_at_ten] * 10, Pace(0.001, latest=12 * DAY / 24))
    asked = NOW.replace(hour=9, minute=50)
    assert next_poll(falls_silent_at_ten, plan, asked) < asked + timedelta(hours=8)


def test_thousands_of_channels_are_planned_within_the_budget() -> None:
    channels = [steady(0.1 * 1.002**number) for number in range(5_000)]
    plan = planned(channels, Pace(2.0))
    assert sum(1 / interval(channel, plan) for channel in channels) == pytest.approx(2.0, rel=0.01)


def test_nothing_to_watch_is_a_plan_too() -> None:
    plan = planned([], Pace(1.0))
    assert next_poll(Estimate(), plan, NOW) == NOW + plan.soonest


@pytest.mark.parametrize("budget", [0, -1, math.inf, math.nan])
def test_a_budget_that_is_no_rate_is_refused(budget: float) -> None:
    with pytest.raises(ValueError, match="above 0 requests a second"):
        Pace(budget)


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(ValueError, match="must lie before the latest"):
        Pace(1, soonest=DAY, latest=DAY)


# --- what polls teach -------------------------------------------------------------------------------------------------


def every(pause: timedelta, count: int, until: datetime = NOW) -> list[datetime]:
    return [until - pause * number for number in range(count)]


def test_the_history_of_a_first_contact_tells_how_often_a_channel_posts() -> None:
    estimate = learned(Estimate(), every(timedelta(hours=2), 50), NOW)
    assert a_day(estimate, planned([estimate], WIDE)) == pytest.approx(12, rel=0.05)


def test_the_post_that_a_history_begins_with_is_no_sign_of_frequency() -> None:
    estimate = learned(Estimate(), [NOW - timedelta(hours=1)], NOW)
    assert sum(estimate.posts) == 0
    assert sum(estimate.watched) == pytest.approx(1, rel=0.01)


def test_a_few_minutes_make_no_reputation() -> None:
    others = [steady(24)] * 9
    plan = planned(others, WIDE)
    begun = learned(Estimate(), [NOW], NOW)
    lucky = learned(begun, [NOW + timedelta(minutes=1)], NOW + timedelta(minutes=2))
    quiet = learned(begun, [], NOW + timedelta(hours=1))
    assert a_day(lucky, plan) < 5 * a_day(others[0], plan)
    assert a_day(quiet, plan) > a_day(others[0], plan) / 5


def test_the_order_and_the_time_zone_of_post_times_mean_nothing() -> None:
    posts = every(timedelta(minutes=47), 50)
    moscow = [moment.astimezone(timezone(timedelta(hours=3))) for moment in posts]
    random.Random(1).shuffle(moscow)
    assert learned(Estimate(), moscow, NOW).posts == pytest.approx(learned(Estimate(), posts, NOW).posts)


@given(st.lists(st.floats(0, 1), max_size=20), st.sets(st.floats(0.01, 0.99), max_size=20))
def test_how_often_a_channel_was_asked_makes_no_difference_to_what_is_learned(
    posts: list[float], polls: set[float]
) -> None:
    published = [NOW + 2 * DAY * part for part in posts]
    asked = estimate = learned(Estimate(), every(timedelta(hours=5), 50), NOW)
    begin = NOW
    for end in [*(NOW + 2 * DAY * part for part in sorted(polls)), NOW + 2 * DAY]:
        found = [moment for moment in published if begin < moment <= end or moment == begin == NOW]
        asked, begin = learned(asked, found, end), end
    once = learned(estimate, published, begin)
    assert asked.posts == pytest.approx(once.posts)
    assert asked.watched == pytest.approx(once.watched, rel=0.01)


def test_a_new_channel_is_asked_as_often_as_the_usual_one_until_it_shows_otherwise() -> None:
    others = [steady(24)] * 9
    new = Estimate()
    plan = planned([new, *others], Pace(0.05))
    assert interval(new, plan) == pytest.approx(interval(others[0], plan), rel=0.01)
    silent = learned(learned(new, [], NOW), [], NOW + DAY)
    assert interval(silent, plan) > 2 * interval(others[0], plan)


def test_a_channel_that_was_silent_for_a_year_is_still_asked_and_wakes_up() -> None:
    estimate, now = steady(0, watched=365 * DAY), NOW
    plan = planned([estimate, *[steady(30)] * 20], Pace(0.05))
    silent = interval(estimate, plan)
    assert silent <= timedelta(hours=6).total_seconds()
    for _ in range(4):
        now += timedelta(hours=6)
        estimate = learned(estimate, every(timedelta(minutes=10), 36, until=now), now)
    assert interval(estimate, plan, now) < silent / 4


def test_a_change_of_habits_is_half_learned_after_a_half_life() -> None:
    estimate, now = steady(10, watched=HALF_LIFE / math.log(2)), NOW
    while now < NOW + HALF_LIFE:
        now += timedelta(hours=1)
        estimate = learned(estimate, [now], now)
    assert a_day(estimate, planned([estimate], WIDE)) == pytest.approx((10 + 24) / 2, rel=0.1)


def test_a_burst_neither_beats_the_soonest_poll_nor_lasts_for_ever() -> None:
    calm = steady(10)
    plan = planned([calm] * 10, Pace(0.05))
    burst = learned(
        calm, [NOW + timedelta(milliseconds=number) for number in range(10_000)], NOW + timedelta(minutes=1)
    )
    assert plan.soonest.total_seconds() <= interval(burst, plan) < interval(calm, plan)
    later = NOW + 6 * HALF_LIFE
    after, now = burst, NOW
    while now < later:
        now += timedelta(hours=6)
        after = learned(after, every(timedelta(hours=2.4), 3, until=now)[: 2 + (now.hour < 12)], now)
    assert interval(after, plan, NOW) > interval(calm, plan) / 5


@given(st.timedeltas(timedelta(0), 20_000 * DAY), st.floats(1, 500))
def test_a_clock_that_was_set_back_and_put_right_does_little_harm(jump: timedelta, per_day: float) -> None:
    before = steady(per_day, watched=HALF_LIFE / math.log(2))
    plan = planned([before, *[steady(30)] * 20], Pace(0.05, latest=30 * DAY))
    back = learned(before, [], NOW - jump)
    assert back.watched == before.watched
    after = learned(back, [], NOW + timedelta(minutes=1))
    assert interval(after, plan) < 1.5 * interval(before, plan)


def test_posts_from_the_future_count_as_new() -> None:
    estimate = learned(steady(10), [NOW + 400 * DAY], NOW + timedelta(minutes=1))
    assert sum(estimate.posts) == pytest.approx(sum(steady(10).posts) + 1, rel=0.001)


def test_a_long_absence_is_judged_by_its_last_days() -> None:
    back = NOW + 90 * DAY
    long_ago = learned(steady(24), every(timedelta(hours=1), 1_000, until=back - 8 * DAY), back)
    assert long_ago.posts == learned(steady(24), [], back).posts
    doubled = learned(steady(24), every(timedelta(minutes=30), 7 * 48, until=back), back)
    assert 24 < a_day(doubled, planned([doubled], WIDE)) < 48


# --- what is stored ---------------------------------------------------------------------------------------------------


def test_an_estimate_comes_back_from_json() -> None:
    estimate = learned(Estimate(), every(timedelta(minutes=47), 50), NOW)
    back = Estimate.from_json(json.loads(json.dumps(estimate.to_json())))
    assert back.polled_at == NOW
    assert back.posts == pytest.approx(estimate.posts)
    assert back.watched == pytest.approx(estimate.watched)


def test_storing_after_every_poll_does_not_keep_what_fades_from_fading() -> None:
    estimate, now = steady(10), NOW
    for _ in range(2_000):
        now += timedelta(seconds=5)
        estimate = Estimate.from_json(learned(estimate, [], now).to_json())
    assert sum(estimate.posts) == pytest.approx(sum(learned(steady(10), [], now).posts), rel=1e-6)


HOSTILE = [
    {},
    {"posts": [1.0] * 24},
    {"posts": [1.0] * 23, "watched": [1.0] * 24},
    {"posts": [1.0] * 24, "watched": [-1.0] * 24},
    {"posts": [math.nan] * 24, "watched": [1.0] * 24},
    {"posts": [10**400] * 24, "watched": [1.0] * 24},
    {"posts": ["1"] * 24, "watched": "often"},
]


@pytest.mark.parametrize("values", HOSTILE)
def test_an_estimate_that_cannot_be_read_is_as_good_as_none(values: dict[str, object]) -> None:
    assert Estimate.from_json(values) == Estimate()


@pytest.mark.parametrize("moment", [None, "", "yesterday", "2026-11-22T09:30:00", 7])
def test_an_unreadable_time_of_the_last_poll_is_forgotten(moment: object) -> None:
    assert Estimate.from_json(steady(10).to_json() | {"polled_at": moment}).polled_at is None


# --- the allowance ----------------------------------------------------------------------------------------------------


@given(st.floats(0.001, 100), st.lists(st.floats(-10, 1_000), min_size=1, max_size=200))
def test_whoever_waits_until_an_allowance_is_ready_never_exceeds_the_budget(budget: float, pauses: list[float]) -> None:
    allowance, made, now = Allowance(budget, NOW), list[datetime](), NOW
    for pause in pauses:
        now = max(now + timedelta(seconds=max(0.0, pause)), allowance.ready_at())
        allowance = allowance.spent(now)
        made.append(now)
    for number, begin in enumerate(made):
        for count, end in enumerate(made[number:], 1):
            assert count <= SAVED + budget * (end - begin).total_seconds() + 1e-3


def test_an_allowance_saves_up_a_few_requests_and_no_more() -> None:
    allowance, made = Allowance(0.1, NOW).spent(NOW + DAY), 1
    while allowance.ready_at() <= NOW + DAY:
        allowance, made = allowance.spent(NOW + DAY), made + 1
    assert made == SAVED


def test_what_was_spent_too_early_is_owed() -> None:
    allowance = Allowance(0.1, NOW)
    for _ in range(3):
        allowance = allowance.spent(NOW)
    assert allowance.ready_at() == NOW + timedelta(seconds=30)


def test_an_allowance_survives_a_clock_that_was_set_back() -> None:
    allowance = Allowance(0.1, NOW).spent(NOW).spent(NOW - DAY)
    assert allowance.ready_at() == NOW - DAY + timedelta(seconds=20)


# --- a replay of invented channels ------------------------------------------------------------------------------------


def poisson(per_day: float, days: int, seed: int) -> list[float]:
    """Post times in days."""
    chance, now, times = random.Random(seed), 0.0, list[float]()
    while (now := now + chance.expovariate(per_day)) < days:
        times.append(now)
    return times


def polls_of(channels: Sequence[Sequence[float]], pace: Pace, begin: float, end: float) -> list[tuple[float, int]]:
    """When the planner, knowing only what its polls found, has which channel asked; moments in days."""

    def clock(moment: float) -> datetime:
        return NOW + DAY * moment

    def published(number: int, since: float, until: float) -> list[datetime]:
        times = channels[number]
        return [clock(moment) for moment in times[bisect_right(times, since) : bisect_right(times, until)]]

    known = [learned(Estimate(), published(n, -1, begin)[-50:], clock(begin)) for n in range(len(channels))]
    plan, allowance = planned(known, pace), Allowance(pace.budget, clock(begin))
    due = [(next_poll(estimate, plan, clock(begin)), number) for number, estimate in enumerate(known)]
    heapq.heapify(due)
    asked, polls = [begin] * len(channels), list[tuple[float, int]]()
    while (now := max(due[0][0], allowance.ready_at())) < clock(end):
        number, moment = due[0][1], (now - NOW) / DAY
        allowance = allowance.spent(now)
        if len(polls) % 200 == 0:
            plan = planned(known, pace)
        known[number] = learned(known[number], published(number, asked[number], moment), now)
        asked[number] = moment
        polls.append((moment, number))
        heapq.heapreplace(due, (next_poll(known[number], plan, now), number))
    return polls


def mean_delay(
    channels: Sequence[Sequence[float]], polls: Sequence[tuple[float, int]], begin: float, end: float
) -> float:
    """In days, over the posts of a span that the polls reach beyond."""
    asked: dict[int, list[float]] = {}
    for moment, number in polls:
        asked.setdefault(number, []).append(moment)
    posts = [(moment, number) for number, times in enumerate(channels) for moment in times if begin <= moment < end]
    return sum(asked[n][bisect_right(asked[n], moment)] - moment for moment, n in posts) / len(posts)


def test_the_planner_beats_round_robin_by_what_the_square_root_promises() -> None:
    per_day = [0.5 * 1.25**number for number in range(30)]
    channels = [poisson(rate, 9, seed) for seed, rate in enumerate(per_day)]
    budget = 0.03
    polls = polls_of(channels, Pace(budget), 3, 9)
    round_robin = len(channels) / budget / 86_400 / 2
    promised = sum(map(math.sqrt, per_day)) ** 2 / (len(per_day) * sum(per_day))
    reached = mean_delay(channels, polls, 4, 8) / round_robin
    assert promised < 0.7
    assert reached == pytest.approx(promised, rel=0.1)


@settings(max_examples=15)
@given(st.lists(st.floats(0, 300), min_size=1, max_size=12), st.floats(0.002, 0.05), st.integers(0, 1_000))
def test_any_channels_keep_the_budget_and_the_floor(per_day: list[float], budget: float, seed: int) -> None:
    channels = [poisson(rate, 3, seed + n) if rate else [] for n, rate in enumerate(per_day)]
    pace = Pace(budget, latest=timedelta(hours=4))
    polls = polls_of(channels, pace, 1, 3)
    assert len(polls) <= SAVED + budget * 2 * 86_400
    floor = max(pace.latest / DAY, len(channels) / budget / FLOORS / 86_400)
    round_of_all = len(channels) / budget / 86_400
    for number in range(len(channels)):
        asked = [1.0, *(moment for moment, channel in polls if channel == number), 3.0]
        assert max(b - a for a, b in pairwise(asked)) <= floor + round_of_all

"""Local times, typed and reckoned, also on the days on which clocks change."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.times import DEFAULT_ZONES, next_local, next_unmade, read_clock, read_zone, similar_zones, slot

AMSTERDAM = "Europe/Amsterdam"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("08:00", time(8)),
        ("8", time(8)),
        ("8.30", time(8, 30)),
        ("8h", time(8)),
        ("8u", time(8)),
        ("8 pm", time(20)),
        ("12am", time(0)),
        ("23:59", time(23, 59)),
        ("0:00", time(0)),
    ],
)
def test_a_time_may_be_typed_in_many_ways(typed: str, at: time) -> None:
    assert read_clock(typed) == at


@pytest.mark.parametrize("typed", ["24:00", "8:60", "morning", "", "8:0", "13pm", "0am", "-1", "08:00:00", "٨x"])
def test_what_is_no_time_is_none(typed: str) -> None:
    assert read_clock(typed) is None


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Brussels", "Europe/Brussels"),
        ("europe/brussels", "Europe/Brussels"),
        ("brussels", "Europe/Brussels"),
        ("new york", "America/New_York"),
        ("Kyiv", "Europe/Kyiv"),
        ("Brussel", "Europe/Brussels"),
        ("Москва", "Europe/Moscow"),
        ("київ", "Europe/Kyiv"),
        ("Нью-Йорк", "America/New_York"),
        ("utc", "UTC"),
        ("Atlantis", None),
        ("../../etc/passwd", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_city(typed: str, zone: str | None) -> None:
    assert read_zone(typed) == zone


def test_a_misspelt_zone_finds_its_likeness() -> None:
    assert similar_zones("Europe/Brusels") == ["Europe/Brussels", *similar_zones("Europe/Brusels")[1:]]
    assert similar_zones("amsterdm")[0] == AMSTERDAM
    assert similar_zones("qqqqq") == []


def test_the_default_zones_exist() -> None:
    assert [read_zone(zone) for zone in DEFAULT_ZONES.values()] == list(DEFAULT_ZONES.values())


def test_the_next_time_is_today_or_tomorrow() -> None:
    assert next_local(time(8), AMSTERDAM, utc("2024-03-12 06:59")) == utc("2024-03-12 07:00")
    assert next_local(time(8), AMSTERDAM, utc("2024-03-12 07:00")) == utc("2024-03-13 07:00")


def test_the_day_is_the_readers_and_not_greenwichs() -> None:
    assert next_local(time(0, 30), "Asia/Tokyo", utc("2024-03-12 16:00")) == utc("2024-03-13 15:30")
    assert next_local(time(23), "America/New_York", utc("2024-03-12 02:30")) == utc("2024-03-12 03:00")


def test_eight_oclock_stays_eight_oclock_when_clocks_change() -> None:
    assert next_local(time(8), AMSTERDAM, utc("2026-03-28 08:00")) == utc("2026-03-29 06:00")
    assert next_local(time(8), AMSTERDAM, utc("2026-10-24 07:00")) == utc("2026-10-25 07:00")


def test_a_time_that_the_change_skips_still_comes_once() -> None:
    skipped = next_local(time(2, 30), AMSTERDAM, utc("2026-03-28 12:00"))
    assert skipped == utc("2026-03-29 01:30")
    assert next_local(time(2, 30), AMSTERDAM, skipped) == utc("2026-03-30 00:30")


def test_a_time_that_comes_twice_counts_once() -> None:
    first = next_local(time(2, 30), AMSTERDAM, utc("2026-10-24 12:00"))
    assert first == utc("2026-10-25 00:30")
    assert next_local(time(2, 30), AMSTERDAM, first) == utc("2026-10-26 01:30")


def test_a_slot_is_the_local_day_and_time_that_a_moment_belongs_to() -> None:
    assert slot(time(8), AMSTERDAM, utc("2026-03-29 06:00")) == "2026-03-29 08:00"
    assert slot(time(8), AMSTERDAM, utc("2026-03-29 05:59")) == "2026-03-28 08:00"
    assert slot(time(8), AMSTERDAM, utc("2026-03-30 05:59")) == "2026-03-29 08:00"  # late by nearly a day


@given(
    st.times(timezones=st.none()).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Amsterdam", "Europe/Kyiv", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
    st.datetimes(datetime(2023, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
)
def test_a_year_of_digests_has_a_slot_of_its_own_for_each_day(at: time, zone: str, start: datetime) -> None:
    moment, slots = start.replace(tzinfo=UTC), []
    for _ in range(400):
        following = next_local(at, zone, moment)
        assert timedelta(0) < following - moment <= timedelta(hours=25, minutes=1)
        moment = following
        slots.append(slot(at, zone, moment))
    days = [datetime.fromisoformat(one) for one in slots]
    assert [later - day for day, later in pairwise(days)] == [timedelta(days=1)] * 399


ZONES = st.sampled_from(
    ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Honolulu", "UTC"]
)


@given(
    st.times(timezones=st.none()).map(lambda at: at.replace(second=0, microsecond=0)),
    st.datetimes(datetime(2023, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.lists(st.tuples(ZONES, st.integers(0, 60)), min_size=1, max_size=40),
)
def test_no_slot_is_made_twice_wherever_the_chat_moves(at: time, start: datetime, moves: list[tuple[str, int]]) -> None:
    now, slots = start.replace(tzinfo=UTC), [""]
    for zone, hours in moves:
        due = next_unmade(at, zone, now, slots[-1])
        assert due - now <= timedelta(days=3)
        now += timedelta(hours=hours)
        if due <= now:
            slots.append(slot(at, zone, due))
    assert all(earlier < later for earlier, later in pairwise(slots))


@given(
    st.sets(st.times(timezones=st.none()).map(lambda at: at.replace(second=0, microsecond=0)), min_size=1, max_size=6),
    ZONES,
    st.datetimes(datetime(2023, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
)
def test_several_times_a_day_each_have_a_slot_for_each_day(times: set[time], zone: str, start: datetime) -> None:
    for at in times:
        moment, made = start.replace(tzinfo=UTC), [slot(at, zone, start.replace(tzinfo=UTC))]
        for _ in range(30):
            moment = next_unmade(at, zone, moment, made[-1])
            made.append(slot(at, zone, moment))
        days = [datetime.fromisoformat(one) for one in made]
        assert [later - day for day, later in pairwise(days)] == [timedelta(days=1)] * 30

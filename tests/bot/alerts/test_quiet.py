"""Quiet hours on the chat's own clock, also in the nights in which clocks change."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.deciding import Heard, reason_for
from bot.alerts.quiet import next_end, quiet_until
from storage.telling import Chat, QuietHours, Reason
from tests.bot.chat.factories import chat, event

ZONES = ("UTC", "Europe/Amsterdam", "Europe/Kyiv", "Europe/Moscow", "America/New_York", "Australia/Lord_Howe")
NIGHT = QuietHours(time(23), time(7))

clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2023, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - aware by `timezones`
CHANGES = (date(2024, 3, 10), date(2024, 3, 31), date(2024, 4, 7), date(2024, 10, 27), date(2024, 11, 3))
near_a_change = st.builds(
    lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-1500, 2900),
)
all_hours = st.builds(QuietHours, clocks, clocks).filter(lambda hours: hours.begins != hours.ends)
zones = st.sampled_from(ZONES)


def local(moment: datetime, zone: str) -> time:
    return moment.astimezone(ZoneInfo(zone)).time()


def changes_near(moment: datetime, zone: str) -> bool:
    offsets = {(moment + timedelta(hours=hours)).astimezone(ZoneInfo(zone)).utcoffset() for hours in range(-30, 31)}
    return len(offsets) > 1


@given(all_hours, zones, moments | near_a_change)
def test_quiet_ends_later_and_when_they_are_said_to_end_next(hours: QuietHours, zone: str, now: datetime) -> None:
    end = quiet_until(hours, zone, now)
    following = next_end(hours, zone, now)
    assert following > now
    assert end is None or now < end <= now + timedelta(hours=25)
    assert end in (None, following)


@given(all_hours, zones, moments)
def test_on_other_days_the_clock_on_the_wall_decides(hours: QuietHours, zone: str, now: datetime) -> None:
    if changes_near(now, zone):
        return
    at = local(now, zone)
    inside = hours.begins <= at < hours.ends
    over_night = hours.ends < hours.begins and (at >= hours.begins or at < hours.ends)
    assert (quiet_until(hours, zone, now) is not None) == (inside or over_night)


@given(all_hours, zones, moments | near_a_change)
def test_the_clock_shows_the_end_or_skips_it(hours: QuietHours, zone: str, now: datetime) -> None:
    end = next_end(hours, zone, now)
    skipped = datetime.combine(end.astimezone(ZoneInfo(zone)).date(), hours.ends, ZoneInfo(zone))
    assert local(end, zone) == hours.ends or skipped.astimezone(UTC).astimezone(ZoneInfo(zone)).time() != hours.ends


@given(all_hours, zones, near_a_change)
def test_every_end_comes_once_a_day(hours: QuietHours, zone: str, now: datetime) -> None:
    ends = []
    for _ in range(4):
        now = next_end(hours, zone, now)
        ends.append(now.astimezone(ZoneInfo(zone)).date())
    assert [(later - earlier).days for earlier, later in itertools.pairwise(ends)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("day", "hours_long"), [(date(2024, 3, 30), 7), (date(2024, 10, 26), 9), (date(2024, 6, 1), 8)]
)
def test_a_night_in_which_clocks_change_is_shorter_or_longer(day: date, hours_long: int) -> None:
    begin = datetime.combine(day, time(23), ZoneInfo("Europe/Amsterdam")).astimezone(UTC)
    assert quiet_until(NIGHT, "Europe/Amsterdam", begin - timedelta(seconds=1)) is None
    end = quiet_until(NIGHT, "Europe/Amsterdam", begin)
    assert end == begin + timedelta(hours=hours_long)
    assert quiet_until(NIGHT, "Europe/Amsterdam", end) is None


def test_quiet_hours_hold_back_only_what_would_be_told() -> None:
    here: Chat = chat()
    quiet = Heard(quiet=True)
    assert reason_for(event(), here, quiet, backlog=False, now=here.created_at) is Reason.QUIET
    known = Heard(revisions=frozenset({7}), quiet=True)
    assert reason_for(event(copy_of=7), here, known, backlog=False, now=here.created_at) is Reason.DUPLICATE
    assert reason_for(event(), here, quiet, backlog=True, now=here.created_at) is Reason.BACKLOG

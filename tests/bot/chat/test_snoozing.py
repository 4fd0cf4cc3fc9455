"""How long a snooze lasts, also where clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.snoozing import Span, lasting
from tests.bot.chat.factories import NOON


def test_hours_are_hours() -> None:
    assert lasting(Span.HOUR, "Europe/Kyiv", NOON) == NOON + timedelta(hours=1)
    assert lasting(Span.SHIFT, "Europe/Kyiv", NOON) == NOON + timedelta(hours=8)


def test_tomorrow_is_eight_on_the_readers_next_day() -> None:
    assert lasting(Span.TOMORROW, "Europe/Amsterdam", NOON) == datetime(2024, 3, 13, 7, tzinfo=UTC)
    before_summer = datetime(2024, 3, 30, 12, tzinfo=UTC)
    assert lasting(Span.TOMORROW, "Europe/Amsterdam", before_summer) == datetime(2024, 3, 31, 6, tzinfo=UTC)


def test_tomorrow_is_the_morning_that_comes_for_who_is_still_up_after_midnight() -> None:
    half_past_one = datetime(2024, 3, 13, 0, 30, tzinfo=UTC)
    assert lasting(Span.TOMORROW, "Europe/Amsterdam", half_past_one) == datetime(2024, 3, 13, 7, tzinfo=UTC)
    up_early = datetime(2024, 3, 13, 4, 30, tzinfo=UTC)
    assert lasting(Span.TOMORROW, "Europe/Amsterdam", up_early) == datetime(2024, 3, 14, 7, tzinfo=UTC)


@given(
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"]),
    st.datetimes(datetime(2023, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
)
def test_tomorrow_comes_at_eight_on_the_wall_the_day_after_unless_it_is_night(zone: str, moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)
    until = lasting(Span.TOMORROW, zone, now)
    assert until is not None
    here, there = now.astimezone(ZoneInfo(zone)), until.astimezone(ZoneInfo(zone))
    days = 0 if here.hour < 5 else 1
    assert (there.date() - here.date(), there.hour, there.minute) == (timedelta(days=days), 8, 0)


def test_for_good_has_no_end() -> None:
    assert lasting(Span.FOR_GOOD, "UTC", NOON) is None

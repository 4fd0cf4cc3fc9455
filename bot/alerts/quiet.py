"""Quiet hours: whether they are on, until when, and when they end next. Pure; in the chat's own zone, also where its
clocks change: a time that is skipped counts an hour later, one that comes twice counts first."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.telling import QuietHours


def quiet_until(hours: QuietHours, zone: str, now: datetime) -> datetime | None:
    """When the quiet that is on at `now` ends; None: it is not on."""
    today = now.astimezone(ZoneInfo(zone)).date()
    over_night = hours.ends <= hours.begins
    for day in (today - timedelta(days=1), today):
        begin = _moment(day, hours.begins, zone)
        end = _moment(day + timedelta(days=over_night), hours.ends, zone)
        if begin <= now < end:
            return end
    return None


def quiet_among(hours: Mapping[int, QuietHours], zones: Mapping[int, str], now: datetime) -> set[int]:
    """The chats that are quiet at `now`. A chat without a zone is gone, and not quiet."""
    return {one for one, its in hours.items() if one in zones and quiet_until(its, zones[one], now) is not None}


def next_end(hours: QuietHours, zone: str, after: datetime) -> datetime:
    """The first end of quiet hours after then."""
    day = after.astimezone(ZoneInfo(zone)).date()
    ends = (_moment(day + timedelta(days=days), hours.ends, zone) for days in range(-1, 3))
    return min(end for end in ends if end > after)


def _moment(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)

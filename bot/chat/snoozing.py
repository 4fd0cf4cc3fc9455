"""How long a snooze lasts. Pure."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MORNING = time(8)
"""When "tomorrow" begins, on the reader's clock."""

NIGHT_ENDS = time(5)
"""Who is up before it means the morning that comes by "tomorrow"."""


class Span(StrEnum):
    """What the buttons offer."""

    HOUR = "1"
    SHIFT = "8"
    TOMORROW = "t"
    FOR_GOOD = "g"


def lasting(span: Span, zone: str, now: datetime) -> datetime | None:
    """Until when; None: for good."""
    if span is Span.FOR_GOOD:
        return None
    if span is Span.TOMORROW:
        here = now.astimezone(ZoneInfo(zone))
        day = here.date() + timedelta(days=here.time() >= NIGHT_ENDS)
        return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)
    return now + timedelta(hours=int(span))

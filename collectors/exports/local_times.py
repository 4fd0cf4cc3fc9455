"""The dates of Telegram Desktop's HTML exports: local time, and the offset of the winter even in summer.

`title="12.03.2024 09:41:05 UTC+01:00"` holds the time on the clock of the computer that exported, and the offset of its
standard time on the day of the export, whatever applied on the day of the message (Telegram Desktop,
export_data_types.cpp, FormatDateTime: it asks Qt for `QTimeZone::StandardTime`). Versions before 2022 write no offset.
So the offset is trusted where no time zone of that standard time had its clocks ahead of it, as in summer; elsewhere
the operator has to name the zone.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from collectors.base import BadInput
from collectors.fields import is_of_our_time

_TITLE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: (UTC)(?:([+-])(\d\d)(?::?(\d\d))?)?)?", re.ASCII)
_LATER = 2030
"""A year whose rules are those of "now", for any now."""

_NAME_IT = "name the time zone of the computer that exported, for example --time-zone Europe/Amsterdam."


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its IANA name.

    Raises:
        BadInput: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"{name!r} is not a time zone: write one like Europe/Amsterdam.") from None


class LocalTimes:
    """Turns the dates of one export into moments. `zone`: what the operator named."""

    def __init__(self, zone: ZoneInfo | None):
        self._zone = zone
        self._last: datetime | None = None

    def moment(self, title: str, where: str, *, in_order: bool = True) -> datetime:
        """When that was, in UTC. `in_order`: not before those asked for earlier, as messages are.

        Raises:
            BadInput: it is no date, or can't be told without a time zone, or contradicts the one named.
        """
        local, offset = _parts(title, where)
        if self._zone is None:
            return (local - _trusted(local, offset, where)).replace(tzinfo=UTC)
        if offset is not None and not _ever_standard(self._zone, offset, local.year):
            raise BadInput(
                f"{where}: the standard time there was UTC{_signed(offset)}, not that of {self._zone}: {_NAME_IT}"
            )
        moment = local.replace(tzinfo=self._zone).astimezone(UTC)
        if in_order and self._last is not None and moment < self._last:  # an hour that the clock ran through twice
            moment = max(moment, local.replace(tzinfo=self._zone, fold=1).astimezone(UTC))
        self._last = moment if in_order else self._last
        return moment


def _parts(title: str, where: str) -> tuple[datetime, timedelta | None]:
    found = _TITLE.fullmatch(title.strip())
    if found is None:
        raise BadInput(f"{where}: its date should look like 12.03.2024 09:41:05 UTC+01:00: export the channel again.")
    day, month, year, hour, minute, second, utc, sign, hours, minutes = found.groups()
    try:
        local = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))  # noqa: DTZ001 - local
    except ValueError:
        raise BadInput(f"{where}: its date is in no calendar: export the channel again.") from None
    if not is_of_our_time(local):
        raise BadInput(f"{where}: its date is not of our time: export the channel again.")
    if not utc:
        return local, None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return local, -offset if sign == "-" else offset


def _trusted(local: datetime, offset: timedelta | None, where: str) -> timedelta:
    if offset is None:
        raise BadInput(f"{where}: its date has no offset from UTC, as in old exports: {_NAME_IT}")
    if not any((zone.utcoffset(local) or offset) > offset for zone in _zones(offset)):
        return offset
    raise BadInput(
        f"{where}: its date says UTC{_signed(offset)}, which Telegram Desktop writes of summer days too, and some "
        f"clocks of that zone were ahead then: {_NAME_IT}"
    )


@cache
def _zones(offset: timedelta) -> tuple[ZoneInfo, ...]:
    """All time zones with that standard time."""
    zones = (ZoneInfo(name) for name in available_timezones())
    return tuple(zone for zone in zones if _standard(zone, _LATER) == offset)


def _standard(zone: ZoneInfo, year: int, month: int = 1) -> timedelta:
    day = datetime(year, month, 1, tzinfo=zone)
    return (day.utcoffset() or timedelta()) - (day.dst() or timedelta())


@cache
def _ever_standard(zone: ZoneInfo, offset: timedelta, since: int) -> bool:
    """Whether an export may have said so, at any time since that year."""
    years = range(min(since, _LATER), _LATER + 1)
    return any(_standard(zone, year, month) == offset for year in years for month in (1, 7))


def _signed(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

"""Local times: what a reader types, when a daily digest is due, which slot it fills. Pure; no clock is read here."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale

from bot.chat.closeness import closest
from bot.chat.words import LANGUAGES, NEWER_NAMES

DEFAULT_ZONES = {"nl": "Europe/Amsterdam", "uk": "Europe/Kyiv", "ru": "Europe/Moscow", "en": "UTC"}
"""A first guess from the reader's language; `/digest 08:00 Europe/Brussels` says otherwise."""

_CLOCK = re.compile(r"(\d{1,2})(?:[:.hu](\d{2}))?\s*(?:h|u|uur)?\s*(am|pm)?", re.IGNORECASE)


def default_zone(language: str) -> str:
    return DEFAULT_ZONES.get(language, "UTC")


def read_clock(text: str) -> time | None:
    """ "08:00", "8.30", "8u30", "8", "8h", "8 pm" -> a time of day; None if it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_zone(text: str) -> str | None:
    """The IANA name that `text` means: the name itself in any case, or its city alone ("brussels")."""
    return _zones().get(_zone_key(text))


def similar_zones(text: str, limit: int = 3) -> list[str]:
    """Zones whose name or city looks most like `text`, best first."""
    zones = _zones()
    return list(dict.fromkeys(zones[name] for name in closest(_zone_key(text), zones, limit * 2)))[:limit]


def next_local(at: time, zone: str, after: datetime) -> datetime:
    """The first moment after `after` at which the clock of `zone` shows `at`, in UTC.

    Once a day also when clocks change: a time that is skipped counts an hour later, one that comes twice counts first.
    """
    day = after.astimezone(ZoneInfo(zone)).date()
    for days in range(-1, 3):
        due = datetime.combine(day + timedelta(days=days), at, ZoneInfo(zone)).astimezone(UTC)
        if due > after:
            return due
    raise AssertionError("a day without that time of day follows no other")  # pragma: no cover


def slot(at: time, zone: str, moment: datetime) -> str:
    """The local date and time of the latest `at` that is not after `moment`: "2026-03-29 08:00"."""
    day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) > moment:
        day -= timedelta(days=1)
    return f"{day.isoformat()} {at:%H:%M}"


def next_unmade(at: time, zone: str, after: datetime, made: str | None) -> datetime:
    """As `next_local`, but beyond the slot that was `made` last: on a clock that was put back it comes once more."""
    due = next_local(at, zone, after)
    while made is not None and slot(at, zone, due) <= made:
        due = next_local(at, zone, due)
    return due


def daily(at: time) -> str:
    """What the schedule of the digests at that time is called."""
    return f"daily {at:%H:%M}"


def _zone_key(text: str) -> str:
    return "_".join(text.casefold().split())


@cache
def _zones() -> dict[str, str]:
    """What may be typed -> the zone's name. A city that several continents have stands for none of them."""
    names = sorted(name for name in available_timezones() if _for_people(name))
    cities: dict[str, str | None] = {}
    for name in names:
        city = name.rpartition("/")[2].casefold()
        cities[city] = None if city in cities else name
    known = {city: name for city, name in cities.items() if name} | {name.casefold(): name for name in names}
    return {city: name for city, name in _cities_in_our_languages() if name in names} | known


def _cities_in_our_languages() -> Iterator[tuple[str, str]]:
    """ "Брюссель", "Brussel" -> the zone's name."""
    for language in LANGUAGES:
        for name, known in Locale.parse(language).time_zones.items():
            if "city" in known:
                yield _zone_key(known["city"]), NEWER_NAMES.get(name, name)


def _for_people(name: str) -> bool:
    return not name.startswith(("Etc/", "SystemV/", "posix/", "right/")) and name not in {"Factory", "localtime"}

"""What `/digest ...` and `/quiet ...` ask for: now, off, daily at a time, hours without alerts; or something that was
not understood, and why. Pure."""

import re
from dataclasses import dataclass, field
from datetime import time

from bot.chat.times import read_clock, read_zone, similar_zones
from storage.model import QuietHours

_OFF = frozenset({"off", "stop", "none", "no", "uit", "nee", "geen", "стоп", "выкл", "нет", "викл", "ні"})
_NOW = frozenset({"", "now", "nu", "сейчас", "зараз"})
_HOURS = re.compile(r"([\d:.h]{1,5})\s*[-–—]\s*([\d:.h]{1,5})(?:\s+(\S.{0,80}))?")
_HALVES = frozenset({"am", "pm"})


@dataclass(frozen=True, slots=True)
class Now:
    pass


@dataclass(frozen=True, slots=True)
class Off:
    pass


@dataclass(frozen=True, slots=True)
class Daily:
    at: time
    zone: str


@dataclass(frozen=True, slots=True)
class Quiet:
    hours: QuietHours
    zone: str


@dataclass(frozen=True, slots=True)
class Misread:
    """`key`: the sentence that says what is wrong, with an example; `args`: what it needs."""

    key: str
    args: dict[str, str] = field(default_factory=dict)


def read_schedule(asked: str, zone: str) -> Now | Off | Daily | Misread:
    """ "", "off", "08:00", "08:00 Europe/Brussels". `zone`: the chat's own, used where none is named."""
    words = asked.split()
    plain = " ".join(words).casefold()
    if plain in _NOW:
        return Now()
    if plain in _OFF:
        return Off()
    first, rest = words[0], words[1:]
    if rest and rest[0].casefold() in _HALVES:
        first, rest = f"{first} {rest[0]}", rest[1:]
    at = read_clock(first)
    if at is None:
        return Misread("digest-bad-time", {"asked": asked[:40]})
    return _in_zone(at, " ".join(rest), zone)


def _in_zone(at: time, named: str, zone: str) -> Daily | Misread:
    if not named:
        return Daily(at, zone)
    known = read_zone(named)
    if known:
        return Daily(at, known)
    asked, clock = named[:40], f"{at:%H:%M}"
    close = similar_zones(asked, limit=1)
    if close:
        return Misread("digest-bad-zone-close", {"asked": asked, "at": clock, "zone": close[0]})
    return Misread("digest-bad-zone", {"asked": asked, "at": clock})


def read_quiet(asked: str, zone: str) -> Off | Quiet | Misread:
    """ "23:00-07:00", "23-7", "23:00-07:00 Europe/Brussels", "off". `zone`: the chat's own, where none is named."""
    if asked.strip().casefold() in _OFF:
        return Off()
    parts = _HOURS.fullmatch(asked.strip())
    begins, ends = (read_clock(parts[1]), read_clock(parts[2])) if parts else (None, None)
    if parts is None or begins is None or ends is None or begins == ends:
        return Misread("quiet-bad", {"asked": asked[:40]})
    known = read_zone(parts[3]) if parts[3] else zone
    if known is None:
        return Misread("quiet-bad-zone", {"asked": parts[3][:40], "hours": f"{begins:%H:%M}-{ends:%H:%M}"})
    return Quiet(QuietHours(begins, ends), known)

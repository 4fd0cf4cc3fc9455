"""What `/digest ...` and `/quiet ...` ask for: now, off, daily at times, a file, hours without alerts; or something
that was not understood, and why. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import time

from bot.chat.times import read_clock, read_zone, similar_zones
from storage.telling import QuietHours

_OFF = frozenset({"off", "stop", "none", "no", "uit", "nee", "geen", "стоп", "выкл", "нет", "викл", "ні"})
_NOW = frozenset({"", "now", "nu", "сейчас", "зараз"})
_HOURS = re.compile(r"([\d:.hu]{1,5})\s*[-–—]\s*([\d:.hu]{1,5})(?:\s+(\S.{0,80}))?")
_BEFORE = frozenset({"at", "om", "в", "о", "об", "and", "en", "и", "й", "та", "і"})
_BEHIND = frozenset({"h", "u", "uur", "o'clock", "o’clock", "'s", "’s"}) | frozenset(
    ("ч", "ч.", "час", "часа", "часов", "год", "год.", "година", "години", "годині", "годин")
)
"""What people write around a time: "в 8 часов", "8 uur en 18 uur"."""
_LONGEST = 6
"""Words that say one time."""
_HALVES = {
    **dict.fromkeys(("am", "ochtends", "morgens", "nachts", "утра", "ночи", "ранку", "ночі"), "am"),
    **dict.fromkeys(("pm", "middags", "avonds", "дня", "вечера", "вечора"), "pm"),
}
_FILES = frozenset({"file", "bestand", "файл"})

FILE_KINDS = ("html", "csv")

MOST = 6
"""Digests a day: so many times fit into a button, and more would be alerts."""


@dataclass(frozen=True, slots=True)
class Now:
    pass


@dataclass(frozen=True, slots=True)
class Off:
    pass


@dataclass(frozen=True, slots=True)
class Daily:
    times: tuple[time, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class AsFile:
    """The digest as a file: "html" or "csv"."""

    kind: str


@dataclass(frozen=True, slots=True)
class Quiet:
    hours: QuietHours
    zone: str


@dataclass(frozen=True, slots=True)
class Misread:
    """`key`: the sentence that says what is wrong, with an example; `args`: what it needs."""

    key: str
    args: dict[str, str] = field(default_factory=dict)


def read_schedule(asked: str, zone: str) -> Now | Off | AsFile | Daily | Misread:
    """ "", "off", "file csv", "08:00", "08:00 18:00 Europe/Brussels". `zone`: the chat's own, where none is named."""
    words = asked.replace(",", " ").split()
    plain = [word.casefold() for word in words]
    if not plain or (plain[0] in _FILES and len(plain) <= 2) or plain[0] in FILE_KINDS:
        return _without_times(plain)
    if " ".join(plain) in _NOW:
        return Now()
    if " ".join(plain) in _OFF:
        return Off()
    times, named = _clocks(words)
    if not times or named[:1].isdecimal():
        return Misread("digest-bad-time", {"asked": (named or asked)[:40]})
    if len(times) > MOST:
        return Misread("digest-too-many", {"most": str(MOST)})
    return _in_zone(times, named, zone)


def _without_times(plain: Sequence[str]) -> Now | AsFile | Misread:
    if not plain:
        return Now()
    kind = next((word for word in plain if word not in _FILES), FILE_KINDS[0])
    return AsFile(kind) if kind in FILE_KINDS else Misread("digest-bad-file", {"asked": kind[:40]})


def _clocks(words: Sequence[str]) -> tuple[tuple[time, ...], str]:
    """The times at the beginning, each once and in order, and what stands behind them."""
    times: set[time] = set()
    left = words
    while (found := _clock_first(left)) is not None:
        times.add(found[0])
        left = left[found[1] :]
    return tuple(sorted(times)), " ".join(left)


def _clock_first(words: Sequence[str]) -> tuple[time, int] | None:
    """The time that the words begin with, and how many of them say it: "в 8 часов вечера"."""
    plain = [word.casefold() for word in words[:_LONGEST]]
    at = _beyond(plain, 0, _BEFORE)
    behind = _beyond(plain, at + 1, _BEHIND)
    half = _HALVES.get(" ".join(plain[behind : behind + 1]), "")
    clock = read_clock(f"{plain[at]} {half}") if at < len(plain) else None
    return None if clock is None else (clock, behind + bool(half))


def _beyond(plain: Sequence[str], at: int, words: Collection[str]) -> int:
    """Where something else than these words stands."""
    while at < len(plain) and plain[at] in words:
        at += 1
    return at


def _in_zone(times: tuple[time, ...], named: str, zone: str) -> Daily | Misread:
    if not named:
        return Daily(times, zone)
    known = read_zone(named)
    if known:
        return Daily(times, known)
    asked, clock = named[:40], " ".join(f"{at:%H:%M}" for at in times)
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

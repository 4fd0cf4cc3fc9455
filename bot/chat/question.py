"""What `/find ...` asks for: words, "phrases", -without, beginnings*, channel:@name, since:2024-03-12, lang:ru; or what
was not understood, with an example. Pure, and slow the first time: it may open dictionaries.

A word stands for all its forms, a phrase for exactly its words in that order. Nothing here is a regular expression of
the reader's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.chat.schedule import Misread
from bot.following.expressions import said as asked_for
from bot.following.reading import SHORTEST_BEGINNING, STRAIGHT
from storage.terms import Search, Term, folded

LONGEST = 200
"""Characters of a question."""

MOST = 8
"""Words, phrases and beginnings in one question."""

_PIECE = re.compile(r'(?P<without>-?)(?:(?P<name>[^\W\d_]+):(?P<value>[^\s"]+)|"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_NAMES = {
    "channel": "channel", "kanaal": "channel", "канал": "channel",
    "since": "since", "sinds": "since", "с": "since", "от": "since", "з": "since", "від": "since",
    "lang": "lang", "taal": "lang", "язык": "lang", "мова": "lang",
}  # fmt: skip
_HANDLE = re.compile(r"@?([A-Za-z0-9_]{3,64})")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Question:
    """`search` without its channel, which is known by name only."""

    search: Search
    channel: str | None = None


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    wanted: list[Term] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    narrowed: dict[str, str] = field(default_factory=dict)


def tidy(asked: str) -> str:
    """A question on one line, with straight quotation marks."""
    return " ".join(asked.translate(STRAIGHT).split())


def read_question(asked: str, zone: str) -> Question | Misread:
    """`asked` as somebody wrote it; days begin at midnight in `zone`."""
    text = tidy(asked)
    if len(text) > LONGEST:
        return Misread("find-bad-long", {"most": str(LONGEST)})
    if text.count('"') % 2:
        return Misread("find-bad-quote")
    read = _Reading()
    for wrong in _wrongs(text, read):
        return wrong
    if not read.wanted:
        return Misread("find-bad-words")
    if len(read.wanted) + len(read.unwanted) > MOST:
        return Misread("find-bad-many", {"most": str(MOST)})
    return _narrowed(read, zone)


def _wrongs(text: str, read: _Reading) -> Iterator[Misread]:
    for piece in _PIECE.finditer(text):
        name = _NAMES.get((piece["name"] or "").casefold())
        if name is not None:
            read.narrowed[name] = piece["value"]
            continue
        said = piece["phrase"] if piece["phrase"] is not None else piece["word"] or f"{piece['name']}:{piece['value']}"
        opened = piece["phrase"] is None and said.endswith("*")
        words = folded(said)
        if opened and words and len(words[-1]) < SHORTEST_BEGINNING:
            yield Misread("find-bad-beginning", {"asked": said[:40]})
        if words:
            term = asked_for(words, opened=opened, exactly=piece["phrase"] is not None).term
            (read.unwanted if piece["without"] else read.wanted).append(term)


def _narrowed(read: _Reading, zone: str) -> Question | Misread:
    channel, day, lang = (read.narrowed.get(name) for name in ("channel", "since", "lang"))
    called = _HANDLE.fullmatch(channel) if channel else None
    if channel and called is None:
        return Misread("find-bad-channel", {"asked": channel[:40]})
    if lang and not _LANGUAGE.fullmatch(lang.lower()):
        return Misread("find-bad-lang", {"asked": lang[:40]})
    since = _midnight(day, zone) if day else None
    if day and since is None:
        return Misread("find-bad-date", {"asked": day[:40]})
    search = Search(tuple(read.wanted), tuple(read.unwanted), lang=lang.lower() if lang else None, since=since)
    return Question(search, called[1] if called else None)


def _midnight(day: str, zone: str) -> datetime | None:
    """The beginning of a local day, "2024-03-12"; None if it is none."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

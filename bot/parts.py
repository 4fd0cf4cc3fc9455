"""The parts of the lookout, which may run in processes of their own: which stages each has, and under which locks.

Names only; what a part needs is opened in `bot.commands.processes`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from collectors.base import BadInput


class Part(StrEnum):
    COLLECT = "collect"
    MATCH = "match"
    ALERT = "alert"
    DELIVER = "deliver"
    BOT = "bot"


STAGES: Mapping[Part, tuple[str, ...]] = MappingProxyType(
    {
        Part.COLLECT: ("collect", "reread", "hash", "hear", "listen"),
        Part.MATCH: ("match",),
        Part.ALERT: (
            *("events", "alert", "update", "draft", "settle", "operators", "silences", "digest", "backfill"),
            *("back up", "retain", "clock"),
        ),
        Part.DELIVER: ("deliver",),
        Part.BOT: (),
    }
)
"""A test holds that each stage is in one part, but for those of `EVERYWHERE`."""

EVERYWHERE = ("watchlist",)
"""Each process follows the watchlist's files by itself: so each has the version in force, whatever its host."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What this process is to do. `accounts`: those that collect here; none are named: all there are, and the
    previews."""

    parts: frozenset[Part] = frozenset(Part)
    accounts: tuple[str, ...] = ()

    @property
    def is_all(self) -> bool:
        return self.parts == frozenset(Part) and not self.accounts


EVERYTHING = Chosen()


def chosen(only: Iterable[str], accounts: Sequence[str]) -> Chosen:
    """What `--only` and `--account` say; nothing is said: everything.

    Raises:
        BadInput: there is no such part, or accounts are named where none collects.
    """
    words = [word.strip() for given in only for word in given.split(",") if word.strip()]
    if unknown := sorted(set(words) - set(Part)):
        raise BadInput(f"--only {unknown[0]}: there is no such part. The parts are {', '.join(Part)}.")
    parts = frozenset(map(Part, words)) or frozenset(Part)
    if accounts and Part.COLLECT not in parts:
        raise BadInput("--account says who collects: add --only collect, or leave it out.")
    return Chosen(parts, tuple(dict.fromkeys(accounts)))

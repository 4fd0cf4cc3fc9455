"""All entries of the watchlist together, each knowing where it stands. Types only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from bot.watchlist import entries, values
from bot.watchlist.files import Document
from bot.watchlist.problems import WatchlistError

E = TypeVar("E", bound=values.Entry, covariant=True)


@dataclass(frozen=True, slots=True)
class Where:
    """Where an entry stands: its file, what it is called, and its number in that file."""

    path: Path
    name: str
    number: int
    document: Document

    def wrong(self, text: str, *spot: str | int) -> WatchlistError:
        """An error about the value at `spot` inside the entry."""
        return WatchlistError(self.path, self.document.line((self.number, *spot)), self.name, text)


@dataclass(frozen=True, slots=True)
class Item(Generic[E]):
    """An entry of good shape."""

    where: Where
    entry: E


@dataclass(frozen=True, slots=True)
class Book:
    """The whole watchlist.

    `known`: kind -> ids of all entries, those of bad shape included. A kind of which a file can't be read is left out.
    """

    actors: tuple[Item[entries.ActorEntry], ...]
    places: tuple[Item[entries.PlaceEntry], ...]
    claims: tuple[Item[entries.ClaimEntry], ...]
    incidents: tuple[Item[entries.IncidentEntry], ...]
    roles: tuple[Item[entries.RoleEntry], ...]
    lexicon: tuple[Item[entries.LexiconFileEntry], ...]
    channels: tuple[Item[entries.ChannelFileEntry], ...]
    impersonators: tuple[Item[entries.ImpersonatorEntry], ...]
    known: Mapping[str, frozenset[str]]

    @property
    def named(self) -> frozenset[str] | None:
        """What may stand behind an @ in a claim's ways: slots, actors and places, if all of them are known."""
        actors, places = self.known.get("actor"), self.known.get("place")
        return None if actors is None or places is None else values.SLOTS | actors | places

"""The watchlist folder -> one validated `Watchlist`, or everything that is wrong with it.

A bad entry never hides another: every file is read and every entry judged before anything is refused. What was made in
chat is laid over the files: it can't make them bad, and what does not fit them is left out.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.watchlist import checks, conversion, entries
from bot.watchlist.book import Book
from bot.watchlist.overlay import Overlaid, overlaid
from bot.watchlist.problems import WatchlistError, WatchlistErrors
from bot.watchlist.reading import Read, read
from storage.said import OwnEntry
from storage.watchlist import Watchlist


def load(folder: Path, *, channels_file: Path | None = None) -> Watchlist:
    """Read, check and convert all files of the watchlist. `channels_file` stands in for the folder's own, for the demo.

    Raises:
        WatchlistErrors: with every error over all files.
    """
    return conversion.watchlist(read_book(folder, channels_file=channels_file), {})


def load_with(folder: Path, own: Iterable[OwnEntry]) -> Overlaid:
    """As `load`, with what was made in chat.

    Raises:
        WatchlistErrors: with every error over all files.
    """
    return overlaid(read_book(folder), own)


def read_book(folder: Path, *, channels_file: Path | None = None) -> Book:
    """All files of the watchlist, read and checked.

    Raises:
        WatchlistErrors: with every error over all files.
    """
    if not folder.is_dir():
        text = "there is no such folder; put the watchlist there, or correct the folder of the settings"
        raise WatchlistErrors([WatchlistError(folder, 0, "", text)])
    actors = read([folder / "actors.yaml"], entries.ActorEntry)
    places = read([folder / "places.yaml"], entries.PlaceEntry)
    claims = read(_claim_files(folder), entries.ClaimEntry)
    incidents = read([folder / "incidents.yaml"], entries.IncidentEntry)
    roles = read([folder / "roles.yaml"], entries.RoleEntry)
    lexicon = read([folder / "lexicon.yaml"], entries.LexiconFileEntry)
    channels = read([channels_file or folder / "channels.yaml"], entries.ChannelFileEntry)
    impersonators = read([folder / "impersonators.yaml"], entries.ImpersonatorEntry)
    referred: dict[str, Read[Any]] = {
        "actor": actors,
        "place": places,
        "claim": claims,
        "incident": incidents,
        "role": roles,
        "lexicon entry": lexicon,
    }
    book = Book(
        actors=actors.items,
        places=places.items,
        claims=claims.items,
        incidents=incidents.items,
        roles=roles.items,
        lexicon=lexicon.items,
        channels=channels.items,
        impersonators=impersonators.items,
        known={kind: found.names for kind, found in referred.items() if found.names is not None},
    )
    wrong = [error for found in (*referred.values(), channels, impersonators) for error in found.errors]
    wrong += checks.problems(book)
    if wrong:
        raise WatchlistErrors(wrong)
    return book


def unread(folder: Path) -> list[Path]:
    """What is called like a file of the watchlist, and lies or is named so that nobody reads it."""
    taken = {*(folder / f"{name}.yaml" for name in _FILES), *_claim_files(folder)}
    called_so = (path for path in folder.rglob("*.*") if path.suffix.lower() in {".yaml", ".yml"})
    return sorted(path for path in called_so if path not in taken and not path.name.startswith("."))


_FILES = ("actors", "places", "incidents", "roles", "lexicon", "channels", "impersonators")


def _claim_files(folder: Path) -> list[Path]:
    """All files of `claims/`; where there is none, the one that is missed."""
    try:
        found = sorted((folder / "claims").glob("*.yaml"))
    except OSError:  # who reads the one that is missed will say so
        found = []
    mine = [path for path in found if not path.name.startswith(".")]  # else an editor's own
    return mine or [folder / "claims" / "claims.yaml"]

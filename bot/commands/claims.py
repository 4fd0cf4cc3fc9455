"""`seinpost claims export`: the record of every claim, or the reviews of those that people judged, as one JSON file."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from bot.claims.reading import read_standing
from bot.claims.records import Json, record_of, review_of
from bot.commands.exporting import opened
from collectors.base import BadInput
from storage import entries
from storage.database import Database
from storage.said import OwnEntry
from storage.watchlist import Claim, Watchlist


async def export(
    database_url: str,
    read: Callable[[Sequence[OwnEntry]], Watchlist],
    wanted: Sequence[str],
    file: Path,
    output: BinaryIO,
    console: Console,
    *,
    publisher: str | None,
) -> None:
    """Writes `file` (or `output`, for "-"): the records of the `wanted` claims (none: all).

    `read`: gives the watchlist with what was made in chat. `publisher`: in whose name the reviews are; None: records
    are written, no reviews.

    Raises:
        BadInput: a claim is not on the watchlist, or the file can't be written.
        WatchlistErrors: its files are no good.
        Unusable: there is no database to look at; says what to do.
    """
    async with Database.look(database_url) as db:
        watchlist = read(await db.read(entries.current))
        chosen = _chosen(watchlist, wanted)
        found = [one for entry in chosen if (one := await _of(db, entry, watchlist, publisher)) is not None]
    with opened(file, output) as out:
        out.write((json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode())
    what = "records" if publisher is None else "reviews"
    console.print(f"{len(found)} {what} written to {file}.", markup=False, highlight=False, soft_wrap=True)


async def _of(db: Database, entry: Claim, watchlist: Watchlist, publisher: str | None) -> Json | None:
    stands = await read_standing(db, entry.id, watchlist)
    return record_of(stands, entry) if publisher is None else review_of(stands, entry, watchlist, publisher)


def _chosen(watchlist: Watchlist, wanted: Sequence[str]) -> list[Claim]:
    """A claim that was merged into another is that one: it is not written twice."""
    entry_of = {entry.id: entry for entry in watchlist.claims}
    known = {claim.casefold(): watchlist.merged.get(claim, claim) for claim in (*entry_of, *watchlist.merged)}
    for claim in wanted:
        if claim.casefold() not in known:
            raise BadInput(f"{claim} is not a claim on the watchlist: look in config/watchlist/claims for its id.")
    return [entry_of[claim] for claim in dict.fromkeys(known[claim.casefold()] for claim in wanted or known)]

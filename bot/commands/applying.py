"""`seinpost rematch --apply`: links of a rematch into the database, for the posts that are stored there.

Nobody is alerted: what is new about a claim is noted, so that its standing counts it, and goes to no further stage. A
page of posts is one transaction, and what is there already is not written again; so it may be interrupted and repeated.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn

from bot import copying
from bot.alerts.events import events_of
from bot.archives.bringing_back import LINKED, Chosen, Left, change_of, fresh_claims, left
from bot.archives.parts import marks_in
from bot.archives.results import Reread, posts_in, reading
from bot.claims.reading import known_of
from bot.clock import Clock
from bot.commands.bars import bar
from bot.relinking import with_merged
from bot.settings import Settings
from bot.watchlist import load_with
from collectors.base import BadInput
from collectors.exports.parquet import arrow
from storage import entries, events, history, rematching
from storage.database import Connection, Database
from storage.model import Cause, Kind, Link
from storage.rematching import Change, Stored
from storage.watchlist import Watchlist

PAGE = 500


class Only(StrEnum):
    """Links to what, as the operator writes it."""

    ACTORS = "actors"
    PLACES = "places"
    CLAIMS = "claims"


def chosen(only: Sequence[Only], *, certain_only: bool) -> Chosen:
    """Which links the operator means; `only` nothing: all."""
    return Chosen(frozenset(_KINDS[one] for one in only) or LINKED, certain_only)


_KINDS = {Only.ACTORS: Kind.ACTOR, Only.PLACES: Kind.PLACE, Only.CLAIMS: Kind.CLAIM}


@dataclass(frozen=True, slots=True)
class Result:
    """A file of links: how many rows, with which catalogue it was made, and when."""

    file: Path
    rows: int
    version: str
    at: datetime


@dataclass(slots=True)
class Tally:
    """What was brought back, and of how many posts nothing, for what reason."""

    posts: int = 0
    changed: int = 0
    new: Counter[Kind] = field(default_factory=Counter)
    gone: int = 0
    left: Counter[Left] = field(default_factory=Counter)


async def apply(settings: Settings, folder: Path, chosen: Chosen, console: Console, clock: Clock) -> Tally:
    """Brings the chosen links of a folder of results back. `console` gets a progress bar and the counts at the end.

    Raises:
        BadInput: the folder holds no results, or pyarrow is missing.
        Unusable: the database can't be had.
    """
    results, tally = results_in(folder), Tally()
    async with Database.open(settings.database_url, settings.backup.folder) as db:
        watchlist = load_with(settings.watchlist, await db.read(entries.current)).watchlist
        with bar(console, "bringing back", sum(one.rows for one in results), MofNCompleteColumn()) as move_to:
            rows = 0
            for result in results:
                for page in _pages(posts_in(result.file)):
                    await db.write(_bring_back, page, result, chosen, watchlist, clock(), tally)
                    rows += sum(max(1, len(post.links)) for post in page)
                    move_to(rows)
    for line in _told(tally):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return tally


def results_in(folder: Path) -> list[Result]:
    """The files of links in a folder, by name.

    Raises:
        BadInput: there are none, or one of them is damaged.
    """
    found = []
    for file in sorted(folder.glob("*.?????.parquet")):
        with reading(file):
            rows = arrow().parquet.read_metadata(file).num_rows
        said = marks_in(file) or {}
        if {"catalogue", "at"} <= said.keys():
            found.append(Result(file, rows, said["catalogue"], datetime.fromisoformat(said["at"])))
    if not found:
        raise BadInput(f"There are no links in {folder}: `seinpost rematch archive/ --out {folder}` makes them.")
    return found


def _pages(posts: Iterator[Reread]) -> Iterator[list[Reread]]:
    while page := list(islice(posts, PAGE)):
        yield page


async def _bring_back(
    conn: Connection,
    page: Sequence[Reread],
    result: Result,
    chosen: Chosen,
    watchlist: Watchlist,
    now: datetime,
    tally: Tally,
) -> None:
    known = await rematching.stored(conn, {_key(reread) for reread in page})
    changes: list[tuple[Change, Stored]] = []
    whole: set[int] = set()
    for reread in page:
        found = known.get(_key(reread))
        stored = with_merged(found, watchlist.merged) if found is not None else None
        why = left(reread, stored, result.at)
        tally.posts += 1
        if stored is None or why is not None:
            tally.left[why or Left.NOT_STORED] += 1
            continue
        change = change_of(reread, stored, chosen)
        if (change.gone or change.new) and stored.revision.id not in whole:  # an archive may hold a post twice
            changes.append((change, stored))
            tally.changed += 1
            tally.gone += len(change.gone)
            tally.new.update(link.kind for link in change.new)
        whole.add(stored.revision.id)
    await rematching.put(conn, [change for change, _ in changes], result.version)
    await _note_all(conn, changes, watchlist, now)
    if chosen.everything:
        await rematching.enter(conn, whole, result.version, result.at)


def _key(reread: Reread) -> rematching.Key:
    return (reread.key.channel_id, reread.key.post_id, reread.key.number)


async def _note_all(
    conn: Connection, changes: Sequence[tuple[Change, Stored]], watchlist: Watchlist, now: datetime
) -> None:
    """Of each post a claim is noted once, however many of its revisions speak of it."""
    noted: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for change, stored in changes:
        if stored.revision.cause is Cause.DELETED:
            continue
        mine = noted[stored.revision.post.channel_id, stored.revision.post.post_id]
        if fresh := fresh_claims(change, stored, mine):
            await _note(conn, stored, fresh, watchlist, now)
            mine |= {link.target for link in fresh}


async def _note(conn: Connection, stored: Stored, fresh: tuple[Link, ...], watchlist: Watchlist, now: datetime) -> None:
    """What is said of claims counts for their standing; nobody is told, since the revision waits for no stage."""
    revision = stored.revision
    known = await known_of(conn, {link.target for link in fresh}, watchlist)
    traced = await copying.trace(conn, [(revision, fresh)])
    await copying.keep(conn, traced)
    news = events_of(revision, fresh, known, frozenset(), traced.origins[0].copy_of, now, traced.origins[0].own)
    await history.note(conn, [event for event in news if event.target_kind is Kind.CLAIM])
    await events.fold(conn, traced.says)


def _told(tally: Tally) -> list[str]:
    new = ", ".join(f"{tally.new[kind]:,} to {kind}s" for kind in (Kind.ACTOR, Kind.PLACE, Kind.CLAIM))
    lines = [
        f"{tally.posts:,} revisions of posts looked at, {tally.changed:,} of them changed. New links: {new}; "
        f"{tally.gone:,} links gone. Nobody was alerted."
    ]
    if tally.left:
        reasons = ", ".join(f"{number:,} {why}" for why, number in tally.left.most_common())
        lines.append(f"Left as they are: {reasons}.")
    return lines

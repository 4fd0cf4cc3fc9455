"""`seinpost rematch`: the links of archived posts, found by the `match` that runs live, as Parquet beside one another.

Each part of an archive has a file of its own. One that was made by this matcher, with this catalogue, of this archive
is left alone, so a run that was interrupted is repeated; at the end all of them are counted and drawn.
"""

import asyncio
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, ProgressColumn, Task
from rich.text import Text

from bot.archives.engines import Engine
from bot.archives.parts import (
    PART,
    Orders,
    Part,
    archives_of,
    is_done,
    largest_first,
    matcher_mark,
    parts_of,
    superseded,
)
from bot.archives.picture import draw_mentions, groups_of
from bot.archives.summing import Summary, summed
from bot.chat.words import Words
from bot.clock import Clock
from bot.commands.bars import bar
from bot.semantics import encoder_of
from bot.settings import Settings
from bot.watchlist import load_with
from bot.watchlist.compiled import compiled
from collectors.base import BadInput
from collectors.exports.parquet import arrow
from storage import entries
from storage.database import Database, Unusable
from storage.model import Kind
from storage.said import OwnEntry
from storage.watchlist import Watchlist

PICTURE = "mentions.png"


@dataclass(frozen=True, slots=True)
class Asked:
    """Archives (files, or folders of them), the folder of their links, and posts of a part at least."""

    archives: Sequence[Path]
    folder: Path
    part: int = PART


def rematch(settings: Settings, asked: Asked, engine: Engine, console: Console, clock: Clock) -> Summary:
    """Matches what is not done yet. `console` gets a progress bar, and at the end what all of it came to.

    Raises:
        BadInput: archives or folder are no good, the engine is out of reach, or workers died of some parts.
        WatchlistErrors: names all that is wrong in the watchlist's files.
    """
    arrow()
    archives = archives_of(asked.archives)
    _refuse_among(archives, asked.folder)
    parts = parts_of(archives, asked.folder, asked.part)
    watchlist = asyncio.run(_watchlist(settings, console))
    orders = orders_of(watchlist, settings, clock)
    _make_ready(asked.folder, parts)
    todo = largest_first(part for part in parts if not is_done(part, orders))
    began = clock()
    if todo:  # compiled here once, since what is slow about that is in the cache then, before the workers begin
        compiled(watchlist, settings.cache, encoder_of(settings.semantic))
    _run(engine, todo, orders, console)
    seconds = max((clock() - began).total_seconds(), 0.001)
    summary = summed([part.file for part in parts], groups_of(watchlist))
    picture = _draw(summary, watchlist, asked.folder)
    for line in _told(parts, todo, summary, seconds):
        _say(console, line)
    _say(console, f"The links lie in {asked.folder}" + (f", a picture in {picture}." if picture else "."))
    return summary


def orders_of(watchlist: Watchlist, settings: Settings, clock: Clock) -> Orders:
    """What every worker is told."""
    mark, cache = matcher_mark(settings.semantic), settings.cache.resolve()
    return Orders(watchlist.version, mark, clock(), pickle.dumps(watchlist), cache, settings.semantic)


async def _watchlist(settings: Settings, console: Console) -> Watchlist:
    """As it is live, with what editors made in chat; archives may well be matched where there is no database."""
    own: Sequence[OwnEntry] = ()
    try:
        async with Database.look(settings.database_url) as db:
            own = await db.read(entries.current)
    except Unusable as missing:
        _say(console, f"Claims that editors made in chat are left out: {missing}")
    return load_with(settings.watchlist, own).watchlist


def _refuse_among(archives: Sequence[Path], folder: Path) -> None:
    """Links that lie among archives are taken for archives by whoever names that folder next."""
    if folder.resolve() in {archive.parent for archive in archives}:
        raise BadInput(f"The archives lie in {folder}: give their links a folder of their own with --out.")


def _make_ready(folder: Path, parts: Sequence[Part]) -> None:
    """Takes away what an earlier run left that was killed, and what an archive had been cut into before it grew."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in (*folder.glob(".*.?????.parquet.*.part"), *superseded(parts, folder)):
            left.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"The folder {folder} can't be written ({error.strerror}): choose another --out.") from error


def _run(engine: Engine, todo: Sequence[Part], orders: Orders, console: Console) -> None:
    done = 0
    with bar(console, "matching", sum(part.rows for part in todo), MofNCompleteColumn(), _Speed()) as move_to:
        for part in engine.run(todo, orders):
            done += part.rows
            move_to(done)


class _Speed(ProgressColumn):
    """Posts a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


def _draw(summary: Summary, watchlist: Watchlist, folder: Path) -> Path | None:
    png = draw_mentions(summary.mentions, watchlist, Words("en"))
    if png is None:
        return None
    part = folder / f".{PICTURE}.part"
    part.write_bytes(png)
    return part.replace(folder / PICTURE)


def _told(parts: Sequence[Part], todo: Sequence[Part], summary: Summary, seconds: float) -> list[str]:
    posts, fresh = sum(part.rows for part in parts), sum(part.rows for part in todo)
    before = f", {posts - fresh:,} of them before" if len(todo) < len(parts) else ""
    speed = f" in {seconds:,.0f} s ({fresh / seconds:,.0f} a second)" if todo else ""
    counted = ", ".join(f"{summary.of_kind(kind):,} to {kind}s" for kind in (Kind.ACTOR, Kind.PLACE, Kind.CLAIM))
    lines = [
        f"{posts:,} revisions of posts matched{before}{speed}.",
        f"Links: {counted} ({summary.links[Kind.CLAIM, True]:,} of these certain).",
    ]
    if summary.parked:
        reasons = ", ".join(f"{reason} ({number:,})" for reason, number in summary.parked.most_common())
        lines.append(f"Parked, since they broke the matcher: {summary.parked.total():,}, by {reasons}.")
    return lines


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)

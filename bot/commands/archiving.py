"""`seinpost archive`: posts into Parquet, a file for each month: those of the database, or of exports without it.

All revisions are archived. A month that is archived as it is now is left alone; one that grew is written anew, and
appears in the place of the old file when it is complete.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import DownloadColumn, MofNCompleteColumn

from bot.archives.months import Months, archived
from bot.commands.bars import bar
from bot.commands.importing import Told, bare_id
from collectors.base import BadInput
from collectors.exports.desktop_html import DesktopHtml
from collectors.exports.local_times import zone_named
from collectors.exports.opening import open_export
from collectors.exports.page import PAGE, Export, Page
from collectors.exports.parquet import arrow
from collectors.exports.tables import row_of
from storage import reading
from storage.database import Database
from storage.model import Cause, Revision
from storage.reading import Choice


@dataclass(slots=True)
class Tally:
    """What was archived, as far as it got."""

    rows: int = 0
    written: Sequence[str] = ()
    same: Sequence[str] = ()


async def archive_database(database_url: str, folder: Path, console: Console) -> None:
    """Archives what is stored; the lookout may be running. `console` gets a progress bar and a line at the end.

    Raises:
        BadInput: pyarrow is missing, or the folder is no good.
        Unusable: there is no database; says what to do.
    """
    arrow()
    async with Database.look(database_url) as db:
        of = f"the database {db.location}"
        stored = await db.read(reading.months)
        states = {month: f"{rows} revisions up to {newest}" for month, (rows, newest) in stored.items()}
        wanted = {month: state for month, state in states.items() if not _is_archived(folder, month, of, state)}
        tally = await _copy(db, folder, of, wanted, sum(stored[month][0] for month in wanted), console)
    _say(console, replace(tally, same=[month for month in states if month not in wanted]), folder)


def _is_archived(folder: Path, month: str, of: str, state: str) -> bool:
    found = archived(folder, month)
    return found is not None and (found.of, found.state) == (of, state)


async def _copy(db: Database, folder: Path, of: str, wanted: dict[str, str], total: int, console: Console) -> Tally:
    """The wanted months, channel by channel; what is read of others in between is passed over."""
    if not wanted:
        return Tally()
    choice = Choice(_first_of(min(wanted)), _first_of(_next(max(wanted))), history=True)
    read = 0
    with bar(console, "archiving", total, MofNCompleteColumn()) as move_to, Months(folder, of, wanted) as months:
        for channel in await db.read(reading.stored_channels):
            after = reading.BEGINNING
            while page := await db.read(reading.page, channel.channel_id, after, PAGE, choice):
                read += months.add(map(row_of, page))
                after = (page[-1].post.post_id, page[-1].number)
                move_to(read)
    return Tally(read, months.written)


def _first_of(month: str) -> datetime:
    return datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)


def _next(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def archive_exports(files: Sequence[Path], told: Told, folder: Path, console: Console) -> None:
    """Archives exports, in the order in which they are given.

    Raises:
        BadInput: one of them is no export of public channels, or is damaged: nothing is archived then.
    """
    arrow()
    exports = [_opened(file, told) for file in files]
    of = f"the exports {', '.join(sorted(file.resolve().name for file in files))}"
    tally, behind = Tally(), 0
    total = sum(export.size for export in exports)
    with bar(console, "archiving", total, DownloadColumn()) as move_to, Months(folder, of) as months:
        for export in exports:
            for page in export.pages():
                tally.rows += months.add(_rows_of(page))
                move_to(behind + page.read)
            behind += export.size
    _say(console, replace(tally, written=months.written, same=months.same), folder)


def _opened(file: Path, told: Told) -> Export:
    export = open_export(file, zone_named(told.time_zone) if told.time_zone else None)
    if not isinstance(export, DesktopHtml):
        return export
    if told.channel_id is None:
        raise BadInput(f"{file} is of {export.title!r}, and exports in HTML don't say its number: give --channel-id.")
    return replace(export, channel_id=bare_id(told.channel_id))


def _rows_of(page: Page) -> Iterator[dict[str, Any]]:
    """Of an export's posts nobody knows when they were seen so, nor how often they had changed before."""
    yield from map(row_of, page.revisions)
    for post in page.posts:
        revision = Revision(0, 0, Cause.FIRST, page.channel, post, post.published_at, backlog=True)
        yield row_of(revision) | {"seen": None}


def _say(console: Console, tally: Tally, folder: Path) -> None:
    if not (tally.written or tally.same):
        told = "There are no posts to archive."
    else:
        told = f"{tally.rows} revisions read. In {folder}: {_months(len(tally.written))} written"
        told += f" ({tally.written[0]} to {tally.written[-1]})" if tally.written else ""
        told += f", {_months(len(tally.same))} complete before." if tally.same else "."
    console.print(told, markup=False, highlight=False, soft_wrap=True)


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"

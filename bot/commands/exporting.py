"""`seinpost export`: stored posts into a file or to standard output, page by page.

A file appears under its name when it is complete, in the place of one that was there; what was interrupted leaves
nothing. What the formats look like is `collectors.exports`' matter.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from rich.console import Console
from rich.progress import MofNCompleteColumn

from bot.commands.bars import bar
from collectors.base import BadInput
from collectors.exports.page import PAGE
from collectors.exports.parquet import parquet
from collectors.exports.tables import Write, csv_rows, json_lines
from storage import reading
from storage.database import Database
from storage.model import Channel
from storage.reading import Choice

_OF_DATABASE = re.compile(r"(?<=.)-(wal|shm|journal)$")
_DATABASE = b"SQLite format 3\x00"
STANDARD_OUTPUT = Path("-")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Format(StrEnum):
    """What can be written."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported, as the operator wrote it: @names or ids of channels (none: all), days or moments."""

    channels: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    history: bool = False


async def export_file(
    database_url: str, file: Path, form: Format | None, wanted: Wanted, output: BinaryIO, console: Console
) -> None:
    """Writes `file` (or `output`, for "-"). `console` gets a progress bar and a line at the end.

    Raises:
        BadInput: a channel or date isn't known, or the file can't be written.
        Unusable: there is no database to look at; says what to do.
    """
    form = form or _format_of(file)
    if file == STANDARD_OUTPUT and form is Format.PARQUET:
        raise BadInput("Parquet can't go to standard output: name a file.")
    choice = Choice(first_moment(wanted.since), last_moment(wanted.until), wanted.history)
    async with Database.look(database_url) as db:
        chosen = _chosen(await db.read(reading.stored_channels), wanted.channels)
        with opened(file, output) as out, _writer(form, out, choice) as write:
            written = await _copy(db, write, chosen, choice, console)
    what, of = (
        "revisions" if choice.history else "posts",
        "1 channel" if len(chosen) == 1 else f"{len(chosen)} channels",
    )
    console.print(f"{written} {what} of {of} written to {file}.", markup=False, highlight=False, soft_wrap=True)


async def _copy(db: Database, write: Write, chosen: Sequence[Channel], choice: Choice, console: Console) -> int:
    """All that is chosen, channel by channel; returns how many revisions that was."""
    total = await db.read(reading.count, [channel.channel_id for channel in chosen], choice)
    written = 0
    with bar(console, "writing", total, MofNCompleteColumn()) as move_to:
        for channel in chosen:
            after = reading.BEGINNING
            while page := await db.read(reading.page, channel.channel_id, after, PAGE, choice):
                write(page)
                after = (page[-1].post.post_id, page[-1].number)
                written += len(page)
                move_to(written)
    return written


def _writer(form: Format, out: BinaryIO, choice: Choice) -> AbstractContextManager[Write]:
    if form is Format.JSONL:
        return json_lines(out, history=choice.history)
    return csv_rows(out) if form is Format.CSV else parquet(out)


def first_moment(written: str | None) -> datetime | None:
    """From when on: a day begins at midnight, UTC."""
    return _moment(written, "--since", timedelta()) if written else None


def last_moment(written: str | None) -> datetime | None:
    """Before when: a day counts in full."""
    return _moment(written, "--until", timedelta(days=1)) if written else None


def _moment(written: str, option: str, day: timedelta) -> datetime:
    try:
        if _DAY.fullmatch(written):
            return datetime.combine(date.fromisoformat(written), time(), UTC) + day
        moment = datetime.fromisoformat(written if "T" in written else "")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadInput(
            f"{option} {written} is not a date: write one like 2024-03-12, or 2024-03-12T09:30 (UTC)."
        ) from None


def _format_of(file: Path) -> Format:
    if file == STANDARD_OUTPUT:
        return Format.JSONL
    try:
        return Format(file.suffix.removeprefix(".").lower())
    except ValueError:
        *some, last = Format
        raise BadInput(
            f"{file} doesn't say which format is wanted: give --format {', '.join(some)} or {last}."
        ) from None


def _chosen(stored: Sequence[Channel], wanted: Sequence[str]) -> list[Channel]:
    if not wanted:
        return list(stored)
    known: dict[str, list[Channel]] = {str(channel.channel_id): [channel] for channel in stored}
    for channel in stored:
        if channel.username:  # names are sold and passed on: several may have borne one
            known.setdefault(channel.username.lower(), []).append(channel)
    keys = [name.removeprefix("@").removeprefix("-100").lower() for name in wanted]
    for name, key in zip(wanted, keys, strict=True):
        if key not in known:
            raise BadInput(f"No posts of {name} are stored: check the name, or see `seinpost status` for what is.")
    return list({channel.channel_id: channel for key in keys for channel in known[key]}.values())


@contextmanager
def opened(file: Path, output: BinaryIO) -> Iterator[BinaryIO]:
    """A file beside the wanted one, which takes its place at the end; nothing of it stays after an error.

    Raises:
        BadInput: it is a database or a folder, or can't be written.
    """
    if file == STANDARD_OUTPUT:
        yield output
        return
    if file.is_dir():
        raise BadInput(f"{file} is a folder: name a file in it.")
    try:
        refuse_database(file)
        with file.open("wb") if _is_device(file) else _beside(file) as out:
            yield out
    except OSError as error:
        raise BadInput(
            f"{file} can't be written ({error.strerror}): check the folder and the space on the disk."
        ) from error


def refuse_database(file: Path) -> None:
    """Whatever it is called, also by another name: what lies in it, or beside it, is not to be written over.

    Raises:
        BadInput: it is a SQLite database, or a part of one.
    """
    true = file.resolve()
    for one in (true, true.with_name(_OF_DATABASE.sub("", true.name))):
        if one.is_file():
            with one.open("rb") as there:
                if there.read(len(_DATABASE)) == _DATABASE:
                    raise BadInput(f"{file} is a database, or a part of one: name another file.")


@contextmanager
def _beside(file: Path) -> Iterator[BinaryIO]:
    part = file.with_name(f".{file.name}.{token_hex(4)}.part")
    try:
        with part.open("xb") as out:
            yield out
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _is_device(file: Path) -> bool:
    """A pipe, a terminal, /dev/null: nothing that could be replaced by a file."""
    return file.exists() and not file.is_file()

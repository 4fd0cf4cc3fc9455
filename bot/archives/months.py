"""Posts into Parquet files by the month in which they were published (UTC): FOLDER/2024-03.parquet.

Posts come in any order; what is held of all months together is bounded. A month's file appears when all of it was
given, in the place of an older one; one that would be the same stays. What an older one holds of posts that the
database does not have any more is taken over: posts are archived because they are purged. Which posts there are is not
asked here.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any

from collectors.base import BadInput
from collectors.exports.parquet import ROWS, arrow, schema_of_posts

HELD = 4 * ROWS
"""Rows that wait in memory for their months' files, all months together."""

_OF, _STATE = "seinpost.of", "seinpost.state"


def month_of(moment: datetime) -> str:
    """Such as 2024-03."""
    return moment.astimezone(UTC).strftime("%Y-%m")


def file_of(folder: Path, month: str) -> Path:
    return folder / f"{month}.parquet"


@dataclass(frozen=True, slots=True)
class Archived:
    """A month that is archived: of which posts (see `Months`), their state, and how many rows."""

    of: str
    state: str
    rows: int


def archived(folder: Path, month: str) -> Archived | None:
    """What lies in the month's file; None where there is none.

    Raises:
        BadInput: it is damaged, or can't be read.
    """
    library, file = arrow(), file_of(folder, month)
    try:
        footer = library.parquet.read_metadata(file)
    except FileNotFoundError:
        return None
    except (OSError, library.ArrowException) as error:
        raise _damaged(file, error) from error
    said = footer.metadata or {}
    return Archived(said.get(_OF.encode(), b"").decode(), said.get(_STATE.encode(), b"").decode(), footer.num_rows)


def _damaged(file: Path, error: Exception) -> BadInput:
    said = " ".join(str(error).split())
    return BadInput(
        f"{file} is damaged ({said}), and may hold posts that are purged since: put a copy of it back, or "
        "move it away, and archive again."
    )


_Key = tuple[int, int, int]
"""A channel's number, a post's, and a revision's."""


def _key_of(row: Mapping[str, Any]) -> _Key:
    return row["channel_id"], row["id"], row["revision"]


@dataclass(slots=True)
class _Month:
    """A file that is being written beside the wanted one. `digest`: of all rows, in the order in which they came;
    `given`: which they are, where an older file may hold others."""

    part: Path
    writer: Any
    held: list[dict[str, Any]] = field(default_factory=list)
    digest: Any = field(default_factory=lambda: hashlib.blake2b(digest_size=16))
    rows: int = 0
    given: set[_Key] | None = None  # None: nothing is to be taken over


class Months:
    """Writes rows of posts to the files of their months; nothing of it remains after an error.

    `of`: whose posts these are, in words for people: a month that was archived of others is not overwritten. `states`:
    what the wanted months are in now, as whoever reads them says it; None: all months are wanted, and the state of each
    is the digest of its rows. `written` and `same`: after the end, the months that are new and those that are not.
    """

    def __init__(self, folder: Path, of: str, states: Mapping[str, str] | None = None) -> None:
        self._folder, self._of, self._states = folder, of, states
        self._library = arrow()
        self._schema = schema_of_posts(self._library)
        self._open: dict[str, _Month] = {}
        self._stack = ExitStack()
        self._held = 0
        self.written: list[str] = []
        self.same: list[str] = []

    def __enter__(self) -> "Months":
        """Takes away what an earlier run left behind when it was killed."""
        with _said(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            for left in self._folder.glob(".????-??.parquet.*.part"):
                left.unlink(missing_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with _said(self._folder), self._stack:
            if kind is None:
                self._finish()

    def add(self, rows: Iterable[dict[str, Any]]) -> int:
        """Takes rows as `row_of` makes them, and returns how many were of wanted months."""
        taken = 0
        for row in rows:
            month = month_of(row["date"])
            if self._states is None or month in self._states:
                found = self._open.get(month) or self._begin(month)
                found.held.append(row)
                if found.given is not None:
                    found.given.add(_key_of(row))
                taken += 1
        self._held += taken
        with _said(self._folder):
            while self._held > HELD:
                self._flush(max(self._open.values(), key=lambda one: len(one.held)))
        return taken

    def _begin(self, month: str) -> _Month:
        before = archived(self._folder, month)
        if before is not None and before.of != self._of:
            raise BadInput(
                f"{file_of(self._folder, month)} holds posts of {before.of or 'an unknown origin'}, and would be "
                f"overwritten with those of {self._of}: choose another folder with --out."
            )
        part = self._folder / f".{month}.parquet.{token_hex(4)}.part"
        self._stack.callback(part.unlink, missing_ok=True)
        with _said(self._folder):
            writer = self._library.parquet.ParquetWriter(part, self._schema, compression="zstd")
        self._stack.callback(writer.close)
        self._open[month] = _Month(part, writer, given=None if before is None else set())
        return self._open[month]

    def _flush(self, month: _Month) -> None:
        if not month.held:
            return
        table = self._library.Table.from_pylist(month.held, schema=self._schema)
        month.writer.write_table(table, row_group_size=ROWS)
        if self._states is None:
            month.digest.update(json.dumps(month.held, default=str, ensure_ascii=False).encode())
        month.rows += len(month.held)
        self._held -= len(month.held)
        month.held.clear()

    def _take_over(self, name: str, month: _Month) -> None:
        """What was archived before, and was not given this time."""
        for page in self._rows_in(file_of(self._folder, name)):
            rows = [row for row in page if _key_of(row) not in (month.given or ())]
            month.held += rows
            self._held += len(rows)
            self._flush(month)

    def _rows_in(self, file: Path) -> Iterator[list[dict[str, Any]]]:
        try:
            for batch in self._library.parquet.ParquetFile(file).iter_batches(ROWS):
                yield batch.to_pylist()
        except (OSError, self._library.ArrowException) as error:
            raise _damaged(file, error) from error

    def _finish(self) -> None:
        for name in sorted(self._open):
            month = self._open[name]
            if month.given is not None:
                self._take_over(name, month)
            self._flush(month)
            state = month.digest.hexdigest() if self._states is None else self._states[name]
            if archived(self._folder, name) == Archived(self._of, state, month.rows):
                self.same.append(name)
                continue
            month.writer.add_key_value_metadata({_OF: self._of, _STATE: state})
            month.writer.close()
            month.part.replace(file_of(self._folder, name))
            self.written.append(name)


@contextmanager
def _said(folder: Path) -> Iterator[None]:
    """The disk's refusals, for people."""
    try:
        yield
    except OSError as error:
        raise BadInput(
            f"The folder {folder} can't be written ({error.strerror or error}): check its rights, and the space on the "
            "disk."
        ) from error

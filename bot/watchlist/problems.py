"""What can be wrong with the watchlist, as values that name the file, the line, the entry and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WatchlistError:
    """One thing that is wrong. `line` counts from 1 and is 0 when the whole file is meant."""

    file: Path
    line: int
    entry: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place} {self.entry}: {self.text}" if self.entry else f"{place}: {self.text}"


class WatchlistErrors(Exception):  # noqa: N818 - it carries many
    """Everything that is wrong with the watchlist, in the order of files and lines."""

    def __init__(self, errors: Iterable[WatchlistError]):
        self.errors = tuple(sorted(errors, key=lambda error: (error.file.as_posix(), error.line)))
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)

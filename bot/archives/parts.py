"""What there is to match again: archives, cut into parts of some thousand posts, each with the file of its links.

A part names what it was made of, so that a file of links that is older than its archive, its catalogue or our matcher
is known as such. Nothing is matched here.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Any

import matcher
from bot.settings import SemanticSettings
from collectors.base import BadInput
from collectors.exports.parquet import arrow

PART = 5000
"""Posts of a part, at least, but for an archive's last: a second or two of work."""

NEEDED = ("channel_id", "id", "date", "text")
ALSO_READ = ("channel", "revision", "forward_channel")

_MARK = "seinpost."
_DICTIONARIES = ("langdetect", "lingua-language-detector", "pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk")


@dataclass(frozen=True, slots=True)
class Orders:
    """With what is matched: the watchlist, pickled once for all workers, and what the matcher needs beside it.

    `version` is the catalogue's; `matcher` says which code and which encoder read it; `at`: when the matching began.
    """

    version: str
    matcher: str
    at: datetime
    watchlist: bytes = field(repr=False, compare=False)
    cache: Path | None = field(compare=False)
    semantic: SemanticSettings = field(compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """The row groups `[first, last)` of an archive with `rows` posts, and the file that their links go to.

    `of`: which archive it is, by its content.
    """

    archive: Path
    of: str
    first: int
    last: int
    rows: int
    file: Path

    def __str__(self) -> str:
        return f"{self.archive}, row groups {self.first} to {self.last - 1}"


def archives_of(given: Sequence[Path]) -> list[Path]:
    """The files that are meant; a folder stands for all of its Parquet files.

    Raises:
        BadInput: there are none, or two would have the same results.
    """
    files = [file for path in given for file in (sorted(path.glob("*.parquet")) if path.is_dir() else [path])]
    found = list(dict.fromkeys(file.resolve() for file in files))
    if not found:
        raise BadInput(f"There are no archives in {', '.join(map(str, given))}: `seinpost archive` makes them.")
    by_name: dict[str, Path] = {}
    for file in found:
        if (other := by_name.setdefault(file.stem, file)) != file:
            raise BadInput(f"{other} and {file} have one name: match them again apart, with another --out for each.")
    return found


def parts_of(archives: Iterable[Path], folder: Path, least: int = PART) -> list[Part]:
    """All parts of these archives, whose links go to `folder`.

    Raises:
        BadInput: one can't be read, or is no archive of posts.
    """
    return [part for archive in archives for part in _cut(archive, folder.resolve(), least)]


def _cut(archive: Path, folder: Path, least: int) -> list[Part]:
    library = arrow()
    try:
        footer = library.parquet.read_metadata(archive)
        of = _content_of(archive)
    except (OSError, library.ArrowException) as error:
        raise BadInput(
            f"The archive {archive} can't be read ({error}): make it again with `seinpost archive`."
        ) from error
    if missing := [name for name in NEEDED if name not in footer.schema.to_arrow_schema().names]:
        raise BadInput(
            f"{archive} is no archive of posts, since it has no column {missing[0]}: `seinpost archive` makes them."
        )
    rows = [footer.row_group(number).num_rows for number in range(footer.num_row_groups)]
    borders, held = [0], 0
    for number, more in enumerate(rows, start=1):
        held += more
        if held >= least or number == len(rows):
            borders.append(number)
            held = 0
    return [
        Part(archive, of, first, last, sum(rows[first:last]), folder / f"{archive.stem}.{first:05}.parquet")
        for first, last in pairwise(borders)
    ]


def _content_of(archive: Path) -> str:
    """Size, and the hash of the footer: that tells of every column how long it is and what it holds at most."""
    size = archive.stat().st_size
    with archive.open("rb") as file:
        file.seek(max(size - 8, 0))
        length = int.from_bytes(file.read(4), "little")
        file.seek(max(size - 8 - length, 0))
        return f"{size}-{hashlib.sha256(file.read()).hexdigest()[:16]}"


@cache
def matcher_mark(semantic: SemanticSettings) -> str:
    """Of our matcher's code, what it asks about languages and inflection, and the encoder."""
    code = Path(matcher.__path__[0])
    files = (file for file in sorted(code.rglob("*.*")) if file.suffix in (".py", ".json"))
    parts = [str(file.relative_to(code)).encode() + file.read_bytes() for file in files]
    parts += [f"{name} {metadata.version(name)}".encode() for name in _DICTIONARIES]
    if semantic.model is not None:
        parts.append(repr(semantic).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def marks_of(part: Part, orders: Orders) -> dict[str, str]:
    """What a file of links says of itself."""
    marks = {"archive": part.of, "groups": f"{part.first}-{part.last}", "catalogue": orders.version}
    marks |= {"matcher": orders.matcher, "at": orders.at.isoformat()}
    return {_MARK + name: value for name, value in marks.items()}


def marks_in(file: Path) -> dict[str, str] | None:
    """What a file of links says of itself, by names without ours before them; None if it is not whole."""
    library = arrow()
    try:
        said: dict[bytes, bytes] = library.parquet.read_metadata(file).metadata or {}
    except (OSError, library.ArrowException):
        return None
    found = {name.decode(): value.decode(errors="replace") for name, value in said.items()}
    return {name.removeprefix(_MARK): value for name, value in found.items() if name.startswith(_MARK)}


def is_done(part: Part, orders: Orders) -> bool:
    """Whether its links lie there, read by this matcher with this catalogue from this archive."""
    said: dict[str, Any] = {_MARK + name: value for name, value in (marks_in(part.file) or {}).items()}
    wanted = marks_of(part, orders)
    return all(said.get(name) == value for name, value in wanted.items() if name != f"{_MARK}at")


def largest_first(parts: Iterable[Part]) -> list[Part]:
    """So that no worker begins with the longest when the others have nothing left."""
    return sorted(parts, key=lambda part: -part.rows)


def superseded(parts: Iterable[Part], folder: Path) -> list[Path]:
    """Files of links of these archives that belong to none of these parts: the archive was cut otherwise before."""
    wanted, stems = {part.file.name for part in parts}, {part.archive.stem for part in parts}
    return [
        file
        for file in sorted(folder.glob("*.?????.parquet"))
        if file.name not in wanted and file.name.rsplit(".", 2)[0] in stems
    ]

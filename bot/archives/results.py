"""Files of links: the Parquet that a part comes to, written and read. Matches nothing.

A row is a link of a post. A post without links has one row all the same, with `kind` null, and so has one that broke
the matcher: `parked` says how. So a file tells which posts were read, and in which language each is.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from secrets import token_hex
from typing import Any

from collectors.base import BadInput
from collectors.exports.parquet import arrow
from storage.model import Evidence, Figure, Found, Kind, Link, Stance

PAGE = 2000
"""Rows that are read at a time."""


@dataclass(frozen=True, slots=True)
class Key:
    """A revision of a post. `number` 0: the archive does not know which. `digest`: of its text, see `digest_of`."""

    channel_id: int
    post_id: int
    number: int
    digest: int


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of a post: what was found in it, or with which error it broke the matcher."""

    key: Key
    channel: str | None
    published_at: datetime | None
    found: Found | str


@dataclass(frozen=True, slots=True)
class Reread:
    """A post as a file of links has it. The words of its evidence are in the post only: here they are empty."""

    key: Key
    parked: str | None
    links: tuple[Link, ...] = field(default=())


def digest_of(text: str) -> int:
    """Tells texts apart, in eight bytes."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def schema_of_links(library: Any) -> Any:
    text, whole, small, number = library.string(), library.int64(), library.int32(), library.float64()
    words = library.dictionary(small, text)
    evidence = library.struct([("start", small), ("end", small), ("rule", text)])
    figure = [("value", number), ("unit", text), ("qualifier", text), ("start", small), ("end", small)]
    return library.schema(
        {
            "channel_id": whole,
            "channel": words,
            "id": whole,
            "revision": small,
            "date": library.timestamp("us", tz="UTC"),
            "digest": whole,
            "language": words,
            "kind": words,
            "target": words,
            "score": number,
            "certain": library.bool_(),
            "stance": words,
            "holder": words,
            "speaker": words,
            "evidence": library.list_(evidence),
            "figures": library.list_(library.struct(figure)),
            "parked": words,
            "catalogue": words,
        }
    )


@contextmanager
def written(file: Path, marks: dict[str, str]) -> Iterator[Any]:
    """A writer of tables; the file appears when it is complete, in the place of one that was there."""
    library = arrow()
    part = file.with_name(f".{file.name}.{token_hex(4)}.part")
    try:
        schema = schema_of_links(library)
        with library.parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            yield writer
            writer.add_key_value_metadata(marks)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def table_of(posts: Sequence[Matched], version: str) -> Any:
    """The rows of these posts, in their order."""
    library = arrow()
    rows = [row for post in posts for row in _rows_of(post)]
    schema = schema_of_links(library)
    columns: list[Sequence[Any]] = [*zip(*rows, strict=True)] if rows else [()] * (len(schema) - 1)
    columns.append([version] * len(rows))
    arrays = [library.array(column, type=kind.type) for column, kind in zip(columns, schema, strict=True)]
    return library.Table.from_arrays(arrays, schema=schema)


_Row = tuple[Any, ...]
_NO_LINK = (None,) * 9


def _rows_of(post: Matched) -> Iterator[_Row]:
    key, found = post.key, post.found
    at = (key.channel_id, post.channel, key.post_id, key.number, post.published_at, key.digest)
    if isinstance(found, str):
        yield (*at, None, *_NO_LINK, found)
    elif not found.links:
        yield (*at, found.lang, *_NO_LINK, None)
    else:
        for link in found.links:
            yield (*at, found.lang, *_columns(link), None)


def _columns(link: Link) -> _Row:
    return (
        link.kind.value,
        link.target,
        link.score,
        link.certain,
        link.stance.value if link.stance else None,
        link.holder,
        link.speaker,
        [{"start": one.start, "end": one.end, "rule": one.rule} for one in link.evidence],
        [
            {"value": one.value, "unit": one.unit, "qualifier": one.qualifier, "start": one.start, "end": one.end}
            for one in link.figures
        ],
    )


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """
    Raises:
        BadInput: the file is damaged, or can't be read.
    """
    try:
        yield
    except (OSError, arrow().ArrowException) as error:
        said = " ".join(str(error).split())
        raise BadInput(
            f"The links in {file} can't be read ({said}): remove that file, and say the same "
            "`seinpost rematch archive/ --out` again as before, which makes it anew."
        ) from error


def posts_in(file: Path) -> Iterator[Reread]:
    """The posts of a file, in its order; some thousand rows are in memory.

    Raises:
        BadInput: as `reading`.
    """
    rows = _rows_in(file)
    for key, mine in groupby(rows, key=lambda row: Key(row["channel_id"], row["id"], row["revision"], row["digest"])):
        listed = list(mine)
        links = tuple(_link_of(row) for row in listed if row["kind"] is not None)
        yield Reread(key, listed[0]["parked"], links)


def _rows_in(file: Path) -> Iterator[dict[str, Any]]:
    with reading(file):
        for batch in arrow().parquet.ParquetFile(file).iter_batches(PAGE):
            yield from batch.to_pylist()


def _link_of(row: dict[str, Any]) -> Link:
    return Link(
        kind=Kind(row["kind"]),
        target=row["target"],
        score=row["score"],
        evidence=tuple(Evidence(one["start"], one["end"], "", one["rule"]) for one in row["evidence"]),
        certain=row["certain"],
        stance=Stance(row["stance"]) if row["stance"] else None,
        holder=row["holder"],
        speaker=row["speaker"],
        figures=tuple(Figure(**figure) for figure in row["figures"]),
    )

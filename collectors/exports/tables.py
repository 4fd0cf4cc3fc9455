"""Posts as rows for other programs: CSV for spreadsheets, Parquet for analysis. Written only; JSON lines come back in.

CSV is UTF-8 with a byte order mark, since spreadsheets take it for something else without; a text that begins with
= + - @ (or a tab) gets an apostrophe before it, so that no spreadsheet runs a post as a formula.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, BinaryIO, Protocol

from collectors.base import BadInput
from collectors.exports.jsonl import line_of, media_record
from storage.model import Forward, Revision

ROWS = 5000
"""Rows of a Parquet file that are held in memory and compressed together."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Writer(Protocol):
    """Takes pages of revisions, one after the other, and finishes the file at the end."""

    def write(self, page: Sequence[Revision]) -> None: ...

    def finish(self) -> None: ...


class JsonLines:
    """See `jsonl`."""

    def __init__(self, out: BinaryIO, *, history: bool):
        self._out = out
        self._history = history

    def write(self, page: Sequence[Revision]) -> None:
        self._out.write("".join(line_of(revision, history=self._history) for revision in page).encode())

    def finish(self) -> None:
        self._out.flush()


class Csv:
    """A header, then a row a revision."""

    def __init__(self, out: BinaryIO):
        self._out = out
        self._out.write(b"\xef\xbb\xbf" + _csv([list(_TYPES)]))

    def write(self, page: Sequence[Revision]) -> None:
        self._out.write(_csv([[_cell(value) for value in row_of(revision).values()] for revision in page]))

    def finish(self) -> None:
        self._out.flush()


class Parquet:
    """The same columns with their types; lists as lists."""

    def __init__(self, out: BinaryIO):
        """Needs pyarrow.

        Raises:
            BadInput: it isn't installed.
        """
        try:
            self._arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        except ImportError:
            raise BadInput(
                "Writing Parquet needs pyarrow: pip install 'seinpost[parquet]', or choose --format jsonl or csv."
            ) from None
        self._schema = _schema(self._arrow)
        self._writer = parquet.ParquetWriter(out, self._schema, compression="zstd")
        self._held: list[dict[str, Any]] = []

    def write(self, page: Sequence[Revision]) -> None:
        self._held += [row_of(revision) for revision in page]
        if len(self._held) >= ROWS:
            self._flush()

    def finish(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._arrow.Table.from_pylist(self._held, schema=self._schema))
        self._held.clear()


def row_of(revision: Revision) -> dict[str, Any]:
    """A revision as columns, in the order in which they are written."""
    channel, post, forward = revision.channel, revision.post, revision.post.forward or Forward()
    return {
        "channel_id": channel.channel_id,
        "channel": channel.username,
        "title": channel.title,
        "id": post.post_id,
        "date": post.published_at,
        "edited": post.edited_at,
        "seen": revision.seen_at,
        "revision": revision.number,
        "cause": revision.cause.value,
        "text": post.text,
        "forwarded": post.forward is not None,
        "forward_channel_id": forward.channel_id,
        "forward_channel": forward.username,
        "forward_id": forward.post_id,
        "forward_name": forward.name,
        "forward_date": forward.date,
        "reply_to": post.reply_to,
        "album": post.album_id,
        "parts": list(post.parts),
        "media": [media_record(item) for item in post.media],
        "links": list(post.links),
        "views": post.views,
        "author": post.author,
    }


_TYPES = {
    "channel_id": "int64",
    "channel": "string",
    "title": "string",
    "id": "int64",
    "date": "moment",
    "edited": "moment",
    "seen": "moment",
    "revision": "int64",
    "cause": "string",
    "text": "string",
    "forwarded": "bool",
    "forward_channel_id": "int64",
    "forward_channel": "string",
    "forward_id": "int64",
    "forward_name": "string",
    "forward_date": "moment",
    "reply_to": "int64",
    "album": "int64",
    "parts": "ids",
    "media": "media",
    "links": "texts",
    "views": "int64",
    "author": "string",
}


def _schema(arrow: Any) -> Any:
    text, whole = arrow.string(), arrow.int64()
    described = {"kind": text, "name": text, "size": whole, "mime": text, "duration": arrow.float64()}
    types = {
        "int64": whole,
        "string": text,
        "bool": arrow.bool_(),
        "moment": arrow.timestamp("us", tz="UTC"),
        "ids": arrow.list_(whole),
        "texts": arrow.list_(text),
        "media": arrow.list_(arrow.struct(list(described.items()))),
    }
    return arrow.schema([(name, types[kind]) for name, kind in _TYPES.items()])


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, list):  # addresses and ids hold no spaces; descriptions may hold anything
        plain = not any(isinstance(item, dict) for item in value)
        return _cell(" ".join(map(str, value))) if plain else json.dumps(value, ensure_ascii=False)
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

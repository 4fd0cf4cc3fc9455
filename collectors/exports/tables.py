"""Posts as rows for other programs: JSON lines, CSV for spreadsheets; Parquet is `parquet`'s matter.

CSV is UTF-8 with a byte order mark, since spreadsheets take it for something else without; a text that begins with
= + - @ (or a tab) gets an apostrophe before it, so that no spreadsheet runs a post as a formula.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from collectors.exports.jsonl import line_of, media_record
from storage.model import Forward, Revision

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


COLUMNS = {
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
"""The columns of a revision, in their order, and what each holds."""

Write = Callable[[Sequence[Revision]], None]
"""Takes pages of revisions, one after the other."""


@contextmanager
def json_lines(out: BinaryIO, *, history: bool) -> Iterator[Write]:
    """See `jsonl`."""
    yield lambda page: _write(out, "".join(line_of(revision, history=history) for revision in page).encode())


@contextmanager
def csv_rows(out: BinaryIO) -> Iterator[Write]:
    """A header, then a row a revision."""
    _write(out, b"\xef\xbb\xbf" + _csv([list(COLUMNS)]))
    yield lambda page: _write(out, _csv([_cell(value) for value in row_of(revision).values()] for revision in page))


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


def _write(out: BinaryIO, content: bytes) -> None:
    out.write(content)


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

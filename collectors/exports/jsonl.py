"""Posts as JSON lines: what `seinpost export` writes and `seinpost import` reads back, word for word.

A line is one post, or one revision of it; `LINES_HOLD` says what is in it. A line without `seen` is a post from
elsewhere, so that recordings (see `recording`) and files made by hand can be imported.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from collectors.base import BadInput
from collectors.exports.page import PAGE, Page, Pages
from collectors.fields import Fields
from collectors.post_lines import fields_of, id_of, lines_of, post_of, username_of
from storage.model import Cause, Channel, Forward, Media, Post, Revision

LINES_HOLD = (
    "A .jsonl file holds one post a line, in UTF-8, without what there is none of: channel_id, channel (its username), "
    "title, id, date (2023-05-22T09:00:00+00:00), text, edited (date), forward {channel_id, channel, id, name, date}, "
    "reply_to, album, parts (a list of ids), media (a list of {kind, name, size, mime, duration, file}), links (a "
    "list), views, author, seen (when Seinpost saw it so), deleted (true), and with --revisions: revision (a number), "
    "cause. Needed are channel_id, id, date and text."
)
"""The format, for people."""


# --- writing --------------------------------------------------------------------------------------------------------


def line_of(revision: Revision, *, history: bool) -> str:
    """One line, with its end. `history`: the other revisions of the post are written as well."""
    channel, post = revision.channel, revision.post
    record = {
        "channel_id": channel.channel_id,
        "channel": channel.username,
        "title": channel.title,
        "id": post.post_id,
        "date": post.published_at.isoformat(),
        "text": post.text,
        "edited": _iso(post.edited_at),
        "forward": _forward_record(post.forward),
        "reply_to": post.reply_to,
        "album": post.album_id,
        "parts": list(post.parts) or None,
        "media": [media_record(item) for item in post.media] or None,
        "links": list(post.links) or None,
        "views": post.views,
        "author": post.author,
        "seen": revision.seen_at.isoformat(),
        "deleted": True if revision.cause is Cause.DELETED else None,
        "revision": revision.number if history else None,
        "cause": revision.cause.value if history else None,
    }
    return json.dumps(_slim(record), ensure_ascii=False) + "\n"


def media_record(media: Media) -> dict[str, Any]:
    """An attachment's description, without what is unknown."""
    return _slim(
        {
            "kind": media.kind,
            "name": media.name,
            "size": media.size,
            "mime": media.mime,
            "duration": media.duration,
            "file": media.file,
        }
    )


def _forward_record(forward: Forward | None) -> dict[str, Any] | None:
    if forward is None:
        return None
    record = {"channel_id": forward.channel_id, "channel": forward.username, "id": forward.post_id}
    return _slim({**record, "name": forward.name, "date": _iso(forward.date)})


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _slim(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value is not None}


# --- reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Jsonl:
    """A file of JSON lines, of one channel or of many."""

    file: Path

    @property
    def size(self) -> int:
        return self.file.stat().st_size

    def pages(self, size: int = PAGE) -> Pages:
        """See `Export.pages`; of each channel among `size` lines a page."""
        read, held = 0, list[_Line]()
        try:
            for number, line in enumerate(lines_of(self.file), start=1):
                read += len(line)
                if line.strip():
                    held.append(_read(fields_of(line, f"{self.file}, line {number}")))
                if len(held) == size:
                    yield from _by_channel(held, read)
                    held.clear()
        except BadInput:
            yield from _by_channel(held, read)
            raise
        yield from _by_channel(held, read)


def open_jsonl(file: Path) -> Jsonl:
    """Checks the first line.

    Raises:
        BadInput: the file is missing, or its first line is no post; says what to do.
    """
    export = Jsonl(file)
    next(export.pages(1), None)
    return export


_Line = tuple[Channel, Post | Revision]


def _by_channel(held: list[_Line], read: int) -> Iterator[Page]:
    for channel in dict.fromkeys(channel for channel, _ in held):
        mine = [found for of, found in held if of == channel]
        posts = tuple(found for found in mine if isinstance(found, Post))
        yield Page(channel, posts, tuple(found for found in mine if isinstance(found, Revision)), read=read)


def _read(fields: Fields) -> _Line:
    channel = Channel(id_of(fields, "channel_id"), username_of(fields), fields.text_or_none("title") or "")
    post, seen_at = post_of(fields), fields.iso_time_or_none("seen")
    if seen_at is None:
        return channel, post
    number, cause = 0, Cause.DELETED if _flag(fields, "deleted") else Cause.FIRST
    if fields.whole_or_none("revision") is not None:
        number, cause = id_of(fields, "revision"), _cause(fields)
    return channel, Revision(0, number, cause, channel, post, seen_at, backlog=True)


def _flag(fields: Fields, key: str) -> bool:
    value = fields.values.get(key, False)
    if isinstance(value, bool):
        return value
    raise fields.wrong(key, "should be true or false")


def _cause(fields: Fields) -> Cause:
    try:
        return Cause(fields.text("cause"))
    except ValueError:
        raise fields.wrong("cause", f"should be one of: {', '.join(Cause)}") from None

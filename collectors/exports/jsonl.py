"""Posts as JSON lines: what `seinpost export` writes and `seinpost import` reads back, word for word.

A line is one post, or one revision of it; `LINES_HOLD` says what is in it. A line without `seen` is a post from
elsewhere, so that recordings (see `recording`) and files made by hand can be imported.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from collectors.base import BadInput
from collectors.cleaning import clean
from collectors.exports.page import PAGE, Page, Pages
from collectors.fields import Fields
from storage.model import Cause, Channel, Forward, Media, Post, Revision

LARGEST = 16 * 1024 * 1024
"""Bytes of the longest line that is read."""

LINES_HOLD = (
    "A .jsonl file holds one post a line, in UTF-8, without what there is none of: channel_id, channel (its username), "
    "title, id, date (2023-05-22T09:00:00+00:00), text, edited (date), forward {channel_id, channel, id, name, date}, "
    "reply_to, album, parts (a list of ids), media (a list of {kind, name, size, mime, duration, file}), links (a "
    "list), views, author, seen (when Seinpost saw it so), deleted (true), and with --revisions: revision (a number), "
    "cause. Needed are channel_id, id, date and text."
)
"""The format, for people."""

_MEND = "correct this line, or take it out."

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
            for number, line in enumerate(_lines(self.file), start=1):
                read += len(line)
                if line.strip():
                    held.append(_read(_fields(line, f"{self.file}, line {number}")))
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
        BadInput: the file is missing, or its first line is no post; names the mend.
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


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            while line := opened.readline(LARGEST):
                yield line
    except OSError as error:
        raise BadInput(f"The export {file} can't be read ({error.strerror}): check the path.") from error


def _fields(line: bytes, where: str) -> Fields:
    if len(line) == LARGEST:
        raise BadInput(f"{where}: is longer than any post: {_MEND}")
    try:
        values = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{where}: not UTF-8 text: {_MEND}") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: not valid JSON, or incomplete: {_MEND}") from error
    if not isinstance(values, dict):
        raise BadInput(f"{where}: not a JSON object: {_MEND}")
    return Fields(values, where, _MEND)


def _read(fields: Fields) -> _Line:
    channel = Channel(_id(fields, "channel_id"), _username(fields), fields.text_or_none("title") or "")
    post, seen_at = _post(fields), fields.iso_time_or_none("seen")
    if seen_at is None:
        return channel, post
    number, cause = 0, Cause.DELETED if _flag(fields, "deleted") else Cause.FIRST
    if fields.whole_or_none("revision") is not None:
        number, cause = _id(fields, "revision"), _cause(fields)
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


def _post(fields: Fields) -> Post:
    return Post(
        channel_id=_id(fields, "channel_id"),
        post_id=_id(fields, "id"),
        published_at=fields.iso_time("date"),
        text=fields.text("text"),
        edited_at=fields.iso_time_or_none("edited"),
        forward=_forward(fields.inner("forward")),
        reply_to=fields.whole_or_none("reply_to"),
        album_id=fields.whole_or_none("album"),
        parts=tuple(_wholes(fields, "parts")),
        media=tuple(_media(fields)),
        links=tuple(_texts(fields, "links")),
        views=fields.whole_or_none("views"),
        author=fields.text_or_none("author"),
    )


def _forward(fields: Fields | None) -> Forward | None:
    if fields is None:
        return None
    return Forward(
        channel_id=fields.whole_or_none("channel_id"),
        username=_username(fields),
        post_id=fields.whole_or_none("id"),
        name=fields.text_or_none("name"),
        date=fields.iso_time_or_none("date"),
    )


def _media(fields: Fields) -> Iterator[Media]:
    for item in _list(fields, "media"):
        if not isinstance(item, dict):
            raise fields.wrong("media", "should be a list of objects")
        inner = Fields(item, f"{fields.where}, media", fields.mend)
        yield Media(
            kind=inner.text("kind"),
            name=inner.text_or_none("name"),
            size=inner.whole_or_none("size"),
            mime=inner.text_or_none("mime"),
            duration=_seconds(inner),
            file=inner.text_or_none("file"),
        )


def _seconds(fields: Fields) -> float | None:
    value = fields.values.get("duration")
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= sys.float_info.max:
        return float(value)
    raise fields.wrong("duration", "should be a number of seconds")


def _username(fields: Fields) -> str | None:
    return (fields.text_or_none("channel") or "").removeprefix("@") or None


def _id(fields: Fields, key: str) -> int:
    found = fields.whole(key)
    if found < 1:
        raise fields.wrong(key, "should be 1 or more")
    return found


def _list(fields: Fields, key: str) -> list[object]:
    value = fields.values.get(key)
    if value is None or isinstance(value, list):
        return value or []
    raise fields.wrong(key, "should be a list")


def _texts(fields: Fields, key: str) -> Iterator[str]:
    for item in _list(fields, key):
        if not isinstance(item, str):
            raise fields.wrong(key, "should be a list of texts")
        yield clean(item)


def _wholes(fields: Fields, key: str) -> Iterator[int]:
    for item in _list(fields, key):
        if not isinstance(item, int) or isinstance(item, bool) or not 0 < item < 2**63:
            raise fields.wrong(key, "should be a list of message ids")
        yield item

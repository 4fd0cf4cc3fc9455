"""One line of JSON -> a post, alike for exports and for recordings, with errors that name the line and say what to do.

What the keys are is told in `exports.jsonl.LINES_HOLD`. Which posts are whose, and what a file is read for, is not
known here.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from collectors.base import BadInput
from collectors.cleaning import clean
from collectors.fields import Fields
from storage.model import Forward, Media, Post

LARGEST = 16 * 1024 * 1024
"""Bytes of the longest line that is read."""

_MEND = "correct this line, or take it out."


def lines_of(file: Path) -> Iterator[bytes]:
    """The lines of a file, none longer than `LARGEST`.

    Raises:
        BadInput: it can't be read.
    """
    try:
        with file.open("rb") as opened:
            while line := opened.readline(LARGEST):
                yield line
    except OSError as error:
        raise BadInput(f"{file} can't be read ({error.strerror}): check the path.") from error


def fields_of(line: bytes, where: str) -> Fields:
    """What a line says; `where` names it for people.

    Raises:
        BadInput: it is no JSON object.
    """
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


def post_of(fields: Fields) -> Post:
    """The post of a line.

    Raises:
        BadInput: a value is missing, or not what it should be.
    """
    return Post(
        channel_id=id_of(fields, "channel_id"),
        post_id=id_of(fields, "id"),
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
        username=username_of(fields),
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


def username_of(fields: Fields) -> str | None:
    """The channel's name, with or without an @."""
    return (fields.text_or_none("channel") or "").removeprefix("@") or None


def id_of(fields: Fields, key: str) -> int:
    """A whole number from 1 on."""
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

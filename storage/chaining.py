"""The hash chain of a channel's revisions: what is hashed of each, and how each hash rests on the one before it. Pure.

Of a revision its digest is taken: SHA-256 over its canonical form, a JSON array of `FIELDS` without blanks, in UTF-8,
objects sorted by name. A link is SHA-256 over the link before it and that digest. So nobody can change, drop, insert or
move an old revision without changing every link after it, and whoever holds only digests can still follow the chain.

Not in the canonical form is what is learned later, or may change: views, language, the hashes of files, the channel's
name. Where the chain is kept and when it is looked at is not decided here.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any

FORM = "seinpost revision 1"
"""Stands first in every canonical form: a change of the form is another name."""

FIELDS = (
    "channel_id",
    "post_id",
    "number",
    "cause",
    "seen_at",
    "said_at",
    "published_at",
    "edited_at",
    "backlog",
    "text",
    "forward",
    "reply_to",
    "album_id",
    "parts",
    "media",
    "links",
    "author",
)
"""Columns of `revisions`, in the order of the canonical form."""

_MOMENTS = frozenset({"seen_at", "said_at", "published_at", "edited_at"})
_RARE = FIELDS[FIELDS.index("forward") :]
_NOTHING: tuple[Any, ...] = (None, None, None, [], [], [], None)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is hashed of a revision, as plain JSON values; `values` by column."""
    return {name: _plain(name, values[name]) for name in FIELDS}


def _plain(name: str, value: Any) -> Any:
    if name in _MOMENTS and value is not None:
        return _moment(value)
    return value.value if name == "cause" else value


def digest(told: Mapping[str, Any]) -> bytes:
    """Of a revision as `told` has it, or as it was read from a file.

    Raises:
        KeyError, TypeError, ValueError: a field is missing, or holds what JSON can't.
    """
    return hashlib.sha256(_encode([FORM, *(told[name] for name in FIELDS)]).encode()).digest()


def digests(columns: Mapping[str, Sequence[Any]]) -> list[bytes]:
    """As `digest` of many rows that are about to be written, in a third of the time."""
    whose = zip(columns["channel_id"], columns["post_id"], columns["number"], columns["cause"], strict=True)
    published = [_moment(value) for value in columns["published_at"]]
    said = [
        same if value is moment else _moment(value)
        for value, moment, same in zip(columns["said_at"], columns["published_at"], published, strict=True)
    ]
    edited = ["null" if value is None else f'"{_moment(value)}"' for value in columns["edited_at"]]
    moments = zip(_told_once(columns["seen_at"]), said, published, edited, strict=True)
    backlog = ["true" if value else "false" for value in columns["backlog"]]
    rest = zip(backlog, map(encode_basestring, columns["text"]), _rests(columns), strict=True)
    return [
        hashlib.sha256(
            f'["{FORM}",{channel_id},{post_id},{number},"{cause.value}",'
            f'"{seen}","{said_at}","{published_at}",{edited_at},{held},{text},{rare}]'.encode()
        ).digest()
        for (channel_id, post_id, number, cause), (seen, said_at, published_at, edited_at), (held, text, rare) in zip(
            whose, moments, rest, strict=True
        )
    ]


def _rests(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """The fields that most posts have nothing in."""
    rows = list(zip(*(columns[name] for name in _RARE), strict=True))
    if rows.count(_NOTHING) == len(rows):
        return [_REST] * len(rows)
    return [_REST if row == _NOTHING else _encode(row)[1:-1] for row in rows]


_REST = _encode(_NOTHING)[1:-1]


def _told_once(moments: Sequence[datetime]) -> list[str]:
    """Of what is written together all was seen at once."""
    known = {id(moment): moment for moment in moments}
    if len(known) == 1:
        return [_moment(moments[0])] * len(moments)
    return [_moment(moment) for moment in moments]


def _moment(value: datetime) -> str:
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat()


def beginning(channel_id: int) -> bytes:
    """What the first link of a channel rests on."""
    return hashlib.sha256(f"seinpost chain 1 of channel {channel_id}".encode()).digest()


def link(before: bytes, content: bytes) -> bytes:
    """The link of a revision with that digest, after `before`."""
    return hashlib.sha256(before + content).digest()


def linked(before: bytes, contents: Iterable[bytes]) -> list[bytes]:
    """The links of revisions one after the other."""
    links = []
    for content in contents:
        before = hashlib.sha256(before + content).digest()
        links.append(before)
    return links

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
    seen = _told_once(columns["seen_at"])
    common = zip(*(columns[name] for name in ("channel_id", "post_id", "number", "cause")), seen, strict=True)
    moments = zip(columns["said_at"], columns["published_at"], columns["edited_at"], strict=True)
    texts = zip(columns["backlog"], columns["text"], strict=True)
    rare = zip(*(columns[name] for name in _RARE), strict=True)
    rows = zip(common, moments, texts, rare, strict=True)
    return [hashlib.sha256(_canonical(*row).encode()).digest() for row in rows]


def _canonical(
    common: tuple[Any, ...], moments: tuple[Any, ...], texts: tuple[bool, str], rare: tuple[Any, ...]
) -> str:
    channel_id, post_id, number, cause, seen = common
    said_at, published_at, edited_at = moments
    published = _moment(published_at)
    said = published if said_at is published_at else _moment(said_at)
    edited = "null" if edited_at is None else f'"{_moment(edited_at)}"'
    backlog, text = texts
    rest = _REST if rare == _NOTHING else _encode(rare)[1:-1]
    return (
        f'["{FORM}",{channel_id},{post_id},{number},"{cause.value}","{seen}","{said}","{published}",{edited},'
        f"{'true' if backlog else 'false'},{encode_basestring(text)},{rest}]"
    )


_REST = _encode(_NOTHING)[1:-1]


def _told_once(moments: Sequence[datetime]) -> list[str]:
    """Of a page all rows were seen at once."""
    known = {id(moment): moment for moment in moments}
    names = {key: _moment(moment) for key, moment in known.items()}
    return [names[id(moment)] for moment in moments]


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

"""Reads Telegram Desktop's own export of one public channel (`result.json`, "machine-readable JSON").

The whole file is read into memory, some four times its size, and checked before the first post is given out: an export
is taken as a whole or not at all. Exports of private chats, and of a whole account, are refused. An export doesn't hold
the channel's username, nor which photos made an album: there each part is a post of its own.
Format: Telegram Desktop, Telegram/SourceFiles/export/output/export_output_json.cpp.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collectors.base import BadInput
from collectors.cleaning import clean
from collectors.fields import Fields
from storage.model import Channel, Forward, Media, Post

_PUBLIC = "public_channel"
_PRIVATE = {
    "private_channel": "a private channel",
    "personal_chat": "a private chat",
    "bot_chat": "a chat with a bot",
    "saved_messages": "somebody's saved messages",
    "replies": "somebody's replies",
    "verification_codes": "somebody's login codes",
    "private_group": "a private group",
    "private_supergroup": "a private group",
    "public_supergroup": "a group",
}
_KINDS = {
    "sticker": "sticker",
    "video_message": "video message",
    "voice_message": "voice",
    "animation": "animation",
    "video_file": "video",
    "audio_file": "audio",
}
_AGAIN = (
    "export the channel again with a current Telegram Desktop (the channel's menu > Export chat history > "
    "Machine-readable JSON)."
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
_ORIGIN = re.compile(r"channel([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Export:
    """One channel and its posts, ascending. `skipped`: service messages, and those Telegram Desktop couldn't show."""

    channel: Channel
    posts: tuple[Post, ...]
    skipped: int


def read_export(path: Path) -> Export:
    """The posts of an export; `path` is the file, or the folder that holds its `result.json`.

    Raises:
        BadInput: the file is missing or damaged, or is no export of a public channel; names the place and the mend.
    """
    file = path / "result.json" if path.is_dir() else path
    root = Fields(_load(file), f"The export {file}", _AGAIN)
    _refuse_unless_public(root)
    channel = Channel(root.whole("id"), None, root.text_or_none("name") or "")
    if channel.channel_id < 1:
        raise root.wrong("id", "should be 1 or more")
    records = list(_records(root))
    posts = {fields.whole("id"): _post(fields, channel) for fields in records if _is_post(fields)}
    ordered = tuple(posts[post_id] for post_id in sorted(posts))
    return Export(channel, ordered, skipped=sum(not _is_post(fields) for fields in records))


def _load(file: Path) -> Mapping[str, object]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"The export {file} can't be read ({error.strerror}): check the path.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"The export {file} is no UTF-8 text (byte {error.start}): {_AGAIN}") from error
    if text.lstrip().startswith("<"):
        raise BadInput(f"The export {file} is HTML: {_AGAIN}")
    root = _parse(text, file)
    if not isinstance(root, dict):
        raise BadInput(f"The export {file} holds no chat: {_AGAIN}")
    return root


def _parse(text: str, file: Path) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        repaired = _ESCAPE.sub(_as_json, text)
        if repaired != text:
            return _parse(repaired, file)
        place = f"line {error.lineno}, column {error.colno}"
        raise BadInput(f"The export {file} is damaged or incomplete at {place}: {_AGAIN}") from error
    except (ValueError, RecursionError) as error:  # a number or a nesting that no export has
        raise BadInput(f"The export {file} is damaged: {_AGAIN}") from error


def _as_json(escape: re.Match[str]) -> str:
    """Telegram Desktop writes control characters as C does (backslash, x, two digits), which JSON doesn't know."""
    return f"\\u00{escape[1]}" if escape[1] else escape[0]


def _refuse_unless_public(root: Fields) -> None:
    if "chats" in root.values or "left_chats" in root.values:
        raise BadInput(f"{root.where} is of a whole account, private chats included: {_AGAIN}")
    kind = root.text_or_none("type")
    if kind == _PUBLIC:
        return
    if kind in _PRIVATE:
        raise BadInput(f"{root.where} is of {_PRIVATE[kind]}, and only public channels are read: export one of those.")
    raise BadInput(f'{root.where} is of no public channel ("type" is another or missing): {_AGAIN}')


def _records(root: Fields) -> Iterator[Fields]:
    messages = root.values.get("messages")
    if not isinstance(messages, list):
        raise root.wrong("messages", "should be a list")
    for number, values in enumerate(messages, start=1):
        where = f"{root.where}, message {number}"
        if not isinstance(values, dict):
            raise BadInput(f"{where}: should be an object: {_AGAIN}")
        fields = Fields(values, where, _AGAIN)
        if fields.whole("id") < 1 and _is_post(fields):
            raise fields.wrong("id", "should be 1 or more")
        yield fields


def _is_post(fields: Fields) -> bool:
    """Others are "service", "unsupported", or of a kind that came after us."""
    return fields.text("type") == "message"


def _post(fields: Fields, channel: Channel) -> Post:
    published_at = fields.unix_time("date_unixtime")
    if published_at is None:  # "date" is in the time zone of whoever exported, which isn't told
        raise fields.wrong("date_unixtime", "is missing, as in old exports")
    words = list(_words(fields))
    return Post(
        channel_id=channel.channel_id,
        post_id=fields.whole("id"),
        published_at=published_at,
        text="".join(text for text, _ in words),
        edited_at=fields.unix_time("edited_unixtime"),
        forward=_forward(fields),
        reply_to=None if fields.values.get("reply_to_peer_id") else fields.whole_or_none("reply_to_message_id"),
        media=_media(fields),
        links=tuple(dict.fromkeys(address for _, address in words if address)),
        author=fields.text_or_none("author"),
    )


def _words(fields: Fields) -> Iterator[tuple[str, str | None]]:
    """The text in pieces, each with the address behind it: a text, or a list of texts and entities."""
    value = fields.values.get("text", "")
    for piece in value if isinstance(value, list) else [value]:
        if isinstance(piece, str):
            yield clean(piece), None
        elif isinstance(piece, dict) and isinstance(value, list):
            entity = Fields(piece, f"{fields.where}, text", fields.mend)
            address = entity.text_or_none("href") if entity.text("type") == "text_link" else None
            yield entity.text("text"), address
        else:
            raise fields.wrong("text", "should be a text, or a list of texts and entities")


def _forward(fields: Fields) -> Forward | None:
    name, origin = fields.text_or_none("forwarded_from"), fields.text_or_none("forwarded_from_id")
    if "forwarded_from" not in fields.values and origin is None:
        return None
    channel = _ORIGIN.fullmatch(origin or "")
    if channel:
        return Forward(channel_id=int(channel[1]), name=name)
    # An origin with another id is a person, of whom nothing is kept; one without an id is hidden (or the export old).
    return Forward(name=None if origin else name)


def _media(fields: Fields) -> tuple[Media, ...]:
    if fields.text_or_none("photo"):
        return (Media("photo", size=fields.whole_or_none("photo_file_size")),)
    if fields.text_or_none("file"):
        return (_file(fields),)
    poll = fields.inner("poll")
    if poll:
        return (Media("poll", name=poll.text_or_none("question")),)
    if "location_information" in fields.values:
        return (Media("location", name=fields.text_or_none("place_name")),)
    return (Media("contact"),) if "contact_information" in fields.values else ()


def _file(fields: Fields) -> Media:
    name = fields.text_or_none("file_name")
    path = fields.text("file")
    if name is None and not path.startswith("("):  # in brackets: why the file isn't in the export
        name = path.rpartition("/")[2]
    seconds = fields.whole_or_none("duration_seconds")
    return Media(
        kind=_KINDS.get(fields.text_or_none("media_type") or "", "document"),
        name=name or None,
        size=fields.whole_or_none("file_size"),
        mime=fields.text_or_none("mime_type"),
        duration=float(seconds) if seconds is not None else None,
    )

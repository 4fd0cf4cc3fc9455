"""Reads Telegram Desktop's own export of one public channel (`result.json`, "machine-readable JSON"), page by page.

Exports of private chats, and of a whole account, are refused before the first post is given out. An export doesn't hold
the channel's username, nor which photos made an album: there each part is a post of its own.
Format: Telegram Desktop, Telegram/SourceFiles/export/output/export_output_json.cpp.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from collectors.base import BadInput
from collectors.cleaning import clean
from collectors.exports.json_stream import JsonStream
from collectors.exports.page import PAGE, Pages, in_pages
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
_ACCOUNT = {
    "personal_information",
    "profile_pictures",
    "stories",
    "contacts",
    "frequent_contacts",
    "sessions",
    "web_sessions",
    "other_data",
    "chats",
    "left_chats",
}
"""What stands in the export of a whole account only."""

_AGAIN = (
    "export the channel again with a current Telegram Desktop (the channel's menu > Export chat history > "
    "Machine-readable JSON)."
)
_ORIGIN = re.compile(r"channel([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class DesktopJson:
    """One channel's export, whose head was found good."""

    file: Path
    channel: Channel

    @property
    def size(self) -> int:
        return self.file.stat().st_size

    def pages(self, size: int = PAGE) -> Pages:
        """See `Export.pages`. Service messages, and those Telegram Desktop couldn't show, count as skipped."""
        with _opened(self.file) as stream:
            yield from in_pages(self.channel, self._readings(stream), size, lambda: stream.read)

    def _readings(self, stream: JsonStream) -> Iterator[Post | None]:
        for key in stream.members():
            if key != "messages":
                stream.value()
                continue
            for number, values in enumerate(stream.elements(), start=1):
                fields = _message(values, f"{_name(self.file)}, message {number}")
                yield _post(fields, self.channel) if _is_post(fields) else None
        stream.end()


def open_desktop_json(file: Path) -> DesktopJson:
    """Reads the head of an export.

    Raises:
        BadInput: the file is missing or damaged, or is no export of a public channel; names the place, says what to do.
    """
    with _opened(file) as stream:
        if stream.next() == "<":
            raise BadInput(
                f"{_name(file)} is HTML under another name: give it back the name that ends in .html, or {_AGAIN}"
            )
        if stream.next() in ("[", '"'):
            raise BadInput(f"{_name(file)} does not contain a chat: {_AGAIN}")
        head = Fields(_head(stream, file), _name(file), _AGAIN)
    _refuse_unless_public(head)
    channel = Channel(head.whole("id"), None, head.text_or_none("name") or "")
    if channel.channel_id < 1:
        raise head.wrong("id", "should be 1 or more")
    if "messages" not in head.values:
        raise head.wrong("messages", "should be a list")
    return DesktopJson(file, channel)


def _name(file: Path) -> str:
    return f"The export {file}"


@contextmanager
def _opened(file: Path) -> Iterator[JsonStream]:
    try:
        opened = file.open("rb")
    except OSError as error:
        raise BadInput(f"{_name(file)} can't be read ({error.strerror}): check the path.") from error
    with opened:
        yield JsonStream(opened, _name(file), _AGAIN)


def _head(stream: JsonStream, file: Path) -> dict[str, object]:
    """What stands beside the messages; they come last, and all else is read only if they don't."""
    head: dict[str, object] = {}
    for key in stream.members():
        if key in _ACCOUNT:
            raise BadInput(f"{_name(file)} is of a whole account, private chats included: {_AGAIN}")
        if key != "messages":
            head[key] = stream.value()
        elif stream.next() != "[":
            raise Fields({}, _name(file), _AGAIN).wrong(key, "should be a list")
        else:
            head[key] = None
            if {"type", "id"} <= head.keys():
                break
            for _ in stream.elements():
                pass
    return head


def _refuse_unless_public(head: Fields) -> None:
    kind = head.text_or_none("type")
    if kind == _PUBLIC:
        return
    if kind in _PRIVATE:
        raise BadInput(f"{head.where} is of {_PRIVATE[kind]}, and only public channels are read: export one of those.")
    raise BadInput(f'{head.where} is of no public channel ("type" is another or missing): {_AGAIN}')


def _message(values: object, where: str) -> Fields:
    if not isinstance(values, dict):
        raise BadInput(f"{where}: should be an object: {_AGAIN}")
    fields = Fields(values, where, _AGAIN)
    if fields.whole("id") < 1 and _is_post(fields):
        raise fields.wrong("id", "should be 1 or more")
    return fields


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

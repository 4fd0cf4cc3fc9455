"""Describes what hangs on a message: kind, name, size, duration, and where a file can be had.

Nothing is fetched, and no contact card is read.
"""

from dataclasses import dataclass
from typing import Any

from telethon.tl import types

from collectors.cleaning import clean_or_none
from storage.model import Media

_KINDS = {
    types.MessageMediaPhoto: "photo",
    types.MessageMediaGeo: "location",
    types.MessageMediaGeoLive: "location",
    types.MessageMediaVenue: "location",
    types.MessageMediaContact: "contact",
    types.MessageMediaPoll: "poll",
    types.MessageMediaToDo: "list",
    types.MessageMediaGame: "game",
    types.MessageMediaInvoice: "invoice",
    types.MessageMediaDice: "dice",
    types.MessageMediaStory: "story",
    types.MessageMediaGiveaway: "giveaway",
    types.MessageMediaGiveawayResults: "giveaway",
    types.MessageMediaPaidMedia: "paid media",
    types.MessageMediaVideoStream: "live stream",
    types.MessageMediaUnsupported: "unsupported",
}

_NONE = (types.MessageMediaEmpty, types.MessageMediaWebPage)
_VERSIONS = (types.PhotoSize, types.PhotoSizeProgressive)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a file lies. `size` in bytes; the `location` is good for some hours, the rest for ever."""

    file: str
    size: int
    dc: int
    location: Any


def located(media: Any) -> Located | None:
    """Where the photo (its largest version) or document of one message lies, if Telegram still has it."""
    if isinstance(media, types.MessageMediaPhoto):
        return _located_photo(media.photo)
    document = media.document if isinstance(media, types.MessageMediaDocument) else None
    if not isinstance(document, types.Document):
        return None
    location = types.InputDocumentFileLocation(document.id, document.access_hash, document.file_reference, "")
    return Located(str(document.id), document.size, document.dc_id, location)


def _located_photo(photo: Any) -> Located | None:
    largest = _largest(photo)
    if largest is None:
        return None
    location = types.InputPhotoFileLocation(photo.id, photo.access_hash, photo.file_reference, largest.type)
    return Located(str(photo.id), _bytes_of(largest), photo.dc_id, location)


def _largest(photo: Any) -> Any | None:
    """The version of a photo that has the most to show, if it is still there."""
    versions = [size for size in photo.sizes if isinstance(size, _VERSIONS)] if isinstance(photo, types.Photo) else []
    return max(versions, key=lambda size: (size.w * size.h, size.type), default=None)


def _bytes_of(version: Any) -> int:
    size: int = version.size if isinstance(version, types.PhotoSize) else max(version.sizes)
    return size


def media_of(media: Any) -> tuple[Media, ...]:
    """The attachment of one message, if it has one. The preview of a link is none."""
    if media is None or isinstance(media, _NONE):
        return ()
    if isinstance(media, types.MessageMediaDocument):
        return (_document(media),)
    if isinstance(media, types.MessageMediaPhoto) and (largest := _largest(media.photo)):
        return (Media("photo", size=_bytes_of(largest), file=str(media.photo.id)),)
    return (Media(_KINDS.get(type(media), "other"), name=clean_or_none(_title(media))),)


def _title(media: Any) -> str | None:
    """What the reader sees written on it."""
    if isinstance(media, types.MessageMediaPoll):
        return str(media.poll.question.text)
    if isinstance(media, types.MessageMediaToDo):
        return str(media.todo.title.text)
    if isinstance(media, types.MessageMediaVenue | types.MessageMediaInvoice):
        return str(media.title)
    return str(media.game.title) if isinstance(media, types.MessageMediaGame) else None


def _document(media: Any) -> Media:
    document = media.document
    if not isinstance(document, types.Document):
        return Media("document")  # Telegram no longer has the file
    seen = {type(attribute): attribute for attribute in document.attributes}
    timed = seen.get(types.DocumentAttributeVideo) or seen.get(types.DocumentAttributeAudio)
    named = seen.get(types.DocumentAttributeFilename)
    return Media(
        kind=_document_kind(seen),
        name=clean_or_none(named.file_name) if named else None,
        size=document.size,
        mime=clean_or_none(document.mime_type),
        duration=float(timed.duration) if timed else None,
        file=str(document.id),
    )


def _document_kind(seen: dict[type, Any]) -> str:
    video, audio = seen.get(types.DocumentAttributeVideo), seen.get(types.DocumentAttributeAudio)
    if types.DocumentAttributeSticker in seen or types.DocumentAttributeCustomEmoji in seen:
        return "sticker"
    if types.DocumentAttributeAnimated in seen:
        return "animation"
    if video:
        return "video message" if video.round_message else "video"
    if audio:
        return "voice" if audio.voice else "audio"
    return "document"

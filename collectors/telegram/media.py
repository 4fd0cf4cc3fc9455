"""Describes what hangs on a message: kind, name, size, duration. Nothing is fetched, and no contact card is read."""

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


def media_of(media: Any) -> tuple[Media, ...]:
    """The attachment of one message, if it has one. The preview of a link is none."""
    if media is None or isinstance(media, types.MessageMediaEmpty | types.MessageMediaWebPage):
        return ()
    if isinstance(media, types.MessageMediaDocument):
        return (_document(media),)
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

"""Real Telethon objects for tests: messages, headers, channels, with only what a test is about."""

from datetime import UTC, datetime
from typing import Any

from telethon.tl import types

CHANNEL_ID = 1_500_000_001
NOON = datetime(2023, 5, 22, 12, tzinfo=UTC)


def message(post_id: int, text: str = "", *, channel_id: int = CHANNEL_ID, date: datetime = NOON, **more: Any) -> Any:
    return types.Message(id=post_id, peer_id=types.PeerChannel(channel_id), date=date, message=text, **more)


def service(post_id: int) -> Any:
    return types.MessageService(
        id=post_id, peer_id=types.PeerChannel(CHANNEL_ID), date=NOON, action=types.MessageActionPinMessage()
    )


def channel(
    channel_id: int = CHANNEL_ID, username: str | None = "rivierkrant", title: str = "River", **more: Any
) -> Any:
    return types.Channel(id=channel_id, title=title, photo=types.ChatPhotoEmpty(), date=NOON, username=username, **more)


def text_url(offset: int, length: int, url: str) -> Any:
    return types.MessageEntityTextUrl(offset, length, url)


def document(*attributes: Any, mime: str = "video/mp4") -> Any:
    held = types.Document(
        id=1,
        access_hash=2,
        file_reference=b"",
        date=NOON,
        mime_type=mime,
        size=1024,
        dc_id=2,
        attributes=list(attributes),
    )
    return types.MessageMediaDocument(document=held)


def photo() -> Any:
    return types.MessageMediaPhoto()

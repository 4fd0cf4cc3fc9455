"""Channels with invented posts, as a preview site shows them: pages of some messages, albums as one block."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.previews import pages, pieces
from tests.previews.pages import NOON, Frame


@dataclass(frozen=True, slots=True)
class Message:
    """One message with its markup. `album`: id of the first message of the album that it belongs to."""

    post_id: int
    pieces: tuple[str, ...]
    frame: dict[str, Any] = field(default_factory=dict)
    album: int | None = None
    kind: str = "photo"
    caption: str = ""


class ShownChannel:
    """A public channel. `size`: messages a page; `cuts_albums`: a page shows of an album only what falls into it."""

    def __init__(self, username: str, channel_id: int, title: str = "River News"):
        self.username = username
        self.channel_id = channel_id
        self.title = title
        self.about = "All about the river."
        self.size = 20
        self.cuts_albums = False
        self.preview = True
        self.singles: dict[int, str] = {}
        self._messages: dict[int, Message] = {}
        self._next = 1

    # --- what happens in it ---

    def publish(self, *parts: str, **frame: Any) -> int:
        """A post of these parts, or a plain one."""
        return self._add(Message(self._next, parts or (pieces.text(f"Post number {self._next}."),), frame))

    def publish_album(self, caption: str, kinds: Sequence[str] = ("photo", "photo")) -> tuple[int, ...]:
        first = self._next
        return tuple(
            self._add(Message(self._next, (), album=first, kind=kind, caption=caption if index == 0 else ""))
            for index, kind in enumerate(kinds)
        )

    def serve(self, words: str = "Channel photo updated") -> int:
        """Telegram says something itself."""
        return self._add(Message(self._next, (pieces.text(words),), {"service": True, "views": None}))

    def edit(self, post_id: int, *parts: str) -> None:
        self._messages[post_id] = Message(post_id, parts, {"edited": True})

    def skip(self, count: int) -> None:
        """Ids that never get a message."""
        self._next += count

    def delete(self, *post_ids: int) -> None:
        for post_id in post_ids:
            self._messages.pop(post_id, None)

    def take_back(self, post_id: int) -> Message:
        """A message that isn't out yet after all: see `put_back`."""
        return self._messages.pop(post_id)

    def put_back(self, message: Message) -> None:
        self._messages[message.post_id] = message
        self._messages = dict(sorted(self._messages.items()))

    def _add(self, message: Message) -> int:
        self._messages[message.post_id] = message
        self._next = message.post_id + 1
        return message.post_id

    @property
    def ids(self) -> tuple[int, ...]:
        """Of all messages that are posts or belong to one."""
        return tuple(post_id for post_id, message in self._messages.items() if not message.frame.get("service"))

    @property
    def everything(self) -> tuple[int, ...]:
        """The ids of all messages."""
        return tuple(self._messages)

    # --- what the site shows of it ---

    def page(self, before: int | None = None, after: int | None = None) -> str:
        ids = [id_ for id_ in self._messages if (not before or id_ < before) and id_ > (after or 0)]
        shown = ids[: self.size] if after else ids[-self.size :]
        blocks = self._blocks(shown)
        older = shown[0] if shown and min(self._messages) < shown[0] else None
        newer = shown[-1] if shown and max(self._messages) > shown[-1] else None
        return pages.page(self.username, self.title, self.about, blocks, before=older, after=newer)

    def _blocks(self, shown: Sequence[int]) -> list[str]:
        groups: dict[int, list[Message]] = {}
        for post_id in shown:
            message = self._messages[post_id]
            groups.setdefault(message.album or post_id, []).append(message)
        return [self._block(group) for group in groups.values()]

    def _block(self, group: list[Message]) -> str:
        album = group[0].album
        if album is None:
            return pages.post(self._frame(group[0]), *group[0].pieces)
        if not self.cuts_albums:
            group = [message for message in self._messages.values() if message.album == album]
        parts = [(message.post_id, message.kind) for message in group]
        frame = self._frame(group[0], ids=tuple(post_id for post_id, _ in parts), grouped=True)
        words = next((message.caption for message in group if message.caption), "")
        return pages.post(frame, pieces.grouped(self.username, parts), pieces.caption(words) if words else "")

    def _frame(self, message: Message, **more: Any) -> Frame:
        date = (NOON + timedelta(seconds=message.post_id)).isoformat()
        told: dict[str, Any] = {
            "slug": self.username,
            "channel_id": self.channel_id,
            "ids": (message.post_id,),
            "date": date,
        }
        return Frame(**(told | message.frame | more))

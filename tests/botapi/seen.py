"""What a reader sees of the bot: messages with their marked words and buttons, and answers to pressed buttons."""

import asyncio
from dataclasses import dataclass
from typing import Any

from tests.botapi.markup import piece


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with an entity on them."""

    type: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A button as its reader sees it."""

    label: str
    data: str | None = None
    url: str | None = None


class Seen:
    """A message of the bot in a chat; an edit changes it in place."""

    def __init__(
        self, raw: dict[str, Any], *, silent: bool, preview: bool, file: bytes | None = None, asks: bool = False
    ):
        self.raw = raw
        self.asks = asks
        self.file = file
        self.silent = silent
        self.preview = preview
        self.edits = 0

    @property
    def message_id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.raw["chat"]["id"])

    @property
    def text(self) -> str:
        """The plain text, or the caption of a file."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def entities(self) -> list[Marked]:
        raw = self.raw.get("entities", self.raw.get("caption_entities", []))
        return [Marked(entity["type"], piece(self.text, entity), entity.get("url")) for entity in raw]

    @property
    def rows(self) -> list[list[Key]]:
        raw = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [[Key(key["text"], key.get("callback_data"), key.get("url")) for key in row] for row in raw]

    @property
    def buttons(self) -> list[Key]:
        return [key for row in self.rows for key in row]

    @property
    def labels(self) -> list[str]:
        return [key.label for key in self.buttons]

    def __repr__(self) -> str:
        return f"<{self.message_id} {self.text!r} {self.labels}>"


@dataclass(slots=True)
class Press:
    """A pressed button, and how the bot answered."""

    id: str
    data: str
    _answer: "asyncio.Future[Answer]"

    async def answered(self, timeout: float = 5) -> "Answer":  # noqa: ASYNC109 - a test says how patient it is
        return await asyncio.wait_for(asyncio.shield(self._answer), timeout)

    def answer(self, answer: "Answer") -> None:
        self._answer.set_result(answer)

    @property
    def open(self) -> bool:
        return not self._answer.done()


@dataclass(frozen=True, slots=True)
class Answer:
    text: str = ""
    alert: bool = False

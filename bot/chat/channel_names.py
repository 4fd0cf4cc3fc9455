"""How people name a channel: @name, its link, the link of a post, its number, a post that was forwarded. Pure.

Whether there is such a channel, and whether it may be seen, is asked elsewhere.
"""

import re
from dataclasses import dataclass
from enum import Enum

from telegram import Chat, Message, MessageOriginChannel

_SITE = r"(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/"
_INVITED = re.compile(rf"(?:{_SITE}(?:\+|joinchat/)|tg://join\?).*", re.IGNORECASE)
_NUMBER = re.compile(rf"(?:{_SITE}c/(?P<linked>\d{{1,16}})(?:[/?].*)?|(?P<written>-?\d{{1,16}}))", re.IGNORECASE)
_NAME = re.compile(rf"(?:@|{_SITE}(?:s/)?|tg://resolve\?domain=)([A-Za-z0-9_]{{3,64}})(?:[/?&].*)?", re.IGNORECASE)
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,63}")

_PREFIX = 1_000_000_000_000
"""What the Bot API puts before a channel's number, with a minus."""


class NotNamed(Enum):
    """What names no channel."""

    INVITED = "an invitation link does not say to what it leads"
    UNREADABLE = "no name, link or number"


@dataclass(frozen=True, slots=True)
class Numbered:
    """By its number in the Bot API, which is below zero."""

    chat_id: int

    @property
    def channel_id(self) -> int:
        """The number that channels have among themselves; a group's is no such number."""
        return -self.chat_id - _PREFIX


def read_channel(text: str) -> str | Numbered | NotNamed:
    """The username, without its @, or the number; of a name alone as well."""
    text = text.strip()
    if _INVITED.fullmatch(text):
        return NotNamed.INVITED
    if found := _NUMBER.fullmatch(text):
        number = int(found["linked"] or found["written"])
        return Numbered(number if number < 0 else -_PREFIX - number)
    if found := _NAME.fullmatch(text) or _BARE.fullmatch(text):
        return found[found.lastindex or 0]
    return NotNamed.UNREADABLE


def username_in(text: str) -> str | None:
    """The username in an @name or a link; None for a name alone, which may be anything's."""
    found = None if _INVITED.fullmatch(text.strip()) else _NAME.fullmatch(text.strip())
    return found[1] if found else None


def is_plainly_one(text: str) -> bool:
    """Whether a text can't name anything else: a link, an @name, a number as the Bot API writes it."""
    text = text.strip()
    written = text.startswith("-100") and text[1:].isdecimal()
    linked = _NUMBER.fullmatch(text) is not None and not text.lstrip("-").isdecimal()
    return written or linked or any(one.fullmatch(text) for one in (_INVITED, _NAME))


def channel_of_forward(message: Message | None) -> Chat | None:
    """The channel whose post a message is, or answers with nothing but a command."""
    for one in (message, message.reply_to_message if message is not None else None):
        if one is not None and isinstance(one.forward_origin, MessageOriginChannel):
            return one.forward_origin.chat
    return None

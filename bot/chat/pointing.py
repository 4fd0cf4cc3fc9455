"""Which post somebody points at: by a button of ours below it, by a link, or by forwarding it. Pure; whether it is
stored is asked elsewhere.
"""

import re
from collections.abc import Iterator

from telegram import Message, MessageEntity, MessageOriginChannel, MessageOriginUser

from bot.chat.callbacks import Verb, read
from storage.addresses import Address

_ADDRESS = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(?:c/(?P<id>\d{1,18})|(?P<name>[A-Za-z]\w{2,63}))(?:/\d{1,10})?"
    r"/(?P<message>\d{1,10})(?![/\w])",
    re.IGNORECASE | re.ASCII,
)

MOST = 12
"""Addresses of one message that are looked at."""


def address_in(text: str) -> Address | None:
    """Of the first post that a text links to."""
    found = _ADDRESS.search(text)
    if found is None:
        return None
    return Address(int(found["id"]) if found["id"] else found["name"], int(found["message"]))


def revision_under(message: Message) -> int | None:
    """The revision that our buttons below a message are about."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    pressed = (read(str(one.callback_data)) for row in rows for one in row if one.callback_data)
    return next((one.number(0) for one in pressed if one is not None and one.verb is Verb.WHY), None)


def addresses(message: Message) -> list[Address]:
    """Of the posts that a message is a forward of, or links to, in this order."""
    return list(dict.fromkeys(_addresses(message)))[:MOST]


def _addresses(message: Message) -> Iterator[Address]:
    if isinstance(message.forward_origin, MessageOriginChannel):
        yield Address(_bare(message.forward_origin.chat.id), message.forward_origin.message_id)
    for entity, text in {**message.parse_entities(), **message.parse_caption_entities()}.items():
        link = entity.url if entity.type == MessageEntity.TEXT_LINK else text
        if found := address_in(link or ""):
            yield found
    if found := address_in(message.text or message.caption or ""):
        yield found


def _bare(chat_id: int) -> int:
    """A channel's number without the Bot API's prefix."""
    return -chat_id - 1_000_000_000_000


def is_forward_of(message: Message | None, user_id: int) -> bool:
    """Whether somebody forwarded what this user, such as we, wrote."""
    origin = message.forward_origin if message is not None else None
    return isinstance(origin, MessageOriginUser) and origin.sender_user.id == user_id

"""Questions of ours that are answered in words: which of our messages is one, what it asks, and whom. Pure.

A question is known by its first line, and its answer is a reply to it: in a group a bot with Telegram's usual privacy
hears no other words. What is done with an answer is the matter of `flows`.
"""

import re
from collections.abc import Iterable

from telegram import Message, MessageEntity

from bot.chat.markup import Html, escape, join, lines, link

PEN = "✏️ "
FOLLOW, DIGEST, QUIET, FIND = "➕", "🗞", "🌙", "🔎"
"""What is asked for: something to follow, times of digests, quiet hours, words to look for. "#12": other words
for what is followed."""

_QUESTION = re.compile(rf"{re.escape(PEN)}({FOLLOW}|{DIGEST}|{QUIET}|{FIND}|#[0-9]{{1,18}})(?:\n|$)")


def opening(what: str) -> Html:
    """How a question begins."""
    return escape(PEN + what)


def worded(what: str, html: Html, asked: Html | None = None) -> Html:
    """A question; `asked`: a mention of the one who is to answer."""
    return lines(opening(what) if what else None, join("", [asked, ":"]) if asked else None, html)


def mention(user_id: int, name: str) -> Html:
    """Telegram shows the field for an answer to those who are mentioned."""
    return link(f"tg://user?id={user_id}", name)


def answered(message: Message | None, bot_id: int) -> Message | None:
    """The message of ours that this one answers."""
    to = message.reply_to_message if message is not None else None
    return to if to is not None and to.from_user is not None and to.from_user.id == bot_id else None


def what_of(question: Message | None) -> str | None:
    """What a message of ours asks; None if it is no question."""
    found = _QUESTION.match(question.text or "") if question is not None else None
    return found[1] if found else None


def numbered(what: str | None) -> int | None:
    """The subscription that a question is about."""
    return int(what[1:]) if what is not None and what.startswith("#") else None


def person_of(question: Message) -> tuple[int, str] | None:
    """The id and name of the one who was asked; None where nobody was named."""
    texts = question.parse_entities([MessageEntity.TEXT_MENTION])
    return next(((entity.user.id, name) for entity, name in _first(texts.items()) if entity.user is not None), None)


def _first(mentions: Iterable[tuple[MessageEntity, str]]) -> list[tuple[MessageEntity, str]]:
    """What was typed, and is shown again, stands behind it."""
    return sorted(mentions, key=lambda one: one[0].offset)[:1]

"""Sends through the Bot API, and translates python-telegram-bot's errors into the few of `sender.py`.

Does not decide what to do about them, nor when to try again, and does not render: a message comes ready.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery.reading import plain
from bot.delivery.sender import BadToken, Gone, Later, MaybeSent, Moved, Refused, Trouble
from bot.delivery.turns import Floods, Turns
from bot.secrecy import blotted
from storage.messages import Attachment, Button, Message

log = structlog.get_logger()

Sent = TypeVar("Sent")

PATIENCE = timedelta(seconds=20)
"""How long an answer may take. Generous: each time-out leaves a delivery uncertain."""

CAPTION = 1024
"""UTF-16 units of a file's caption (Bot API, sendPhoto)."""

A_SECOND = 30
"""Messages, whoever they go to: Telegram allows 30 a second (Bots FAQ)."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# Refusals with status 400 that are about the chat and not about the message (Bot API server, and MTProto's own words).
_CHAT_IS_CLOSED = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights in the channel",
)

_CLOSED = "topic_closed"
_TOPIC_IS_CLOSED = ("thread not found", _CLOSED, "topic_deleted")

_UNCHANGED = "message is not modified"

# httpx's errors from before the first byte of the request. A failed write is not among them: what the kernel or the
# event loop has taken may still arrive. Named, not imported: only collectors may import httpx.
_NEVER_LEFT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"})


class BotSender:
    """Sends with a bot that is initialised elsewhere, at most `a_second` messages in any second, whoever asks.

    The bot should have no rate limiter of PTB's: that one stops everybody when one chat is flooded.
    """

    def __init__(self, bot: Bot, *, patience: timedelta = PATIENCE, a_second: int = A_SECOND):
        self._bot = bot
        self._patience = patience.total_seconds()
        self._floods = Floods()
        self._turns = Turns(a_second)
        self._doubt = False
        self._probing = asyncio.Lock()
        self._failed_probes = 0
        # Without its switch for timedeltas PTB 22 warns at every flood wait, and where warnings are errors that is all
        # that its caller gets to see.
        os.environ.setdefault("PTB_TIMEDELTA", "1")  # noqa: TID251 - writes, reads no setting

    async def send(self, chat_id: int, message: Message) -> int:
        return await self._in_turn(chat_id, lambda: self._or_plain(partial(self._send, chat_id, message), message))

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        await self._in_turn(chat_id, lambda: self._or_plain(partial(self._edit, chat_id, message_id, message), message))

    async def _in_turn(self, chat_id: int, request: Callable[[], Awaitable[Sent]]) -> Sent:
        loop = asyncio.get_running_loop()
        if wait := self._floods.left(chat_id, loop.time()):
            raise Later("flood wait goes on", timedelta(seconds=wait))
        try:
            async with self._turns.take():
                if self._doubt:
                    await self._probe()
                return await request()
        except TelegramError as error:
            trouble = trouble_of(error)
            self._doubt = self._doubt or isinstance(trouble, MaybeSent)
            if isinstance(trouble, Later) and trouble.after is not None:
                self._floods.begin(chat_id, trouble.after.total_seconds(), loop.time())
            raise trouble from error

    async def _probe(self) -> None:
        """After an answer that did not come: ask something harmless first, so that an outage makes few doubts."""
        failures_before = self._failed_probes
        async with self._probing:  # those who wait here share the answer
            if self._doubt and self._failed_probes == failures_before:
                try:
                    await self._bot.get_me(read_timeout=self._patience)
                    self._doubt = False
                except (RetryAfter, InvalidToken):
                    raise
                except TelegramError:
                    self._failed_probes += 1
        if self._doubt:
            raise Later("Telegram does not answer yet: nothing was sent")

    async def _or_plain(self, request: Callable[[str, ParseMode | None], Awaitable[Sent]], message: Message) -> Sent:
        try:
            return await request(message.html, ParseMode.HTML)
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
        log.error("markup refused, sent as plain text", characters=len(message.html))
        return await request(plain(message.html), None)

    async def _send(self, chat_id: int, message: Message, text: str, mode: ParseMode | None) -> int:
        """Into its forum topic; where that is closed or gone, into the group: what was refused did not arrive."""
        try:
            return await self._send_to(message.thread, chat_id, message, text, mode)
        except BadRequest as error:
            if message.thread is None or not any(words in error.message.lower() for words in _TOPIC_IS_CLOSED):
                raise
        log.warning("a forum topic is closed or gone", chat=chat_id, topic=message.thread)
        return await self._send_to(None, chat_id, message, text, mode)

    async def _send_to(
        self, thread: int | None, chat_id: int, message: Message, text: str, mode: ParseMode | None
    ) -> int:
        if message.attachment is not None:
            return await self._send_file(thread, chat_id, message, message.attachment, text, mode)
        sent = await self._bot.send_message(
            chat_id,
            text,
            message_thread_id=thread,
            parse_mode=mode,
            link_preview_options=_NO_PREVIEW,
            disable_notification=message.silent,
            reply_markup=_keyboard(message.buttons),
            read_timeout=self._patience,
        )
        return sent.message_id

    async def _edit(self, chat_id: int, message_id: int, message: Message, text: str, mode: ParseMode | None) -> None:
        try:
            await self._bot.edit_message_text(
                text,
                chat_id,
                message_id,
                parse_mode=mode,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(message.buttons),
                read_timeout=self._patience,
            )
        except BadRequest as error:
            if _UNCHANGED not in error.message.lower():  # else an earlier attempt arrived
                raise

    async def _send_file(
        self, thread: int | None, chat_id: int, message: Message, file: Attachment, text: str, mode: ParseMode | None
    ) -> int:
        """The text is the file's caption."""
        send = self._bot.send_photo if file.is_photo else self._bot.send_document
        sent = await send(
            chat_id,
            file.content,
            message_thread_id=thread,
            filename=file.name,
            caption=text[:CAPTION] if mode is None else text,
            parse_mode=mode,
            disable_notification=message.silent,
            reply_markup=_keyboard(message.buttons),
            read_timeout=self._patience,
            write_timeout=self._patience,
        )
        return sent.message_id


def trouble_of(error: TelegramError) -> Trouble:
    """What an error of PTB's means for the message that caused it."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Later("flood wait", wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Gone(blotted(error.message))
        case InvalidToken():
            return BadToken("Telegram refuses the bot's token: set SEINPOST_BOT__TOKEN to the one from @BotFather")
        case BadRequest() if _CLOSED in error.message.lower():  # the General one: the group has none else for it
            return Later("the group's General topic is closed: an administrator can open it again")
        case BadRequest():
            closed = any(words in error.message.lower() for words in _CHAT_IS_CLOSED)
            said = blotted(error.message)
            return Gone(said) if closed else Refused(said)
        case Conflict():
            return Refused(blotted(error.message))
        case _:
            return _unanswered(error)


def _unanswered(error: TelegramError) -> Trouble:
    """No readable answer. Only what surely never left is tried again.

    A status of 500 and above is no answer either: a gateway's says nothing about the server behind it, and the Bot API
    gives its own "Internal Server Error: restart" to requests that it had begun. Nor is a 200 that can't be read.
    """
    cause = type(error.__cause__).__name__ if error.__cause__ else ""
    if isinstance(error, NetworkError) and cause in _NEVER_LEFT:
        return Later(f"no connection to Telegram ({cause})")
    return MaybeSent(f"no answer from Telegram ({cause or blotted(error.message)})")


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(key.label, url=key.url, callback_data=key.data) for key in row] for row in rows]
    )

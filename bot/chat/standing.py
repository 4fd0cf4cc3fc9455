"""What Telegram says of the bot's standing in a chat: thrown out, let in again, moved along with a group that became a
supergroup. Nothing is answered.
"""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import Update
from telegram.constants import ChatMemberStatus
from telegram.ext import CallbackContext

from bot.chat.flows.turn import Services
from storage import chats

log = structlog.get_logger()

Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


def on_membership(services: Services) -> Callback:
    """Blocked or thrown out, the chat rests; let in again, it wakes."""

    async def handle(update: Update, context: Context) -> None:
        change = update.my_chat_member
        if change is None or await services.db.read(chats.get, change.chat.id) is None:
            return
        status = change.new_chat_member.status
        if status in {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}:
            await services.db.write(chats.rest, change.chat.id, f"the bot was {status}")
            log.info("chat rests", chat=change.chat.id, status=status)
        else:
            await services.db.write(chats.wake, change.chat.id)

    return handle


def on_migration(services: Services) -> Callback:
    """A group that became a supergroup has a new id: everything moves along."""

    async def handle(update: Update, context: Context) -> None:
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            await services.db.write(chats.move, message.chat_id, message.migrate_to_chat_id)
            log.info("chat moved", chat=message.chat_id, new=message.migrate_to_chat_id)

    return handle

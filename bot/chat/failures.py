"""What goes wrong in a turn: logged without what was written, said to the person, and a chat that shut us out rests."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import CallbackContext

from bot.chat.flows.turn import Services
from bot.chat.words import Words, known_language
from storage import chats

log = structlog.get_logger()

Context = CallbackContext[Any, Any, Any, Any]


def on_error(services: Services) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
    """Logs where it broke, without what was written; tells the person; a chat that shut us out rests."""

    async def handle(update: object, context: Context) -> None:
        error = context.error
        chat = update.effective_chat if isinstance(update, Update) else None
        log.error("turn failed", chat=chat.id if chat else None, error=type(error).__name__, where=_where(error))
        if not isinstance(update, Update) or chat is None:
            return
        if isinstance(error, Forbidden):
            await services.db.write(chats.rest, chat.id, "the bot may not write here")
        elif not isinstance(error, TelegramError):
            await say_in_telegrams_language(update, context.bot, "error")

    return handle


async def say_in_telegrams_language(update: Update, bot: Bot, key: str) -> None:
    """In the person's Telegram language, without asking the database: it may be what broke."""
    words = Words(known_language(update.effective_user.language_code if update.effective_user else None))
    try:
        if update.callback_query is not None:
            await update.callback_query.answer(words.say(key), show_alert=key == "error")
        elif update.effective_chat is not None:
            await bot.send_message(update.effective_chat.id, words.say(key))
    except TelegramError as again:
        log.warning("not said", what=key, error=type(again).__name__)


def _where(error: BaseException | None) -> str | None:
    """File and line; an error's own text may hold what a post says."""
    frames = extract_tb(error.__traceback__) if error else []
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else None

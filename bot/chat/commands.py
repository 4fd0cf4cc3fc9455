"""The bot as a python-telegram-bot application: which flow answers which command, text, button or change of membership.

It polls nothing and schedules nothing by itself; whoever builds it starts and stops it.
"""

from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog
from telegram import Bot, BotCommand, Update
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.chat import callbacks
from bot.chat.callbacks import Press, Verb
from bot.chat.flows import (
    asking,
    beginning,
    claims,
    digesting,
    editing,
    finding,
    judging,
    merging,
    quieting,
    reviewing,
    snoozing,
    subscribing,
    watching,
)
from bot.chat.flows.turn import Services, Turn, open_turn
from bot.chat.words import DEFAULT, LANGUAGES, Words, known_language
from storage import chats

__all__ = ["ALLOWED_UPDATES", "Services", "announce", "build_application"]

log = structlog.get_logger()

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
"""What the application wants to hear of; for `start_polling`."""

PER_SECOND = 28
"""Requests a second, evenly spread: Telegram refuses from 30 on (measured: a burst of 30 a second lets 60 through)."""

App = Application[Any, Any, Any, Any, Any, Any]
Command = Callable[[Turn, str], Awaitable[None]]
Pressed = Callable[[Turn, Press], Awaitable[str | None]]
"""Does what a button says; returns a line to show over the chat, or None."""

COMMANDS: dict[str, Command] = {
    "start": beginning.start,
    "subscribe": subscribing.subscribe,
    "subscriptions": subscribing.list_subscriptions,
    "unsubscribe": subscribing.unsubscribe,
    "claims": claims.claims_list,
    "claim": claims.claim,
    "settle": claims.settle,
    "review": reviewing.review,
    "newclaim": editing.newclaim,
    "dropclaim": editing.dropclaim,
    "merge": merging.merge,
    "find": finding.find,
    "channels": watching.channels,
    "digest": digesting.digest,
    "quiet": quieting.quiet,
    "status": asking.status,
    "language": beginning.choose_language,
    "help": beginning.show_help,
    "forget": beginning.ask_to_forget,
    "owner": beginning.become_owner,
}

DESCRIPTIONS = {
    "subscribe": "command-subscribe",
    "subscriptions": "command-subscriptions",
    "unsubscribe": "command-unsubscribe",
    "claims": "command-claims",
    "claim": "command-claim",
    "find": "command-find",
    "channels": "command-channels",
    "digest": "command-digest",
    "quiet": "command-quiet",
    "status": "command-status",
    "language": "command-language",
    "help": "command-help",
    "forget": "command-forget",
}
"""Telegram's own list of commands, in this order."""

PRESSES: dict[Verb, Pressed] = {
    Verb.MENU: subscribing.press_menu,
    Verb.TOGGLE: subscribing.press_toggle,
    Verb.FOLLOW: subscribing.press_follow,
    Verb.STOP: subscribing.press_stop,
    Verb.LIST: subscribing.press_list,
    Verb.PAGE: subscribing.press_page,
    Verb.REMOVE: subscribing.press_remove,
    Verb.DIGEST: digesting.press_digest,
    Verb.LANGUAGE: beginning.press_language,
    Verb.FORGET: beginning.press_forget,
    Verb.SHOW: asking.press_show,
    Verb.WHY: asking.press_why,
    Verb.WRONG: judging.press_wrong,
    Verb.UNDO: judging.press_undo,
    Verb.HELP: beginning.press_help,
    Verb.STATUS: asking.press_status,
    Verb.REVIEW: reviewing.press_review,
    Verb.CARD: claims.press_card,
    Verb.TIMELINE: claims.press_timeline,
    Verb.SETTLE: claims.press_settle,
    Verb.FIND: finding.press_find,
    Verb.CHANNELS: watching.press_channels,
    Verb.QUIET: quieting.press_quiet,
    Verb.SNOOZE: snoozing.press_snooze,
    Verb.ENOUGH: snoozing.press_enough,
    Verb.SEEN: snoozing.press_seen,
    Verb.DRAFT: editing.press_draft,
    Verb.DROP: editing.press_drop,
    Verb.PART: merging.press_part,
}


def build_application(token: str, api_url: str | None, services: Services) -> App:
    """The application with all its handlers. `api_url` None: Telegram's own server."""
    # Not paced by group: people are answered one by one, and those behind would wait for a talkative group's minute.
    limiter = AIORateLimiter(overall_max_rate=1, overall_time_period=1 / PER_SECOND, group_max_rate=0)
    builder = ApplicationBuilder().token(token).rate_limiter(limiter).job_queue(None).concurrent_updates(False)
    if api_url is not None:
        builder = builder.base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
    application = builder.build()
    _add_handlers(application, services)
    return application


async def announce(bot: Bot) -> None:
    """Tells Telegram the list of commands, in every language, and in English for all others."""
    for language in LANGUAGES:
        words = Words(language)
        commands = [BotCommand(name, words.say(key)) for name, key in DESCRIPTIONS.items()]
        await bot.set_my_commands(commands, language_code=language)
        if language == DEFAULT:
            await bot.set_my_commands(commands)


def _add_handlers(application: App, services: Services) -> None:
    here = filters.UpdateType.MESSAGE & (filters.ChatType.PRIVATE | filters.ChatType.GROUPS)
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    for name, command in COMMANDS.items():
        application.add_handler(CommandHandler(name, _on_command(services, command), here))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, _on_migration(services)))
    application.add_handler(MessageHandler(private & filters.COMMAND, _on_text(services, beginning.unknown_command)))
    application.add_handler(MessageHandler(private & filters.TEXT, _on_text(services, free_text)))
    application.add_handler(
        MessageHandler(private & ~filters.StatusUpdate.ALL, _on_text(services, beginning.unknown_message))
    )
    application.add_handler(CallbackQueryHandler(_on_press(services)))
    application.add_handler(ChatMemberHandler(_on_membership(services), ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(_on_error(services))


async def free_text(turn: Turn, asked: str) -> None:
    """A text that is no command: a reason that was asked for, other words for a claim, the owner's code, or the name of
    something to follow."""
    if settled := claims.reason_asked(turn):
        await claims.give_reason(turn, *settled, asked)
    elif draft_id := editing.draft_answered(turn):
        await editing.reword(turn, draft_id, asked)
    elif beginning.is_owner_code(turn, asked):
        await beginning.become_owner(turn, asked)
    else:
        await subscribing.subscribe(turn, asked)


# --- from Telegram's updates to turns -----------------------------------------------------------------------------

Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


def _on_command(services: Services, command: Command) -> Callback:
    async def handle(update: Update, context: Context) -> None:
        turn = await open_turn(update, context.bot, services)
        if turn is not None:
            await command(turn, " ".join(context.args or ()))

    return handle


def _on_text(services: Services, command: Command) -> Callback:
    async def handle(update: Update, context: Context) -> None:
        turn = await open_turn(update, context.bot, services)
        if turn is not None:
            await command(turn, (turn.message.text or "") if turn.message else "")

    return handle


def _on_press(services: Services) -> Callback:
    """Every press is answered, so that no button keeps spinning."""

    async def handle(update: Update, context: Context) -> None:
        turn = await open_turn(update, context.bot, services)
        if turn is None or turn.query is None:
            return
        press = callbacks.read(turn.query.data)
        said = await PRESSES[press.verb](turn, press) if press else turn.words.say("unknown-button")
        await _answer(turn, said)

    return handle


async def _answer(turn: Turn, said: str | None) -> None:
    if turn.query is None:
        return
    try:
        await turn.query.answer(said)
    except BadRequest:
        log.info("press answered too late", chat=turn.chat.chat_id)


def _on_membership(services: Services) -> Callback:
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


def _on_migration(services: Services) -> Callback:
    """A group that became a supergroup has a new id: everything moves along."""

    async def handle(update: Update, context: Context) -> None:
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            await services.db.write(chats.move, message.chat_id, message.migrate_to_chat_id)
            log.info("chat moved", chat=message.chat_id, new=message.migrate_to_chat_id)

    return handle


# --- what goes wrong ----------------------------------------------------------------------------------------------


def _on_error(services: Services) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
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
            await _apologise(update, context.bot)

    return handle


async def _apologise(update: Update, bot: Bot) -> None:
    """In the person's Telegram language: the database may be what broke."""
    words = Words(known_language(update.effective_user.language_code if update.effective_user else None))
    try:
        if update.callback_query is not None:
            await update.callback_query.answer(words.say("error"), show_alert=True)
        elif update.effective_chat is not None:
            await bot.send_message(update.effective_chat.id, words.say("error"))
    except TelegramError as again:
        log.warning("apology not sent", error=type(again).__name__)


def _where(error: BaseException | None) -> str | None:
    """File and line; an error's own text may hold what a post says."""
    frames = extract_tb(error.__traceback__) if error else []
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else None

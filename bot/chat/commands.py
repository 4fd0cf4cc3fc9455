"""The bot as a python-telegram-bot application: which flow answers which command, text or button.

It polls nothing and schedules nothing by itself; whoever builds it starts and stops it.
"""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

import structlog
from telegram import Bot, Update
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

from bot.chat import asked, callbacks
from bot.chat.access import rights
from bot.chat.access.pacing import Taken
from bot.chat.addressing import is_meant_for_us
from bot.chat.announcing import announce, announce_to
from bot.chat.callbacks import Press, Verb
from bot.chat.failures import on_error, say_in_telegrams_language
from bot.chat.flows import (
    answering,
    asking,
    auditing,
    backfilling,
    beginning,
    claims,
    digesting,
    editing,
    explaining,
    finding,
    governing,
    inviting,
    judging,
    merging,
    outlets,
    owning,
    quieting,
    reviewing,
    snoozing,
    subscribing,
    superseding,
    translating,
    tuning,
    watching,
    wording,
)
from bot.chat.flows.turn import Services, Turn, open_turn
from bot.chat.gate import let_in
from bot.chat.meant import Meant, meant_by, meant_without_words
from bot.chat.speaking import person_of
from bot.chat.standing import on_membership, on_migration
from bot.patience import Patient

__all__ = ["ALLOWED_UPDATES", "Services", "announce", "announce_to", "build_application"]

log = structlog.get_logger()

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
"""What the application wants to hear of; for `start_polling`."""

_LINES = 256
"""Requests at once, as many as PTB's own default: who answers is paced, and nobody waits for a line."""

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
    "supersede": superseding.supersede,
    "find": finding.find,
    "why": explaining.why,
    "channels": watching.channels,
    "digest": digesting.digest,
    "quiet": quieting.quiet,
    "status": asking.status,
    "language": beginning.choose_language,
    "help": beginning.show_help,
    "forget": beginning.ask_to_forget,
    "owner": beginning.become_owner,
    "export": owning.export,
    "invite": inviting.invite,
    "roles": governing.roles,
    "audit": auditing.audit,
    "group": governing.group,
    "channel": outlets.channel,
}

PRESSES: dict[Verb, Pressed] = {
    Verb.MENU: subscribing.press_menu,
    Verb.TOGGLE: subscribing.press_toggle,
    Verb.FOLLOW: subscribing.press_follow,
    Verb.STOP: subscribing.press_stop,
    Verb.LIST: subscribing.press_list,
    Verb.PAGE: subscribing.press_page,
    Verb.WORDS: wording.press_words,
    Verb.MINE: tuning.press_mine,
    Verb.TUNE: tuning.press_tune,
    Verb.DIGEST: digesting.press_digest,
    Verb.LANGUAGE: beginning.press_language,
    Verb.FORGET: beginning.press_forget,
    Verb.SHOW: asking.press_show,
    Verb.WHY: explaining.press_why,
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
    Verb.TYPE: answering.press_type,
    Verb.SNOOZE: snoozing.press_snooze,
    Verb.ENOUGH: snoozing.press_enough,
    Verb.SEEN: snoozing.press_seen,
    Verb.TRANSLATE: translating.press_translate,
    Verb.DRAFT: editing.press_draft,
    Verb.DROP: editing.press_drop,
    Verb.PART: merging.press_part,
    Verb.UNCORRECT: superseding.press_uncorrect,
    Verb.EARLIER: backfilling.press_earlier,
    Verb.INVITE: inviting.press_invite,
    Verb.ROLES: governing.press_roles,
    Verb.AUDIT: auditing.press_audit,
    Verb.GROUP: governing.press_group,
    Verb.OUTLET: outlets.press_outlet,
}


def build_application(token: str, api_url: str | None, services: Services) -> App:
    """The application with all its handlers. `api_url` None: Telegram's own server."""
    # Not paced by group: people are answered one by one, and those behind would wait for a talkative group's minute.
    limiter = AIORateLimiter(overall_max_rate=1, overall_time_period=1 / PER_SECOND, group_max_rate=0)
    builder = ApplicationBuilder().token(token).rate_limiter(limiter).job_queue(None).concurrent_updates(False)
    builder = builder.request(Patient(connection_pool_size=_LINES))
    if api_url is not None:
        builder = builder.base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
    application = builder.build()
    _add_handlers(application, services)
    return application


def _add_handlers(application: App, services: Services) -> None:
    here = filters.UpdateType.MESSAGE & (filters.ChatType.PRIVATE | filters.ChatType.GROUPS)
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    wordless = private & ~filters.StatusUpdate.ALL
    for name, command in COMMANDS.items():
        application.add_handler(CommandHandler(name, _on_command(services, name, command), here))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, on_migration(services)))
    application.add_handler(MessageHandler(private & filters.COMMAND, _on_text(services, _not_known)))
    application.add_handler(MessageHandler(private & filters.TEXT, _on_text(services, meant_by)))
    application.add_handler(MessageHandler(wordless, _on_text(services, meant_without_words)))
    groups = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS
    answers = groups & filters.TEXT & filters.REPLY & ~filters.COMMAND
    application.add_handler(MessageHandler(answers, _on_answer(services)))
    # A translator may take its time, and nobody else waits for it
    slow = callbacks.press(Verb.TRANSLATE, "")
    application.add_handler(CallbackQueryHandler(_on_press(services), pattern=f"^{slow}", block=False))
    application.add_handler(CallbackQueryHandler(_on_press(services)))
    application.add_handler(ChatMemberHandler(on_membership(services), ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(on_error(services))


def _not_known(turn: Turn, asked: str) -> Meant:
    """A command that there is not is answered to those whom help is for."""
    return "help", partial(beginning.unknown_command, turn, asked)


# --- from Telegram's updates to turns -----------------------------------------------------------------------------

Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


async def _turn(update: Update, bot: Bot, services: Services) -> Turn | None:
    """The turn, unless its person or chat asks too much: that is said once, and costs no look into the database."""
    chat, person = update.effective_chat, person_of(update)
    if chat is None:
        return None
    taken = services.patience.with_turn(person.id if person else None, chat.id, services.clock())
    if taken is Taken.YES:
        return await open_turn(update, bot, services)
    if taken is Taken.FIRST_NO:
        log.warning("slowed down", user=person.id if person else None, chat=chat.id)
        await say_in_telegrams_language(update, bot, "slow-down")
    return None


def _on_command(services: Services, name: str, command: Command) -> Callback:
    async def handle(update: Update, context: Context) -> None:
        if not is_meant_for_us(update, context.bot):
            return
        turn = await _turn(update, context.bot, services)
        if turn is not None and (admitted := await let_in(turn, rights.COMMANDS.get(name), name)):
            await command(admitted, " ".join(context.args or ()))

    return handle


def _on_text(services: Services, meant: Callable[[Turn, str], Meant]) -> Callback:
    async def handle(update: Update, context: Context) -> None:
        turn = await _turn(update, context.bot, services) if _is_first(update, services) else None
        if turn is None:
            return
        name, flow = meant(turn, (turn.message.text or "") if turn.message else "")
        if await let_in(turn, rights.COMMANDS.get(name), name):
            await flow()

    return handle


def _is_first(update: Update, services: Services) -> bool:
    message = update.effective_message
    return message is None or services.patience.with_album(message.chat_id, message.media_group_id, services.clock())


def _on_answer(services: Services) -> Callback:
    """In a group, only answers to our questions are meant for us; whatever else is a reply is left alone."""

    async def handle(update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None or asked.what_of(asked.answered(message, context.bot.id)) is None:
            return
        turn = await _turn(update, context.bot, services)
        answer = answering.answer_of(turn) if turn is not None else None
        if turn is None or answer is None:
            return
        name, flow = answer
        admitted = await let_in(turn, rights.COMMANDS.get(name), name)
        if admitted is not None and await answering.may_answer(admitted):
            await flow(admitted, message.text or "")

    return handle


def _on_press(services: Services) -> Callback:
    """Every press is answered, so that no button keeps spinning."""

    async def handle(update: Update, context: Context) -> None:
        turn = await _turn(update, context.bot, services)
        if turn is None or turn.query is None:
            return
        press = callbacks.read(turn.query.data)
        if press is None:
            log.warning("unknown button", user=turn.user_id, chat=turn.chat.chat_id)
        right = rights.VERBS.get(press.verb) if press else rights.UNKNOWN
        admitted = await let_in(turn, right, press.verb.name.lower() if press else "unknown button")
        if admitted is None:
            return
        await admitted.reply(await PRESSES[press.verb](admitted, press) if press else turn.words.say("unknown-button"))

    return handle

"""Telegram's own lists of commands: for readers, for groups and their administrators, and for each editor and owner in
their private chat, in every language. What a command allows is decided in `bot.chat.access.rights`.
"""

from collections.abc import Iterable

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.chat.access.rights import COMMANDS, Least
from bot.chat.words import DEFAULT, LANGUAGES, Words
from storage.people import Role
from storage.telling import Chat

log = structlog.get_logger()

DESCRIPTIONS = {
    "subscribe": "command-subscribe",
    "subscriptions": "command-subscriptions",
    "unsubscribe": "command-unsubscribe",
    "claims": "command-claims",
    "claim": "command-claim",
    "find": "command-find",
    "why": "command-why",
    "channels": "command-channels",
    "digest": "command-digest",
    "quiet": "command-quiet",
    "status": "command-status",
    "language": "command-language",
    "group": "command-group",
    "review": "command-review",
    "newclaim": "command-newclaim",
    "merge": "command-merge",
    "supersede": "command-supersede",
    "settle": "command-settle",
    "invite": "command-invite",
    "channel": "command-channel",
    "roles": "command-roles",
    "audit": "command-audit",
    "help": "command-help",
    "export": "command-export",
    "forget": "command-forget",
}
"""The commands in the order in which Telegram lists them."""


def listed(role: Role | None, *, group: bool = False) -> list[str]:
    """Which commands somebody sees: `role` None: who only looks, in a group."""
    most = {None: Least.READER, Role.READER: Least.READER, Role.EDITOR: Least.EDITOR, Role.OWNER: Least.OWNER}[role]
    names = [name for name in DESCRIPTIONS if COMMANDS[name].least <= most and (name != "group" or group)]
    return [name for name in names if role is not None or not COMMANDS[name].changes]


async def announce(bot: Bot) -> None:
    """Tells Telegram the lists that are nobody's own, in every language, and in English for all others."""
    lists: list[tuple[BotCommandScope, list[str]]] = [
        (BotCommandScopeDefault(), ["help"]),
        (BotCommandScopeAllPrivateChats(), listed(Role.READER)),
        (BotCommandScopeAllGroupChats(), listed(None, group=True)),
        (BotCommandScopeAllChatAdministrators(), listed(Role.READER, group=True)),
    ]
    for scope, names in lists:
        for language in LANGUAGES:
            commands = _described(names, language)
            await bot.set_my_commands(commands, scope=scope, language_code=language)
            if language == DEFAULT:
                await bot.set_my_commands(commands, scope=scope)


async def announce_to(bot: Bot, people: Iterable[tuple[Chat, Role | None]]) -> None:
    """Editors and owners see their commands in their private chats; others see everybody's there."""
    for chat, role in people:
        scope = BotCommandScopeChat(chat.chat_id)
        try:
            if role in {None, Role.READER}:
                await bot.delete_my_commands(scope=scope)
            else:
                await bot.set_my_commands(_described(listed(role), chat.language), scope=scope)
        except TelegramError as error:  # never wrote to the bot, or is gone: that costs no more than a list
            log.info("commands not announced", chat=chat.chat_id, error=type(error).__name__)


def _described(names: Iterable[str], language: str) -> list[BotCommand]:
    words = Words(language)
    return [BotCommand(name, words.say(DESCRIPTIONS[name])) for name in names]

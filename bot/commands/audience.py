"""Who hears of things: the bot's subscribers, or the terminal where there is no token. Opens and closes only."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from rich.console import Console
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.chat.access.rights import admitted
from bot.chat.channel_names import username_in
from bot.chat.commands import ALLOWED_UPDATES, Services, announce, announce_to, build_application
from bot.chat.lookup import Catalog
from bot.chat.naming import Book
from bot.chat.times import next_local
from bot.chat.words import Words
from bot.delivery.sender import Sender
from bot.delivery.telegram import BotSender
from bot.delivery.terminal import TerminalSender
from bot.secrecy import blotted
from bot.settings import BotSettings, Settings, TerminalSettings
from collectors.base import BadInput
from storage import chats, coverage, digests, members, owners, subscriptions
from storage.database import Connection, Database
from storage.model import Kind
from storage.people import Role
from storage.telling import Chat
from storage.watchlist import Watchlist

log = structlog.get_logger()

TERMINAL = 0
"""The terminal's chat: no chat of Telegram's has this id."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Where messages go. `only`: the one chat that the sender reaches; None: all."""

    sender: Sender
    only: int | None = None


def terminal(console: Console) -> Audience:
    """Alerts are printed; other chats' stay pending for a run with a bot."""
    return Audience(TerminalSender(console, {TERMINAL: "terminal"}), TERMINAL)


async def seat_terminal(db: Database, settings: TerminalSettings, watchlist: Watchlist, now: datetime) -> list[str]:
    """Makes the terminal a chat that follows what the settings say; returns the channels that it can't follow yet.

    Raises:
        BadInput: the settings name something that the watchlist does not have.
    """
    wanted, unread = await _targets(db, settings, watchlist)
    at = settings.digest_at
    chat = Chat(TERMINAL, settings.language, settings.time_zone, now)
    async with db.writing() as conn:
        await chats.put(conn, chat)
        await digests.set_times(conn, TERMINAL, {at: next_local(at, settings.time_zone, now)} if at else {})
        followed = {(old.kind, old.target) for old in await subscriptions.of_chat(conn, TERMINAL)}
        for kind, target in followed - wanted:
            await subscriptions.remove(conn, TERMINAL, kind, target)
        for kind, target in sorted(wanted - followed):
            await subscriptions.add(conn, TERMINAL, kind, target, now)
    return unread


def check_subscriptions(settings: TerminalSettings, watchlist: Watchlist) -> None:
    """That the watchlist has what the terminal is to follow; channels may be unread yet.

    Raises:
        BadInput: names what it does not have.
    """
    _sorted_out(settings, Catalog(Book(watchlist, Words(settings.language)), ()))


async def _targets(
    db: Database, settings: TerminalSettings, watchlist: Watchlist
) -> tuple[set[tuple[Kind, str]], list[str]]:
    catalog = Catalog(Book(watchlist, Words(settings.language)), await db.read(coverage.report))
    return _sorted_out(settings, catalog)


def _sorted_out(settings: TerminalSettings, catalog: Catalog) -> tuple[set[tuple[Kind, str]], list[str]]:
    wanted, unread = set(), []
    for asked in settings.subscriptions:
        username = username_in(asked)
        channel = catalog.channel(username) if username else None
        found = [channel] if channel else list(catalog.find(asked).exact)
        if len(found) == 1:
            wanted.add((found[0].kind, found[0].target))
        elif username and catalog.listed(username):
            unread.append(asked)
        else:
            why = "is in the watchlist several times" if found else "is not in the watchlist"
            raise BadInput(f"SEINPOST_TERMINAL__SUBSCRIPTIONS: {asked!r} {why}; name an id, such as lsr or A14.")
    return wanted, unread


@asynccontextmanager
async def subscribers(settings: BotSettings, services: Services) -> AsyncIterator[Audience]:
    """The bot answers while this is open. It sends alerts with a line of its own, so that answers do not wait for them.

    Raises:
        BadInput: the token is refused, or the server does not answer; says which, and what to do.
    """
    if settings.token is None:
        raise BadInput("SEINPOST_BOT__TOKEN is not set: get one from @BotFather.")
    token = settings.token.get_secret_value()
    await services.db.write(chats.rest, TERMINAL, "the bot tells subscribers")
    application = build_application(token, settings.api_url, services)
    try:
        await application.initialize()
        await announce(application.bot)
        await announce_to(application.bot, await services.db.write(_settled, services))
        async with Bot(token, base_url=f"{settings.api_url}/bot") as bot, _polling(application):
            yield Audience(BotSender(bot))
    except TelegramError as error:
        raise _no_bot(settings, error) from None
    finally:
        await application.shutdown()


@asynccontextmanager
async def messenger(settings: BotSettings) -> AsyncIterator[Audience]:
    """Messages are sent while this is open; nobody is answered.

    Raises:
        BadInput: as `subscribers`.
    """
    if settings.token is None:
        raise BadInput("SEINPOST_BOT__TOKEN is not set: get one from @BotFather.")
    bot = Bot(settings.token.get_secret_value(), base_url=f"{settings.api_url}/bot")
    try:
        await bot.initialize()
    except TelegramError as error:
        raise _no_bot(settings, error) from None
    try:
        yield Audience(BotSender(bot))
    finally:
        await bot.shutdown()


def _no_bot(settings: BotSettings, error: TelegramError) -> BadInput:
    if isinstance(error, InvalidToken):
        return BadInput("Telegram refuses SEINPOST_BOT__TOKEN: copy it again from @BotFather.")
    where = f"{settings.api_url} does not answer as the Bot API should ({blotted(error.message)})"
    return BadInput(f"{where}: check the network, or SEINPOST_BOT__API_URL.")


async def _settled(conn: Connection, services: Services) -> list[tuple[Chat, Role]]:
    """Shuts the chats of those who may no longer come in, by the settings as they are now; the editors and owners."""
    everyone = await members.everyone(conn)
    shut = await members.settle_access(conn, admitted(services.access, everyone, services.allowed))
    log.info("access settled", access=services.access.value, shut=shut)
    deciding = [(await chats.get(conn, one.user_id), one.role) for one in everyone if one.role is not Role.READER]
    return [(chat, role) for chat, role in deciding if chat is not None]


@asynccontextmanager
async def _polling(application: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[None]:
    updater = application.updater
    if updater is None:
        raise RuntimeError("an application built for polling has an updater")
    await application.start()
    try:
        await updater.start_polling(allowed_updates=ALLOWED_UPDATES)
        yield
    finally:
        if updater.running:
            await updater.stop()
        await application.stop()


async def owner_code(settings: Settings, db: Database, now: datetime) -> str | None:
    """The one-time code that makes its first sender the owner; None if there is an owner."""
    if settings.owner is not None:
        await db.write(owners.make_owner, settings.owner, now)
    return None if await db.read(owners.owners) else secrets.token_hex(4)

"""`seinpost run`: opens the house, says what works and what is missing, runs until stopped, or once."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.console import Console
from telegram.error import InvalidToken, NetworkError
from telegram.ext import Application

from bot.app import Lookout, run_once, run_until_stopped, stop_on_signals
from bot.chat.commands import Services, announce, build_application
from bot.chat.times import next_local
from bot.clock import Clock
from bot.commands.opening import noticing, opened_source, read_catalogue
from bot.delivery import queue
from bot.delivery.sender import Sender
from bot.delivery.telegram import BotSender
from bot.delivery.terminal import TerminalSender
from bot.settings import Settings, TelegramSettings, TerminalSettings
from collectors.base import BadInput
from matcher.catalogue import Catalogue
from storage import chats, coverage, owners, subscriptions
from storage.database import Database
from storage.model import Chat, Watchlist

TERMINAL = 0
"""The terminal's chat: no chat of Telegram's has this id."""


@dataclass(frozen=True, slots=True)
class _Audience:
    """Where messages go, and whether that is the terminal only."""

    sender: Sender
    only: int | None


async def run(settings: Settings, console: Console, clock: Clock, *, once: bool) -> None:
    """Runs the lookout until Ctrl-C or SIGTERM; with `once`, until everything that is due now is done.

    Raises:
        SettingsErrors, WatchlistErrors, Unusable, BadInput: something given is no good; nothing was changed.
    """
    catalogue = await read_catalogue(settings)
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(Database.open(settings.database_url))
        started_at = clock()
        notice = noticing(db, clock)
        await db.write(coverage.sync, catalogue.watchlist.channels, started_at)
        source = await stack.enter_async_context(opened_source(settings, db, clock))
        if source is None:
            _say(console, _without_account(settings.telegram))
        audience = await stack.enter_async_context(_audience(settings, db, catalogue, console, clock))
        await queue.recover(db, started_at, clock(), notice)
        every = timedelta(seconds=settings.collect.every_seconds)
        lookout = Lookout(db, catalogue, source, audience.sender, notice, clock, every, audience.only)
        if once:
            await run_once(lookout)
            return
        stop = asyncio.Event()
        stop_on_signals(stop)
        _say(console, f"The lookout is awake; its memory is {db.location}. Ctrl-C stops it.")
        await run_until_stopped(lookout, stop)


@asynccontextmanager
async def _audience(
    settings: Settings, db: Database, catalogue: Catalogue, console: Console, clock: Clock
) -> AsyncIterator[_Audience]:
    if settings.bot.token is None:
        _say(
            console,
            "SEINPOST_BOT__TOKEN is not set: alerts are printed here, for terminal.subscriptions in the settings.",
        )
        await _seat_terminal(db, settings.terminal, catalogue.watchlist, clock())
        yield _Audience(TerminalSender(console, {TERMINAL: "the terminal"}), TERMINAL)
        return
    await db.write(chats.rest, TERMINAL, "a bot tells subscribers")
    code = await _owner_code(settings, db, clock(), console)
    services = Services(db=db, watchlist=lambda: catalogue.watchlist, clock=clock, owner_code=code, started_at=clock())
    application = build_application(settings.bot.token.get_secret_value(), settings.bot.api_url, services)
    async with _polling(application, settings.bot.api_url):
        yield _Audience(BotSender(application.bot), None)


@asynccontextmanager
async def _polling(application: Application, api_url: str) -> AsyncIterator[None]:  # type: ignore[type-arg]
    """The bot answers while this is open. It is closed in reverse order."""
    try:
        await application.initialize()
        await announce(application.bot)
    except InvalidToken:
        raise BadInput("Telegram refuses SEINPOST_BOT__TOKEN: copy it again from @BotFather.") from None
    except NetworkError as error:
        raise BadInput(
            f"No connection to {api_url} ({error.message}): check the network or SEINPOST_BOT__API_URL."
        ) from None
    try:
        await application.start()
        if application.updater:
            await application.updater.start_polling()
        yield
    finally:
        if application.updater and application.updater.running:
            await application.updater.stop()
        if application.running:
            await application.stop()
        await application.shutdown()


async def _owner_code(settings: Settings, db: Database, now: datetime, console: Console) -> str | None:
    """The one-time code that makes its first sender the owner; None if there is an owner."""
    if settings.owner is not None:
        await db.write(owners.make_owner, settings.owner, now)
    if await db.read(owners.owners):
        return None
    code = secrets.token_hex(4)
    _say(console, f"There is no owner yet. Send this to the bot, and you are: {code}")
    return code


async def _seat_terminal(db: Database, terminal: TerminalSettings, watchlist: Watchlist, now: datetime) -> None:
    """Makes the terminal a chat that follows what the settings say, and nothing else."""
    digest_at, zone = terminal.digest_at, terminal.time_zone
    due = next_local(digest_at, zone, now) if digest_at else None
    wanted = {target_of(word, watchlist) for word in terminal.subscriptions}
    async with db.writing() as conn:
        await chats.put(conn, Chat(TERMINAL, terminal.language, zone, now, digest_at=digest_at, next_digest_at=due))
        followed = {(old.kind, old.target) for old in await subscriptions.of_chat(conn, TERMINAL)}
        for kind, target in followed - wanted:
            await subscriptions.remove(conn, TERMINAL, kind, target)
        for kind, target in sorted(wanted - followed):
            await subscriptions.add(conn, TERMINAL, kind, target, now)


def _without_account(telegram: TelegramSettings) -> str:
    works = "Until then no channel is read; what was imported is matched and told, and the bot answers."
    if telegram.missing:
        return f"{telegram.missing} is not set (get it from my.telegram.org). {works}"
    return f"No account in {telegram.sessions}: run `seinpost account login`. {works}"


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)

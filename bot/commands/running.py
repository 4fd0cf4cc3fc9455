"""`seinpost run`: opens the house, says what works and what is missing, runs until stopped, or once."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from rich.console import Console

from bot.allowances import DOWNLOADS, LOOKS, a_minute
from bot.app import Lookout, run_once, run_until_stopped
from bot.backing_up import Expiry, Schedule, back_up_due, newest_in
from bot.chat.commands import Services
from bot.clock import Clock, Watch
from bot.commands.accounts import usable
from bot.commands.audience import Audience, owner_code, seat_terminal, subscribers, terminal
from bot.commands.opening import noticing, opened_source, polling_of, read_catalogue_with, shelf_of
from bot.delivery import queue
from bot.health.counting import Requests, Tallied
from bot.health.figures import Figures
from bot.health.pulse import Pulse
from bot.health.serving import served
from bot.health.telling import watch
from bot.polling import Fixed
from bot.retaining import Kept, Retaining
from bot.settings import BotSettings, CollectSettings, HealthSettings, Settings, TelegramSettings
from bot.stopping import stop_on_signals
from bot.swapping import Shelf
from bot.timekeeping import Timekeeper, bring_back_if_ahead
from collectors.aftercare import Aftercare
from collectors.base import BadInput
from collectors.rereading import Window
from collectors.translating import LibreTranslate, Translator
from storage import allowances, catalogues, coverage, entries
from storage.archiving import refuse_damaged
from storage.connecting import Damaged
from storage.database import Database, Unusable

_MB = 1024 * 1024

_AFTER_ONCE = timedelta(minutes=5)
"""When channels are due again that an operator had polled once, whatever it cost."""


async def run(settings: Settings, console: Console, clock: Clock, *, once: bool) -> None:
    """Runs the lookout until Ctrl-C or SIGTERM; with `once`, until everything that is due now is done.

    Raises:
        WatchlistErrors, Unusable, BadInput: something given is no good; the text says what and the mend.
    """
    async with _opened(settings, console, clock, once=once) as lookout:
        gc.collect()
        gc.freeze()  # what start-up built stays: searching it for rubbish again and again is a tenth of the work
        if once:
            if not await run_once(lookout):
                raise BadInput("Nobody could be asked for posts, so polling was given up: check the network.")
            return
        stop = asyncio.Event()
        stop_on_signals(stop)
        _say(console, f"The lookout is awake; its memory is {lookout.db.location}. Ctrl-C stops it.")
        async with _watched_over(settings.health, lookout):
            await run_until_stopped(lookout, stop)


@asynccontextmanager
async def _watched_over(health: HealthSettings, lookout: Lookout) -> AsyncIterator[None]:
    """Answers who asks how the lookout does, and tells operators when a stage stops, for as long as the block lasts."""
    requests = lookout.polling.requests if isinstance(lookout.polling, Tallied) else Requests()
    figures = Figures(lookout.db, lookout.pulse, requests, lookout.clock)
    await figures.begin()
    async with AsyncExitStack() as stack:
        if health.port:
            await stack.enter_async_context(served(lookout.pulse, figures, health.host, health.port))
        watching = asyncio.create_task(watch(lookout.db, lookout.pulse, lookout.clock, lookout.only))
        stack.callback(watching.cancel)
        yield


@asynccontextmanager
async def _opened(settings: Settings, console: Console, clock: Clock, *, once: bool) -> AsyncIterator[Lookout]:
    """All that the stages need; says what is missing."""
    async with AsyncExitStack() as stack:
        await asyncio.to_thread(_refuse_damaged, settings)
        db = await stack.enter_async_context(Database.open(settings.database_url))
        catalogue = await read_catalogue_with(settings, await db.read(entries.current))
        started_at, notice = clock(), noticing(db, clock)
        await db.write(coverage.sync, catalogue.watchlist.channels, started_at)
        await db.write(catalogues.put, catalogue.version, started_at)
        shelf = shelf_of(settings, catalogue)
        opened = await stack.enter_async_context(opened_source(settings, db, console, clock))
        if not usable(settings.telegram):
            _say(console, _without_account(settings))
        audience = await stack.enter_async_context(_audience(settings, db, shelf, console, clock))
        aftercare = _aftercare(settings.collect)
        await bring_back_if_ahead(db, started_at, aftercare.window)
        await queue.recover(db, started_at, clock(), notice)
        left = await db.read(allowances.left)
        schedule = _schedule(settings)
        yield Lookout(
            db=db,
            catalogue=lambda: shelf.catalogue,
            source=opened.source,
            sender=audience.sender,
            notice=notice,
            clock=clock,
            polling=Fixed(_AFTER_ONCE) if once else Tallied(polling_of(settings, left), Requests()),
            pulse=Pulse(clock),
            only=audience.only,
            aftercare=aftercare,
            looks=a_minute(LOOKS, settings.collect.looks_per_minute, left),
            downloads=a_minute(DOWNLOADS, settings.collect.hashes_per_minute, left),
            live=None if once else opened.live,
            join_every=_join_every(settings.telegram),
            translates=settings.bot.translator_url is not None,
            follow=lambda: shelf.follow(db, clock),
            back_up=lambda: back_up_due(db, schedule, clock),
            retain=_retaining(settings, db, clock).step,
            timekeeper=Timekeeper(Watch(clock)),
        )


def _refuse_damaged(settings: Settings) -> None:
    schedule = _schedule(settings)
    try:
        refuse_damaged(settings.database_url)
    except Damaged as damage:
        newest = newest_in(schedule) if schedule else None
        raise Unusable(f"{damage} The newest backup is {newest}." if newest else str(damage)) from damage


def _aftercare(collect: CollectSettings) -> Aftercare:
    soonest, until = timedelta(minutes=collect.reread_after_minutes), timedelta(hours=collect.reread_for_hours)
    return Aftercare(Window(soonest, until), int(collect.hash_up_to_mb * _MB))


def _schedule(settings: Settings) -> Schedule | None:
    backup = settings.backup
    if backup.folder is None:
        return None
    return Schedule(settings.database_url, backup.folder, timedelta(hours=backup.every_hours), backup.keep)


def _retaining(settings: Settings, db: Database, clock: Clock) -> Retaining:
    spans, backup = settings.retention, settings.backup
    kept = Kept(
        posts=None if spans.posts_days is None else timedelta(days=spans.posts_days),
        alerts=timedelta(days=spans.alerts_days),
        refused=timedelta(days=spans.refused_days),
        audit=timedelta(days=spans.audit_days),
    )
    return Retaining(db, kept, Expiry(settings.database_url, backup.folder, timedelta(days=backup.days)), clock)


def _join_every(telegram: TelegramSettings) -> timedelta | None:
    return timedelta(hours=1 / telegram.joins_per_hour) if telegram.join else None


@asynccontextmanager
async def _audience(
    settings: Settings, db: Database, shelf: Shelf, console: Console, clock: Clock
) -> AsyncIterator[Audience]:
    if settings.bot.token is None:
        _say(console, "SEINPOST_BOT__TOKEN is not set: alerts are printed here, for SEINPOST_TERMINAL__SUBSCRIPTIONS.")
        unread = await seat_terminal(db, settings.terminal, shelf.catalogue.watchlist, clock())
        if unread:
            _say(
                console,
                f"Not read yet, so that it can't be followed: {', '.join(unread)}. Start again when it was.",
            )
        yield terminal(console)
        return
    code = await owner_code(settings, db, clock())
    if code is not None:
        _say(console, f"There is no owner yet. Send this to the bot, and you are: {code}")
    services = Services(
        db=db,
        catalogue=lambda: shelf.catalogue,
        clock=clock,
        owner_code=code,
        started_at=clock(),
        access=settings.bot.access,
        allowed=settings.bot.allowed,
        most_subscriptions=settings.bot.most_subscriptions,
        translator=_translator(settings.bot),
    )
    async with subscribers(settings.bot, services) as audience:
        yield audience


def _translator(bot: BotSettings) -> Translator | None:
    if bot.translator_url is None:
        return None
    key = bot.translator_key
    return LibreTranslate(bot.translator_url, key.get_secret_value() if key is not None else None)


def _without_account(settings: Settings) -> str:
    """What is missing, and what works without it."""
    telegram, preview = settings.telegram, settings.preview
    works = "Until then no channel is read."
    if preview.enabled:
        works = (
            f"Until then channels are read from their public preview pages at {preview.url}: slower, without those "
            "that have none, and without noticing deletions."
        )
    if telegram.missing:
        return f"{telegram.missing} is not set (get it from my.telegram.org). {works}"
    return f"No account in {telegram.sessions}: run `seinpost account login`. {works}"


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)

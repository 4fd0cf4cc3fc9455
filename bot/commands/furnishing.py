"""What the lookout is run with, as the settings say it: all that is the same in one process and in several."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta

from rich.console import Console

from bot.alarming import first_line
from bot.allowances import DOWNLOADS, LOOKS, a_minute
from bot.app import Lookout
from bot.backing_up import Expiry, Schedule, back_up_due, newest_in
from bot.chat.commands import Services
from bot.clock import Clock, Watch
from bot.commands.audience import owner_code, seat_terminal
from bot.commands.opening import noticing, read_catalogue_with, shelf_of, until_then
from bot.delivery.sender import Sender
from bot.health.counting import Requests, Tallied
from bot.health.figures import Figures
from bot.health.pulse import Pulse
from bot.health.serving import served
from bot.health.telling import watch
from bot.polling import Polling
from bot.retaining import Kept, Retaining
from bot.settings import BotSettings, CollectSettings, HealthSettings, Settings, TelegramSettings
from bot.swapping import Shelf
from bot.timekeeping import Timekeeper
from collectors.aftercare import Aftercare
from collectors.rereading import Window
from collectors.translating import LibreTranslate, Translator
from storage import catalogues, entries
from storage.archiving import refuse_damaged
from storage.connecting import Damaged
from storage.database import OUT_OF_ORDER, Database, Unusable
from storage.watching import Left

_MEND = "Check the free space of its disk, or its server, then start again."

_MB = 1024 * 1024


def lookout_of(
    settings: Settings,
    db: Database,
    shelf: Shelf,
    clock: Clock,
    sender: Sender,
    polling: Polling,
    left: Mapping[str, Left],
) -> Lookout:
    """Without anything to read with. `left`: of each allowance, by earlier runs."""
    schedule = schedule_of(settings)
    return Lookout(
        db=db,
        catalogue=lambda: shelf.catalogue,
        source=None,
        sender=sender,
        notice=noticing(db, clock),
        clock=clock,
        polling=polling,
        pulse=Pulse(clock),
        aftercare=aftercare_of(settings.collect),
        looks=a_minute(LOOKS, settings.collect.looks_per_minute, left),
        downloads=a_minute(DOWNLOADS, settings.collect.hashes_per_minute, left),
        join_every=_join_every(settings.telegram),
        translates=settings.bot.translator_url is not None,
        follow=lambda: shelf.follow(db, clock),
        back_up=lambda: back_up_due(db, schedule, clock),
        retain=_retaining(settings, db, clock).step,
        timekeeper=Timekeeper(Watch(clock)),
        backfill=timedelta(days=settings.match.backfill_days),
    )


@asynccontextmanager
async def opened_house(settings: Settings, clock: Clock) -> AsyncIterator[tuple[Database, Shelf]]:
    """The database, and the watchlist that is in force.

    Raises:
        WatchlistErrors, Unusable: one of them is no good; says which, and what to do.
    """
    await asyncio.to_thread(_refuse_damaged, settings)
    async with Database.open(settings.database_url, settings.backup.folder) as db:
        try:
            catalogue = await read_catalogue_with(settings, await db.read(entries.current))
            await db.write(catalogues.put, catalogue.version, clock())
        except OUT_OF_ORDER as error:
            raise out_of_order(db, error) from error
        yield db, shelf_of(settings, catalogue)


def out_of_order(db: Database, error: Exception) -> Unusable:
    """What the database said at the start, as a sentence with its mend."""
    return Unusable(f"{db.location} can't be read or written: {first_line(error)}. {_MEND}")


def _refuse_damaged(settings: Settings) -> None:
    schedule = schedule_of(settings)
    try:
        refuse_damaged(settings.database_url)
    except Damaged as damage:
        newest = newest_in(schedule) if schedule else None
        raise Unusable(f"{damage} The newest backup is {newest}." if newest else str(damage)) from damage


@asynccontextmanager
async def watched_over(health: HealthSettings, lookout: Lookout) -> AsyncIterator[None]:
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


def _services_of(settings: Settings, db: Database, shelf: Shelf, clock: Clock, code: str | None) -> Services:
    """What chats are answered with. `code`: makes its first sender the owner; None: there is one."""
    return Services(
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


def _translator(bot: BotSettings) -> Translator | None:
    if bot.translator_url is None:
        return None
    key = bot.translator_key
    return LibreTranslate(bot.translator_url, key.get_secret_value() if key is not None else None)


def say(console: Console, text: str) -> None:
    """The lookout does not stand or fall by who reads it: the disk that holds the text may be full."""
    with suppress(OSError):
        console.print(text, markup=False, highlight=False, soft_wrap=True)


async def seated(settings: Settings, db: Database, shelf: Shelf, console: Console, clock: Clock) -> None:
    """Without a bot the terminal is who follows; says so, and what it can't follow yet."""
    say(console, "SEINPOST_BOT__TOKEN is not set: alerts are printed here, for SEINPOST_TERMINAL__SUBSCRIPTIONS.")
    unread = await seat_terminal(db, settings.terminal, shelf.catalogue.watchlist, clock())
    if unread:
        say(console, f"Not read yet, so that it can't be followed: {', '.join(unread)}. Start again when it was.")


async def answering(settings: Settings, db: Database, shelf: Shelf, console: Console, clock: Clock) -> Services:
    """What chats are answered with; says how somebody becomes the owner, if there is none."""
    code = await owner_code(settings, db, clock())
    if code is not None:
        say(console, f"There is no owner yet. Send this to the bot, and you are: {code}")
    return _services_of(settings, db, shelf, clock, code)


def without_account(settings: Settings) -> str:
    """What is missing, and what works without it."""
    telegram, works = settings.telegram, until_then(settings)
    if telegram.missing:
        return f"{telegram.missing} is not set (get it from my.telegram.org). {works}"
    return f"No account in {telegram.sessions}: run `seinpost account login`. {works}"


def aftercare_of(collect: CollectSettings) -> Aftercare:
    soonest, until = timedelta(minutes=collect.reread_after_minutes), timedelta(hours=collect.reread_for_hours)
    return Aftercare(Window(soonest, until), int(collect.hash_up_to_mb * _MB))


def schedule_of(settings: Settings) -> Schedule | None:
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

"""`seinpost run`: opens the house, says what works and what is missing, runs until stopped, or once."""

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from rich.console import Console

from bot.app import Lookout, run_once, run_until_stopped
from bot.clock import Clock
from bot.commands import processes
from bot.commands.accounts import usable
from bot.commands.audience import Audience, subscribers, terminal
from bot.commands.furnishing import (
    answering,
    lookout_of,
    opened_house,
    out_of_order,
    say,
    seated,
    watched_over,
    without_account,
)
from bot.commands.opening import opened_source, polling_of
from bot.delivery import queue
from bot.health.counting import Requests, Tallied
from bot.parts import EVERYTHING, Chosen
from bot.polling import Fixed
from bot.settings import Settings
from bot.stopping import stop_on_signals
from bot.swapping import Shelf
from bot.timekeeping import bring_back_if_ahead
from collectors.base import BadInput
from storage import allowances, coverage, locks
from storage.connecting import file_at
from storage.database import OUT_OF_ORDER, Database

_AFTER_ONCE = timedelta(minutes=5)
"""When channels are due again that an operator had polled once, whatever it cost."""


_ONE_PROCESS = (
    "SQLite is one process's database, and --only makes several: set SEINPOST_DATABASE_URL to PostgreSQL "
    "(`seinpost copy --to URL` moves what is there), or leave out --only and --account."
)


async def run(settings: Settings, console: Console, clock: Clock, *, once: bool, chosen: Chosen = EVERYTHING) -> None:
    """Runs the lookout until Ctrl-C or SIGTERM; with `once`, until everything that is due now is done. `chosen`: what
    of it, where the database may be shared.

    Raises:
        WatchlistErrors, Unusable, BadInput: something given is no good; the text says which, and what to do.
    """
    is_shared = file_at(settings.database_url) is None
    if not chosen.is_all and (once or not is_shared):
        raise BadInput("--once does everything: leave out --only and --account." if is_shared else _ONE_PROCESS)
    if is_shared and not once:
        await processes.run(settings, console, clock, chosen)
        return
    if is_shared:
        async with Database.open(settings.database_url, settings.backup.folder):
            pass  # a server that is not there is told of, and not waited for as somebody's lock is
    alone = processes.every_lock(settings) if is_shared else []
    with locks.alone(settings.database_url):
        await _run_alone(settings, console, clock, alone, once=once)


async def _run_alone(settings: Settings, console: Console, clock: Clock, alone: Sequence[str], *, once: bool) -> None:
    """`alone`: the locks of everything that there is to do."""
    async with (
        locks.held(settings.database_url, alone, lambda _: None),
        _opened(settings, console, clock, once=once) as lookout,
    ):
        gc.collect()
        gc.freeze()  # what start-up built stays: searching it for rubbish again and again is a tenth of the work
        if once:
            if not await run_once(lookout):
                raise BadInput("Nobody could be asked for posts, so polling was given up: check the network.")
            return
        stop = asyncio.Event()
        stop_on_signals(stop)
        say(console, f"The lookout is awake; its memory is {lookout.db.location}. Ctrl-C stops it.")
        async with watched_over(settings.health, lookout):
            await run_until_stopped(lookout, stop)


@asynccontextmanager
async def _opened(settings: Settings, console: Console, clock: Clock, *, once: bool) -> AsyncIterator[Lookout]:
    """All that the stages need; says what is missing."""
    async with AsyncExitStack() as stack:
        db, shelf = await stack.enter_async_context(opened_house(settings, clock))
        try:
            lookout = await _furnished(stack, db, shelf, settings, console, clock, once=once)
        except OUT_OF_ORDER as error:
            raise out_of_order(db, error) from error
        yield lookout


async def _furnished(
    stack: AsyncExitStack,
    db: Database,
    shelf: Shelf,
    settings: Settings,
    console: Console,
    clock: Clock,
    *,
    once: bool,
) -> Lookout:
    started_at = clock()
    await db.write(coverage.sync, shelf.catalogue.watchlist.channels, started_at)
    opened = await stack.enter_async_context(opened_source(settings, db, console, clock))
    if not usable(settings.telegram):
        say(console, without_account(settings))
    audience = await stack.enter_async_context(_audience(settings, db, shelf, console, clock))
    left = await db.read(allowances.left)
    polling = Fixed(_AFTER_ONCE) if once else Tallied(polling_of(settings, left), Requests())
    lookout = lookout_of(settings, db, shelf, clock, audience.sender, polling, left)
    await bring_back_if_ahead(db, started_at, lookout.aftercare.window)
    await queue.recover(db, started_at, clock(), lookout.notice)
    live = None if once else opened.live
    return replace(lookout, source=opened.source, live=live, only=audience.only)


@asynccontextmanager
async def _audience(
    settings: Settings, db: Database, shelf: Shelf, console: Console, clock: Clock
) -> AsyncIterator[Audience]:
    if settings.bot.token is None:
        await seated(settings, db, shelf, console, clock)
        yield terminal(console)
        return
    async with subscribers(settings.bot, await answering(settings, db, shelf, console, clock)) as audience:
        yield audience

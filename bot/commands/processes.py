"""`seinpost run` where processes share a PostgreSQL database: each part of it under its locks, in as many as one likes.

A part that another process runs waits, and takes over within seconds when that one dies. A part that loses its locks
stops: whoever has them now goes on. What a dead sender left half sent is in doubt from the moment at which nobody can
be sending it any more: when its successor has the lock.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import structlog
from rich.console import Console

from bot.alarming import Alarm
from bot.app import ENDING, Lookout, run_stages
from bot.chat.studio import studio
from bot.clock import Clock
from bot.commands.accounts import usable
from bot.commands.audience import TERMINAL, Audience, messenger, subscribers, terminal
from bot.commands.furnishing import answering, lookout_of, opened_house, say, seated, watched_over, without_account
from bot.commands.opening import opened_source, polling_of, readers_of
from bot.delivery import queue
from bot.health.counting import Requests, Tallied
from bot.parts import EVERYWHERE, STAGES, Chosen, Part
from bot.settings import Settings
from bot.stopping import stop_on_signals
from bot.swapping import Shelf
from bot.timekeeping import bring_back_if_ahead
from collectors.base import BadInput
from collectors.preview.client import ACCOUNT as PREVIEWS
from storage import allowances, coverage, deliveries, jobs, locks, sharing
from storage.wakeups import Wakeups

log = structlog.get_logger()

AGAIN = 1.0
"""Seconds until a part that broke, or lost its locks, asks for them again."""

SETTLING = 30.0
"""Seconds for which a sender that lost its lock may write down what became of messages on their way: nothing new leaves
meanwhile, and who is told the truth later than a doubt believes the truth."""

PREVIEW = "preview"
"""What `--account` calls the public preview pages."""

Opening = Callable[[], AbstractAsyncContextManager[Lookout]]


async def run(settings: Settings, console: Console, clock: Clock, chosen: Chosen) -> None:
    """Runs these parts until Ctrl-C or SIGTERM.

    Raises:
        WatchlistErrors, Unusable, BadInput: something given is no good; the text says which, and what to do.
    """
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        db, shelf = await stack.enter_async_context(opened_house(settings, clock))
        readers = _readers(settings, chosen)
        left = await db.read(allowances.left)
        polling = Tallied(polling_of(settings, left, readers=readers), Requests())
        audience = await stack.enter_async_context(_audience(settings, chosen, console))
        lookout = lookout_of(settings, db, shelf, clock, audience.sender, polling, left)
        lookout = replace(lookout, only=None if settings.bot.token is not None else TERMINAL, readers=readers)
        if Part.COLLECT in chosen.parts:
            await db.write(coverage.sync, shelf.catalogue.watchlist.channels, clock())
            if not usable(settings.telegram):
                say(console, without_account(settings))
        gc.collect()
        gc.freeze()
        stop_on_signals(stop)
        named = "" if chosen.is_all else f" ({', '.join(sorted(chosen.parts))})"
        say(console, f"The lookout is awake{named}; its memory is {db.location}. Ctrl-C stops it.")
        lookout = replace(lookout, draw=await stack.enter_async_context(studio()))
        await stack.enter_async_context(watched_over(settings.health, lookout))
        await _Process(settings, console, lookout, shelf, stop).run(chosen)


def _readers(settings: Settings, chosen: Chosen) -> frozenset[str]:
    """Who is to collect here.

    Raises:
        BadInput: an account is named that there is none of.
    """
    if Part.COLLECT not in chosen.parts:
        return frozenset()
    there = readers_of(settings)
    if not chosen.accounts:
        return there
    named = frozenset(PREVIEWS if name == PREVIEW else name for name in chosen.accounts)
    if unknown := sorted(named - there):
        if PREVIEWS in unknown:
            raise BadInput("--account preview: the preview pages are not read; set SEINPOST_PREVIEW__ENABLED to true.")
        raise BadInput(f"--account {unknown[0]}: no such account is ready here; see `seinpost account list`.")
    return named


def every_lock(settings: Settings) -> list[str]:
    """For who does everything alone, once."""
    readers = readers_of(settings)
    return [name for part in Part for name in locks_of(settings, readers, part)]


def locks_of(settings: Settings, readers: Iterable[str], part: Part) -> list[str]:
    """Under which locks a part is done; a bot is known by its public number."""
    token = settings.bot.token
    bot = token.get_secret_value().partition(":")[0] if token is not None else "terminal"
    match part:
        case Part.COLLECT:
            return [sharing.lock_of(reader) for reader in readers]
        case Part.MATCH:
            return []
        case Part.ALERT:
            return ["alert"]
        case _:
            return [f"{part.value}:{bot}"]


def _audience(settings: Settings, chosen: Chosen, console: Console) -> AbstractAsyncContextManager[Audience]:
    """Who sends has what to send with, also while it waits for its turn."""
    if settings.bot.token is not None and Part.DELIVER in chosen.parts:
        return messenger(settings.bot)
    return nullcontext(terminal(console))


@dataclass(frozen=True, slots=True)
class _Process:
    """What its parts share."""

    settings: Settings
    console: Console
    lookout: Lookout
    shelf: Shelf
    stop: asyncio.Event
    wakeups: Wakeups = field(default_factory=Wakeups)
    at_work: set[str] = field(default_factory=set)
    ours: set[str] = field(default_factory=set)  # as far as anybody knows: also while the database is away

    async def run(self, chosen: Chosen) -> None:
        """
        Raises:
            BadInput: a part can't even begin.
        """
        alarm = Alarm(self.lookout.db, self.lookout.sender, self.lookout.clock, self.lookout.only, self._sends)
        url, heard = self.settings.database_url, [name for part in chosen.parts for name in STAGES[part]]
        begun = {
            part.value: asyncio.create_task(
                self._keep(
                    part.value,
                    locks_of(self.settings, self.lookout.readers or (), part),
                    self._opening(part),
                    STAGES[part],
                    alarm,
                )
            )
            for part in Part
            if part in chosen.parts
        }
        begun["watchlist"] = asyncio.create_task(self._keep("watchlist", (), self._as_it_is, EVERYWHERE, alarm))
        stopped = asyncio.create_task(self.stop.wait())
        beside: list[asyncio.Task[Any]] = [stopped, *begun.values()]
        if Part.DELIVER in chosen.parts:
            beside.append(asyncio.create_task(alarm.watch()))
        try:
            async with jobs.listening(url, self.wakeups, heard):
                await asyncio.wait([stopped, *begun.values()], return_when=asyncio.FIRST_COMPLETED)
                self.stop.set()
                for name, task in begun.items():
                    if name not in self.at_work:
                        task.cancel()
                await asyncio.wait(begun.values())
        finally:
            for task in beside:
                task.cancel()
        for task in begun.values():
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    def _opening(self, part: Part) -> Opening:
        match part:
            case Part.COLLECT:
                return self._collecting
            case Part.ALERT:
                return self._alerting
            case Part.DELIVER:
                return self._delivering
            case Part.BOT:
                return self._answering
            case Part.MATCH:
                return self._as_it_is

    # --- one part, as long as it is ours ------------------------------------------------------------------------------

    async def _keep(
        self, name: str, names: Sequence[str], opening: Opening, stages: Sequence[str], alarm: Alarm
    ) -> None:
        """Does it whenever the locks are ours. What keeps it from beginning the first time is the operator's matter."""
        began = False
        while not self.stop.is_set():
            try:
                async with locks.held(self.settings.database_url, names, partial(self._waits, name)) as lost:
                    self.at_work.add(name)
                    async with opening() as lookout:
                        began = True
                        await self._until(lost, lookout, name, stages, alarm)
            except Exception as error:
                if not began and isinstance(error, BadInput):
                    raise
                log.exception("a part broke", part=name)
            self.at_work.discard(name)
            self.lookout.pulse.forget(stages)
            if not self.stop.is_set():
                await asyncio.sleep(AGAIN)

    def _waits(self, name: str, lock: str | None) -> None:
        waiting = self.lookout.pulse.waiting
        if lock is None:
            waiting.pop(name, None)
            self.ours.add(name)
            return
        waiting[name] = lock
        if lock != locks.AWAY:
            self.ours.discard(name)

    def _sends(self) -> bool:
        return Part.DELIVER.value in self.ours

    async def _until(
        self, lost: asyncio.Event, lookout: Lookout, name: str, stages: Sequence[str], alarm: Alarm
    ) -> None:
        """Until the locks are lost, or the program is to stop."""
        halt = asyncio.Event()
        ends = [asyncio.create_task(event.wait()) for event in (lost, self.stop)]
        for end in ends:
            end.add_done_callback(lambda _: halt.set())

        def patience() -> float:
            if not lost.is_set():
                return ENDING
            return SETTLING if name == Part.DELIVER else 0.0

        try:
            await run_stages(lookout, halt, self.wakeups, stages, alarm, patience)
        finally:
            for end in ends:
                end.cancel()

    # --- what each needs ----------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _as_it_is(self) -> AsyncIterator[Lookout]:
        yield self.lookout

    @asynccontextmanager
    async def _collecting(self) -> AsyncIterator[Lookout]:
        db, clock = self.lookout.db, self.lookout.clock
        async with opened_source(
            self.settings, db, self.console, clock, readers=self.lookout.readers or frozenset()
        ) as opened:
            yield replace(self.lookout, source=opened.source, live=opened.live)

    @asynccontextmanager
    async def _alerting(self) -> AsyncIterator[Lookout]:
        await bring_back_if_ahead(self.lookout.db, self.lookout.clock(), self.lookout.aftercare.window)
        yield self.lookout

    @asynccontextmanager
    async def _delivering(self) -> AsyncIterator[Lookout]:
        """Nobody else sends from now on: what was being sent has no sender any more, by whatever clock it was taken."""
        db, now = self.lookout.db, self.lookout.clock()
        if self.settings.bot.token is None:
            await seated(self.settings, db, self.shelf, self.console, self.lookout.clock)
        await queue.recover(db, now + deliveries.LEASE, now, self.lookout.notice)
        yield self.lookout

    @asynccontextmanager
    async def _answering(self) -> AsyncIterator[Lookout]:
        if self.settings.bot.token is None:
            yield self.lookout
            return
        db, clock = self.lookout.db, self.lookout.clock
        services = await answering(self.settings, db, self.shelf, self.console, clock)
        async with subscribers(self.settings.bot, services):
            yield self.lookout

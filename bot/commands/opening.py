"""Opens the house from the settings: catalogue, database, accounts. Closes it by nesting; runs nothing."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from bot.allowances import NOTHING_SPENT
from bot.chat.rendering import render_uncertain_notice
from bot.clock import Clock
from bot.commands import accounts as account_commands
from bot.delivery.queue import Notice
from bot.polling import Fixed, Means, Planned, Polling
from bot.semantics import encoder_of
from bot.settings import Settings
from bot.swapping import Shelf
from bot.watchlist import load, load_with
from bot.watchlist.compiled import compiled
from collectors.base import BadInput, FloodWait, Live, Source
from collectors.falling_back import FallingBack
from collectors.preview.client import ACCOUNT as PREVIEWS
from collectors.preview.source import PreviewSource
from collectors.telegram.accounts import Account
from collectors.telegram.source import TelethonSource
from matcher.catalogue import Catalogue
from storage import accounts, chats, coverage
from storage.database import Database
from storage.messages import Delivery, Message
from storage.said import OwnEntry
from storage.telling import Chat
from storage.watching import Left
from storage.watchlist import Watchlist


async def read_catalogue_with(settings: Settings, own: Sequence[OwnEntry]) -> Catalogue:
    """As `read_catalogue`, with what was made in chat. Which of that does not fit is told when the files are followed.

    Raises:
        WatchlistErrors: names file, line and entry of everything that is wrong in the files.
    """
    return await asyncio.to_thread(lambda: _compiled(load_with(settings.watchlist, own).watchlist, settings))


async def read_catalogue(settings: Settings, *, channels_file: Path | None = None) -> Catalogue:
    """The watchlist's files, validated and compiled.

    Raises:
        WatchlistErrors: names file, line and entry of everything that is wrong.
        BadInput: the sentence encoder of the settings can't be loaded.
    """
    return await asyncio.to_thread(lambda: _compiled(load(settings.watchlist, channels_file=channels_file), settings))


def _compiled(watchlist: Watchlist, settings: Settings) -> Catalogue:
    return compiled(watchlist, settings.cache, encoder_of(settings.semantic))


@dataclass(frozen=True, slots=True)
class Opened:
    """What there is to read with, and what is heard without asking; None: there is nothing to do that with."""

    source: Source | None
    live: Live | None


def shelf_of(settings: Settings, catalogue: Catalogue) -> Shelf:
    """Follows the files that this catalogue came from."""
    return Shelf(
        catalogue,
        settings.watchlist,
        lambda own: load_with(settings.watchlist, own),
        lambda found: _compiled(found, settings),
    )


@asynccontextmanager
async def opened_source(
    settings: Settings, db: Database, console: Console, clock: Clock, *, readers: Collection[str] | None = None
) -> AsyncIterator[Opened]:
    """The accounts that are ready and, for what they can't read, the preview pages. `readers`: these of them; None:
    all.

    Raises:
        BadInput: there is nothing to read with but accounts that Telegram does not accept any more; or a setting is no
            good.
    """
    async with AsyncExitStack() as stack:
        sources: list[Source] = []
        live: Live | None = None
        floods = [FloodWait(*flood) for flood in await db.read(accounts.floods, clock())]
        if sealed := account_commands.make_ready(settings.telegram):
            _say(console, f"Sealed the session files of: {', '.join(sealed)}.")
        usable = account_commands.usable(settings.telegram)
        with_previews = settings.preview.enabled and (readers is None or PREVIEWS in readers)
        if ready := tuple(one for one in usable if readers is None or one.name in readers):
            telegram = await stack.enter_async_context(_accounts(ready, floods, settings, db))
            sources.append(telegram)
            live = telegram.live
            resting = await _note_resting(telegram, db, clock)
            _tell_resting(resting, settings, console, is_all=len(resting) == len(ready), with_previews=with_previews)
        if with_previews:
            sources.append(await stack.enter_async_context(_previews(floods, settings)))
        yield Opened(FallingBack(sources) if len(sources) > 1 else next(iter(sources), None), live)


def _previews(floods: Sequence[FloodWait], settings: Settings) -> PreviewSource:
    every = timedelta(seconds=settings.preview.every_seconds)
    return PreviewSource(settings.preview.url, every=every, first=settings.collect.first_contact, floods=floods)


@asynccontextmanager
async def _accounts(
    ready: Sequence[Account], floods: Sequence[FloodWait], settings: Settings, db: Database
) -> AsyncIterator[TelethonSource]:
    first = settings.collect.first_contact
    api = account_commands.api(settings.telegram)
    names = {account.name for account in ready}
    in_charge = {name: who for name, who in (await db.read(coverage.in_charge)).items() if who in names}
    async with TelethonSource(ready, api, floods=floods, in_charge=in_charge, first=first) as source:
        yield source


async def _note_resting(source: TelethonSource, db: Database, clock: Clock) -> dict[str, str]:
    """The accounts that Telegram no longer accepts, and why; operators are told of them."""
    resting = await source.trouble()
    for account, why in resting.items():
        await db.write(accounts.rest, account, why, clock())
    return resting


def _tell_resting(
    resting: Mapping[str, str], settings: Settings, console: Console, *, is_all: bool, with_previews: bool
) -> None:
    """With nothing left to read with, the operator has to act first."""
    if is_all and not with_previews:
        raise BadInput("\n".join(resting.values()))
    for why in resting.values():
        _say(console, why)
    if is_all:
        _say(console, f"Telegram accepts no account of this lookout. {until_then(settings)}")


def until_then(settings: Settings) -> str:
    """What is read without an account."""
    if not settings.preview.enabled:
        return "Until then no channel is read."
    return (
        f"Until then channels are read from their public preview pages at {settings.preview.url}: slower, without "
        "those that have none, and without noticing deletions."
    )


def readers_of(settings: Settings) -> frozenset[str]:
    """Who may read: the accounts that are ready, and the previews' site."""
    accounts = {account.name for account in account_commands.usable(settings.telegram)}
    return frozenset(accounts | ({PREVIEWS} if settings.preview.enabled else set()))


def polling_of(
    settings: Settings, left: Mapping[str, Left] = NOTHING_SPENT, *, readers: Collection[str] | None = None
) -> Polling:
    """How often channels are asked: as the budgets of accounts and previews allow. `left` by earlier runs. `readers`:
    they read only what they are in charge of; None: all there are, and everything."""
    collect, preview = settings.collect, settings.preview
    if collect.every_seconds is not None:
        return Fixed(timedelta(seconds=collect.every_seconds))
    here = readers_of(settings) if readers is None else frozenset(readers)
    previews = 1 / preview.every_seconds if PREVIEWS in here else None
    return Planned(Means(here - {PREVIEWS}, collect.requests_per_second, previews), left, read_by=readers)


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def noticing(db: Database, clock: Clock) -> Notice:
    """Renders "this may not have reached you" in the language of a delivery's chat."""

    async def notice(delivery: Delivery) -> Message:
        chat = await db.read(chats.get, delivery.chat_id)
        return render_uncertain_notice(chat or Chat(delivery.chat_id, "en", "UTC", clock()), delivery.id)

    return notice

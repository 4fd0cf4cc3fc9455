"""Opens the house from the settings: catalogue, database, accounts. Closes it by nesting; runs nothing."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console

from bot.chat.rendering import render_uncertain_notice
from bot.clock import Clock
from bot.commands import accounts as account_commands
from bot.delivery.queue import Notice
from bot.settings import Settings
from bot.watchlist import load
from collectors.base import BadInput, FloodWait
from collectors.telegram.source import TelethonSource
from matcher.catalogue import Catalogue, compile_catalogue
from storage import accounts, chats, coverage
from storage.database import Database
from storage.model import Chat, Delivery, Message


async def read_catalogue(settings: Settings, *, channels_file: Path | None = None) -> Catalogue:
    """The watchlist's files, validated and compiled.

    Raises:
        WatchlistErrors: names file, line and entry of everything that is wrong.
    """
    return await asyncio.to_thread(lambda: compile_catalogue(load(settings.watchlist, channels_file=channels_file)))


@asynccontextmanager
async def opened_source(
    settings: Settings, db: Database, console: Console, clock: Clock
) -> AsyncIterator[TelethonSource | None]:
    """The accounts that are ready, as one source; None if there is none, and nothing can be collected.

    Raises:
        BadInput: there are accounts, and Telegram accepts none of them any more.
    """
    ready = account_commands.usable(settings.telegram)
    if not ready or settings.telegram.missing:
        yield None
        return
    floods = [FloodWait(*flood) for flood in await db.read(accounts.floods, clock())]
    first = settings.collect.first_contact
    api = account_commands.api(settings.telegram)
    in_charge = await db.read(coverage.in_charge)
    async with TelethonSource(ready, api, floods=floods, in_charge=in_charge, first=first) as source:
        resting = await source.trouble()
        for account, why in resting.items():
            await db.write(accounts.rest, account, why, clock())
        _refuse_if_all_rest(resting, len(ready), console)
        yield source


def _refuse_if_all_rest(resting: Mapping[str, str], accounts_ready: int, console: Console) -> None:
    """Says which accounts Telegram no longer accepts; with none left, the operator has to act first."""
    if len(resting) == accounts_ready:
        raise BadInput("\n".join(resting.values()))
    for why in resting.values():
        console.print(why, markup=False, highlight=False, soft_wrap=True)


def noticing(db: Database, clock: Clock) -> Notice:
    """Renders "this may not have reached you" in the language of a delivery's chat."""

    async def notice(delivery: Delivery) -> Message:
        chat = await db.read(chats.get, delivery.chat_id)
        return render_uncertain_notice(chat or Chat(delivery.chat_id, "en", "UTC", clock()), delivery.id)

    return notice

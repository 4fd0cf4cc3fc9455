"""`seinpost import`: an exported channel into the database, matched, nobody alerted of old posts."""

import asyncio
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot import stages
from bot.clock import Clock
from bot.commands.opening import read_catalogue
from bot.settings import Settings
from collectors.exports import Export, read_export
from storage import channels, posts
from storage.database import Database
from storage.model import Watchlist

PAGE = 500


async def import_file(settings: Settings, file: Path, console: Console, clock: Clock) -> None:
    """Stores and matches the export; what is stored already stays as it is, so an import may be repeated.

    Raises:
        BadInput: the file is no export of a public channel. Nothing was stored.
    """
    export = await asyncio.to_thread(read_export, file)
    catalogue = await read_catalogue(settings)
    async with Database.open(settings.database_url) as db:
        stored = await _store(db, export, catalogue.watchlist, console, clock)
        while await stages.match_new(db, catalogue, clock):
            pass
        console.print(
            f"{export.channel.title}: {len(export.posts)} posts read, {stored} new or changed, "
            f"{export.skipped} service messages skipped. They are matched, and lie in {db.location}.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


async def _store(db: Database, export: Export, watchlist: Watchlist, console: Console, clock: Clock) -> int:
    """Pages of posts. The cursor stays: how far the live channel was read is another matter."""
    known = await db.read(channels.get, export.channel.channel_id)
    entries = {entry.channel_id: entry.username for entry in watchlist.channels if entry.channel_id}
    username = known.username if known else entries.get(export.channel.channel_id)
    channel = replace(export.channel, username=username)
    stored = 0
    with Progress(console=console, transient=True) as progress:
        for start in progress.track(range(0, len(export.posts), PAGE), description="storing"):
            page = export.posts[start : start + PAGE]
            stored += await db.write(posts.save, channel, page, None, clock(), backlog=True)
    return stored

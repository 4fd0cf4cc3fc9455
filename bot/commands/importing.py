"""`seinpost import`: exported posts into the database, page by page, matched; nobody is alerted of old posts.

What is stored already stays as it is, so an import that was interrupted is simply repeated: what it had done costs a
look at the keys. How exports are read is `collectors.exports`' matter.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import DownloadColumn, MofNCompleteColumn

from bot import stages
from bot.clock import Clock
from bot.commands.bars import bar
from bot.commands.opening import read_catalogue_with
from bot.settings import Settings
from bot.watchlist import load
from collectors.base import BadInput
from collectors.exports.desktop_html import DesktopHtml
from collectors.exports.local_times import zone_named
from collectors.exports.opening import open_export
from collectors.exports.page import Export, Page
from matcher.catalogue import Catalogue
from storage import channels, entries, links, posts, reading, restoring
from storage.database import Database
from storage.model import Kind, Post
from storage.watchlist import Watchlist

_MOST_CLAIMS = 5

_HINT = "give --channel @username of a channel that the watchlist or the database knows with its id, or --channel-id."


@dataclass(frozen=True, slots=True)
class Told:
    """What an export in HTML doesn't say, in the operator's words: whose it is, and where it was made."""

    channel: str | None = None
    channel_id: int | None = None
    time_zone: str | None = None


@dataclass(slots=True)
class Tally:
    """What an import came to, as far as it got. `titles`: of the channels, by their ids."""

    titles: dict[int, str] = field(default_factory=dict)
    read: int = 0
    stored: int = 0
    skipped: int = 0


async def import_file(settings: Settings, file: Path, told: Told, console: Console, clock: Clock) -> None:
    """Stores and matches an export; `console` gets a progress bar and a line at the end.

    Raises:
        BadInput: the file is no export of public channels, or is damaged; what precedes the damage is stored.
    """
    zone = zone_named(told.time_zone) if told.time_zone else None
    export = await asyncio.to_thread(open_export, file, zone)
    if (told.channel or told.channel_id is not None) and not isinstance(export, DesktopHtml):
        raise BadInput(f"The export {file} says itself which channel it is of: leave out --channel and --channel-id.")
    listed = (await asyncio.to_thread(load, settings.watchlist)).channels
    names = {entry.channel_id: entry.username for entry in listed if entry.channel_id and entry.username}
    async with Database.open(settings.database_url, settings.backup.folder) as db:
        catalogue = await read_catalogue_with(settings, await db.read(entries.current))
        if isinstance(export, DesktopHtml):
            export = replace(export, channel_id=await told_id(db, names, told, export.title))
        with bar(console, "storing", export.size, DownloadColumn()) as move_to:
            tally = await store(db, export, names, clock, move_to)
        began = clock()
        await _match(db, catalogue, console, clock)
        console.print(_summary(tally, db.location), markup=False, highlight=False, soft_wrap=True)
        if tally.stored:
            told_of = found_in(await db.read(links.found_since, began), catalogue.watchlist)
            console.print(told_of, markup=False, highlight=False, soft_wrap=True)


async def told_id(db: Database, names: Mapping[int, str], told: Told, title: str) -> int:
    """The id of the channel that the operator names. `names`: what the watchlist knows.

    Raises:
        BadInput: none was named, nothing is known of it, or several bore that name.
    """
    if told.channel_id is not None:
        return bare_id(told.channel_id)
    if not told.channel:
        raise BadInput(f"The export is of {title!r}, and exports in HTML don't say which channel that is: {_HINT}")
    stored = {channel.channel_id: channel.username for channel in await db.read(reading.stored_channels)}
    found = _called(told.channel, names) or _called(told.channel, stored)
    if len(found) > 1:  # names are sold and passed on
        numbers = ", ".join(map(str, found))
        raise BadInput(f"{told.channel} is or was the name of several channels: {numbers}; give --channel-id.")
    if not found:
        raise BadInput(f"No channel {told.channel} is known with its id: {_HINT}")
    return found[0]


def _called(written: str, names: Mapping[int, str | None]) -> list[int]:
    wanted = written.removeprefix("@").lower()
    return [channel_id for channel_id, name in names.items() if name and name.lower() == wanted]


def bare_id(channel_id: int) -> int:
    """A channel's number, also from the form in which bots write it.

    Raises:
        BadInput: it is none.
    """
    bare = str(channel_id).removeprefix("-100")
    if not bare.isdigit() or not 1 <= int(bare) < 2**63:
        raise BadInput(f"--channel-id {channel_id} is not a channel number: {_HINT}")
    return int(bare)


async def store(
    db: Database,
    export: Export,
    names: Mapping[int, str],
    clock: Clock,
    move_to: Callable[[int], None] = lambda _: None,
) -> Tally:
    """Stores an export, each page in a transaction of its own. `move_to` is told how many bytes are done.

    Raises:
        BadInput: it is damaged somewhere; says how many posts were stored before that.
    """
    tally = Tally()
    with closing(export.pages()) as pages:
        try:
            while page := await asyncio.to_thread(next, pages, None):
                tally.titles[page.channel.channel_id] = page.channel.title
                tally.stored += await _store_page(db, page, names, clock)
                tally.read += len(page.posts) + len(page.revisions)
                tally.skipped += page.skipped
                move_to(page.read)
        except BadInput as error:
            raise BadInput(f"{error} {_kept(tally)}") from error
    return tally


async def _store_page(db: Database, page: Page, names: Mapping[int, str], clock: Clock) -> int:
    """The cursor stays: how far the live channel was read is another matter. So does the name of a known channel."""
    channel = await db.read(channels.get, page.channel.channel_id)
    if channel is None:
        name = page.channel.username or names.get(page.channel.channel_id)
        channel = replace(page.channel, username=name)
    stored = await db.write(restoring.restore, channel, page.revisions) if page.revisions else 0
    changed = await db.read(reading.last_changes, channel.channel_id, [post.post_id for post in page.posts])
    fresh = [post for post in page.posts if is_news(post, changed.get(post.post_id))]
    return stored + (await db.write(posts.save, channel, fresh, None, clock(), backlog=True) if fresh else 0)


def is_news(post: Post, last_change: datetime | None) -> bool:
    """Whether an exported post is not stored, or was edited after `last_change`, that of the stored one.

    An export may be older than what was collected since, and describes pictures and files in its own words: only what
    Telegram calls an edit makes another revision.
    """
    return last_change is None or (post.edited_at or post.published_at) > last_change


async def _match(db: Database, catalogue: Catalogue, console: Console, clock: Clock) -> None:
    waiting = (await db.read(posts.counts)).unmatched
    done = 0
    with bar(console, "matching", waiting, MofNCompleteColumn()) as move_to:
        while matched := await stages.match_new(db, catalogue, clock):
            done += matched
            move_to(done)


def _kept(tally: Tally) -> str:
    if not tally.read:
        return "Nothing was stored."
    return f"The {tally.read} posts before that are stored. Fix it and repeat the import: nothing is stored twice."


def found_in(found: Mapping[tuple[Kind, str], int], watchlist: Watchlist) -> str:
    """What the posts are about: how many actors, places and claims, and the claims that most posts are about."""
    if not found:
        return "Nothing on the watchlist was found in them. `seinpost match --explain` shows why, text by text."
    numbers = [(sum(kind is of for of, _ in found), kind) for kind in (Kind.ACTOR, Kind.PLACE, Kind.CLAIM)]
    counted = [f"1 {kind}" if number == 1 else f"{number} {kind}s" for number, kind in numbers]
    lines = [f"Found in them: {', '.join(counted)}."]
    statements = {claim.id: claim.statement for claim in watchlist.claims}
    claims = [(target, number) for (kind, target), number in found.items() if kind is Kind.CLAIM]
    for claim, number in claims[:_MOST_CLAIMS]:
        posts_are = "1 post" if number == 1 else f"{number} posts"
        lines.append(f"  {claim}, {posts_are}: {statements.get(claim, {}).get('en', '')}".rstrip(": "))
    if len(claims) > _MOST_CLAIMS:
        lines.append(f"  and {len(claims) - _MOST_CLAIMS} claims more")
    return "\n".join(lines)


def _summary(tally: Tally, location: str) -> str:
    titles = list(tally.titles.values())
    of = f"{titles[0]!r}" if len(titles) == 1 else f"{len(titles)} channels"
    return (
        f"{of}: {tally.read} posts read, {tally.stored} new or changed, {tally.skipped} service messages skipped. "
        f"They are matched, and lie in {location}."
    )

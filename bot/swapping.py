"""The watchlist, followed while the program runs: changed files, and what editors make in chat, are put in force.

A bad file leaves the version before in force. Operators are told once, and again when it is mended; who follows an
entry that is gone is told so. Files are looked at by name, time and size, every second: that works with all editors and
file systems. They are read when they have been still for a moment, and complained of when they stay bad, since many
write in several steps. An entry of chat that does not fit the files is told to operators, and the rest holds. What a
file must hold is `bot.watchlist`'s matter.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.alerts.topics import shared_topic
from bot.chat.rendering import render_vanished
from bot.claims.standing import claims_known
from bot.clock import Clock
from bot.following.concerning import names_in
from bot.watchlist import Overlaid, WatchlistError, WatchlistErrors
from matcher.catalogue import Catalogue
from storage import catalogues, changes, coverage, deliveries, entries, subscriptions
from storage.database import Connection, Database
from storage.messages import DeliveryKind
from storage.model import Kind
from storage.said import OwnEntry
from storage.telling import Chat, Subscription
from storage.watching import Change, ChangeKind
from storage.watchlist import Watchlist

log = structlog.get_logger()

STILL = timedelta(seconds=2)
"""Files are read when nothing about them has changed for so long."""

PATIENCE = timedelta(seconds=15)
"""Operators are told of files that are bad for so long: somebody may be in the midst of mending them."""

IN_STEP = timedelta(minutes=1)
"""Within so long all processes that follow the same files find the same."""

_MOST_NAMED = 5
"""So many errors are told; `seinpost check` names all."""

Fingerprint = frozenset[tuple[str, int, int, int]]
"""Of each file its path, time of change, size and number on the disk; of chat's entries, the number of the last one."""


@dataclass(slots=True)
class Shelf:
    """The catalogue in force, and what is known of the files that it came from.

    `read` (given chat's entries) and `compile` take seconds and run in a thread. `_seen` and `_since`: how the files
    look, and since when; `_judged`: how they looked when they were read last; `_bad_since`, `_told`: of files that
    could not be read; `_misfits`: chat's entries that operators were told of.
    """

    catalogue: Catalogue
    folder: Path
    read: Callable[[Sequence[OwnEntry]], Overlaid]
    compile: Callable[[Watchlist], Catalogue]
    _seen: Fingerprint = field(default=frozenset(), init=False)
    _since: datetime | None = field(default=None, init=False)
    _judged: Fingerprint = field(default=frozenset(), init=False)
    _bad: str | None = field(default=None, init=False)
    _bad_since: datetime | None = field(default=None, init=False)
    _told: bool = field(default=False, init=False)
    _misfits: frozenset[WatchlistError] = field(default=frozenset(), init=False)

    async def follow(self, db: Database, clock: Clock) -> int:
        """Looks at the files; returns 1 if another version was put in force, or operators are to be told something."""
        now, seen = clock(), await asyncio.to_thread(fingerprint, self.folder)
        seen |= {("", await db.read(entries.stamp), 0, 0)}
        if seen != self._seen:
            self._seen, self._since = seen, now
        if self._since is None or now - self._since < STILL:
            return 0
        if seen == self._judged:
            return await self._complain(db, now)
        told = await self._judge(db, await db.read(entries.current), clock)
        self._judged = seen  # last: what could not be stored is judged again
        return told

    async def _judge(self, db: Database, own: Sequence[OwnEntry], clock: Clock) -> int:
        """Reads the files and compiles what they say; as `follow`."""
        try:
            found = await asyncio.to_thread(self.read, own)
            watchlist = found.watchlist
            fresh = await asyncio.to_thread(self.compile, watchlist) if self._differs(watchlist) else self.catalogue
        except WatchlistErrors as errors:
            return await self._refuse(db, told_of(errors), clock())
        except Exception as error:
            log.exception("the watchlist broke its reader")
            return await self._refuse(db, f"{type(error).__name__}: our fault; the log says where", clock())
        told = await self._tell_misfits(db, found.refused, clock())
        return await self._put(db, fresh, clock()) or told

    def _differs(self, watchlist: Watchlist) -> bool:
        return watchlist.version != self.catalogue.version

    async def _put(self, db: Database, fresh: Catalogue, now: datetime) -> int:
        """In force from the next page on, with all that hangs on it, in one transaction."""
        swapped, mended = fresh is not self.catalogue, self._told
        bad_since = self._bad_since or now
        async with db.writing() as conn:
            await catalogues.put(conn, fresh.version, now)
            if swapped:
                await _take_over(conn, self.catalogue.watchlist, fresh.watchlist, now)
            if mended:
                told = [Change(ChangeKind.WATCHLIST_MENDED, fresh.version, now)]
                await changes.record_once(conn, told, bad_since)
        self.catalogue, self._bad, self._bad_since, self._told = fresh, None, None, False
        if swapped:
            log.info("watchlist in force", version=fresh.version)
        return int(swapped or mended)

    async def _refuse(self, db: Database, why: str, now: datetime) -> int:
        self._bad, self._bad_since = why, self._bad_since or now
        await db.write(catalogues.refuse, why, now)
        log.warning("watchlist refused", in_force=self.catalogue.version)
        return 0

    async def _tell_misfits(self, db: Database, refused: Sequence[WatchlistError], now: datetime) -> int:
        """Once each, as long as they do not fit."""
        fresh = [error for error in refused if error not in self._misfits]
        told = [Change(ChangeKind.ENTRY_REFUSED, error.entry, now, after=error.text) for error in fresh]
        await db.write(_tell_once, told, now - IN_STEP)
        self._misfits = frozenset(refused)
        return int(bool(told))

    async def _complain(self, db: Database, now: datetime) -> int:
        """Once, until it is mended."""
        if self._bad is None or self._bad_since is None or self._told or now - self._bad_since < PATIENCE:
            return 0
        refused = Change(ChangeKind.WATCHLIST_REFUSED, self.catalogue.version, now, after=self._bad)
        await db.write(_tell_once, [refused], self._bad_since)
        self._told = True
        return 1


async def _tell_once(conn: Connection, told: Sequence[Change], since: datetime) -> None:
    """To the operators, whichever process found it first."""
    await catalogues.hold(conn)
    await changes.record_once(conn, told, since)


def fingerprint(folder: Path) -> Fingerprint:
    """How the files look; one that vanishes meanwhile is not there."""
    found = set()
    for path in folder.rglob("*.yaml"):
        try:
            known = path.stat()
        except OSError:
            continue
        found.add((str(path), known.st_mtime_ns, known.st_size, known.st_ino))
    return frozenset(found)


def told_of(errors: WatchlistErrors) -> str:
    """The first errors, each with file, line, entry and mend."""
    named = [str(error) for error in errors.errors[:_MOST_NAMED]]
    more = len(errors.errors) - len(named)
    return "\n".join([*named, *([f"and {more} more: `seinpost check` names all"] if more else [])])


# --- what hangs on the watchlist --------------------------------------------------------------------------------------


async def _take_over(conn: Connection, old: Watchlist, new: Watchlist, now: datetime) -> None:
    """Watches the channels of the new version, and tells who follows what is gone."""
    before = {one.channel.channel_id for one in await coverage.everything(conn) if one.channel}
    await coverage.sync(conn, new.channels, now)
    after = {one.channel.channel_id for one in await coverage.everything(conn) if one.channel}
    gone = [*vanished(old, new), *((Kind.CHANNEL, str(channel_id)) for channel_id in before - after)]
    following = await _following(conn, set(gone))
    holding = await catalogues.in_force(conn)
    if holding is None:
        return
    for chat, lost in _by_chat(following):
        message = replace(render_vanished(chat, lost, old), thread=shared_topic(lost))
        await deliveries.add(conn, chat.chat_id, DeliveryKind.VANISHED, holding.id, [message], now)


async def _following(conn: Connection, gone: set[tuple[Kind, str]]) -> list[tuple[Subscription, Chat]]:
    """Who follows any of it, by itself or in an expression."""
    if not gone:
        return []
    simple = [one for one in await subscriptions.matching(conn, gone) if one[0].kind is not Kind.WORDS]
    worded = [
        pair
        for pair in await subscriptions.of_kind(conn, Kind.WORDS)
        if not gone.isdisjoint(names_in(Kind.WORDS, pair[0].target))
    ]
    return [*simple, *worded]


def vanished(old: Watchlist, new: Watchlist) -> list[tuple[Kind, str]]:
    """The actors, places and claims that are not there any more. A claim that goes on as another one is there."""
    pairs: tuple[tuple[Kind, Iterable[str], Iterable[str]], ...] = (
        (Kind.ACTOR, (one.id for one in old.actors), (one.id for one in new.actors)),
        (Kind.PLACE, (one.id for one in old.places), (one.id for one in new.places)),
        (Kind.CLAIM, claims_known(old), claims_known(new)),
    )
    return [(kind, target) for kind, before, after in pairs for target in sorted({*before} - {*after})]


def _by_chat(following: Sequence[tuple[Subscription, Chat]]) -> list[tuple[Chat, list[Subscription]]]:
    chats = {chat.chat_id: chat for _, chat in following}
    return [(chat, [one for one, _ in following if one.chat_id == chat_id]) for chat_id, chat in chats.items()]

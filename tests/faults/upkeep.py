"""What a house sees beside its news: groups join its watchlist, what is too old is taken away, copies are made.

Each post names one of the groups. When one joins, earlier posts are matched again: they get its link, and who follows
it is told of none of them. The attic is a channel that is not collected: its posts are past their time when they are
stored, one reader is still told of each, and then they go. So do messages that have been on their way for as long.
"""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import now
from bot.delivery.reading import plain
from storage import backfills, deliveries, posts, subscriptions
from storage.database import Database
from storage.messages import Delivery, DeliveryKind, DeliveryState, Message
from storage.model import Cause, Channel, Kind, Post
from storage.tables import alerts, backups, catalogues, links, renoted, revisions
from storage.tables import deliveries as deliveries_table
from storage.tables import posts as posts_table
from tests.botapi.seen import Seen
from tests.faults.patience import patiently

FINDER = 14
"""Follows each group from when it joins, and gets the messages that have been on their way for long."""

NAMES = tuple(
    f"{bird} Guild"
    for bird in (
        *("Avocet", "Bittern", "Curlew", "Dunlin", "Egret", "Fulmar"),
        *("Gannet", "Kestrel", "Lapwing", "Merlin", "Plover", "Turnstone"),
    )
)
"""Of the groups. Posts name them before they join as well."""

ATTIC = Channel(9_000_001, "demo_attic", "Attic")
AGE = timedelta(days=40)
SETTINGS = {"RETENTION__POSTS_DAYS": "30", "MATCH__BACKFILL_DAYS": "60"}

JOINS, RECALLS, KEEPS, COPIES = 0.25, 0.5, 0.4, 0.3
"""How likely at each beat a group joins, an old post and an old message come, and a copy is due."""

_SUBJECT = 2_000_000

_GROUP = """
- id: {id}
  kind: organisation
  name: {name}
  affiliation: {{side: neither, tie: independent}}
  names: {{en: [{name}]}}
  source: [invented]
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database says of it. `unlinked`, `linked_twice`: revisions that lack a link, or have it twice;
    `relinked`: those that got theirs afterwards, `told`: of these, those that somebody was alerted of; `left`: posts
    that are still in the attic."""

    unlinked: Sequence[str]
    linked_twice: Sequence[str]
    relinked: int
    told: Sequence[str]
    left: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class Once:
    """What somebody is to see once. `doubted`: they were told that it may not have arrived."""

    what: str
    seen: int
    doubted: bool

    @property
    def lost(self) -> int:
        return int(not self.seen and not self.doubted)

    @property
    def twice(self) -> int:
        return max(self.seen - 1, 0)


@dataclass
class Upkeep:
    """`silent`: revisions that were through before the group that they name joined; `recalled`: posts of the attic;
    `kept`: the numbers of the deliveries that were old when they came."""

    folder: Path
    chance: random.Random
    joined: list[str] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    recalled: int = 0
    kept: list[int] = field(default_factory=list)

    # --- what happens -------------------------------------------------------------------------------------------------

    async def beat(self, db: Database) -> None:
        if self.chance.random() < RECALLS:
            await self.recall(db)
        if self.chance.random() < KEEPS:
            self.kept.append(await patiently(db, self._keep))
        if self.chance.random() < COPIES:
            await patiently(db, _copy_is_due)
        if self.chance.random() < JOINS:
            await self.join(db)

    async def recall(self, db: Database) -> None:
        """A post of the attic is stored as if it had been read when it was new."""
        await patiently(db, self._recall)
        self.recalled += 1

    async def _recall(self, conn: AsyncConnection) -> None:
        number, then = self.recalled + 1, now() - AGE
        text = f"{_note(number)} The {NAMES[number % len(NAMES)]} was there."
        await posts.save(conn, ATTIC, [Post(ATTIC.channel_id, number, then, text)], number, then, backlog=False)

    async def _keep(self, conn: AsyncConnection) -> int:
        number = len(self.kept) + 1
        subject, message = _SUBJECT + number, Message(_kept(number))
        await deliveries.add(conn, FINDER, DeliveryKind.STATUS, subject, [message], now() - AGE)
        mine = (deliveries_table.c.chat_id == FINDER, deliveries_table.c.subject == subject)
        return await conn.scalar(select(deliveries_table.c.id).where(*mine)) or 0

    async def join(self, db: Database) -> None:
        """The next group joins, if the one before is in force."""
        if len(self.joined) == len(NAMES) or not await db.read(self._all_in_force):
            return
        name = NAMES[len(self.joined)]
        self.silent |= await db.read(_through, name)
        await patiently(db, self._follow)
        self.joined.append(name)
        actors = self.folder / "config/watchlist/actors.yaml"
        new = actors.with_suffix(".new")
        new.write_text(actors.read_text(encoding="utf-8") + _GROUP.format(id=_id(name), name=name), encoding="utf-8")
        new.replace(actors)

    async def _follow(self, conn: AsyncConnection) -> None:
        await subscriptions.add(conn, FINDER, Kind.ACTOR, _id(NAMES[len(self.joined)]), now())

    # --- what the database says ---------------------------------------------------------------------------------------

    async def read(self, conn: AsyncConnection) -> Kept:
        about = select(links.c.revision_id, links.c.target).where(
            links.c.kind == Kind.ACTOR, links.c.target.in_(map(_id, self.joined))
        )
        linked = Counter((row.revision_id, row.target) for row in await conn.execute(about))
        said = select(revisions.c.id, revisions.c.text).where(revisions.c.cause != Cause.DELETED)
        rows = list(await conn.execute(said))
        naming = [(row.id, _id(name)) for row in rows for name in self.joined if name in row.text]
        unlinked = [f"revision {id_}, {who}" for id_, who in naming if not linked[id_, who]]
        twice = [f"revision {id_}, {who}" for (id_, who), count in linked.items() if count > 1]
        mine = select(alerts.c.revision_id, alerts.c.reason).where(alerts.c.chat_id == FINDER)
        found = [row for row in await conn.execute(mine) if row.revision_id in self.silent]
        told = [f"revision {row.revision_id}: {row.reason.value}" for row in found]
        left = await conn.scalar(select(func.count()).where(posts_table.c.channel_id == ATTIC.channel_id)) or 0
        relinked = sum(id_ in self.silent for id_, _ in linked)
        done = not unlinked and await self._all_in_force(conn) and await self._is_backfilled(conn)
        return Kept(unlinked, twice, relinked, told, left, done)

    async def _all_in_force(self, conn: AsyncConnection) -> bool:
        return await conn.scalar(select(func.count()).select_from(catalogues)) == 1 + len(self.joined)

    async def _is_backfilled(self, conn: AsyncConnection) -> bool:
        newest = await backfills.newest(conn)
        unnoted = await conn.scalar(select(func.count()).select_from(renoted))
        return not self.joined or (newest is not None and newest.finished_at is not None and not unnoted)

    # --- what came of it ----------------------------------------------------------------------------------------------

    def tellings(self, reader: Sequence[Seen], finder: Sequence[Seen], sent: Sequence[Delivery]) -> Iterator[Once]:
        """What the reader of the attic, and the one who gets old messages, were to see."""
        unsure = [plain(one.message.html) for one in sent if one.state is DeliveryState.UNCERTAIN]
        noticed = {one.subject for one in sent if one.kind is DeliveryKind.NOTICE}
        for number in range(1, self.recalled + 1):
            url = f"https://t.me/{ATTIC.username}/{number}"
            seen = sum(any(key.url == url for key in one.buttons) for one in reader)
            yield Once(url, seen, any(_note(number) in text for text in unsure))
        for number, id_ in enumerate(self.kept, 1):
            seen = sum(_kept(number) == one.text for one in finder)
            yield Once(_kept(number), seen, id_ in noticed)

    def faults(self, kept: Kept) -> Iterator[str]:
        yield from (f"without its link: {one}" for one in kept.unlinked)
        yield from (f"with its link twice: {one}" for one in kept.linked_twice)
        yield from (f"older than its group, and told: {one}" for one in kept.told)
        yield from (f"{file.name} is no whole copy: {found}" for file in self.copies if (found := _wrong_with(file)))

    @property
    def copies(self) -> list[Path]:
        return sorted((self.folder / "backups").glob("seinpost-*.db"))


def is_kept(text: str) -> bool:
    """Whether it is one of the old messages, of which nothing is known any more once they were sent."""
    return text.startswith("Kept message ")


def _kept(number: int) -> str:
    return f"Kept message {number:04}."


def _note(number: int) -> str:
    return f"Note {number:04} of the attic."


def _id(name: str) -> str:
    return name.lower().replace(" ", "_")


async def _copy_is_due(conn: AsyncConnection) -> None:
    await conn.execute(update(backups).values(due_at=now()))


async def _through(conn: AsyncConnection, name: str) -> set[int]:
    """The revisions that name it and that no stage looks at any more; but for edits of what was told of another."""
    told = select(alerts.c.revision_id).where(alerts.c.chat_id == FINDER)
    these = (revisions.c.stage.is_(None), revisions.c.text.contains(name), revisions.c.id.not_in(told))
    return set(await conn.scalars(select(revisions.c.id).where(*these)))


def _wrong_with(file: Path) -> str:
    with closing(sqlite3.connect(file)) as conn:
        found = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
    return "" if found == "ok" else found

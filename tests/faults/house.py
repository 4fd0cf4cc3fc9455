"""The house that is broken: a program, three channels, a Bot API with its chats, and all that may happen in them.

Two chats follow every channel: each post and each edit is a message of its own. One follows a place: its messages grow,
and it has digests. The owner hears what operators hear, and has a snooze. All follow a claim, whose status is set. The
fifth chat, and what becomes of old posts, is `upkeep`'s matter.
"""

import asyncio
import random
import re
import signal
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import now
from collectors.rereading import APART
from collectors.telegram.accounts import import_string
from storage import changes, chats, claims, deliveries, digests, snoozes, subscriptions
from storage.database import Database
from storage.faults import VARIABLE
from storage.messages import DeliveryKind, DeliveryState, Message
from storage.model import Kind
from storage.said import ClaimStatus, StatusChange
from storage.tables import chats as chats_table
from storage.tables import deliveries as deliveries_table
from storage.tables import digest_times, looks, revisions
from storage.telling import Chat
from storage.watching import Change, ChangeKind
from tests.botapi.server import LoopbackBotApi
from tests.end_to_end.program import reading
from tests.faults import upkeep
from tests.faults.living import Life, Warm
from tests.faults.patience import patiently
from tests.faults.small import CHANNELS, write_config
from tests.faults.upkeep import ATTIC, FINDER, Upkeep
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram

OWNER, READER, WALKER, DESK = 11, 12, 13, -500
AT_ONCE = 5
"""One for each chat: so many deliveries may be on their way when the program dies."""

DELETED = 0.15
"""How likely at each beat a post is taken away. Few: a mass of them is not believed."""

FOLLOWERS = (READER, DESK)
"""They follow every channel; WALKER follows the place."""

_WORDS = re.findall(
    r"\w+",
    """
    amber anchor apron barge basin beacon bollard breeze buoy cable canal captain cargo chain clay cliff copper
    crane current deck delta dock dredge drift dune ebb eel engine estuary ferry flag fog foam gale gantry gravel
    gull hatch haven heron hull island jetty keel kelp lantern ledge lock mast mist mooring mud oar osprey pebble
    pier pilot plank pole quay raft reed reef rope rudder rust sail salt sand seal shoal silt slipway sluice spray
    squall stern tar tide timber tow tug wake wave weir wharf winch wind wreck yard
    """,
)


@dataclass
class Publication:
    """A post as its channel shows it. `edits`: how often it was changed; `backlog`: nobody is told of it; `deleted`: it
    is shown no more."""

    channel: ServedChannel
    post_id: int
    text: str
    while_at: str
    backlog: bool = False
    edits: int = 0
    deleted: bool = False

    @property
    def states(self) -> int:
        """As many revisions it has, once all was read."""
        return 1 + self.edits + self.deleted

    @property
    def key(self) -> tuple[int, int]:
        return self.channel.channel_id, self.post_id

    @property
    def url(self) -> str:
        return f"https://t.me/{self.channel.username}/{self.post_id}"


@dataclass
class House:
    """`url`: its database, migrated and empty. `seed`: of what is published."""

    folder: Path
    telegram: LoopbackTelegram
    api: LoopbackBotApi
    url: str
    warm: Warm
    seed: int
    published: list[Publication] = field(default_factory=list)
    kills: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.chance = random.Random(self.seed)
        self.upkeep = Upkeep(self.folder, self.chance)
        self.channels = [self.telegram.add_channel(name) for name in CHANNELS]
        self.environment = {f"SEINPOST_{name}": value for name, value in self._settings().items()}

    def _settings(self) -> dict[str, str]:
        return {
            **reading(self.telegram, self.folder),
            "BOT__TOKEN": self.api.token,
            "BOT__API_URL": self.api.url,
            "BOT__ACCESS": "open",
            "OWNER": str(OWNER),
            "DATABASE_URL": self.url,
            "PREVIEW__ENABLED": "false",
            "HEALTH__PORT": "0",
            "COLLECT__EVERY_SECONDS": "1",
            "COLLECT__LOOKS_PER_MINUTE": "600",
            "COLLECT__HASHES_PER_MINUTE": "600",
            **upkeep.SETTINGS,
            **({"BACKUP__FOLDER": str(self.folder / "backups")} if self.url.startswith("sqlite") else {}),
        }

    # --- living -------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def life(self, dies_at: str = "") -> AsyncIterator[Life]:
        """`seinpost run`; killed at the end of the block, if it still lives."""
        async with self.warm.life(self.folder, {**self.environment, VARIABLE: dies_at}, "run") as life:
            yield life
        self.kills += life.code == -signal.SIGKILL

    async def prepare(self) -> None:
        """Moves everybody in, and lets the program meet its channels: what they hold by then is nobody's news."""
        write_config(self.folder)
        account = self.telegram.add_account()
        import_string(self.folder / "var/sessions", "main", self.telegram.session_string(account))
        for person in (OWNER, READER, WALKER, FINDER):
            self.api.user(person)
        self.api.group(DESK)
        for channel in self.channels:
            self.publish(channel, "before", backlog=True)
        async with Database.open(self.url) as db:
            await db.write(self._settle_in)
        async with self.life() as life, asyncio.timeout(60):
            await self.telegram.until("messages.getHistory", times=2 * len(self.channels))
            assert await life.signal(signal.SIGTERM) == 0, self.log()

    async def _settle_in(self, conn: AsyncConnection) -> None:
        for chat_id in (OWNER, READER, WALKER, FINDER, DESK):
            await chats.put(conn, Chat(chat_id, "en", "UTC", now()))
        for chat_id in FOLLOWERS:
            for channel in self.channels:
                await subscriptions.add(conn, chat_id, Kind.CHANNEL, str(channel.channel_id), now())
        await subscriptions.add(conn, READER, Kind.CHANNEL, str(ATTIC.channel_id), now())
        await subscriptions.add(conn, WALKER, Kind.PLACE, "rivermouth", now())
        for chat_id in (OWNER, READER, WALKER, DESK):
            await subscriptions.add(conn, chat_id, Kind.CLAIM, "F01", now())
        await digests.set_times(conn, WALKER, {time(0): now() + timedelta(days=1)})

    def log(self) -> str:
        """What the program said last."""
        path = self.folder / "program.log"
        return "\n".join(path.read_text(encoding="utf-8").splitlines()[-60:]) if path.exists() else ""

    # --- what happens -------------------------------------------------------------------------------------------------

    def publish(self, channel: ServedChannel, while_at: str, *, backlog: bool = False, naming: str = "") -> None:
        text = f"Rivermouth: {self._words(naming)}."
        file = {"media": "photo", "content": text.encode()} if self.chance.random() < 0.5 else {}
        post_id = channel.publish(text, date=now(), **file)  # type: ignore[arg-type]
        self.published.append(Publication(channel, post_id, text, while_at, backlog))

    def _words(self, naming: str = "") -> str:
        return f"{' '.join(self.chance.sample(_WORDS, 12))}, says the {naming or self.chance.choice(upkeep.NAMES)}"

    def edit(self, stored: Collection[tuple[int, int]]) -> None:
        """One of the posts that are stored already and were not edited yet, once."""
        fresh = [one for one in self._shown() if not one.edits and one.key in stored]
        if fresh:
            one = self.chance.choice(fresh)
            one.text, one.edits = f"Rivermouth: {self._words()}, after all.", 1
            one.channel.edit(one.post_id, one.text, at=now())

    def delete(self, texts: Mapping[tuple[int, int], str]) -> None:
        """One of the posts that are stored as they are shown."""
        known = [one for one in self._shown() if texts.get(one.key) == one.text]
        if known:
            one = self.chance.choice(known)
            one.deleted = True
            one.channel.delete(one.post_id)

    def _shown(self) -> Iterator[Publication]:
        return (one for one in self.published if not one.backlog and not one.deleted)

    async def beat(self, db: Database, while_at: str) -> None:
        """One of each: a post, an edit, a look, a digest, the end of a snooze, a status, news for operators."""
        self.publish(self.chance.choice(self.channels), while_at)
        stored = await db.read(_stored)
        self.edit(stored)
        if self.chance.random() < DELETED:
            self.delete(stored)
        await patiently(db, self._hasten)
        await self.upkeep.beat(db)
        await self.hurry(db)

    async def _hasten(self, conn: AsyncConnection) -> None:
        at = now()
        await conn.execute(update(digest_times).values(next_at=at - timedelta(days=self.chance.randrange(1, 300))))
        await snoozes.put(conn, OWNER, Kind.PLACE, "rivermouth", at, at)
        status = self.chance.choice((ClaimStatus.CONFIRMED, ClaimStatus.REFUTED))
        await claims.set_status(conn, StatusChange("F01", status, "as the harbour says", "desk", at))
        await changes.record(conn, [Change(ChangeKind.RENAMED, "Harbour", at - timedelta(hours=1), "Port", "Harbour")])

    async def until_dead(self, db: Database, life: Life, while_at: str, seconds: float = 60) -> None:
        """Goes on until the program dies where it was to."""
        try:
            async with asyncio.timeout(seconds):
                while not life.over:
                    await self.beat(db, while_at)
                    await life.goes_on(0.8)
        except TimeoutError:
            raise AssertionError(f"nothing reached {while_at!r}; seed {self.seed}\n{self.log()}") from None

    async def lose(self, db: Database) -> None:
        """As if the program had died while it sent something to each of the chats."""
        subject = 1_000_000 + self.kills
        self.kills += 1
        await self.hurry(db)
        for chat_id in (OWNER, READER, WALKER, DESK):
            await db.write(deliveries.add, chat_id, DeliveryKind.STATUS, subject, [Message("lost")], now())
        await db.write(deliveries.take, now(), 10)

    async def hurry(self, db: Database) -> None:
        """Nothing waits for its time or its turn any more."""
        await patiently(db, _all_due)


async def _all_due(conn: AsyncConnection) -> None:
    """Rows that the program holds are left to it: two who lock many rows in any order would wait for each other."""
    waiting = select(deliveries_table.c.id).where(deliveries_table.c.state == DeliveryState.PENDING)
    chat_ids = select(chats_table.c.chat_id).where(chats_table.c.next_send_at.is_not(None))
    for column, free in ((deliveries_table.c.id, waiting), (chats_table.c.chat_id, chat_ids)):
        held = list(await conn.scalars(free.with_for_update(skip_locked=True)))
        values = {"due_at": now()} if column.table is deliveries_table else {"next_send_at": None}
        await conn.execute(update(column.table).where(column.in_(held)).values(values))
    messages = select(looks.c.channel_id, looks.c.message_id).with_for_update(skip_locked=True)
    for row in list(await conn.execute(messages)):
        this = (looks.c.channel_id == row.channel_id, looks.c.message_id == row.message_id)
        await conn.execute(update(looks).where(*this).values(due_at=now()))
        missed = (*this, looks.c.missed_at.is_not(None))
        await conn.execute(update(looks).where(*missed).values(missed_at=now() - APART))


async def _stored(conn: AsyncConnection) -> dict[tuple[int, int], str]:
    """Of each post the newest text that is stored."""
    found = await conn.execute(select(revisions).order_by(revisions.c.number))
    return {(row.channel_id, row.post_id): row.text for row in found}

"""What a post costs in the database on its way to a reader, counted: transactions and statements, by stage. The same
every time, however busy the machine is; what it takes in time, `benchmarks.latency` says.

One account hears of a post in one channel, reads and stores it; it is matched, an event is noted, one follower is told
and the message is sent. Counted is the last of a few such posts: what is made once is made by then. Nothing is grouped,
so each is an alert of its own. On SQLite; what begins and ends a transaction is not counted as a statement.

    python -m benchmarks.statements [--each]
"""

import argparse
import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot import logs
from bot.app import Lookout
from bot.polling import Means, Planned
from collectors.base import Batch, Hint, JoinAnswer
from matcher.catalogue import compile_catalogue
from storage import chats, coverage, subscriptions, threads
from storage.database import Connection, Database
from storage.messages import Delivery, Message
from storage.model import Channel, Kind
from storage.telling import Chat, Pace
from storage.watching import Watched
from tests.collectors.fakes import FakeChannel, FakeClock, FakeSource
from tests.matcher.factories import actor, channel, watchlist

STAGES = ("hear", "collect", "match", "events", "alert", "deliver")
START = datetime(2024, 3, 12, 6, tzinfo=UTC)
NAME, WORD, READER, ACCOUNT = "oudekade", "Rivierwacht", 77, "lookout"
POSTS = 4


@dataclass(slots=True)
class Count:
    """What a stage asked of the database, by transaction."""

    asked: list[list[str]] = field(default_factory=list)

    @property
    def transactions(self) -> int:
        return len(self.asked)

    @property
    def writing(self) -> int:
        """Those in which anything was written."""
        return sum(any(not words.startswith(("SELECT", "WITH")) for words in some) for some in self.asked)

    @property
    def statements(self) -> int:
        return sum(len(some) for some in self.asked)


class Account(FakeSource):
    """Reads as an account with a budget does."""

    def reader(self, _watched: Watched, _request: str, _now: datetime) -> str:
        return ACCOUNT

    async def read(self, watched: Watched, now: datetime) -> Batch:
        return replace(await super().read(watched, now), account=ACCOUNT)


class Heard:
    """An account that is a member of one channel, and hears of its posts."""

    listeners = frozenset({ACCOUNT})

    def __init__(self) -> None:
        self.waiting: list[Hint] = []

    def hints(self) -> Collection[Hint]:
        told, self.waiting = self.waiting, []
        return told

    async def heard(self) -> None:
        """Nobody waits: the stages are run one after the other."""

    async def keep_listening(self) -> None:
        """It hears."""

    async def join(self, account: str, watched: Watched, now: datetime) -> JoinAnswer:
        return JoinAnswer()


class Sent:
    """Takes every message."""

    def __init__(self) -> None:
        self.messages = list[Message]()

    async def send(self, _chat_id: int, message: Message) -> int:
        self.messages.append(message)
        return len(self.messages)

    async def edit(self, _chat_id: int, _message_id: int, message: Message) -> None:
        self.messages.append(message)


@contextmanager
def counting() -> Iterator[Count]:
    """Of all databases that are open meanwhile."""
    count = Count()

    def statement(_conn: Any, _cursor: Any, words: str, *_more: Any) -> None:
        count.asked[-1].append(" ".join(words.split()))

    def begin(_conn: Any) -> None:
        count.asked.append([])

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "begin", begin)
    try:
        yield count
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "begin", begin)


async def counted(db: Database) -> Mapping[str, Count]:
    """By stage, for a post on its way through all of them."""
    async with _living(db) as (lookout, served, live, sent, clock):
        found: dict[str, Count] = {}
        for number in range(POSTS):
            clock.move(minutes=1)
            served.now = clock()
            served.publish(f"De {WORD} sluit sluis {number}, en de schepen die er liggen, wachten tot de avond valt.")
            live.waiting.append(Hint(served.channel.channel_id))
            steps = lookout.steps()
            for stage in STAGES:
                with counting() as found[stage]:
                    await steps[stage]()
        assert len(sent.messages) == POSTS - 1, len(sent.messages)  # the first visit is for the record
        return found


_Living = tuple[Lookout, FakeChannel, Heard, Sent, FakeClock]


@asynccontextmanager
async def _living(db: Database) -> AsyncIterator[_Living]:
    """A lookout as it runs, with one channel and one reader."""
    clock = FakeClock(START)
    served = FakeChannel(Channel(4321, NAME, "Oude Kade"), START)
    live, sent = Heard(), Sent()
    catalogue = compile_catalogue(watchlist(actor("rivierwacht", nl=WORD)))
    await db.write(_follow)
    lookout = Lookout(
        db=db,
        catalogue=lambda: catalogue,
        source=Account(served),
        sender=sent,
        notice=_notice,
        clock=clock,
        polling=Planned(Means(frozenset({ACCOUNT}), 1.0)),
        live=live,
    )
    yield lookout, served, live, sent, clock


async def _notice(_delivery: Delivery) -> Message:
    return Message("")


async def _follow(conn: Connection) -> None:
    await coverage.sync(conn, [channel(NAME)], START)
    await chats.put(conn, Chat(READER, "nl", "Europe/Brussels", START))
    await subscriptions.add(conn, READER, Kind.ACTOR, "rivierwacht", START)
    await threads.set_pace(conn, READER, Pace(wait=timedelta(0), interval=timedelta(0), repeat=timedelta(0)))


def report(found: Mapping[str, Count], *, each: bool) -> None:
    """Prints them by stage, and with `each` what was asked."""
    print(f"{'stage':8} | transactions | of these wrote | statements")
    for stage, count in found.items():
        print(_line(stage, [count]))
        for statement in itertools.chain.from_iterable(count.asked) if each else ():
            print(f"    {statement[:240]}")
    print(_line("all", found.values()))


def _line(name: str, counts: Iterable[Count]) -> str:
    some = list(counts)
    transactions, writing = sum(one.transactions for one in some), sum(one.writing for one in some)
    return f"{name:8} | {transactions:12} | {writing:14} | {sum(one.statements for one in some):10}"


async def _measure() -> Mapping[str, Count]:
    with tempfile.TemporaryDirectory() as folder:
        async with Database.open(f"sqlite:///{Path(folder) / 'seinpost.db'}") as db:
            return await counted(db)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", action="store_true", help="with the statements themselves")
    asked = parser.parse_args()
    logs.configure("warning", json_lines=False)
    report(asyncio.run(_measure()), each=asked.each)


if __name__ == "__main__":
    main()

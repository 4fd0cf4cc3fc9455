"""How long a post is on its way to a reader: from the moment it exists on a loopback Telegram until its alert reaches a
loopback Bot API, as a ratio to what the two libraries need for the same calls with nothing between.

Live: an account is a member of the channel, hears of the post, reads it (`messages.getHistory`), and an alert is sent
(`sendMessage`). Polled: an account that is no member asks every few seconds; counted is from the answer that contained
the post. Bare: Telethon hears (or has the answer) and python-telegram-bot sends the post's words at once. Between the
same calls we store the post, match it, note its events, decide, render, store the alert and take it from the queue.
How long each stage took is printed; what it asks of the database, `benchmarks.statements` counts. Nobody waits for
others (grouping wait 0).

Both servers run in a process of their own, whose one clock times both ends; both programs meet each post side by side
(bare, then ours, a second apart), so that a machine that slows down slows both.

    python -m benchmarks.latency [--posts 40]
"""

import argparse
import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from telegram import Bot

from benchmarks.latency_phases import Mark, MarkedLookout, MarkedSender, MarkedSource, report_phases
from benchmarks.serving import served
from bot import clock, logs
from bot.app import run_until_stopped
from bot.commands.opening import noticing
from bot.polling import Fixed
from collectors.telegram.accounts import import_string, list_accounts
from collectors.telegram.client import Api, build_client
from collectors.telegram.live import hints_in
from matcher.catalogue import compile_catalogue
from storage import chats, coverage, subscriptions, threads
from storage.database import Connection, Database
from storage.model import Kind
from storage.telling import Chat, Pace
from tests.botapi.server import LoopbackBotApi, Request
from tests.matcher.factories import actor, channel, watchlist
from tests.telegram.connection import Asked
from tests.telegram.loopback import LoopbackTelegram

CHANNEL, WORD, READER = "oudekade", "Rivierwacht", 77
GOAL = 3.0
HISTORY = "messages.getHistory"
BETWEEN = 0.4  # seconds between an alert and the next post


Item = Any


class Timed(list[Item]):
    """What a server was asked, and when each request had been answered."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[float] = []
        self.grew = asyncio.Event()

    def append(self, item: Item) -> None:
        super().append(item)
        self.at.append(time.perf_counter())
        self.grew.set()

    async def first(self, since: int, wanted: Callable[[Item], bool]) -> float:
        """When the first such request was answered, of those behind `since`."""
        place = since
        while True:
            while place < len(self):
                if wanted(self[place]):
                    return self.at[place]
                place += 1
            self.grew.clear()
            await self.grew.wait()


@dataclass(frozen=True, slots=True)
class Served:
    """Where the servers are, and a session for each of the two programs."""

    telegram: str
    pem: str
    api_id: int
    api_hash: str
    sessions: tuple[str, str]
    bot_url: str
    token: str


@dataclass(frozen=True, slots=True)
class Way:
    """A post's way, in seconds: since it existed, and since the answer that contained it. `told`: its end, by the
    clock that all processes of a machine share."""

    since_post: float
    since_answer: float
    told: float


PROGRAMS = ("bare", "ours")


def serve(live: bool, pipe: Pipe) -> None:
    """The child process: a Telegram with a channel for each program, and a Bot API. Told a number and a program, it
    publishes, and answers with the post's way."""

    async def run() -> None:
        async with LoopbackTelegram() as telegram, LoopbackBotApi() as api:
            telegram.requests, api.requests = Timed(), Timed()
            api.user(READER)
            accounts = [telegram.add_account(f"+3160000000{number}") for number in range(2)]
            channels = [telegram.add_channel(f"{CHANNEL}_{program}") for program in PROGRAMS]
            for one, account in zip(channels, accounts, strict=True):
                one.publish("Eerste bericht.")
                if live:
                    one.members.add(account)
            sessions = [telegram.session_string(account) for account in accounts]
            where = (telegram.server, telegram.pem, telegram.api_id, telegram.api_hash)
            pipe.send(Served(*where, (sessions[0], sessions[1]), api.url, api.token))
            while (asked := await asyncio.to_thread(pipe.recv)) is not None:
                number, program = asked
                since = len(telegram.requests), len(api.requests)
                channels[program].publish(f"De {WORD} sluit sluis {number} van {PROGRAMS[program]}.")
                began = time.perf_counter()
                told = await api.requests.first(since[1], _tells(f"sluis {number} van {PROGRAMS[program]}"))
                read = await telegram.requests.first(since[0], _reads(accounts[program]))
                pipe.send(Way(told - began, told - read, told))

    asyncio.run(run())


def _tells(text: str) -> Callable[[Request], bool]:
    return lambda request: request.method == "sendMessage" and text in request.parameters["text"]


def _reads(account: object) -> Callable[[Asked], bool]:
    return lambda asked: asked.method == HISTORY and asked.account is account


@asynccontextmanager
async def bare(place: Served, api: Api, folder: Path, *, live: bool) -> AsyncIterator[None]:
    """The two libraries, nothing between."""
    heard = asyncio.Event()

    def hear(pushed: object) -> None:
        if any(hints_in(pushed)):
            heard.set()

    account = import_string(folder / "bare", "bare", place.sessions[0])
    client = build_client(account.path, api, hear=hear if live else None)
    await client.connect()
    source = await client.get_input_entity(f"{CHANNEL}_bare")

    async def pass_on() -> None:
        last = 1
        async with Bot(place.token, base_url=f"{place.bot_url}/bot") as bot:
            while True:
                if live:
                    await heard.wait()
                    heard.clear()
                else:
                    await asyncio.sleep(1)
                for message in await client.get_messages(source, min_id=last, limit=100):
                    last = max(last, message.id)
                    await bot.send_message(READER, message.message)

    if live:
        await client.get_messages(source, limit=1)  # from now on updates are pushed here
    passing = asyncio.create_task(pass_on())
    try:
        yield
    finally:
        passing.cancel()
        await client.disconnect()


@asynccontextmanager
async def ours(place: Served, api: Api, folder: Path, *, live: bool) -> AsyncIterator[Sequence[Mark]]:
    """The lookout as it runs, with one channel and one reader; gives what it was at when."""
    marks: list[Mark] = []
    import_string(folder / "ours", "ours", place.sessions[1])
    book = watchlist(actor("rivierwacht", nl=WORD))
    catalogue = compile_catalogue(book)
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(Database.open(f"sqlite:///{folder / 'seinpost.db'}"))
        source = await stack.enter_async_context(MarkedSource(list_accounts(folder / "ours"), api))
        source.marks = marks
        bot = await stack.enter_async_context(Bot(place.token, base_url=f"{place.bot_url}/bot"))
        await db.write(_follow)
        sender = MarkedSender(bot)
        sender.marks = marks
        lookout = MarkedLookout(
            marks=marks,
            db=db,
            catalogue=lambda: catalogue,
            source=source,
            sender=sender,
            notice=noticing(db, clock.now),
            clock=clock.now,
            polling=Fixed(timedelta(hours=1) if live else timedelta(seconds=1)),
            live=source.live if live else None,
        )
        stop = asyncio.Event()
        running = asyncio.create_task(run_until_stopped(lookout, stop))
        gc.collect()
        gc.freeze()  # as `seinpost run` does
        try:
            yield marks
        finally:
            stop.set()
            await running


async def _follow(conn: Connection) -> None:
    now = clock.now()
    await coverage.sync(conn, [channel(f"{CHANNEL}_ours")], now)
    await chats.put(conn, Chat(READER, "nl", "Europe/Brussels", now))
    await subscriptions.add(conn, READER, Kind.ACTOR, "rivierwacht", now)
    await threads.set_pace(conn, READER, Pace(wait=timedelta(0), interval=timedelta(0), repeat=timedelta(0)))


async def measure(*, live: bool, posts: int) -> tuple[list[tuple[Way, Way]], Sequence[Mark]]:
    """The ways of so many posts, bare and ours, and what we were at meanwhile."""
    with served(serve, live) as (pipe, place), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key = folder / "key.pem"
        key.write_text(place.pem, encoding="ascii")
        api = Api(place.api_id, place.api_hash, place.telegram, key)
        async with bare(place, api, folder, live=live), ours(place, api, folder, live=live) as marks:
            await asyncio.sleep(8)  # first contacts; what is read a moment ago is not read again within five seconds
            ways = []
            for number in range(posts):
                pair = []
                for program in range(2):
                    pipe.send((number, program))
                    pair.append(await asyncio.to_thread(pipe.recv))
                ways.append((pair[0], pair[1]))
                await asyncio.sleep(BETWEEN if not live else BETWEEN + 5)
        pipe.send(None)
        return ways, marks


def report(what: str, ways: Sequence[tuple[Way, Way]], part: Callable[[Way], float]) -> None:
    """Prints the half and the slowest hundredth of both, and their ratio."""
    for share, goal in ((50, f" (goal <= {GOAL:.0f})"), (99, "")):
        alone, ours = (_percentile([part(pair[program]) for pair in ways], share) for program in range(2))
        print(f"{what}, p{share}: bare {1e3 * alone:.1f} ms, ours {1e3 * ours:.1f} ms, ratio {ours / alone:.1f}{goal}")


def _percentile(values: Sequence[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=40)
    asked = parser.parse_args()
    logs.configure("warning", json_lines=False)
    live, marks = asyncio.run(measure(live=True, posts=asked.posts))
    report("live, from the post", live, lambda way: way.since_post)
    report_phases([(ours.told - ours.since_post, ours.told) for _, ours in live], marks)
    polled, marks = asyncio.run(measure(live=False, posts=asked.posts))
    report("polled, from the answer with the post", polled, lambda way: way.since_answer)
    report_phases([(ours.told - ours.since_answer, ours.told) for _, ours in polled], marks)


if __name__ == "__main__":
    main()

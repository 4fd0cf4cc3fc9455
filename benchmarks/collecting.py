"""How fast a history is collected into SQLite, as a ratio to Telethon's bare `iter_messages` over the same history.

Both talk over TCP to a loopback Telegram in a process of its own. They take turns; a ratio is of two runs side by side,
so that a machine that slows down slows both. Not timed: connecting and resolving.

    python -m benchmarks.collecting [--posts 10000] [--rounds 5]
"""

import argparse
import asyncio
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from bot import clock, logs, stages
from bot.polling import Fixed
from collectors.telegram.accounts import import_string, list_accounts
from collectors.telegram.client import Api, build_client
from collectors.telegram.source import TelethonSource
from storage import coverage, posts
from storage.database import Database
from storage.watchlist import Affiliation, ChannelEntry, Side, Tie
from tests.telegram.loopback import LoopbackTelegram

CHANNEL = "rivierkrant"
GOAL = 0.7


@dataclass(frozen=True, slots=True)
class Served:
    """Where the history is, and what opens it."""

    server: str
    pem: str
    api_id: int
    api_hash: str
    session: str


def serve(count: int, pipe: Connection) -> None:
    """The child process: a loopback Telegram with one channel of `count` posts of about 400 characters."""

    async def run() -> None:
        async with LoopbackTelegram() as telegram:
            channel = telegram.add_channel(CHANNEL)
            start = datetime(2024, 3, 1, tzinfo=UTC)
            for number in range(count):
                text = f"Bericht {number}: het water staat aan de kade, de brug is dicht. " * 6
                channel.publish(text, date=start + timedelta(minutes=number))
            session = telegram.session_string(telegram.add_account())
            pipe.send(Served(telegram.server, telegram.pem, telegram.api_id, telegram.api_hash, session))
            await asyncio.to_thread(pipe.recv)

    asyncio.run(run())


@contextmanager
def served(count: int) -> Iterator[Served]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(count, there))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("stop")
        process.join()


async def bare(api: Api, session: str, folder: Path) -> tuple[int, float]:
    """Telethon alone: how many messages, in how many seconds."""
    client = build_client(import_string(folder, "bare", session).path, api)
    await client.connect()
    channel = await client.get_input_entity(CHANNEL)
    began = time.perf_counter()
    count = 0
    async for _ in client.iter_messages(channel, min_id=1, reverse=True, wait_time=0):  # else it sleeps 1 s a page
        count += 1
    seconds = time.perf_counter() - began
    await client.disconnect()
    return count, seconds


async def collected(api: Api, session: str, folder: Path) -> tuple[int, float]:
    """Our stage: the same history into a fresh database."""
    import_string(folder, "main", session)
    entry = _entry()
    polling = Fixed(timedelta(minutes=1))
    async with (
        Database.open(f"sqlite+aiosqlite:///{folder / 'posts.db'}") as db,
        TelethonSource(list_accounts(folder), api, first=1) as source,
    ):
        await db.write(coverage.sync, [entry], clock.now())
        [watched] = await db.read(coverage.everything)
        batch = await source.read(watched, clock.now())  # connects and resolves
        hashes = {fact.account: fact.access_hash for fact in batch.learned if hasattr(fact, "access_hash")}
        began = time.perf_counter()
        start = replace(watched, channel=batch.channel, cursor=1, hashes=hashes)
        await stages.collect(db, source, start, clock.now, polling)
        seconds = time.perf_counter() - began
        counts = await db.read(posts.counts)
    return counts.posts, seconds


def _entry() -> ChannelEntry:
    return ChannelEntry(
        username=CHANNEL,
        channel_id=None,
        title=CHANNEL,
        owner=None,
        role="benchmark",
        lang="nl",
        affiliation=Affiliation(Side.NEITHER, Tie.INDEPENDENT),
        confidence="high",
        official=None,
        enabled=True,
        why_disabled="",
        republish="quote",
        source=("invented",),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    logs.configure("warning", json_lines=False)
    ratios = []
    with served(asked.posts) as place, tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key.pem"
        key.write_text(place.pem, encoding="ascii")
        api = Api(place.api_id, place.api_hash, place.server, key)
        for number in range(asked.rounds):
            first, second = Path(folder) / f"bare-{number}", Path(folder) / f"ours-{number}"
            seen, alone = asyncio.run(bare(api, place.session, first))
            stored, ours = asyncio.run(collected(api, place.session, second))
            assert stored == seen, (stored, seen)
            ratios.append(alone / ours)
            print(
                f"round {number + 1}: {seen} posts; bare {seen / alone:,.0f}/s, collected {stored / ours:,.0f}/s, "
                f"ratio {ratios[-1]:.2f}"
            )
    print(f"ratio, median of {asked.rounds}: {statistics.median(ratios):.2f} (goal >= {GOAL})")


if __name__ == "__main__":
    main()

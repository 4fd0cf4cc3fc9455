"""How fast a history is collected into SQLite, as a ratio to Telethon's bare `iter_messages` over the same history.

Both talk over TCP to a loopback Telegram in a process of its own, one request at a time, and ask for 100 messages in
each. They take turns; a ratio is of two runs side by side, so that a machine that slows down slows both. Not timed:
connecting and resolving, and start-up's rubbish is collected before. Bare: messages are parsed and counted. Collected:
they are parsed, made posts of, compared with what is stored and written with their revisions, cursor and coverage, all
that is stored at once in one transaction; the next pages are asked for meanwhile, which `iter_messages` never does.

More than half of the bare time is the server's, which is written in Python too. So what collecting costs by itself is
told as well: the processor's time of this process for each message, in both.

Two histories: plain texts, and a mix with photos, albums, forwards and hidden links.

    python -m benchmarks.collecting [--posts 10000] [--rounds 5]
"""

import argparse
import asyncio
import gc
import statistics
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from telethon.tl import types

from benchmarks.serving import served
from bot import clock, collecting, logs
from bot.polling import Fixed
from collectors.base import AccessHash
from collectors.telegram.accounts import import_string, list_accounts
from collectors.telegram.client import Api, build_client
from collectors.telegram.source import TelethonSource
from storage import coverage, posts
from storage.database import Database
from tests.matcher.factories import channel
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram

PLAIN, MIXED, ORIGIN = "rivierkrant", "havenjournaal", "stadsbode"
GOAL = 0.7
START = datetime(2024, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Served:
    """Where the history is, and what opens it."""

    server: str
    pem: str
    api_id: int
    api_hash: str
    session: str


def serve(count: int, pipe: Connection) -> None:
    """The child process: a loopback Telegram with two channels of about `count` messages each."""

    async def run() -> None:
        async with LoopbackTelegram() as telegram:
            plain, mixed = telegram.add_channel(PLAIN), telegram.add_channel(MIXED)
            origin = telegram.add_channel(ORIGIN)
            forwarded = origin.publish(_text(0), date=START)
            for number in range(count):
                plain.publish(_text(number), date=START + timedelta(minutes=number))
            while mixed.count < count:
                _publish_any(mixed, (origin, forwarded))
            session = telegram.session_string(telegram.add_account())
            pipe.send(Served(telegram.server, telegram.pem, telegram.api_id, telegram.api_hash, session))
            with suppress(EOFError):  # the parent is gone
                await asyncio.to_thread(pipe.recv)

    asyncio.run(run())


def _text(number: int) -> str:
    """About 400 characters."""
    return f"Bericht {number}: het water staat aan de kade, de brug is dicht. " * 6


def _publish_any(channel: ServedChannel, original: tuple[ServedChannel, int]) -> None:
    """Of ten posts four are plain, two have a photo, two are forwards, one is an album of three, one hides a link."""
    number, text = channel.count, _text(channel.count)
    at = START + timedelta(minutes=number)
    match number % 10:
        case 0 | 1:
            channel.publish(text, date=at, media="photo", views=number)
        case 2 | 3:
            channel.publish(text, date=at, forward_from=original, views=number)
        case 4:
            channel.publish_album(text, ["photo", "photo", "photo"], date=at)
        case 5:
            link = types.MessageEntityTextUrl(0, 7, "https://example.org/kade")
            channel.publish(text, date=at, entities=[link], views=number)
        case _:
            channel.publish(text, date=at, views=number)


@dataclass(frozen=True, slots=True)
class Run:
    """How many messages, in how many seconds, and how many of those this process was at work."""

    messages: int
    seconds: float
    busy: float

    def __str__(self) -> str:
        return f"{self.messages / self.seconds:,.0f}/s ({1e6 * self.busy / self.messages:.0f} us of work each)"


class Watch:
    """Times a run, beginning when it is made."""

    def __init__(self) -> None:
        gc.collect()
        gc.freeze()  # as the program does after its start
        self._began, self._busy = time.perf_counter(), time.process_time()

    def stop(self) -> tuple[float, float]:
        return time.perf_counter() - self._began, time.process_time() - self._busy


async def bare(api: Api, session: str, folder: Path, name: str) -> Run:
    """Telethon alone."""
    client = build_client(import_string(folder, "bare", session).path, api)
    await client.connect()
    channel = await client.get_input_entity(name)
    watch = Watch()
    count = 0
    async for _ in client.iter_messages(channel, min_id=1, reverse=True, wait_time=0):  # else it sleeps 1 s a page
        count += 1
    taken = watch.stop()
    await client.disconnect()
    return Run(count, *taken)


async def collected(api: Api, session: str, folder: Path, name: str) -> Run:
    """Our stage: the same history into a fresh database."""
    import_string(folder, "main", session)
    entry = channel(name)
    polling = Fixed(timedelta(minutes=1))
    async with (
        Database.open(f"sqlite:///{folder / 'posts.db'}") as db,
        TelethonSource(list_accounts(folder), api, first=1) as source,
    ):
        await db.write(coverage.sync, [entry], clock.now())
        [watched] = await db.read(coverage.everything)
        batch = await source.read(watched, clock.now())  # connects and resolves
        hashes = {fact.account: fact.access_hash for fact in batch.learned if isinstance(fact, AccessHash)}
        start = replace(watched, channel=batch.channel, cursor=1, hashes=hashes)
        watch = Watch()
        await collecting.collect(db, source, start, clock.now, polling)
        taken = watch.stop()
        stored = await db.read(posts.recent, batch.channel.channel_id, 10**9)
    return Run(sum(len(revision.post.parts) or 1 for revision in stored), *taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    logs.configure("warning", json_lines=False)
    with served(serve, asked.posts) as (_, place), tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key.pem"
        key.write_text(place.pem, encoding="ascii")
        api = Api(place.api_id, place.api_hash, place.server, key)
        for name, what in ((PLAIN, "plain texts"), (MIXED, "a mix")):
            ratios = []
            for number in range(asked.rounds):
                first, second = (Path(folder) / f"{kind}-{name}-{number}" for kind in ("bare", "ours"))
                alone = asyncio.run(bare(api, place.session, first, name))
                ours = asyncio.run(collected(api, place.session, second, name))
                assert alone.messages == ours.messages, (alone, ours)
                ratios.append(alone.seconds / ours.seconds)
                print(f"{what}, round {number + 1}: bare {alone}, collected {ours}, ratio {ratios[-1]:.2f}")
            print(f"{what}: ratio, median of {asked.rounds}: {statistics.median(ratios):.2f} (goal >= {GOAL})")


if __name__ == "__main__":
    main()

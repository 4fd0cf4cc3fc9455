"""How well alerts reach many chats: an urgent one for each of them while a run of digests is under way.

The real stages decide, render and send against a loopback Bot API in a process of its own, which refuses what goes
beyond Telegram's published limits (30 messages a second overall, one a second for a chat, 20 a minute for a group).
One chat in twenty is a group; every chat has a digest of two parts waiting when one post concerns all of them at once.

Told: refusals with 429, the speed as a ratio to 30 a second, how many digest parts still came before the median alert
(they were being sent when it was decided), what was lost and what came twice. Real time: 1,000 chats take two minutes.

    python -m benchmarks.delivery [--chats 10000] [--digests 2000]
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from telegram import Bot

from benchmarks.serving import served
from bot import clock, logs, stages
from bot.app import Lookout, run_until_stopped
from bot.commands.opening import noticing
from bot.delivery.telegram import BotSender
from bot.polling import Fixed
from matcher.catalogue import Catalogue, compile_catalogue
from storage import chats, deliveries, posts, subscriptions
from storage.database import Connection, Database
from storage.messages import DeliveryKind, DeliveryState, Message
from storage.model import Channel, Kind, Post
from storage.telling import Chat
from tests.botapi.server import LoopbackBotApi
from tests.matcher.factories import actor, watchlist

LIMITS = {"overall": (30, 1.0), "per_chat": (1, 1.0), "per_group": (20, 60.0)}
GOAL = 0.9
GROUPS = 20  # one chat in so many
DIGEST, URGENT = "Overzicht", "Rivierwacht"
OK, TOO_MANY = 200, 429
HEAD_START = 3.0  # seconds for which digests are sent alone


@dataclass(frozen=True, slots=True)
class Arrived:
    """A request to send: to whom, what it says, and how it was answered."""

    chat_id: int
    text: str
    status: int


def serve(chat_ids: Sequence[int], pipe: Pipe) -> None:
    """The child process: a Bot API that knows these chats and keeps what it is asked."""

    async def run() -> None:
        async with LoopbackBotApi() as api:
            for chat_id in chat_ids:
                _ = api.user(chat_id) if chat_id > 0 else api.group(chat_id)
            api.limit(**LIMITS)
            pipe.send((api.url, api.token))
            with suppress(EOFError):  # the parent is gone
                await asyncio.to_thread(pipe.recv)
            asked = [(request.parameters, request.status) for request in api.calls("sendMessage")]
            pipe.send([Arrived(int(given["chat_id"]), given["text"], status) for given, status in asked])

    asyncio.run(run())


async def prepare(conn: Connection, chat_ids: Sequence[int], digests: int) -> None:
    """Chats that follow one actor, the first of them with a digest on its way."""
    now = clock.now()
    for chat_id in chat_ids:
        await chats.put(conn, Chat(chat_id, "nl", "Europe/Brussels", now))
        await subscriptions.add(conn, chat_id, Kind.ACTOR, "rivierwacht", now)
    parts = [(chat_id, 1, part, Message(f"{DIGEST} {part}")) for chat_id in chat_ids[:digests] for part in (0, 1)]
    await deliveries.enqueue(conn, DeliveryKind.DIGEST, parts, now)


async def publish(db: Database, catalogue: Catalogue) -> None:
    """One post that concerns everybody, as far as the stage of the alerts."""
    now = clock.now()
    post = Post(channel_id=1, post_id=1, published_at=now, text=f"De {URGENT} sluit de brug bij Oudekade.")
    await db.write(posts.save, Channel(1, "oudekade", "Oudekade"), [post], 1, now, backlog=False)
    await stages.match_new(db, catalogue, clock.now)
    await stages.note_events(db, catalogue.watchlist, clock.now)


async def run(url: str, token: str, folder: Path, chat_ids: Sequence[int], digests: int) -> float:
    """Everything from the waiting digests to the last alert; gives the seconds it took."""
    book = watchlist(actor("rivierwacht", nl=URGENT))
    catalogue = compile_catalogue(book)
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(Database.open(f"sqlite:///{folder / 'seinpost.db'}"))
        await db.write(prepare, chat_ids, digests)
        bot = await stack.enter_async_context(Bot(token, base_url=f"{url}/bot"))
        lookout = Lookout(
            db=db,
            catalogue=lambda: catalogue,
            source=None,
            sender=BotSender(bot),
            notice=noticing(db, clock.now),
            clock=clock.now,
            polling=Fixed(timedelta(hours=1)),
        )
        stop = asyncio.Event()
        began = time.perf_counter()
        running = asyncio.create_task(run_until_stopped(lookout, stop))
        await asyncio.sleep(HEAD_START)
        await publish(db, catalogue)
        await _all_settled(db, len(chat_ids) + 2 * digests)
        taken = time.perf_counter() - began
        stop.set()
        await running
    return taken


async def _all_settled(db: Database, expected: int) -> None:
    open_states = {DeliveryState.PENDING, DeliveryState.SENDING}
    while True:
        states = await db.read(deliveries.summary)
        if sum(states.values()) >= expected and not states.keys() & open_states:
            return
        await asyncio.sleep(0.5)


def report(arrived: Sequence[Arrived], seconds: float, chat_ids: Sequence[int], digests: int) -> None:
    """Prints every figure with its goal."""
    taken = [one for one in arrived if one.status == OK]
    refused = sum(one.status == TOO_MANY for one in arrived)
    came = Counter((one.chat_id, one.text.split()[0] if one.text.startswith(DIGEST) else URGENT) for one in taken)
    expected = Counter({(chat_id, URGENT): 1 for chat_id in chat_ids})
    expected.update({(chat_id, DIGEST): 2 for chat_id in chat_ids[:digests]})
    urgent = [place for place, one in enumerate(taken) if not one.text.startswith(DIGEST)]
    middle = int(statistics.median(urgent))
    since = taken[urgent[0] : middle]
    print(f"{len(taken):,} messages to {len(chat_ids):,} chats in {seconds:.0f} s")
    print(f"refused with 429: {refused} (goal: 0 after the first)")
    print(f"speed, of 30 a second: {len(taken) / seconds / 30:.2f} (goal >= {GOAL})")
    overtook = sum(one.text.startswith(DIGEST) for one in since)
    print(f"digest parts sent between the first alert and the median one: {overtook} of {2 * digests:,}")
    print(f"median place of an alert: {middle - urgent[0]:,} behind the first, of {len(urgent):,}")
    print(f"lost: {(expected - came).total()}, twice: {(came - expected).total()} (goal: none)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--digests", type=int, default=2_000)
    asked = parser.parse_args()
    logs.configure("warning", json_lines=False)
    chat_ids = [-number if number % GROUPS == 0 else number for number in range(1, asked.chats + 1)]
    digests = min(asked.digests, asked.chats)
    with served(serve, chat_ids) as (pipe, (url, token)), tempfile.TemporaryDirectory() as folder:
        seconds = asyncio.run(run(url, token, Path(folder), chat_ids, digests))
        pipe.send(None)
        report(pipe.recv(), seconds, chat_ids, digests)


if __name__ == "__main__":
    main()

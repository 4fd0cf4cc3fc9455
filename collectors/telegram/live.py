"""What an account hears of the channels that it joined: updates that Telegram pushes become hints, and no more.

Takes a channel's number and the ids of messages from an update, never what they say. Asks for nothing: what was not
heard (a lost line, a gap in Telegram's own count of updates) is found by polls, so nobody asks for differences.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import structlog
from telethon.tl import types

from collectors.base import Hint, JoinAnswer, Learned
from collectors.telegram.attempt import UNREADABLE, Attempt
from collectors.telegram.connection import Connection, Flooded, Resting, Unreachable
from collectors.telegram.joining import join
from storage.watching import Watched

log = structlog.get_logger()

MOST = 10_000
"""Hints kept until they are fetched. A hint more is lost, which costs no post."""


class Ears:
    """Hints that wait to be fetched: a burst about one channel is one hint."""

    def __init__(self) -> None:
        self._heard: set[Hint] = set()
        self._news: Counter[int] = Counter()
        self.news = asyncio.Event()

    def hear(self, pushed: Any) -> None:
        """Telegram sent these updates, of whatever kind."""
        for hint in hints_in(pushed):
            self._news[hint.channel_id] += hint.message_id is None
            if len(self._heard) < MOST:
                self._heard.add(hint)
                self.news.set()

    def news_of(self, channel_id: int) -> int:
        """How often so far there may have been something to read in a channel."""
        return self._news[channel_id]

    def fetch(self) -> frozenset[Hint]:
        """What was heard since the last time."""
        heard, self._heard = frozenset(self._heard), set()
        return heard


class Listening:
    """A `Live` over the accounts of a source, whose lines and flood waits it shares."""

    def __init__(self, ears: Ears, connections: Sequence[Connection], limited: dict[tuple[str, str], datetime]):
        self._ears = ears
        self._connections = connections
        self._limited = limited

    @property
    def listeners(self) -> frozenset[str]:
        """As `Live.listeners`."""
        return frozenset(connection.account for connection in self._connections if not connection.rests)

    def hints(self) -> frozenset[Hint]:
        """As `Live.hints`."""
        return self._ears.fetch()

    async def heard(self) -> None:
        """As `Live.heard`."""
        await self._ears.news.wait()
        self._ears.news.clear()

    async def keep_listening(self) -> None:
        """As `Live.keep_listening`. Who is to act on an account that rests hears of it from a poll."""
        await asyncio.gather(*(_listen(connection) for connection in self._connections))

    async def join(self, account: str, watched: Watched, now: datetime) -> JoinAnswer:
        """As `Live.join`."""
        connection = next(one for one in self._connections if one.account == account)
        learned: list[Learned] = []
        return await join(Attempt(connection, watched, now, learned, self._limited))


async def _listen(connection: Connection) -> None:
    try:
        await connection.listen()
    except (Flooded, Resting, Unreachable, *UNREADABLE) as error:
        log.debug("an account hears nothing", account=connection.account, why=type(error).__name__)


def hints_in(pushed: Any) -> Iterator[Hint]:
    """What a packet of updates says of channels. Most of what Telegram pushes says nothing."""
    alone = [pushed.update] if isinstance(pushed, types.UpdateShort) else []
    for update in getattr(pushed, "updates", alone):
        yield from _hints(update)


def _hints(update: Any) -> Iterator[Hint]:
    match update:
        case types.UpdateNewChannelMessage():
            if (channel_id := _channel_of(update.message)) is not None:
                yield Hint(channel_id)
        case types.UpdateEditChannelMessage():
            channel_id = _channel_of(update.message)
            if channel_id is not None and not getattr(update.message, "edit_hide", False):  # else: a reaction
                yield Hint(channel_id, update.message.id)
        case types.UpdateDeleteChannelMessages():
            yield from (Hint(update.channel_id, message_id) for message_id in update.messages)
        case types.UpdateChannel() | types.UpdateChannelTooLong():
            yield Hint(update.channel_id)


def _channel_of(message: Any) -> int | None:
    channel_id: int | None = getattr(message.peer_id, "channel_id", None)
    return channel_id

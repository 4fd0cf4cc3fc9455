"""A preview site on loopback, sources that read it, and what a caller keeps of what they give."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from collectors.base import Batch, CannotRead, FloodWait
from collectors.preview.source import PreviewSource
from storage.model import Channel, Post
from storage.watching import Watched
from tests.previews.server import LoopbackPreviews
from tests.previews.time import StillTime


class Memory:
    """What the caller stores of one channel. `ids` in the order in which they came."""

    def __init__(self, cursor: int | None = 0, username: str = "rivierkrant"):
        self.username = username
        self.cursor = cursor
        self.channel: Channel | None = None
        self.posts: list[Post] = []

    @property
    def watched(self) -> Watched:
        return Watched(self.username, self.channel, self.cursor)

    @property
    def ids(self) -> list[int]:
        return [post_id for post in self.posts for post_id in post.parts or (post.post_id,)]

    def keep(self, batch: Batch) -> None:
        self.channel, self.cursor = batch.channel, batch.cursor or 0
        self.posts += batch.posts


class Desk:
    """A site, a source's settings, and a still clock for both."""

    def __init__(self, site: LoopbackPreviews, time: StillTime):
        self.site = site
        self.time = time

    @asynccontextmanager
    async def source(
        self, *, first: int = 50, patience: float = 5, floods: Iterable[FloodWait] = (), every: float = 3
    ) -> AsyncIterator[PreviewSource]:
        opened = PreviewSource(
            self.site.url,
            every=timedelta(seconds=every),
            first=first,
            patience=patience,
            floods=floods,
            timer=self.time.timer,
        )
        async with asyncio.timeout(30), opened as source:
            yield source

    async def poll(self, source: PreviewSource, memory: Memory) -> None:
        """One poll: reads until none waits."""
        more = True
        while more:
            batch = await source.read(memory.watched, self.time.now)
            memory.keep(batch)
            more = batch.more

    async def refusal(self, source: PreviewSource, memory: Memory, now: datetime | None = None) -> CannotRead:
        with pytest.raises(CannotRead) as refusal:
            await source.read(memory.watched, now or self.time.now)
        return refusal.value


Answer = Callable[[httpx.Request], httpx.Response] | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


def without_network(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    """Sources opened from now on get their answers at once, from this function."""

    class Client(httpx.AsyncClient):
        def __init__(self, **given: Any):
            super().__init__(transport=httpx.MockTransport(answer), **given)

    monkeypatch.setattr(httpx, "AsyncClient", Client)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    time = StillTime()
    async with LoopbackPreviews(ticks=time.ticks) as site:
        yield Desk(site, time)

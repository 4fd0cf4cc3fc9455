"""Posts through all stages, page after page, for `benchmarks.scale`: what each stage took. Prints nothing."""

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from benchmarks.scale_worlds import START, Stretch, follow
from bot import alerting, collecting, stages
from bot.following.expressions import Expression
from bot.polling import Fixed
from collectors.base import Batch
from matcher.catalogue import Catalogue
from matcher.match import match
from matcher.reading import Setting
from storage import coverage
from storage.database import Connection, Database
from storage.tables import alerts
from storage.watching import Watched
from tests.matcher.factories import channel

STAGES = ("collect", "match", "events", "alerts")


@dataclass(slots=True)
class Served:
    """Hands out one page after the other, whatever it is asked for; the time is that of its newest post."""

    pages: Sequence[Stretch]
    name: str = "served"
    now: datetime = START
    served: Iterator[Stretch] = field(init=False)

    def __post_init__(self) -> None:
        self.served = iter(self.pages)

    async def read(self, watched: Watched, now: datetime) -> Batch:
        origin, posts = next(self.served)
        self.now = posts[-1].published_at
        return Batch(origin, posts, posts[-1].post_id)

    def clock(self) -> datetime:
        return self.now


@dataclass(slots=True)
class Run:
    """What a run took, in seconds, by stage."""

    posts: int
    alerts: int = 0
    by_stage: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    @property
    def seconds(self) -> float:
        return sum(self.by_stage.values())

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.by_stage[stage] += time.perf_counter() - began

    def each(self, stage: str) -> float:
        """Microseconds a post."""
        return 1e6 * self.by_stage[stage] / self.posts


async def ours(
    url: str, catalogue: Catalogue, pages: Sequence[Stretch], followed: Sequence[Expression], *, a_chat: int = 3
) -> Run:
    """All posts through all stages, into a database with nothing in it but who follows what, so much in each chat."""
    async with Database.open(url) as db:
        await db.write(coverage.sync, [channel(one.username or "") for one, _ in pages], START)
        await db.write(follow, followed, a_chat)
        gc.collect()
        gc.freeze()  # as the program does after its start
        run = await _through(db, catalogue, pages)
        gc.unfreeze()
        run.alerts = await db.read(_count)
        return run


async def _through(db: Database, catalogue: Catalogue, pages: Sequence[Stretch]) -> Run:
    source, polling = Served(pages), Fixed(timedelta(hours=1))
    run = Run(sum(len(posts) for _, posts in pages))
    for origin, posts in pages:
        watched = Watched(origin.username or "", origin, posts[0].post_id - 1)
        with run.timed("collect"):
            await collecting.collect(db, source, watched, source.clock, polling)
        with run.timed("match"):
            await stages.match_new(db, catalogue, source.clock)
        with run.timed("events"):
            await stages.note_events(db, catalogue.watchlist, source.clock)
        with run.timed("alerts"):
            await alerting.decide_alerts(db, catalogue.watchlist, source.clock)
    return run


async def _count(conn: Connection) -> int:
    return await conn.scalar(select(func.count()).select_from(alerts)) or 0


def matcher_alone(catalogue: Catalogue, pages: Sequence[Stretch]) -> float:
    """Seconds for the same posts, nothing around it."""
    began = time.perf_counter()
    for origin, posts in pages:
        for post in posts:
            match(post.text, Setting(post.published_at, origin.username, None), catalogue)
    return time.perf_counter() - began

"""Once a day: takes away what is kept no longer than the settings say, page by page. A stage like those in `stages`.

Of purged posts their places in the chains stay, as hashes (`storage.purging`). Each page is a transaction, and a day's
work may be cut off after any of them: what is left is found again. How copies of the database go is `backing_up`'s
matter.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.backing_up import Expiry, expire
from bot.clock import Clock
from storage import purging, retention
from storage.connecting import empty_log
from storage.database import Database
from storage.purging import Page, Purge

log = structlog.get_logger()

EVERY = timedelta(days=1)
AHEAD = timedelta(days=7)
"""By how much the clock may be ahead of the newest post."""

PAGE = 100
_MERGE = 500
"""Pages of the full-text table that are merged in one transaction."""

BY = "retention"


@dataclass(frozen=True, slots=True)
class Kept:
    """For how long what is kept. `posts` None: for ever. What quotes a post is not kept longer than posts are."""

    posts: timedelta | None
    alerts: timedelta
    refused: timedelta
    audit: timedelta

    @property
    def told(self) -> timedelta:
        """What chats were told."""
        return self.alerts if self.posts is None else min(self.alerts, self.posts)


class Retaining:
    """Knows how far today's work is."""

    def __init__(self, db: Database, kept: Kept, copies: Expiry, clock: Clock):
        self._db, self._kept, self._copies, self._clock = db, kept, copies, clock
        self._due: datetime | None = None  # at the start: yesterday's may not have been done
        self._work: AsyncIterator[int] | None = None
        self._walked: dict[retention.Kind, int] = {}

    async def step(self) -> int:
        """A page of the day's work; 0: it is done, or not time yet."""
        now = self._clock()
        if self._work is None:
            if self._due is not None and now < self._due:
                return 0
            self._work = self._day(await self._believed(now))
        try:
            return await anext(self._work)
        except StopAsyncIteration:
            self._work, self._due = None, now + EVERY
            return 0
        except BaseException:  # it is begun anew
            self._work = None
            raise

    async def _believed(self, now: datetime) -> datetime:
        """A clock that is ahead by years would have everything removed: it is believed as far as Telegram's bears it
        out. So where no posts come any more, nothing goes either."""
        last = await self._db.read(retention.last_published)
        return now if last is None else min(now, last + AHEAD)

    async def _day(self, now: datetime) -> AsyncIterator[int]:
        gone: dict[str, int] = {}
        for name, kinds, span in (
            ("told", retention.TOLD, self._kept.told),
            ("refused", retention.REFUSED, self._kept.refused),
            ("audited", retention.AUDITED, self._kept.audit),
        ):
            for kind in kinds:
                async for count in self._of_kind(kind, now - span):
                    gone[name] = gone.get(name, 0) + count
                    yield 1
        gone["marks"] = await self._db.write(retention.marks, now - self._kept.told)
        if self._kept.posts is not None:
            async for count in self._posts(now, self._kept.posts):
                gone["posts"] = gone.get("posts", 0) + count
                yield 1
        gone["copies"] = await expire(self._copies, now)
        await asyncio.to_thread(empty_log, self._copies.database_url)
        log.info("retained", **gone)

    async def _posts(self, now: datetime, span: timedelta) -> AsyncIterator[int]:
        purge = Purge(now, BY, f"posts are kept for {span.days} days (SEINPOST_RETENTION__POSTS_DAYS)")
        gone = 0
        async for page in self._paged(partial(purging.page, purge=purge, before=now - span)):
            gone += page.gone
            yield page.gone
        begin = True
        while gone and await self._db.write(purging.settle_words, begin, _MERGE):
            begin = False
            yield 0

    async def _of_kind(self, kind: retention.Kind, before: datetime) -> AsyncIterator[int]:
        """Strangers leave soon and the rest of the audit log late: the days between are walked over once, not daily."""
        async for page in self._paged(partial(retention.page, kind=kind, before=before), self._walked.get(kind, 0)):
            if kind.others_stay and page.after is not None:
                self._walked[kind] = page.after
            yield page.gone

    async def _paged(self, verb: Callable[..., Awaitable[Page]], begin: int = 0) -> AsyncIterator[Page]:
        after: int | None = begin
        while after is not None:
            page = await self._db.write(verb, after=after, limit=PAGE)
            yield page
            after = page.after

"""Counts the requests that are made of each reader, beside the polling that decides about them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.polling import Polling
from collectors.planner import Estimate
from storage.database import Connection, Database
from storage.watching import Watched


@dataclass(frozen=True, slots=True)
class Requests:
    """By reader: requests for new posts, and for anything else."""

    polls: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Tallied:
    """A polling whose requests are counted; it decides as it did."""

    polling: Polling
    requests: Requests

    @property
    def latest(self) -> timedelta:
        return self.polling.latest

    async def renew(self, conn: Connection, now: datetime) -> None:
        await self.polling.renew(conn, now)

    def waiting(self, now: datetime) -> Collection[str]:
        return self.polling.waiting(now)

    def may_poll(self, reader: str | None, now: datetime) -> bool:
        return self.polling.may_poll(reader, now)

    def may_look(self, reader: str | None, now: datetime) -> bool:
        return self.polling.may_look(reader, now)

    async def polls(self, db: Database, reader: str | None, watched: Watched, now: datetime) -> None:
        self.requests.polls[reader or "nobody"] += 1
        await self.polling.polls(db, reader, watched, now)

    async def looks(self, db: Database, reader: str | None, now: datetime) -> None:
        self.requests.others[reader or "nobody"] += 1
        await self.polling.looks(db, reader, now)

    def next_poll_at(self, reader: str | None, estimate: Estimate, now: datetime) -> datetime:
        return self.polling.next_poll_at(reader, estimate, now)

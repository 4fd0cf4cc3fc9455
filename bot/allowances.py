"""The requests that a reader may make, and how many of them are left: kept in the database before they are made. So a
run that crashes and starts again, over and over, makes no more requests than one that goes on.

Where requests follow one another in a hurry, as for a backlog, several are kept as spent at once: each would wait for
its turn to write otherwise. A crash forfeits those of them that were not made.

Says what may be spent; who spends it, and on what, is `polling`'s, `rereading`'s and `hashing`'s matter.
"""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from collectors.planner import SAVED, Allowance
from storage import allowances
from storage.database import Database
from storage.watching import Left

NOTHING_SPENT: Mapping[str, Left] = MappingProxyType({})

LATELY = timedelta(minutes=10)
"""Half of what was spent so long ago counts as spent lately."""

HURRY = timedelta(seconds=1)
"""What is kept as spent ahead of time is to be spent within this time."""

AHEAD = 16
"""Requests that are kept as spent at once, at most."""

LOOKS, DOWNLOADS = "all looks", "all downloads"
"""Names of what is spent on either, whoever makes the requests; no account can be called so."""


class Purse:
    """One allowance, by name. `left`: what earlier runs left of it; larger debts than it can save up are let go."""

    def __init__(self, name: str, budget: float, left: Left | None = None, *, most: float = SAVED, begin: float = 1.0):
        """`budget`: requests a second. `most`: can be saved up; `begin`: are there the first time."""
        self.budget = budget
        self._name = name
        self._most, self._begin = most, begin
        self._allowance = None if left is None else Allowance(budget, left.at, max(left.requests, -most), most)
        self._keeping = asyncio.Lock()
        self._kept_at: datetime | None = None
        self._kept = self._ahead = 0  # so many were kept as spent then; so many of them are still to be spent

    def may_spend(self, now: datetime) -> bool:
        """Whether a request is saved up. What is owed is not owed for longer because the clock was set back."""
        return self._at(now).ready_at() <= now

    async def spend(self, db: Database, now: datetime) -> None:
        """Takes a request out, allowed or not."""
        self._allowance = self._at(now).spent(now)
        async with self._keeping:  # nobody spends what is not kept yet
            await self._keep(db, now)

    async def _keep(self, db: Database, now: datetime) -> None:
        hurries = self._kept_at is not None and timedelta(0) <= now - self._kept_at < HURRY
        if hurries and self._ahead:
            self._ahead -= 1
            return
        self._kept = min(2 * self._kept, AHEAD) if hurries else 1
        self._ahead = self._kept - 1
        self._kept_at = None  # until it is written: what fails is not kept
        await db.write(allowances.keep, self._name, Left(now, self._surely_left(self._at(now).saved)))
        self._kept_at = now

    def _surely_left(self, saved: float) -> float:
        """What will be left when all that is kept ahead is spent. A purse that is full earns nothing, so it is counted
        as having room for all that it earns until then."""
        return min(saved, self._most - self.budget * HURRY.total_seconds()) - self._ahead if self._ahead else saved

    def _at(self, now: datetime) -> Allowance:
        if self._allowance is None:
            self._allowance = Allowance(self.budget, now, self._begin, self._most)
        elif now < self._allowance.at:
            self._allowance = replace(self._allowance, at=now)
        return self._allowance


def a_minute(name: str, requests: float, left: Mapping[str, Left] = NOTHING_SPENT) -> Purse:
    """So many requests a minute, on average; some of them at once."""
    most = min(SAVED, requests)
    return Purse(name, requests / 60, left.get(name), most=most, begin=most)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many requests a second were made lately."""

    requests: float = 0.0
    at: datetime | None = None

    def noted(self, now: datetime) -> "Rate":
        """One more."""
        return Rate(self._left_of(now) + 1, now)

    def per_second(self, now: datetime) -> float:
        return self._left_of(now) * math.log(2) / LATELY.total_seconds()

    def _left_of(self, now: datetime) -> float:
        age = 0.0 if self.at is None else max(0.0, (now - self.at) / LATELY)
        return self.requests * math.exp2(-age)

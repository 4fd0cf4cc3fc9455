"""When channels are asked for new posts: at one interval, or where `collectors.planner` says that it pays.

Holds the plan of the moment and the requests that may be made; what each channel has taught is in the tables, and so is
when it is asked next. Asks nobody and decides nothing about when a channel posts.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from collectors.base import Batch, Source
from collectors.planner import Allowance, Estimate, Pace, Plan, next_poll, planned
from storage import accounts, coverage
from storage.database import Database
from storage.model import Problem, Watched

log = structlog.get_logger()

GOOD_FOR = timedelta(minutes=5)
"""How long a plan holds."""

GATHERING = timedelta(seconds=10)
"""How long it holds while channels are met for the first time: all of them change it."""

_NOT_TO_BE_HAD = frozenset({Problem.NOT_FOUND, Problem.PRIVATE, Problem.BLOCKED})
"""Who says so says when to ask again, so that no plan is needed."""


class Polling(Protocol):
    """When to ask which channel. `latest`: it plans nothing farther ahead than that."""

    @property
    def latest(self) -> timedelta: ...

    async def renew(self, db: Database, now: datetime) -> None:
        """Looks at all channels together, if it is time to."""
        ...

    def may_ask(self, now: datetime) -> bool:
        """Whether the budget allows for another channel."""
        ...

    def asked(self, watched: Watched, now: datetime) -> None:
        """A request is made, allowed or not."""
        ...

    def next_poll_at(self, estimate: Estimate, now: datetime) -> datetime:
        """When to ask a channel again that was asked now."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """Every channel at the same interval, however often it posts, and whatever that costs."""

    every: timedelta

    @property
    def latest(self) -> timedelta:
        """Plans that another way of polling made reach farther; they end with it."""
        return self.every

    async def renew(self, db: Database, now: datetime) -> None:
        """There is no plan."""

    def may_ask(self, now: datetime) -> bool:
        """It may."""
        return True

    def asked(self, watched: Watched, now: datetime) -> None:
        """Nothing is counted."""

    def next_poll_at(self, estimate: Estimate, now: datetime) -> datetime:
        """After the interval."""
        return now + self.every


@dataclass(frozen=True, slots=True)
class Means:
    """Who can be asked, and how many requests a second each bears.

    `previews`: of what is read without an account; they count where no account can be used.
    """

    accounts: frozenset[str]
    each: float
    previews: float

    def budget(self, resting: Collection[str]) -> float:
        """Requests a second for all channels together."""
        return len(self.accounts.difference(resting)) * self.each or self.previews


class Planned:
    """Channels are asked so often that posts wait as little as possible for the requests there are."""

    def __init__(self, means: Means, now: datetime):
        self._means = means
        budget = means.budget(())
        self._plan = planned([Estimate()], Pace(budget))  # for who asks before looking at all channels
        self._planned_at: datetime | None = None
        self._has_newcomers = False
        self._allowance = Allowance(budget, now)

    @property
    def latest(self) -> timedelta:
        """The floor: nobody is left alone for longer."""
        return self._plan.latest

    @property
    def budget(self) -> float:
        """Requests a second."""
        return self._allowance.budget

    @property
    def plan(self) -> Plan:
        """What holds at the moment."""
        return self._plan

    async def renew(self, db: Database, now: datetime) -> None:
        """Plans anew every few minutes, and soon after channels came; accounts that rest have no share."""
        holds = GATHERING if self._has_newcomers else GOOD_FOR
        if self._planned_at is not None and timedelta(0) <= now - self._planned_at < holds:
            return
        budget = self._means.budget(await db.read(accounts.resting))
        known = await db.read(coverage.estimates, leaving_out=_NOT_TO_BE_HAD)
        estimates = [estimate_of(values) for values in known.values()] or [Estimate()]
        self._plan = planned(estimates, Pace(budget))
        self._planned_at, self._has_newcomers = now, False
        self._allowance = replace(self._allowance, budget=budget)
        log.debug("polls planned", channels=len(known), requests_per_second=round(budget, 3))

    def may_ask(self, now: datetime) -> bool:
        """Whether a request is saved up. What is owed is not owed for longer because the clock was set back."""
        if now < self._allowance.at:
            self._allowance = replace(self._allowance, at=now)
        return self._allowance.ready_at() <= now

    def asked(self, watched: Watched, now: datetime) -> None:
        """Counts a request; a channel that never answered may change the plan."""
        self._allowance = self._allowance.spent(now)
        self._has_newcomers = self._has_newcomers or watched.estimate is None

    def next_poll_at(self, estimate: Estimate, now: datetime) -> datetime:
        """When the waiting that gathers until then is worth a request."""
        return next_poll(estimate, self._plan, now)


class Counted:
    """A source whose every page counts."""

    def __init__(self, source: Source, polling: Polling):
        self.name = source.name
        self._source = source
        self._polling = polling

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """As `Source.read`."""
        self._polling.asked(watched, now)
        return await self._source.read(watched, now)


def estimate_of(values: object) -> Estimate:
    """What a channel has taught so far, from what is stored of it."""
    return Estimate.from_json(values) if isinstance(values, dict) else Estimate()

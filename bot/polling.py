"""When channels are asked for new posts: at one interval, or where `collectors.planner` says that it pays.

Each reader (an account, or the site of the previews) has requests of its own to spend, and a plan of its own for the
channels that it reads: what one has left is of no use to the channels of another. Holds the plans of the moment; what
each channel has taught is in the tables, and so are what is left to whom and when each channel is asked next. Asks
nobody, and decides neither when a channel posts nor who reads it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.allowances import NOTHING_SPENT, Purse, Rate
from collectors.base import HISTORY, Batch, Source, reader_of
from collectors.planner import Estimate, Pace, Plan, next_poll, planned
from collectors.preview.client import ACCOUNT as PREVIEWS
from collectors.preview.client import REQUEST as PAGE
from storage import accounts, coverage
from storage.database import Connection, Database
from storage.watching import Left, Problem, Taught, Watched

log = structlog.get_logger()

GOOD_FOR = timedelta(minutes=5)
"""How long a plan holds."""

GATHERING = timedelta(seconds=10)
"""How long it holds while channels are met for the first time: all of them change it."""

POLLS_AT_LEAST = 0.5
"""The part of a budget that looks and downloads leave to polls."""

_NOT_TO_BE_HAD = frozenset({Problem.NOT_FOUND, Problem.PRIVATE, Problem.BLOCKED})
"""Who says so says when to ask again, so that no plan is needed."""


class Polling(Protocol):
    """When to ask which channel, and who may. A `reader` that is None is nobody, and costs nothing.

    `latest`: it plans nothing farther ahead than that.
    """

    @property
    def latest(self) -> timedelta: ...

    async def renew(self, conn: Connection, now: datetime) -> None:
        """Looks at all channels together, if it is time to."""
        ...

    def waiting(self, now: datetime) -> Collection[str]:
        """The readers that are ready and have no request left."""
        ...

    def may_poll(self, reader: str | None, now: datetime) -> bool:
        """Whether it has a request left."""
        ...

    def may_look(self, reader: str | None, now: datetime) -> bool:
        """Whether it has one left that polls can do without."""
        ...

    async def polls(self, db: Database, reader: str | None, watched: Watched, now: datetime) -> None:
        """It asks for a channel's posts, allowed or not."""
        ...

    async def looks(self, db: Database, reader: str | None, now: datetime) -> None:
        """It asks for anything else, allowed or not."""
        ...

    def next_poll_at(self, reader: str | None, estimate: Estimate, now: datetime) -> datetime:
        """When to ask a channel again that `reader` asked now."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """Every channel at the same interval, however often it posts, and whatever that costs."""

    every: timedelta

    @property
    def latest(self) -> timedelta:
        """Plans that another way of polling made reach farther; they end with it."""
        return self.every

    async def renew(self, conn: Connection, now: datetime) -> None:
        """There is no plan."""

    def waiting(self, now: datetime) -> Collection[str]:
        """Nobody is."""
        return ()

    def may_poll(self, reader: str | None, now: datetime) -> bool:
        """It may."""
        return True

    def may_look(self, reader: str | None, now: datetime) -> bool:
        """It may."""
        return True

    async def polls(self, db: Database, reader: str | None, watched: Watched, now: datetime) -> None:
        """Nothing is counted."""

    async def looks(self, db: Database, reader: str | None, now: datetime) -> None:
        """Nothing is counted."""

    def next_poll_at(self, reader: str | None, estimate: Estimate, now: datetime) -> datetime:
        """After the interval."""
        return now + self.every


@dataclass(frozen=True, slots=True)
class Means:
    """Who can be asked, and how many requests a second each bears: an account `each`, the previews' site `previews`.

    `previews` None: they are not read.
    """

    accounts: frozenset[str]
    each: float
    previews: float | None = None

    @property
    def readers(self) -> Mapping[str, float]:
        """Requests a second, by reader."""
        site = {} if self.previews is None else {PREVIEWS: self.previews}
        return dict.fromkeys(sorted(self.accounts), self.each) | site

    def bear(self, idle: Collection[str]) -> Mapping[str, float]:
        """Requests a second, by each reader that is not `idle`: who rests or waits adds nothing."""
        return {reader: budget for reader, budget in self.readers.items() if reader not in idle}


class Planned:
    """Channels are asked so often that posts wait as little as possible for the requests there are."""

    def __init__(
        self, means: Means, left: Mapping[str, Left] = NOTHING_SPENT, *, read_by: Collection[str] | None = None
    ):
        """`left`: what earlier runs left of each reader's budget. `read_by`: only what these readers are in charge of
        is planned, since other processes read the rest; None: everything."""
        self._read_by = read_by
        self._means = means
        self._purses = {reader: Purse(reader, each, left.get(reader)) for reader, each in means.readers.items()}
        self._looks = dict.fromkeys(means.readers, Rate())
        self._plans: Mapping[str, Plan] = {}
        self._spare = planned([Estimate()], Pace(self._least))  # for a channel that nobody can be asked for
        self._planned_at: datetime | None = None
        self._has_newcomers = False

    @property
    def _least(self) -> float:
        return min(self._means.readers.values(), default=self._means.each)

    @property
    def latest(self) -> timedelta:
        """The floor: nobody is left alone for longer."""
        return max((plan.latest for plan in self._plans.values()), default=self._spare.latest)

    @property
    def plans(self) -> Mapping[str, Plan]:
        """What holds at the moment, by reader. Who rests or waits has none."""
        return self._plans

    async def renew(self, conn: Connection, now: datetime) -> None:
        """Plans anew every few minutes, soon after channels came, and as soon as a reader is lost or back."""
        bear = self._means.bear(await accounts.idle(conn, now, (HISTORY, PAGE)))
        holds = GATHERING if self._has_newcomers else GOOD_FOR
        is_fresh = self._planned_at is not None and timedelta(0) <= now - self._planned_at < holds
        if is_fresh and bear.keys() == self._plans.keys():
            return
        known = await coverage.estimates(conn, leaving_out=_NOT_TO_BE_HAD, read_by=self._read_by)
        shares = shared_out(known, bear)
        self._plans = {
            reader: planned(shares[reader] or [Estimate()], Pace(self._for_polls(reader, budget, now)))
            for reader, budget in bear.items()
        }
        everything = [estimate_of(taught.estimate) for taught in known]
        self._spare = planned(everything or [Estimate()], Pace(self._least))
        self._planned_at, self._has_newcomers = now, False
        log.debug("polls planned", **{reader: len(share) for reader, share in shares.items()})

    def _for_polls(self, reader: str, budget: float, now: datetime) -> float:
        """What looks and downloads leave, as they went of late."""
        return max(budget * POLLS_AT_LEAST, budget - self._looks[reader].per_second(now))

    def waiting(self, now: datetime) -> Collection[str]:
        """The readers that have a plan and no request left."""
        return [reader for reader in self._plans if not self._purse(reader).may_spend(now)]

    def may_poll(self, reader: str | None, now: datetime) -> bool:
        """Whether a request is saved up."""
        return reader is None or self._purse(reader).may_spend(now)

    def may_look(self, reader: str | None, now: datetime) -> bool:
        """Whether a request is saved up, and polls got their part of late."""
        if reader is None:
            return True
        purse, looks = self._purse(reader), self._looks.get(reader, Rate())
        return looks.per_second(now) <= purse.budget * (1 - POLLS_AT_LEAST) and purse.may_spend(now)

    def _purse(self, reader: str) -> Purse:
        """An account that nobody knew of at the start has one as well."""
        return self._purses.setdefault(reader, Purse(reader, self._means.each))

    async def polls(self, db: Database, reader: str | None, watched: Watched, now: datetime) -> None:
        """Counts a request; a channel that never answered may change the plan."""
        self._has_newcomers = self._has_newcomers or watched.estimate is None
        if reader is not None:
            await self._purse(reader).spend(db, now)

    async def looks(self, db: Database, reader: str | None, now: datetime) -> None:
        """Counts a request; the next plan knows that it was none for polls."""
        if reader is not None:
            self._looks[reader] = self._looks.get(reader, Rate()).noted(now)
            await self._purse(reader).spend(db, now)

    def next_poll_at(self, reader: str | None, estimate: Estimate, now: datetime) -> datetime:
        """When the waiting that gathers until then is worth a request of this reader."""
        plan = self._spare if reader is None else self._plans.get(reader, self._spare)
        return min(next_poll(estimate, plan, now), now + self.latest)


def shared_out(known: Iterable[Taught], readers: Collection[str]) -> dict[str, list[Estimate]]:
    """Whose plan has which channels in it: a channel is his who read it last.

    One whose reader is not among these, or who has none, is for the account with the fewest; without an account, for
    the previews.
    """
    shares: dict[str, list[Estimate]] = {reader: [] for reader in readers}
    heirs = [reader for reader in shares if reader != PREVIEWS] or list(shares)
    orphans: list[Estimate] = []
    for taught in known:
        share = shares.get(taught.account or "")
        (orphans if share is None else share).append(estimate_of(taught.estimate))
    for estimate in orphans if heirs else ():
        shares[min(heirs, key=lambda reader: len(shares[reader]))].append(estimate)
    return shares


class Counted:
    """A source whose every page counts for the reader that gave it, and for one that was tried in vain before."""

    def __init__(self, source: Source, db: Database, polling: Polling):
        self.name = source.name
        self._source = source
        self._db = db
        self._polling = polling

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """As `Source.read`."""
        first = reader_of(self._source, watched, HISTORY, now)
        await self._polling.polls(self._db, first, watched, now)
        batch = await self._source.read(watched, now)
        if batch.account not in {None, first}:
            await self._polling.polls(self._db, batch.account, watched, now)
        return batch


def estimate_of(values: object) -> Estimate:
    """What a channel has taught so far, from what is stored of it."""
    return Estimate.from_json(values) if isinstance(values, dict) else Estimate()

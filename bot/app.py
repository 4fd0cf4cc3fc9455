"""The wiring: opens what the stages need, keeps each stage going, closes everything by nesting. Decides nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import structlog

from bot import (
    alerting,
    backfilling,
    collecting,
    digesting,
    drafting,
    hashing,
    hearing,
    joining,
    operating,
    rereading,
    settling,
    silences,
    stages,
    updating,
)
from bot.alarming import Alarm
from bot.allowances import DOWNLOADS, LOOKS, Purse, a_minute
from bot.chat.studio import Draw, draw_in_thread, studio
from bot.clock import Clock
from bot.delivery import queue
from bot.delivery.sender import Sender
from bot.health.pulse import Pulse
from bot.polling import Polling
from bot.ticking import ticking
from bot.timekeeping import Timekeeper
from collectors.aftercare import Aftercare
from collectors.base import Live, Source
from matcher.catalogue import Catalogue
from storage import deliveries, sharing
from storage.database import Database
from storage.messages import Delivery, Message
from storage.wakeups import Wakeups

log = structlog.get_logger()

SWEEP = 30.0
"""Seconds after which a stage looks for undone work by itself: a lost wake-up costs this long, never an alert."""

PAUSE = 0.02
"""Seconds between a stage's pages while it has many to do: the next stage has the machine to itself meanwhile."""

MANY = 50
"""A stage that did so much in one go may have more waiting, which no wake-up announces."""

ASIDE = 0.25
"""Seconds by which work that no alert waits for is put off, so that a post on its way has the machine to itself."""

SETTLING = 0.25
"""Seconds between two looks at deliveries that are paced, when a run is to end by itself."""

ENDING = 5.0
"""Seconds that stages have to come to an end in order, once the program is told to stop."""

Step = Callable[[], Awaitable[int]]
Notice = Callable[[Delivery], Awaitable[Message]]


@dataclass(frozen=True, slots=True)
class Lookout:
    """What the stages are run with.

    `catalogue`: the one in force, asked for each page; `follow` looks whether the watchlist's files have changed.
    `source` None: nothing is collected. `notice` renders "this may not have reached you". `only`: the one chat that
    `sender` reaches (the terminal), None: all. `looks` and `downloads`: how often posts are looked at again, and files
    fetched to be hashed. `live`: what Telegram tells accounts unasked, and `join_every`: how often each may join a
    channel (None: never). `translates`: alerts get a button for a translation. `timekeeper` notices when the clock is
    set back. `backfill`: how far back posts are matched again when the watchlist has changed, zero: not at all. `stop`:
    once it is set, nothing more is begun. `readers`: the accounts that collect here, where others collect elsewhere;
    None: no other process collects. `pulse` notes which stages finish their ticks.
    """

    db: Database
    catalogue: Callable[[], Catalogue]
    source: Source | None
    sender: Sender
    notice: Notice
    clock: Clock
    polling: Polling
    only: int | None = None
    aftercare: Aftercare = field(default_factory=Aftercare)
    looks: Purse = field(default_factory=lambda: a_minute(LOOKS, 20))
    downloads: Purse = field(default_factory=lambda: a_minute(DOWNLOADS, 20))
    live: Live | None = None
    join_every: timedelta | None = None
    translates: bool = False
    follow: Step | None = None
    back_up: Step | None = None
    draw: Draw = draw_in_thread
    retain: Step | None = None
    timekeeper: Timekeeper = field(default_factory=Timekeeper)
    backfill: timedelta = timedelta(0)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    readers: frozenset[str] | None = None
    pulse: Pulse = field(default_factory=Pulse)

    def steps(self) -> Mapping[str, Step]:
        """The stages by name, in the order in which posts pass through them."""
        return {
            "collect": self._collect,
            "reread": self._reread,
            "match": lambda: stages.match_new(self.db, self.catalogue(), self.clock),
            "events": lambda: stages.note_events(self.db, self.catalogue().watchlist, self.clock),
            "alert": self._alert,
            "update": self._update,
            "backfill": lambda: backfilling.backfill(self.db, self.catalogue(), self.clock, self.backfill),
            "draft": lambda: drafting.draft_claims(self.db, self.catalogue().watchlist, self.clock, only=self.only),
            "settle": lambda: settling.tell_followers(self.db, self.catalogue().watchlist, self.clock),
            "operators": lambda: operating.tell_operators(self.db, self.clock, only=self.only),
            "silences": lambda: silences.end_silences(self.db, self.catalogue().watchlist, self.clock),
            "digest": lambda: digesting.make_digests(self.db, self.catalogue().watchlist, self.clock, self.draw),
            "deliver": self._deliver,
            "hash": self._hash,
            "hear": self._hear,
            "listen": self._listen,
            "watchlist": self._follow,
            "back up": self._back_up,
            "retain": self._retain,
            "clock": lambda: self.timekeeper.keep(self.db, self.clock, self.aftercare.window),
        }

    def numbers(self) -> Mapping[str, int]:
        """Which channels names of the watchlist stand for, where it says so."""
        listed = self.catalogue().watchlist.channels
        return {one.username.lower(): one.channel_id for one in listed if one.username and one.channel_id}

    async def _alert(self) -> int:
        watchlist = self.catalogue().watchlist
        return await alerting.decide_alerts(self.db, watchlist, self.clock, translates=self.translates)

    async def _update(self) -> int:
        watchlist = self.catalogue().watchlist
        return await updating.show_updates(self.db, watchlist, self.clock, translates=self.translates)

    async def _collect(self) -> int:
        if self.source is None:
            return 0
        if self.readers is not None:
            await self.db.write(sharing.claim, self.readers)
        collect = partial(collecting.collect_due, read_by=self.readers, numbers=self.numbers())
        return await collect(self.db, self.source, self.clock, self.polling, self.aftercare)

    async def _reread(self) -> int:
        if self.source is None:
            return 0
        reread = partial(rereading.reread_due, read_by=self.readers)
        return await reread(self.db, self.source, self.clock, self.aftercare, self.polling, self.looks)

    async def _deliver(self) -> int:
        return await queue.deliver(self.db, self.sender, self.clock, self.notice, only=self.only, stop=self.stop)

    async def _hash(self) -> int:
        if self.source is None:
            return 0
        limit = self.aftercare.hash_up_to
        hash_due = partial(hashing.hash_due, read_by=self.readers)
        return await hash_due(self.db, self.source, self.clock, self.polling, limit, self.downloads)

    async def _follow(self) -> int:
        return 0 if self.follow is None else await self.follow()

    async def _back_up(self) -> int:
        return 0 if self.back_up is None else await self.back_up()

    async def _retain(self) -> int:
        return 0 if self.retain is None else await self.retain()

    async def _hear(self) -> int:
        return 0 if self.live is None else await hearing.pass_on(self.db, self.live, self.clock)

    async def _listen(self) -> int:
        return 0 if self.live is None else await joining.listen(self.db, self.live, self.clock, self.join_every)


async def run_once(lookout: Lookout) -> bool:
    """Polls every enabled channel once, sends what is due. False: nobody could be asked, and polling was given up."""
    reached = lookout.source is None or await collecting.collect_all(
        lookout.db, lookout.source, lookout.clock, lookout.polling, lookout.aftercare, lookout.numbers()
    )
    await drain(lookout)
    return reached


async def drain(lookout: Lookout) -> None:
    """Lets every stage but collecting run until nothing is left that is due now; hashing comes last."""
    for name, step in lookout.steps().items():
        while name not in {"collect", "hash"} and await step():
            pass
    while (due := await lookout.db.read(deliveries.next_due, only=lookout.only)) is not None and due <= lookout.clock():
        await asyncio.sleep(SETTLING)  # a chat is sent one message a second
        await lookout.steps()["deliver"]()
    while await lookout.steps()["hash"]():  # last: no alert waits for it
        pass


async def run_until_stopped(lookout: Lookout, stop: asyncio.Event) -> None:
    """Keeps all stages going until `stop`; each ends after the page it is at, and no delivery is cut off. A stage that
    is held up for longer is not waited for: what Telegram has been sent and does not answer is in doubt then.
    """
    alarm = Alarm(lookout.db, lookout.sender, lookout.clock, lookout.only)
    async with studio() as draw, asyncio.TaskGroup() as group:
        watching = group.create_task(alarm.watch())
        await run_stages(replace(lookout, draw=draw), stop, Wakeups(), lookout.steps(), alarm)
        watching.cancel()


async def run_stages(
    lookout: Lookout,
    stop: asyncio.Event,
    wakeups: Wakeups,
    names: Collection[str],
    alarm: Alarm,
    patience: Callable[[], float] = lambda: ENDING,
) -> None:
    """As `run_until_stopped`, for some of the stages. `alarm` hears of what fails them. `patience`: seconds that they
    have to come to an end, asked when that has begun."""
    lookout = replace(lookout, stop=stop)
    steps = {name: step for name, step in lookout.steps().items() if name in names}
    ticks = [name for name in steps if name in _TICKING or (lookout.db.is_shared and name in _TICKING_WHERE_SHARED)]
    async with ticking(wakeups, ticks), asyncio.TaskGroup() as group:
        stages = []
        for name, step in steps.items():
            felt = lookout.pulse.feeling(name, step)
            stages.append(group.create_task(_keep_doing(name, alarm.listening(felt), wakeups, stop), name=name))
        hints = group.create_task(_wake_on_hints(lookout.live, wakeups))
        await stop.wait()
        hints.cancel()
        for name in steps:
            wakeups.wake(name)
        _, late = await asyncio.wait(stages, timeout=patience()) if stages else (set(), set())
        for stage in late:
            log.warning("stage cut off", stage=stage.get_name())
            stage.cancel()


async def _keep_doing(name: str, step: Step, wakeups: Wakeups, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            done = await step()
        except Exception:
            log.exception("stage failed", stage=name)
            await wakeups.wait(name, SWEEP)
            continue
        if done:
            _wake_next(name, wakeups)
            await (asyncio.sleep(PAUSE) if done >= MANY else wakeups.wait(name, ASIDE))
        else:
            await wakeups.wait(name, SWEEP)


def _wake_next(name: str, wakeups: Wakeups) -> None:
    for other in _WAKES.get(name, ()):
        if other in _ASIDE:
            wakeups.wake_later(other, ASIDE)
        else:
            wakeups.wake(other)


async def _wake_on_hints(live: Live | None, wakeups: Wakeups) -> None:
    """A post that an account hears of is read at once, not at the next tick."""
    while live is not None:
        await live.heard()
        wakeups.wake("hear")


_WAKES = {
    "hear": ("collect",),
    "collect": ("match", "operators", "listen"),
    "reread": ("match", "operators"),
    "match": ("events",),
    "events": ("alert", "draft", "backfill"),
    "draft": ("deliver",),
    "alert": ("deliver", "update"),
    "update": ("deliver",),
    "settle": ("deliver",),
    "backfill": ("deliver",),
    "operators": ("deliver",),
    "silences": ("deliver",),
    "digest": ("deliver",),
    "watchlist": ("collect", "operators", "deliver", "backfill"),
    "clock": ("collect", "reread", "operators", "silences", "digest", "deliver", "hash", "back up"),
}

_ASIDE = frozenset({"operators", "listen", "draft", "update", "backfill"})
"""No alert waits for these."""

_TICKING = frozenset(
    {"collect", "reread", "alert", "update", "settle", "silences", "digest", "deliver", "hash", "watchlist", "clock"}
)
"""These look at what is due; the others are woken by the stage before them."""

_TICKING_WHERE_SHARED = frozenset({"match", "events", "operators", "draft"})
"""What is before these may run elsewhere: a wake-up that was lost on the way costs a second."""

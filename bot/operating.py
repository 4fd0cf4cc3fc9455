"""What the operators are told by themselves: channels lost and back, renamed, marked; accounts that rest; what is
parked, and which stages stopped.

`is_lost` decides; the stage keeps what changed and turns what was not told yet into one notice for each owner. Nothing
is sent here, and what readers of the lookout follow is not its matter.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.chat.rendering import render_changes
from bot.clock import Clock
from bot.parking import each_or_park, goes_well
from storage import changes, chats, coverage, deliveries, losing, members, parkings
from storage.database import Connection, Database
from storage.faults import reach
from storage.messages import DeliveryKind
from storage.people import Role
from storage.telling import Chat
from storage.watching import Change, ChangeKind, Coverage, Problem, Work

log = structlog.get_logger()

MISSES = 2
"""After so many polls in a row that say that a channel is not to be had, it counts as lost: one may be an accident."""

PATIENCE = timedelta(minutes=10)
"""How long other trouble (a flood wait, the network) may last before the channel counts as lost."""

GATHERING = timedelta(minutes=1)
"""How long a change waits for others: trouble seldom comes alone, and fifty channels are one notice."""

PARKED_AGAIN = timedelta(hours=1)
"""How long operators hear nothing more of what is parked for a reason that they heard of."""

PAGE = 200

_DEFINITE = frozenset({Problem.NOT_FOUND, Problem.PRIVATE, Problem.BLOCKED})


def is_lost(seen: Coverage, now: datetime) -> bool:
    """Whether operators should hear that this channel is not covered."""
    if seen.problem is None or seen.failing_since is None:
        return False
    if seen.problem in _DEFINITE:
        return seen.misses >= MISSES
    return now - seen.failing_since >= PATIENCE


async def tell_operators(db: Database, clock: Clock, *, only: int | None = None) -> int:
    """Notes which channels were lost or came back, and puts what is untold on its way; returns how much was told.

    Owners hear of it in their private chats, if they have one with the bot. `only`: the one chat there is, a terminal.
    """
    now = clock()
    await _note_losses(db, now)
    if await db.read(parkings.untold, now - PARKED_AGAIN):
        await db.write(_note_parked, now)
    if not _is_due(await db.read(changes.untold, 1), now):
        return 0

    async def tell(limit: int = PAGE) -> int:
        return await db.write(_tell, limit, now, only)

    if (done := await goes_well(tell, Work.OPERATORS)) is not None:
        return done
    waiting = [change.id for change in await db.read(changes.untold, PAGE)]
    return await each_or_park(db, Work.OPERATORS, waiting, lambda _: tell(1), clock)


async def _tell(conn: Connection, limit: int, now: datetime, only: int | None) -> int:
    untold = await changes.untold(conn, limit)
    await tell_of(conn, untold, now, only)
    reach("operators, not committed")
    return len(untold)


async def tell_of(conn: Connection, these: Sequence[Change], now: datetime, only: int | None) -> None:
    """Puts one notice of stored changes on its way."""
    if not these:
        return
    for chat in await operators(conn, only):
        # Below zero: above are the ids of deliveries that notices to readers are about
        await deliveries.add(conn, chat.chat_id, DeliveryKind.NOTICE, -these[0].id, render_changes(chat, these), now)
    await changes.told(conn, these, now)
    log.info("operators told", changes=len(these))


def _is_due(oldest: Sequence[Change], now: datetime) -> bool:
    return bool(oldest) and now - oldest[0].at >= GATHERING


async def _note_losses(db: Database, now: datetime) -> None:
    for seen in await db.read(coverage.troubled):
        lost = is_lost(seen, now)
        if lost and seen.lost_at is None:
            await db.write(losing.lose, seen, now)
            log.warning("channel lost", channel=seen.username, problem=seen.problem and seen.problem.value)
        elif seen.problem is None and seen.lost_at is not None:
            await db.write(losing.regain, seen, now)
            log.info("channel back", channel=seen.username)


async def _note_parked(conn: Connection, now: datetime) -> None:
    """One change for all that broke the same way; where there is more of it soon, that waits, and is told together."""
    found = await parkings.untold(conn, now - PARKED_AGAIN)
    news = [
        Change(ChangeKind.PARKED, work.value, now, str(number), reason)
        for (work, reason), number in found.items()
        if work is not Work.OPERATORS  # that would never end
    ]
    await changes.record(conn, news)
    await parkings.told(conn, found, now)


async def operators(conn: Connection, only: int | None, least: Role = Role.OWNER) -> list[Chat]:
    """The private chats of those who are this or more; one who never wrote to the bot can't be written to."""
    ids = await members.with_role(conn, least) if only is None else [only]
    found = [await chats.get(conn, chat_id) for chat_id in ids]
    return [chat for chat in found if chat is not None]

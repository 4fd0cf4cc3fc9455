"""What the operators are told by themselves: channels lost and back, renamed, marked; accounts that rest.

`is_lost` decides; the stage keeps what changed and turns what was not told yet into one notice for each owner. Nothing
is sent here, and what readers of the lookout follow is not its matter.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.chat.rendering import render_changes
from bot.clock import Clock
from storage import changes, chats, coverage, deliveries, members
from storage.database import Connection, Database
from storage.faults import reach
from storage.messages import DeliveryKind
from storage.people import Role
from storage.telling import Chat
from storage.watching import Change, Coverage, Problem

log = structlog.get_logger()

MISSES = 2
"""After so many polls in a row that say that a channel is not to be had, it counts as lost: one may be an accident."""

PATIENCE = timedelta(minutes=10)
"""How long other trouble (a flood wait, the network) may last before the channel counts as lost."""

GATHERING = timedelta(minutes=1)
"""How long a change waits for others: trouble seldom comes alone, and fifty channels are one notice."""

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
    if not _is_due(await db.read(changes.untold, 1), now):
        return 0
    async with db.writing() as conn:
        untold = await changes.untold(conn, PAGE)
        if not untold:
            return 0
        for chat in await operators(conn, only):
            # Below zero: above are the ids of deliveries that notices to readers are about
            await deliveries.add(
                conn, chat.chat_id, DeliveryKind.NOTICE, -untold[0].id, render_changes(chat, untold), now
            )
        await changes.told(conn, untold, now)
        reach("operators, not committed")
    reach("operators, committed")
    log.info("operators told", changes=len(untold))
    return len(untold)


def _is_due(oldest: Sequence[Change], now: datetime) -> bool:
    return bool(oldest) and now - oldest[0].at >= GATHERING


async def _note_losses(db: Database, now: datetime) -> None:
    for seen in await db.read(coverage.troubled):
        lost = is_lost(seen, now)
        if lost and seen.lost_at is None:
            await db.write(coverage.lose, seen, now)
            log.warning("channel lost", channel=seen.username, problem=seen.problem and seen.problem.value)
        elif seen.problem is None and seen.lost_at is not None:
            await db.write(coverage.regain, seen, now)
            log.info("channel back", channel=seen.username)


async def operators(conn: Connection, only: int | None, least: Role = Role.OWNER) -> list[Chat]:
    """The private chats of those who are this or more; one who never wrote to the bot can't be written to."""
    ids = await members.with_role(conn, least) if only is None else [only]
    found = [await chats.get(conn, chat_id) for chat_id in ids]
    return [chat for chat in found if chat is not None]

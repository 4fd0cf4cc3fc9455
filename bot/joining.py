"""Accounts join the channels that the operator allows them to, a few an hour, and stay within earshot.

A stage like those in `stages`. What may be joined is in the watchlist, whether at all and how often in the settings.
Nothing ever leaves a channel.
"""

from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.learning import learn
from collectors.base import CannotRead, Live
from collectors.telegram.attempt import JOIN
from storage import coverage, joins
from storage.database import Database
from storage.watching import Watched

log = structlog.get_logger()


async def listen(db: Database, live: Live, clock: Clock, join_every: timedelta | None) -> int:
    """Keeps lines open, and lets each account join what it is to join next; returns how many were let in or refused.

    `join_every`: an account asks for one channel in that time; None: the operator lets none join any.
    """
    await live.keep_listening()
    if join_every is None:
        return 0
    now = clock()
    wanted = await db.read(joins.due, live.listeners, now, join_every, JOIN)
    asked = 0
    for account, channel_id in wanted.items():
        for watched in await db.read(coverage.of_channels, [channel_id]):
            asked += await _join(db, live, account, channel_id, watched, now)
    return asked


async def _join(db: Database, live: Live, account: str, channel_id: int, watched: Watched, now: datetime) -> bool:
    """Whether there was an answer. A flood wait is none: it is kept, and the account asks again when it is over."""
    try:
        answer = await live.join(account, watched, now)
    except CannotRead as refusal:
        async with db.writing() as conn:
            await learn(conn, refusal.learned, now)
        log.warning("channel not joined", channel=watched.username, account=account, problem=refusal.problem.value)
        return False
    async with db.writing() as conn:
        await learn(conn, answer.learned, now)
        await joins.save(conn, account, channel_id, now, answer.refused, answer.again)
    log.info("joining asked for", channel=watched.username, account=account, refused=answer.refused)
    return True

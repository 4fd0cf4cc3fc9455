"""Silences that end by themselves: a snooze that has run out says so in one line, with how much it held back.

What a silence keeps quiet is `bot.alerts.deciding`'s matter; here it only ends, in one transaction with what is said.
"""

import structlog

from bot.chat.rendering.snoozing import render_snooze_over
from bot.clock import Clock
from storage import chats, deliveries, snoozes
from storage.database import Database
from storage.model import DeliveryKind
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200


async def end_silences(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    """Ends what has run out; returns how many there were."""
    return await _end_snoozes(db, watchlist, clock)


async def _end_snoozes(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    now = clock()
    over = await db.read(snoozes.due, now, PAGE)
    if not over:
        return 0
    async with db.writing() as conn:
        for snooze in await snoozes.forget(conn, over):
            chat = await chats.get(conn, snooze.chat_id)
            held = await snoozes.held_back(conn, snooze)
            if chat is not None:
                said = [render_snooze_over(chat, snooze, held, watchlist)]
                await deliveries.add(conn, chat.chat_id, DeliveryKind.SNOOZE, snooze.id, said, now)
            log.info("snooze over", chat=snooze.chat_id, kind=snooze.kind.value, target=snooze.target, held_back=held)
    return len(over)

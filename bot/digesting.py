"""The digest stage: what a chat heard or would have heard, once for each local slot; an empty one is not sent."""

import structlog

from bot.alerts.digests import belonging, span_start
from bot.chat.rendering import render_digest
from bot.chat.times import next_local, slot
from bot.clock import Clock
from storage import alerts, copies, coverage, digests
from storage.database import Database
from storage.watchlist import Watchlist

log = structlog.get_logger()


async def make_digests(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    """Writes each digest that is due, once for its local slot; an empty one is not sent."""
    now = clock()
    due = await db.read(digests.due, now)
    for chat in due:
        if chat.digest_at is None or chat.next_digest_at is None:
            continue
        since = span_start(chat, await db.read(digests.last_until, chat.chat_id), now)
        entries = belonging(await db.read(alerts.of_chat_since, chat.chat_id, since, now))
        origins = await db.read(copies.origins, {revision.id for _, revision in entries})
        parts = render_digest(chat, entries, since, now, await db.read(coverage.report), watchlist, origins)
        schedule, local = f"daily {chat.digest_at:%H:%M}", slot(chat.digest_at, chat.time_zone, chat.next_digest_at)
        next_at = next_local(chat.digest_at, chat.time_zone, now)
        await db.write(digests.save, chat.chat_id, schedule, local, since, now, parts, next_at)
        log.info("digest made", chat=chat.chat_id, slot=local, entries=len(entries), messages=len(parts))
    return len(due)

"""The digest stage: what a chat heard or would have heard, once for each local slot; an empty one is not sent."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

import structlog

from bot.alerts.digests import Contents, belonging, span_start
from bot.chat.rendering import render_digest
from bot.chat.times import daily, next_unmade, slot
from bot.clock import Clock
from storage import alerts, copies, coverage, digests
from storage.database import Connection, Database
from storage.digests import Digest, Due
from storage.model import Chat, Message
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200


async def make_digests(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    """Writes each digest that is due, once for its local slot; returns how many were due."""
    due = await db.read(digests.due, clock(), PAGE)
    for this in due:
        await make_one(db, watchlist, this, clock())
    return len(due)


async def make_one(db: Database, watchlist: Watchlist, this: Due, now: datetime) -> bool:
    """Puts a digest that is due on its way; False if another process did."""
    chat, at = this.chat, this.at
    contents = await read_contents(db, chat, await next_since(db, chat, now), now, watchlist)
    parts = await render(chat, contents, watchlist)
    local = slot(at, chat.time_zone, this.next_at)
    digest = Digest(chat.chat_id, daily(at), local, contents.since, now)
    made = await db.write(digests.keep, this, digest, parts, next_unmade(at, chat.time_zone, now, local))
    if made:
        log.info("digest made", chat=chat.chat_id, slot=local, entries=len(contents.entries), messages=len(parts))
    return made


async def render(chat: Chat, contents: Contents, watchlist: Watchlist) -> tuple[Message, ...]:
    return render_digest(chat, contents, watchlist)


async def next_since(db: Database, chat: Chat, now: datetime) -> datetime:
    """Where the chat's next digest begins."""
    return span_start(chat, await db.read(digests.last_until, chat.chat_id), now)


async def read_contents(db: Database, chat: Chat, since: datetime, until: datetime, watchlist: Watchlist) -> Contents:
    """All that is stored for a digest of that span."""
    entries = await db.read(alerts.of_chat_since, chat.chat_id, since, until)
    ids = {revision.id for _, revision in belonging(entries)}
    return Contents(
        since=since,
        until=until,
        entries=tuple(entries),
        coverage=tuple(await db.read(coverage.report)),
        origins=await db.read(copies.origins, ids),
    )


async def set_times(
    conn: Connection, chat_id: int, times: Iterable[time], zone: str, now: datetime
) -> Mapping[time, datetime]:
    """From now on digests come at these times of that zone's clock; returns when each comes next."""
    made = await digests.last_slots(conn, chat_id)
    wanted = {at: next_unmade(at, zone, now, made.get(daily(at))) for at in sorted(times)}
    await digests.set_times(conn, chat_id, wanted)
    return wanted

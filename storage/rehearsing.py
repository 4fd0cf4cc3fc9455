"""Stored posts of the last days that a subscription may have been told of, newest first and no more than asked for.

What it would have been told is decided elsewhere.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import search
from storage.model import Kind
from storage.statements import pages
from storage.tables import channels, events, revisions
from storage.terms import Search, Term

Post = tuple[int, int]


async def about(conn: AsyncConnection, targets: Iterable[tuple[Kind, str]], since: datetime, limit: int) -> set[int]:
    """The revisions of the newest events about each of these targets, at most `limit` of each."""
    found: set[int] = set()
    for kind, target in sorted(targets):
        newest = (
            select(events.c.revision_id, events.c.at)
            .where(events.c.target_kind == kind, events.c.target == target)
            .order_by(events.c.id.desc())
            .limit(limit)
        )
        found.update(row.revision_id for row in await conn.execute(newest) if row.at >= since)
    return found


async def newest(conn: AsyncConnection, since: datetime, limit: int) -> set[int]:
    """The newest revisions of all, whatever they are about."""
    stored = select(revisions.c.id, revisions.c.seen_at).order_by(revisions.c.id.desc()).limit(limit)
    return {row.id for row in await conn.execute(stored) if row.seen_at >= since}


async def saying(conn: AsyncConnection, term: Term, since: datetime) -> tuple[set[Post], bool]:
    """The newest posts that say this now, `search.COUNTED` at most; True: there are more.

    Raises:
        TookTooLong: as `search.find`.
    """
    hits = await search.find(conn, Search((term,), since=since), search.COUNTED)
    return {(one.post.channel_id, one.post.post_id) for one in hits.revisions}, hits.count > search.COUNTED


async def of_posts(conn: AsyncConnection, posts: Collection[Post]) -> set[int]:
    """All revisions of these posts."""
    found: set[int] = set()
    key = tuple_(revisions.c.channel_id, revisions.c.post_id)
    for page in pages(sorted(posts)):
        found.update(await conn.scalars(select(revisions.c.id).where(key.in_(page))))
    return found


async def called(conn: AsyncConnection) -> dict[int, str | None]:
    """Every stored channel's username."""
    rows = await conn.execute(select(channels.c.channel_id, channels.c.username))
    return {row.channel_id: row.username for row in rows}

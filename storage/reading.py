"""What is stored, read in pages for whoever wants all of it: channel by channel, by key, each page its own transaction.

Nothing is written here. A page begins after the last key of the one before, so that the thousandth costs what the first
did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, func, select, tuple_, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.channels import flags_of
from storage.model import Cause, Channel, Revision
from storage.revising import IS_NEWEST, whole
from storage.rows import revision_of
from storage.statements import pages
from storage.tables import album_parts, channels, posts, revisions

BEGINNING = (0, 0)
"""Before the first key."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which revisions are meant: of posts published from `since` on and before `until`; each post's newest, or all."""

    since: datetime | None = None
    until: datetime | None = None
    history: bool = False


async def stored_channels(conn: AsyncConnection) -> list[Channel]:
    """All channels that were ever read, by id."""
    rows = await conn.execute(select(channels).order_by(channels.c.channel_id))
    return [Channel(row.channel_id, row.username, row.title, flags_of(row.flags)) for row in rows]


async def page(
    conn: AsyncConnection, channel_id: int, after: tuple[int, int], limit: int, choice: Choice
) -> list[Revision]:
    """The next revisions of a channel, by post and number. `after`: those of the last one that was given out."""
    key = tuple_(revisions.c.post_id, revisions.c.number)
    chosen = _chosen(whole(), channel_id, choice).where(key > after).order_by(revisions.c.post_id, revisions.c.number)
    return [revision_of(row) for row in await conn.execute(chosen.limit(limit))]


async def months(conn: AsyncConnection) -> dict[str, tuple[int, int]]:
    """By month of publication (UTC, such as 2024-03): how many revisions are stored, and the id of the newest."""
    at = revisions.c.published_at
    day = func.to_char(func.timezone("UTC", at), "YYYY-MM") if _is_postgres(conn) else func.strftime("%Y-%m", at)
    month = type_coerce(day, String).label("month")
    counted = select(month, func.count().label("number"), func.max(revisions.c.id).label("newest")).group_by(month)
    return {row.month: (row.number, row.newest) for row in await conn.execute(counted.order_by(month))}


def _is_postgres(conn: AsyncConnection) -> bool:
    return conn.dialect.name == "postgresql"


async def count(conn: AsyncConnection, channel_ids: Sequence[int], choice: Choice) -> int:
    """How many revisions there are to read."""
    counted = select(func.count()).select_from(revisions)
    return sum([await conn.scalar(_chosen(counted, channel_id, choice)) or 0 for channel_id in channel_ids])


def _chosen(asked: Select[Any], channel_id: int, choice: Choice) -> Select[Any]:
    chosen = asked.where(revisions.c.channel_id == channel_id)
    if not choice.history:
        chosen = chosen.join(posts, IS_NEWEST)
    if choice.since is not None:
        chosen = chosen.where(revisions.c.published_at >= choice.since)
    if choice.until is not None:
        chosen = chosen.where(revisions.c.published_at < choice.until)
    return chosen


async def last_changes(conn: AsyncConnection, channel_id: int, message_ids: Sequence[int]) -> dict[int, datetime]:
    """When those of these messages that are stored, alone or in an album, last changed: edited, found gone, or else
    published."""
    found: dict[int, datetime] = {}
    told = (revisions.c.cause, revisions.c.seen_at, revisions.c.edited_at, revisions.c.published_at)
    newest = select(revisions.c.post_id, *told).join(posts, IS_NEWEST)
    for ids in pages(message_ids):
        in_albums = select(album_parts.c.message_id, album_parts.c.post_id).where(
            album_parts.c.channel_id == channel_id, album_parts.c.message_id.in_(ids)
        )
        album_of = {row.message_id: row.post_id for row in await conn.execute(in_albums)}
        keys = {album_of.get(message_id, message_id) for message_id in ids}
        stored = newest.where(posts.c.channel_id == channel_id, posts.c.post_id.in_(keys))
        at = {}
        for row in await conn.execute(stored):
            said_at = row.edited_at or row.published_at
            at[row.post_id] = max(said_at, row.seen_at) if row.cause is Cause.DELETED else said_at
        found |= {id_: at[album_of.get(id_, id_)] for id_ in ids if album_of.get(id_, id_) in at}
    return found

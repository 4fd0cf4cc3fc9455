"""Which stored post an address, t.me/name/5, is of: as it is now."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Revision
from storage.revising import IS_NEWEST, whole
from storage.rows import revision_of
from storage.tables import album_parts, channels, posts


@dataclass(frozen=True, slots=True)
class Address:
    """`channel`: its username, or its numeric id."""

    channel: str | int
    message_id: int


async def revision_at(conn: AsyncConnection, address: Address) -> Revision | None:
    """The newest revision of the post, also by another message of its album; None if it is not stored."""
    channel_id = address.channel if isinstance(address.channel, int) else await _called(conn, address.channel)
    if channel_id is None:
        return None
    part = select(album_parts.c.post_id).where(
        album_parts.c.channel_id == channel_id, album_parts.c.message_id == address.message_id
    )
    post_id = await conn.scalar(part) or address.message_id
    newest = whole().join(posts, IS_NEWEST).where(posts.c.channel_id == channel_id, posts.c.post_id == post_id)
    row = (await conn.execute(newest)).one_or_none()
    return None if row is None else revision_of(row)


async def _called(conn: AsyncConnection, username: str) -> int | None:
    named = select(channels.c.channel_id).where(func.lower(channels.c.username) == username.lower())
    found: int | None = await conn.scalar(named.limit(1))
    return found

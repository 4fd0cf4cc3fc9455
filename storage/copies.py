"""Who copies whom: the stored post that another forwards, or whose text it repeats. Nothing is judged here."""

from datetime import timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.albums import copy_hash
from storage.model import Forward, Post, Revision
from storage.revising import said_at
from storage.tables import album_parts, revisions
from storage.tables import channels as channels_table

COPY_SPAN = timedelta(days=3)
"""How long after a text the same text still counts as a copy of it."""

# An alias is made once: making one costs more than the question it is for.
_SAME = revisions.alias("same")


async def original_of(conn: AsyncConnection, revision: Revision) -> int | None:
    """The first revision of the stored post that this one forwards or, else, whose text it copies.

    A copy: the same letters and digits, at least `COPY_LENGTH` of them, in another channel within `COPY_SPAN` before.
    """
    if (forward := revision.post.forward) and (forwarded := await _forwarded(conn, revision.post, forward)):
        return forwarded
    return await _copied(conn, revision)


async def _forwarded(conn: AsyncConnection, post: Post, forward: Forward) -> int | None:
    """The stored post that a forward header names; the message may be any part of an album."""
    if forward.post_id is None or (forward.channel_id is None and forward.username is None):
        return None
    by_name = channels_table.c.handle == (forward.username or "").lower()
    named = by_name if forward.channel_id is None else channels_table.c.channel_id == forward.channel_id
    key_of_part = (
        select(album_parts.c.post_id)
        .where(album_parts.c.channel_id == channels_table.c.channel_id, album_parts.c.message_id == forward.post_id)
        .scalar_subquery()
    )
    first = (
        select(revisions.c.id)
        .join(channels_table, channels_table.c.channel_id == revisions.c.channel_id)
        .where(named, revisions.c.post_id == func.coalesce(key_of_part, forward.post_id), revisions.c.number == 1)
        .where(or_(revisions.c.channel_id != post.channel_id, revisions.c.post_id != post.post_id))
    )
    return await conn.scalar(first.order_by(revisions.c.id.desc()).limit(1))


async def _copied(conn: AsyncConnection, revision: Revision) -> int | None:
    """The post of another channel that was the first to say the same."""
    fingerprint = copy_hash(revision.post.text)
    if fingerprint is None:
        return None
    copied_at = said_at(revision.post, revision.cause, revision.seen_at)
    said = _SAME.c.said_at
    earliest = (
        select(revisions.c.id)
        .join(_SAME, and_(_SAME.c.channel_id == revisions.c.channel_id, _SAME.c.post_id == revisions.c.post_id))
        .where(revisions.c.number == 1, _SAME.c.channel_id != revision.post.channel_id)
        .where(_SAME.c.copy_hash == fingerprint, said >= copied_at - COPY_SPAN, said < copied_at)
    )
    return await conn.scalar(earliest.order_by(said, _SAME.c.id).limit(1))

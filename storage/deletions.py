"""Messages that are gone: their posts get a revision that says so and keeps the words. Nothing is erased.

An album that lost some of its messages is no deleted post, but one that says less.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.albums import Parts, joined, message_ids
from storage.model import Cause, Post
from storage.revising import Current, Fresh, current, said_at, write
from storage.rows import part_of
from storage.statements import pages
from storage.tables import album_parts


async def save(conn: AsyncConnection, channel_id: int, gone_ids: Collection[int], now: datetime) -> int:
    """These messages of a channel are not there any more. Returns how many posts are gone with them.

    What is not stored, or known to be gone, changes nothing.
    """
    albums = await _albums(conn, channel_id, gone_ids)
    in_albums = {message_id for parts in albums.values() for message_id in parts}
    singles = [message_id for message_id in gone_ids if message_id not in in_albums | albums.keys()]
    whole = [post_id for post_id, parts in albums.items() if parts.keys() <= set(gone_ids)]
    before = await current(conn, channel_id, [*singles, *albums])
    there = {post_id: post for post_id, post in before.items() if _is_there(post, album=post_id in albums)}
    gone = [_gone(there[post_id]) for post_id in (*singles, *whole) if post_id in there]
    less = {post_id: _without(parts, gone_ids) for post_id, parts in albums.items() if post_id not in whole}
    smaller = [_smaller(there[post_id], parts, now) for post_id, parts in less.items() if post_id in there]
    await write(conn, [*gone, *smaller], now)
    await _forget_parts(conn, channel_id, [id_ for post_id in less for id_ in albums[post_id] if id_ in gone_ids])
    return len(gone)


async def _albums(conn: AsyncConnection, channel_id: int, gone_ids: Collection[int]) -> dict[int, dict[int, Post]]:
    """The albums that some of these messages belong to, by post, with all their parts."""
    albums: dict[int, dict[int, Post]] = {}
    of_channel = album_parts.c.channel_id == channel_id
    for page in pages(gone_ids):
        asked = select(album_parts.c.album_id).where(of_channel, album_parts.c.message_id.in_(page))
        parts = select(album_parts).where(of_channel, album_parts.c.album_id.in_(asked))
        for row in await conn.execute(parts):
            part = part_of(channel_id, row.message_id, row.part)
            albums.setdefault(row.post_id, {})[row.message_id] = part
    return albums


def _is_there(post: Current, *, album: bool) -> bool:
    """Not an album either that bears the number of a message which it has lost already."""
    return post.cause is not Cause.DELETED and (album or post.post.post_id in message_ids(post.post))


def _without(parts: Parts, gone_ids: Collection[int]) -> Parts:
    return {message_id: part for message_id, part in parts.items() if message_id not in gone_ids}


def _gone(post: Current) -> Fresh:
    return Fresh(post.post, post.number + 1, Cause.DELETED, post.said_at, post.backlog)


def _smaller(before: Current, parts: Parts, now: datetime) -> Fresh:
    post = joined(parts, before.post.post_id)
    said = said_at(post, Cause.EDITED, now)
    return Fresh(post, before.number + 1, Cause.EDITED, said, before.backlog)


async def _forget_parts(conn: AsyncConnection, channel_id: int, gone_ids: Sequence[int]) -> None:
    for page in pages(gone_ids):
        these = (album_parts.c.channel_id == channel_id, album_parts.c.message_id.in_(page))
        await conn.execute(delete(album_parts).where(*these))

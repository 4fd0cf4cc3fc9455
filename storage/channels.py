"""Channels as rows: who posts. `posts.save` says how far one was read, `coverage` how well it is covered."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Channel, Flag
from storage.statements import insert_for
from storage.tables import channels


async def put(
    conn: AsyncConnection, channel: Channel, *, cursor: int | None = None, last_post_at: datetime | None = None
) -> None:
    """Stores a channel under its present name. Cursor and last post only ever move forward.

    Flags that the source does not say stay as they are. What is new about the channel is `changes.notice`'s matter.
    """
    row = {
        "channel_id": channel.channel_id,
        "username": channel.username,
        "handle": channel.username.lower() if channel.username else None,
        "title": channel.title,
        "cursor": cursor,
        "last_post_at": last_post_at,
        "flags": None if channel.flags is None else sorted(channel.flags),
    }
    await conn.execute(_upsert(conn.dialect.name, flags=channel.flags is not None), row)


@cache
def _upsert(dialect: str, *, flags: bool) -> Insert:
    """Made once: making it costs more than what it does."""
    insert = insert_for(dialect, channels)
    named = ("username", "handle", "title", "flags") if flags else ("username", "handle", "title")
    moved = {name: _later(channels.c[name], insert.excluded[name]) for name in ("cursor", "last_post_at")}
    newest = {name: insert.excluded[name] for name in named}
    return insert.on_conflict_do_update(index_elements=["channel_id"], set_={**newest, **moved})


async def take_name(conn: AsyncConnection, channel_id: int, username: str) -> None:
    """A name is one channel's: whichever else bore it is known without one, until it is seen under another."""
    others = (channels.c.handle == username.lower(), channels.c.channel_id != channel_id)
    await conn.execute(update(channels).where(*others).values(username=None, handle=None))


async def get(conn: AsyncConnection, channel_id: int) -> Channel | None:
    """The channel under the name and title that it was last seen with."""
    row = (await conn.execute(_ONE, {"channel": channel_id})).one_or_none()
    return None if row is None else Channel(row.channel_id, row.username, row.title, flags_of(row.flags))


_ONE = select(channels).where(channels.c.channel_id == bindparam("channel"))


def flags_of(stored: list[str] | None) -> frozenset[Flag] | None:
    """The flags from their column."""
    return None if stored is None else frozenset(Flag(flag) for flag in stored)


def _later(old: Any, new: Any) -> Any:
    return case((or_(old.is_(None), new > old), func.coalesce(new, old)), else_=old)

"""Revisions as rows: which is a post's newest, and writing the next. What makes a revision is decided in `posts`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Insert, Select, and_, insert, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import chains
from storage.albums import content_hash, copy_hash
from storage.model import Cause, Post
from storage.rows import AnyRow, content_columns, post_of
from storage.statements import insert_for, insert_page, pages
from storage.tables import Stage, channels, posts, revisions
from storage.wakeups import announce

IS_NEWEST = and_(
    revisions.c.channel_id == posts.c.channel_id,
    revisions.c.post_id == posts.c.post_id,
    revisions.c.number == posts.c.latest,
)


def is_first(table: FromClause = revisions) -> ColumnElement[bool]:
    """What a post said first. Written into the statement: of a bound number SQLite would find out anew, each time it is
    asked, whether the index of what is fresh answers it."""
    return table.c.number == literal_column("1")


@dataclass(frozen=True, slots=True)
class Current:
    """A post as its newest revision has it."""

    number: int
    cause: Cause
    post: Post
    said_at: datetime
    backlog: bool


@dataclass(frozen=True, slots=True)
class Fresh:
    """A revision to be written."""

    post: Post
    number: int
    cause: Cause
    said_at: datetime
    backlog: bool


def said_at(post: Post, cause: Cause, seen_at: datetime) -> datetime:
    """When these words were published: those of an edit not before it."""
    if cause is Cause.EDITED:
        return post.edited_at or seen_at
    return (post.edited_at if cause in (Cause.DELETED, Cause.RESTORED) else None) or post.published_at


def whole() -> Select[Any]:
    """Revisions with their channels, as `revision_of` reads them."""
    channel = revisions.c.channel_id == channels.c.channel_id
    return select(revisions, channels.c.username, channels.c.title).join(channels, channel)


@cache
def at_stage(stage: Stage, limit: int) -> Select[Any]:
    """The first that wait there, in their order. Kept, since building it costs more than asking it."""
    return whole().where(revisions.c.stage == stage).order_by(revisions.c.id).limit(limit)


async def current(conn: AsyncConnection, channel_id: int, post_ids: Sequence[int]) -> dict[int, Current]:
    """The posts that are stored, by their keys."""
    found: dict[int, Current] = {}
    for page in pages(post_ids):
        newest = select(revisions).join(posts, IS_NEWEST)
        stored = newest.where(posts.c.channel_id == channel_id, posts.c.post_id.in_(page))
        found |= {row.post_id: _current_of(row) for row in await conn.execute(stored)}
    return found


def _current_of(row: AnyRow) -> Current:
    return Current(row.number, row.cause, post_of(row), row.said_at, row.backlog)


async def write(conn: AsyncConnection, fresh: Sequence[Fresh], now: datetime) -> None:
    """Writes revisions that wait for the matcher, makes them the newest of their posts, and chains them."""
    for page in pages(fresh, _PAGE):
        columns = _columns(page, now)
        keys = {"channel_id": columns["channel_id"], "post_id": columns["post_id"], "latest": columns["number"]}
        await insert_page(conn, _keyed(conn.dialect.name), {**keys, "first_seen_at": columns["seen_at"]})
        await insert_page(conn, _INSERT, columns)
        await chains.extend(conn, columns)
        announce(conn, "match")


_PAGE = 250
"""Rows that are made ready in one go: longer, and what the network has to say meanwhile would wait for it."""

_INSERT = insert(revisions)


@cache
def _keyed(dialect: str) -> Insert:
    """Of a post that is stored already, the newest revision is another one now."""
    statement = insert_for(dialect, posts)
    newest = {"latest": statement.excluded.latest}
    return statement.on_conflict_do_update(index_elements=["channel_id", "post_id"], set_=newest)


def _columns(fresh: Sequence[Fresh], now: datetime) -> dict[str, list[Any]]:
    return {
        **content_columns([item.post for item in fresh]),
        "number": [item.number for item in fresh],
        "cause": [item.cause for item in fresh],
        "seen_at": [now] * len(fresh),
        "said_at": [item.said_at for item in fresh],
        "backlog": [item.backlog for item in fresh],
        "content_hash": [content_hash(item.post) for item in fresh],
        "copy_hash": [copy_hash(item.post.text) for item in fresh],
        "stage": [Stage.MATCH] * len(fresh),
    }

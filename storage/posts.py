"""Posts and their revisions: saving what was read, and asking for what waits and how much there is.

What a batch comes to is computed in `albums` (pure) and written in pages. Nothing here matches, judges or deletes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Column, Insert, ScalarSelect, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import channels
from storage.albums import Known, Reading, completes, differs, gather, message_ids
from storage.model import Cause, Channel, Counts, Post, Revision
from storage.revising import IS_NEWEST, Current, Fresh, at_stage, current, said_at, whole, write
from storage.rows import part_json, part_of, revision_of
from storage.statements import Columns, execute_many, insert_for, insert_page, pages
from storage.tables import Stage, album_parts, parkings, revisions
from storage.tables import channels as channels_table
from storage.tables import posts as posts_table

# --- saving ---------------------------------------------------------------------------------------------------------


async def save(
    conn: AsyncConnection, channel: Channel, posts: Sequence[Post], cursor: int | None, now: datetime, *, backlog: bool
) -> int:
    """Stores what was read of `channel` and how far, and returns how many revisions that made.

    A post that says something new (text or attachments) gets a revision that waits for the matcher; one that says the
    same only has its views brought up to date. A later part of a known album joins its post, which keeps its key. One
    that had been deleted is there again.
    """
    last_post_at = max((post.published_at for post in posts), default=None)
    await channels.put(conn, channel, cursor=cursor, last_post_at=last_post_at)
    highest_post, highest_part = (await conn.execute(_HIGHEST, {"channel": channel.channel_id})).one()
    readings = gather(posts, await _known_albums(conn, channel.channel_id, posts, highest_part or 0))
    keys = (reading.post.post_id for reading in readings)
    before = await current(conn, channel.channel_id, [key for key in keys if key <= (highest_post or 0)])
    fresh = _fresh(readings, before, now, backlog=backlog)
    await write(conn, fresh, now)
    await write_parts(conn, readings)
    changed = {item.post.post_id for item in fresh}
    await _write_views(conn, [reading.post for reading in readings if reading.post.post_id not in changed], before)
    return len(fresh)


def _highest(column: Column[int], channel_id: Column[int]) -> ScalarSelect[int]:
    return select(func.max(column)).where(channel_id == bindparam("channel")).scalar_subquery()


_HIGHEST = select(
    _highest(posts_table.c.post_id, posts_table.c.channel_id),
    _highest(album_parts.c.message_id, album_parts.c.channel_id),
)
"""Most posts are newer than all that are stored: one question tells that nothing is to be looked up."""


async def _known_albums(conn: AsyncConnection, channel_id: int, posts: Sequence[Post], highest: int) -> Known:
    """The stored albums that these posts may belong to: by album id, or since a message is known as a part of one."""
    album_ids = {post.album_id for post in posts if post.album_id}
    for page in pages(id_ for post in posts for id_ in message_ids(post) if id_ <= highest):
        of_messages = select(album_parts.c.album_id).where(
            album_parts.c.channel_id == channel_id, album_parts.c.message_id.in_(page)
        )
        album_ids.update(await conn.scalars(of_messages))
    known: dict[int, tuple[int, dict[int, Post]]] = {}
    for page in pages(album_ids):
        of_albums = select(album_parts).where(album_parts.c.channel_id == channel_id, album_parts.c.album_id.in_(page))
        for row in await conn.execute(of_albums):
            _, parts = known.setdefault(row.album_id, (row.post_id, {}))
            parts[row.message_id] = part_of(channel_id, row.message_id, row.part)
    return known


def _fresh(readings: Sequence[Reading], current: Mapping[int, Current], now: datetime, *, backlog: bool) -> list[Fresh]:
    """Which readings say something that is not stored."""
    fresh = []
    for reading in readings:
        post, before = reading.post, current.get(reading.post.post_id)
        cause = _cause(reading, before)
        if cause is not None:
            number = before.number + 1 if before else 1
            fresh.append(Fresh(post, number, cause, said_at(post, cause, now), backlog))
    return fresh


def _cause(reading: Reading, before: Current | None) -> Cause | None:
    if before is None:
        return Cause.FIRST
    if before.cause is Cause.DELETED:
        return Cause.RESTORED
    if reading.edited:
        return Cause.EDITED
    if reading.grew:
        return Cause.ALBUM_PART
    if differs(before.post, reading.post):
        return Cause.EDITED
    return Cause.COMPLETED if completes(before.post, reading.post) else None


async def write_parts(conn: AsyncConnection, readings: Sequence[Reading]) -> None:
    """Albums message by message."""
    told = [(reading.post.post_id, id_, part) for reading in readings for id_, part in reading.parts.items()]
    columns: Columns = {
        "channel_id": [part.channel_id for _, _, part in told],
        "message_id": [message_id for _, message_id, _ in told],
        "post_id": [post_id for post_id, _, _ in told],
        "album_id": [part.album_id for _, _, part in told],
        "part": [part_json(part) for _, _, part in told],
    }
    await insert_page(conn, _part(conn.dialect.name), columns)


@cache
def _part(dialect: str) -> Insert:
    """Of a message that is stored already, what it says is another thing now."""
    statement = insert_for(dialect, album_parts)
    newest = {"part": statement.excluded.part}
    return statement.on_conflict_do_update(index_elements=["channel_id", "message_id"], set_=newest)


async def _write_views(conn: AsyncConnection, unchanged: Sequence[Post], current: Mapping[int, Current]) -> None:
    rows = [
        {"channel": post.channel_id, "post": post.post_id, "newest": current[post.post_id].number, "seen": post.views}
        for post in unchanged
        if post.views not in (None, current[post.post_id].post.views)
    ]
    await execute_many(conn, _VIEWED, rows)


_VIEWED = (
    update(revisions)
    .where(
        revisions.c.channel_id == bindparam("channel"),
        revisions.c.post_id == bindparam("post"),
        revisions.c.number == bindparam("newest"),
    )
    .values(views=bindparam("seen"))
)


# --- asking -----------------------------------------------------------------------------------------------------------


async def unmatched(conn: AsyncConnection, limit: int) -> list[Revision]:
    """What waits for the matcher, oldest first."""
    return [revision_of(row) for row in await conn.execute(at_stage(Stage.MATCH, limit))]


async def revision(conn: AsyncConnection, revision_id: int) -> Revision | None:
    row = (await conn.execute(whole().where(revisions.c.id == revision_id))).one_or_none()
    return None if row is None else revision_of(row)


async def before(conn: AsyncConnection, revision: Revision) -> Revision | None:
    """What the same post said before; None for its first revision."""
    same = (revisions.c.channel_id == revision.post.channel_id, revisions.c.post_id == revision.post.post_id)
    row = (await conn.execute(whole().where(*same, revisions.c.number == revision.number - 1))).one_or_none()
    return None if row is None else revision_of(row)


async def languages(conn: AsyncConnection, revision_ids: Sequence[int]) -> dict[int, str]:
    """In which language each of these revisions was found to be; one that was not read yet is left out."""
    found: dict[int, str] = {}
    for page in pages(revision_ids):
        found |= {row.id: row.lang for row in await conn.execute(_LANGUAGES, {"ids": page})}
    return found


_LANGUAGES = select(revisions.c.id, revisions.c.lang).where(
    revisions.c.id.in_(bindparam("ids", expanding=True)), revisions.c.lang.is_not(None)
)


async def recent(conn: AsyncConnection, channel_id: int, limit: int) -> list[Revision]:
    """A channel's newest posts as they are now, newest first."""
    newest = whole().join(posts_table, IS_NEWEST).where(posts_table.c.channel_id == channel_id)
    rows = await conn.execute(newest.order_by(posts_table.c.post_id.desc()).limit(limit))
    return [revision_of(row) for row in rows]


async def counts(conn: AsyncConnection) -> Counts:
    """How much is stored, how much of it waits for the matcher, and what is parked."""
    columns = [
        select(func.count()).select_from(posts_table).scalar_subquery(),
        select(func.count()).select_from(revisions).scalar_subquery(),
        select(func.count()).select_from(channels_table).scalar_subquery(),
        select(func.count()).where(revisions.c.stage == Stage.MATCH).scalar_subquery(),
        select(func.count()).select_from(parkings).scalar_subquery(),
    ]
    return Counts(*(await conn.execute(select(*columns))).one())

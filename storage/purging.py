"""Takes posts away, with all that hangs on them, and leaves of each revision its place in the chain and its digest.

Whose time has come is decided elsewhere. What a chat was sent is not touched here: it is kept for a time of its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, func, insert, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import proofs
from storage.faults import reach
from storage.statements import execute_many, insert_into, pages
from storage.tables import (
    Stage,
    additions,
    album_parts,
    alerts,
    channels,
    looks,
    media_hashes,
    metadata,
    parkings,
    posts,
    purged,
    purges,
    revisions,
    sketches,
)
from storage.watching import Work

Post = tuple[int, int]
"""Channel and post."""


@dataclass(frozen=True, slots=True)
class Purge:
    """Who takes posts away, why and when; of one of these there is one record, however many pages it takes."""

    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Purged(Purge):
    """A purge that was made, and what it took away."""

    id: int
    posts: int
    revisions: int


@dataclass(frozen=True, slots=True)
class Page:
    """`gone`: how many were taken away. `after`: where the next page begins; None: nothing that old is left."""

    gone: int
    after: int | None


async def page(conn: AsyncConnection, purge: Purge, before: datetime, after: int, limit: int) -> Page:
    """Purges, of the next `limit` revisions behind `after`, the posts that were last seen changed before `before`.

    Revisions are numbered in the order of their coming. A post that waits for a stage stays, and one in whose message
    others are still to be told. None is older than it was published, whatever a clock said that was behind; one that
    was seen by a clock that was ahead says nothing of those behind it.
    """
    asked = select(*(revisions.c[name] for name in ("id", "seen_at", "said_at", "channel_id", "post_id")))
    rows = (await conn.execute(asked.where(revisions.c.id > after).order_by(revisions.c.id).limit(limit))).all()
    old = [row for row in rows if max(row.seen_at, row.said_at) < before]
    is_last = any(before <= row.seen_at <= purge.at for row in rows)
    gone = await posts_away(conn, await _over(conn, {(row.channel_id, row.post_id) for row in old}, before), purge)
    return Page(gone, rows[-1].id if rows and not is_last else None)


async def _over(conn: AsyncConnection, asked: Collection[Post], before: datetime) -> list[Post]:
    """Those of which no revision is newer, none waits for a stage, and to whose messages nothing is to be added. Their
    channels, they and their alerts are held: until the transaction ends nothing can be, and no revision comes or waits.
    """
    for ids in pages(sorted({channel_id for channel_id, _ in asked})):
        theirs = select(channels.c.channel_id).where(channels.c.channel_id.in_(ids)).order_by(channels.c.channel_id)
        await conn.execute(theirs.with_for_update(key_share=True))
    over: list[Post] = []
    key = (revisions.c.channel_id, revisions.c.post_id)
    leads = select(*key, alerts.c.id).join(alerts, alerts.c.revision_id == revisions.c.id)
    waits = func.count(revisions.c.stage).filter(revisions.c.stage != Stage.PARKED)
    for some in pages(sorted(asked)):
        own = select(revisions.c.id).where(tuple_(*key).in_(some)).order_by(revisions.c.id)
        await conn.execute(own.with_for_update())
        grouped = select(*key).where(tuple_(*key).in_(some)).group_by(*key)
        last = (func.max(revisions.c[name]) < before for name in ("seen_at", "said_at"))
        rows = (await conn.execute(grouped.having(*last, waits == 0))).all()
        old = [(row.channel_id, row.post_id) for row in rows]
        held = leads.where(tuple_(*key).in_(old)).order_by(alerts.c.id).with_for_update(of=alerts)
        of_alert = {row.id: (row.channel_id, row.post_id) for row in await conn.execute(held)}
        leading = {of_alert[id_] for id_ in await _leading(conn, of_alert)}
        over += [one for one in old if one not in leading]
    return over


async def _leading(conn: AsyncConnection, alert_ids: Collection[int]) -> list[int]:
    """Those of these alerts to whose messages something is to be added."""
    waiting = select(additions.c.lead_id).where(additions.c.delivery_id.is_(None))
    asked = (waiting.where(additions.c.lead_id.in_(page)) for page in pages(alert_ids))
    return [id_ for one in asked for id_ in await conn.scalars(one)]


async def posts_away(conn: AsyncConnection, asked: Sequence[Post], purge: Purge) -> int:
    """Purges these posts; returns how many. One whose rows can't be read stays: its digest could not be told."""
    gone: list[Post] = []
    left: list[dict[str, Any]] = []
    for channel_id in sorted({channel_id for channel_id, _ in asked}):
        mine = [post_id for channel, post_id in asked if channel == channel_id]
        links = await _links(conn, channel_id, mine)
        damaged = {link.post_id for link in links if link.damaged}
        gone += [(channel_id, post_id) for post_id in mine if post_id not in damaged]
        left += [
            {"channel_id": channel_id, "place": link.place, "digest": link.digest}
            for link in links
            if link.post_id not in damaged and link.digest is not None
        ]
    if gone:
        number = await _record(conn, purge, len(gone), len(left))
        await execute_many(conn, insert(purged), [{**row, "purge_id": number} for row in left])
    for some in pages(gone, size=100):
        await _delete(conn, some)
        reach("purge, not committed")
    return len(gone)


async def _links(conn: AsyncConnection, channel_id: int, post_ids: Sequence[int]) -> list[proofs.Link]:
    these = (revisions.c.channel_id == channel_id, revisions.c.post_id.in_(post_ids))
    count = await conn.scalar(select(func.count()).select_from(revisions).where(*these))
    return await proofs.links_of(conn, channel_id, post_ids, count or 0)


async def _record(conn: AsyncConnection, purge: Purge, of_posts: int, of_revisions: int) -> int:
    row = {"at": purge.at, "by": purge.by, "why": purge.why, "posts": of_posts, "revisions": of_revisions}
    statement = insert_into(conn, purges).values(row)
    more = {name: purges.c[name] + statement.excluded[name] for name in ("posts", "revisions")}
    kept = statement.on_conflict_do_update(index_elements=["at", "by", "why"], set_=more).returning(purges.c.id)
    return int((await conn.execute(kept)).scalar_one())


async def _delete(conn: AsyncConnection, some: Sequence[Post]) -> None:
    of_posts = tuple_(revisions.c.channel_id, revisions.c.post_id).in_(some)
    ids = list(await conn.scalars(select(revisions.c.id).where(of_posts)))
    messages = {*some, *await _parts(conn, some)}
    await _free(conn, revisions, ids)
    await conn.execute(delete(sketches).where(sketches.c.revision_id.in_(ids)))
    works = (Work.MATCH, Work.EVENTS, Work.ALERT, Work.BACKFILL)
    await conn.execute(delete(parkings).where(parkings.c.work.in_(works), parkings.c.item.in_(ids)))
    for table in (looks, media_hashes):
        for those in pages(sorted(messages)):
            await conn.execute(delete(table).where(tuple_(table.c.channel_id, table.c.message_id).in_(those)))
    for table in (album_parts, revisions, posts):
        await conn.execute(delete(table).where(tuple_(table.c.channel_id, table.c.post_id).in_(some)))


async def _parts(conn: AsyncConnection, some: Sequence[Post]) -> list[Post]:
    asked = select(album_parts.c.channel_id, album_parts.c.message_id)
    rows = await conn.execute(asked.where(tuple_(album_parts.c.channel_id, album_parts.c.post_id).in_(some)))
    return [(row.channel_id, row.message_id) for row in rows]


async def _free(conn: AsyncConnection, table: Table, ids: Sequence[int]) -> None:
    """Nothing points to these rows any more: what may point to nothing does, other rows go."""
    for child, column in _pointing_to(table):
        for some in pages(ids):
            if column.nullable:
                await conn.execute(update(child).where(column.in_(some)).values({column.name: None}))
                continue
            if "id" in child.c and child is not table:
                await _free(conn, child, list(await conn.scalars(select(child.c.id).where(column.in_(some)))))
            await conn.execute(delete(child).where(column.in_(some)))


def _pointing_to(table: Table) -> list[tuple[Table, "Column[int]"]]:
    """The columns that hold a row's number, but for those that the database itself takes along or empties."""
    return [
        (child, column)
        for child in metadata.sorted_tables
        for column in child.c
        for key in column.foreign_keys
        if key.column is table.c.get("id") and key.ondelete is None
    ]


async def past(conn: AsyncConnection) -> list[Purged]:
    """The purges that were made, the oldest first."""
    rows = await conn.execute(select(purges).order_by(purges.c.id))
    return [Purged(row.at, row.by, row.why, row.id, row.posts, row.revisions) for row in rows]


async def settle_words(conn: AsyncConnection, begin: int, effort: int) -> bool:
    """SQLite's full-text table only marks words as gone until it merges what it holds; this does some of that. `begin`:
    it is the first time; whether there is more to do.
    """
    if conn.dialect.name != "sqlite":
        return False
    before = await conn.scalar(text("SELECT total_changes()"))
    await conn.execute(
        text("INSERT INTO post_words(post_words, rank) VALUES ('merge', :pages)"),
        {"pages": -effort if begin else effort},
    )
    after = await conn.scalar(text("SELECT total_changes()"))
    return bool(after - before >= _SOME)


_SOME = 2
"""Changes by which a merge that did something is told (SQLite's documentation of FTS5, "The 'merge' Command")."""

"""What is read to prove or to doubt: links with the digests of what they stand for now, and all revisions of a post.

Nothing is judged here, and nothing written. A row that can't be read any more is told as one, and stops nobody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chaining import FIELDS, digest, told
from storage.chains import Head
from storage.rows import AnyRow
from storage.tables import album_parts, chain_links, chains, purged, revisions

_DAMAGED = (ValueError, TypeError, LookupError, DBAPIError)
"""What drivers and types raise for a column that holds what it can't."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it was written, and the digest of its revision as that is stored now, or as a purge left it.

    `digest` None: the revision is not there, or (`damaged`) can't be read. `purge`: the number of that purge.
    """

    place: int
    post_id: int
    number: int
    link: bytes
    digest: bytes | None
    damaged: bool = False
    purge: int | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A revision as it was chained, in plain JSON values, and its place."""

    place: int
    told: dict[str, Any]


_SAME = and_(
    revisions.c.channel_id == chain_links.c.channel_id,
    revisions.c.post_id == chain_links.c.post_id,
    revisions.c.number == chain_links.c.number,
)
_LEFT = and_(purged.c.channel_id == chain_links.c.channel_id, purged.c.place == chain_links.c.place)
_OWN = (*(chain_links.c[name] for name in ("place", "post_id", "number", "link")), purged.c.digest, purged.c.purge_id)
_CONTENT = [revisions.c[name].label(f"of_{name}") for name in FIELDS]


_BARE = select(*_OWN).outerjoin_from(chain_links, purged, _LEFT)
_WITH_CONTENT = _BARE.add_columns(revisions.c.id, *_CONTENT).outerjoin(revisions, _SAME)


async def page(conn: AsyncConnection, channel_id: int, after: int, limit: int) -> list[Link]:
    """The next links of a channel, by place."""
    asked = _after(_WITH_CONTENT, channel_id)
    try:
        return [_link_of(row) for row in await conn.execute(asked.where(chain_links.c.place > after).limit(limit))]
    except _DAMAGED:
        bare = _after(_BARE, channel_id).where(chain_links.c.place > after).limit(limit)
        return [await _one(conn, asked, row) for row in (await conn.execute(bare)).all()]


def _after(asked: Select[Any], channel_id: int) -> Select[Any]:
    return asked.where(chain_links.c.channel_id == channel_id).order_by(chain_links.c.place)


async def _one(conn: AsyncConnection, asked: Select[Any], bare: Any) -> Link:
    try:
        return _link_of((await conn.execute(asked.where(chain_links.c.place == bare.place))).one())
    except _DAMAGED:
        return Link(bare.place, bare.post_id, bare.number, bare.link, None, damaged=True)


def _link_of(row: AnyRow) -> Link:
    if row.digest is not None:  # a post that is collected anew after its purge has links of its own
        return Link(row.place, row.post_id, row.number, bytes(row.link), bytes(row.digest), purge=row.purge_id)
    content = None if row.id is None else digest(_told(row))
    return Link(row.place, row.post_id, row.number, bytes(row.link), content)


def _told(row: AnyRow) -> dict[str, Any]:
    return told({name: getattr(row, f"of_{name}") for name in FIELDS})


async def links_of(conn: AsyncConnection, channel_id: int, post_ids: Collection[int], count: int) -> list[Link]:
    """The links of some posts' revisions that are not purged, of which there are `count`. The chain is read from its
    beginning until they are found: it is old posts that are asked for.
    """
    mine = (chain_links.c.post_id.in_(post_ids), purged.c.place.is_(None))
    asked = _after(_WITH_CONTENT, channel_id).where(*mine)
    try:
        return [_link_of(row) for row in await conn.execute(asked.limit(count))]
    except _DAMAGED:
        bare = _after(_BARE, channel_id).where(*mine).limit(count)
        return [await _one(conn, asked, row) for row in (await conn.execute(bare)).all()]


async def exhibits(conn: AsyncConnection, channel_id: int, post_id: int) -> list[Exhibit]:
    """All revisions of a post, in their order."""
    asked = select(chain_links.c.place, *_CONTENT).join_from(chain_links, revisions, _SAME)
    mine = asked.outerjoin(purged, _LEFT).where(
        chain_links.c.channel_id == channel_id, chain_links.c.post_id == post_id, purged.c.place.is_(None)
    )
    return [Exhibit(row.place, _told(row)) for row in await conn.execute(mine.order_by(chain_links.c.place))]


async def post_of_message(conn: AsyncConnection, channel_id: int, message_id: int) -> int:
    """The post that a message belongs to: an album's, or its own."""
    of_album = select(album_parts.c.post_id).where(
        album_parts.c.channel_id == channel_id, album_parts.c.message_id == message_id
    )
    return await conn.scalar(of_album) or message_id


@dataclass(frozen=True, slots=True)
class End:
    """The end of a channel's chain: its head, and revisions (post, number) that no link stands for."""

    head: Head | None
    lone: Sequence[tuple[int, int]]


async def end(conn: AsyncConnection, channel_id: int, place: int, chained: int, limit: int) -> End | None:
    """What is to be known after the last link, at `place`; None if there are more. `chained`: of how many links the
    revision was there."""
    later = select(chain_links.c.place).where(chain_links.c.channel_id == channel_id, chain_links.c.place > place)
    if (await conn.execute(later.limit(1))).first() is not None:
        return None
    row = (await conn.execute(select(chains).where(chains.c.channel_id == channel_id))).one_or_none()
    head = None if row is None else Head(channel_id, row.length, bytes(row.link))
    mine = revisions.c.channel_id == channel_id
    if await conn.scalar(select(func.count()).select_from(revisions).where(mine)) == chained:
        return End(head, ())
    linked = exists().select_from(chain_links.outerjoin(purged, _LEFT)).where(_SAME, purged.c.place.is_(None))
    lone = select(revisions.c.post_id, revisions.c.number).where(mine, ~linked.correlate(revisions))
    rows = await conn.execute(lone.limit(limit))
    return End(head, [(row.post_id, row.number) for row in rows])

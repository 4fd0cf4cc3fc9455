"""Who copies whom: finding the stored posts that another may copy, and keeping which does.

A few numbers of each recent revision's text (its sketch) are kept for as long as copies are looked for. Whether a post
found by them is a copy is judged elsewhere (`matcher.copies`). A forward says in its header what it forwards.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.albums import copy_hash
from storage.model import Copy, Forward, Post, Revision
from storage.revising import said_at
from storage.statements import execute_many, insert_into, pages
from storage.tables import album_parts, revisions, sketches
from storage.tables import channels as channels_table
from storage.tables import copies as copies_table

COPY_SPAN = timedelta(days=3)
"""How long after a text the same text still counts as a copy of it."""

SHARED = 2
"""Numbers that the sketches of two revisions have in common before it is worth a closer look."""

MOST = 30
"""Revisions looked at closely: those that share most."""

ENDINGS = 30
"""Posts of a channel that show how it ends them."""

FORGOTTEN = 500
"""Revisions whose sketches go at once: more than a page of the matcher brings."""

# An alias is made once: making one costs more than the question it is for.
_FIRST = revisions.alias("first_said")
_MINE = sketches.alias("mine")

_SAYING = (
    select(revisions.c.id, _FIRST.c.id.label("first_id"), revisions.c.channel_id, revisions.c.text, revisions.c.said_at)
    .join(_FIRST, and_(_FIRST.c.channel_id == revisions.c.channel_id, _FIRST.c.post_id == revisions.c.post_id))
    .where(_FIRST.c.number == 1)
    .order_by(revisions.c.said_at, revisions.c.id)
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored text that may be an original or a copy: the revision that says it, and the first one of its post.

    `earlier`: said before the one that was asked about; of two said at once, stored before.
    """

    revision_id: int
    first_id: int
    channel_id: int
    text: str
    earlier: bool


# --- sketches ---------------------------------------------------------------------------------------------------------


async def sketch(conn: AsyncConnection, numbers: Mapping[int, Collection[int]]) -> None:
    """Keeps the sketches of these revisions, in the place of earlier ones."""
    for page in pages(numbers):
        await conn.execute(delete(sketches).where(sketches.c.revision_id.in_(page)))
    rows = [{"revision_id": id_, "number": number} for id_, own in numbers.items() for number in own]
    await execute_many(conn, insert(sketches), rows)


async def forget(conn: AsyncConnection, before: datetime) -> None:
    """Lets go of sketches of what was stored `before`, some at a time, the oldest first."""
    oldest = select(func.min(sketches.c.revision_id)).scalar_subquery()
    old = select(revisions.c.id).where(
        revisions.c.id >= oldest, revisions.c.id < oldest + FORGOTTEN, revisions.c.seen_at < before
    )
    await conn.execute(delete(sketches).where(sketches.c.revision_id.in_(old)))


async def endings(conn: AsyncConnection, channel_ids: Iterable[int]) -> dict[int, list[str]]:
    """The texts of each channel's newest posts, as they were first."""
    texts = {}
    for channel_id in sorted(set(channel_ids)):
        newest = select(revisions.c.text).where(revisions.c.channel_id == channel_id, revisions.c.number == 1)
        texts[channel_id] = list(await conn.scalars(newest.order_by(revisions.c.post_id.desc()).limit(ENDINGS)))
    return texts


# --- looking for them -------------------------------------------------------------------------------------------------


async def candidates(conn: AsyncConnection, revision: Revision) -> list[Candidate]:
    """Texts of other channels, said within `COPY_SPAN` of this one, before or after, that share words with it.

    They have `SHARED` numbers of its sketch, or all its letters and digits, or are copied by one that does. The
    earliest comes first.
    """
    said = said_at(revision.post, revision.cause, revision.seen_at)
    near = (
        revisions.c.channel_id != revision.post.channel_id,
        revisions.c.said_at.between(said - COPY_SPAN, said + COPY_SPAN),
    )
    alike = (
        select(revisions.c.id)
        .join(sketches, sketches.c.revision_id == revisions.c.id)
        .join(_MINE, _MINE.c.number == sketches.c.number)
        .where(_MINE.c.revision_id == revision.id, *near)
        .group_by(revisions.c.id)
        .having(func.count() >= SHARED)
        .order_by(func.count().desc(), revisions.c.id)
    )
    found = set(await conn.scalars(alike.limit(MOST)))
    if fingerprint := copy_hash(revision.post.text):
        same = select(revisions.c.id).where(revisions.c.copy_hash == fingerprint, *near)
        found.update(await conn.scalars(same.order_by(revisions.c.said_at, revisions.c.id).limit(MOST)))
    if not found:
        return []
    originals = select(copies_table.c.original_id).where(copies_table.c.revision_id.in_(found))
    found.update(await conn.scalars(originals))
    rows = await conn.execute(_SAYING.where(revisions.c.id.in_(found), *near))
    return [Candidate(*row[:4], earlier=(row.said_at, row.id) < (said, revision.id)) for row in rows]


async def forwarded(conn: AsyncConnection, post: Post) -> int | None:
    """The first revision of the stored post that this one's header names; the message may be any part of an album."""
    forward = post.forward
    if forward is None or forward.post_id is None or (forward.channel_id is None and forward.username is None):
        return None
    found: int | None = await conn.scalar(_named(forward, post).order_by(revisions.c.id.desc()).limit(1))
    return found


def _named(forward: Forward, post: Post) -> Select[tuple[int]]:
    by_name = channels_table.c.handle == (forward.username or "").lower()
    named = by_name if forward.channel_id is None else channels_table.c.channel_id == forward.channel_id
    key_of_part = (
        select(album_parts.c.post_id)
        .where(album_parts.c.channel_id == channels_table.c.channel_id, album_parts.c.message_id == forward.post_id)
        .scalar_subquery()
    )
    return (
        select(revisions.c.id)
        .join(channels_table, channels_table.c.channel_id == revisions.c.channel_id)
        .where(named, revisions.c.post_id == func.coalesce(key_of_part, forward.post_id), revisions.c.number == 1)
        .where(or_(revisions.c.channel_id != post.channel_id, revisions.c.post_id != post.post_id))
    )


# --- who copies whom --------------------------------------------------------------------------------------------------


async def save(conn: AsyncConnection, revision_id: int, copy: Copy) -> None:
    """The post with this first revision copies another; what is known of it already stays."""
    row = {"revision_id": revision_id, "original_id": copy.of, "share": copy.share, "kind": copy.kind}
    await conn.execute(insert_into(conn, copies_table).on_conflict_do_nothing(), [row])


async def credit(conn: AsyncConnection, original_id: int, followers: Mapping[int, Copy]) -> None:
    """These, which were stored before it, copy this one; so does whatever was taken for a copy of theirs."""
    for page in pages(followers):
        theirs = update(copies_table).where(copies_table.c.original_id.in_(page), _not_itself(original_id))
        await conn.execute(theirs.values(original_id=original_id))
    for follower, copy in sorted(followers.items()):
        await save(conn, follower, Copy(original_id, copy.share, copy.kind))


def _not_itself(revision_id: int) -> Any:
    return copies_table.c.revision_id != revision_id


async def original(conn: AsyncConnection, revision_id: int) -> Copy | None:
    """What the post with this first revision copies: the earliest that is known."""
    row = (await conn.execute(select(copies_table).where(copies_table.c.revision_id == revision_id))).one_or_none()
    return None if row is None else Copy(row.original_id, row.share, row.kind)


async def family(conn: AsyncConnection, revision_id: int) -> frozenset[int]:
    """The first revisions of all posts that say what this one says, it included: its original, and what copies that.

    A forward of a copy belongs to it as well.
    """
    climbed: set[int] = set()
    while revision_id not in climbed and (above := await original(conn, revision_id)) is not None:
        climbed.add(revision_id)
        revision_id = above.of
    members = layer = {revision_id}
    while layer:
        below = select(copies_table.c.revision_id).where(copies_table.c.original_id.in_(layer))
        layer = set(await conn.scalars(below)) - members
        members = members | layer
    return frozenset(members)


async def telling(conn: AsyncConnection, revision: Revision, originals: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each of these originals, the first revisions of the other posts that tell the same; the original included."""
    families = {}
    for revision_id in set(originals):
        members = await family(conn, revision_id)
        own = (revisions.c.channel_id == revision.post.channel_id, revisions.c.post_id == revision.post.post_id)
        mine = set(await conn.scalars(select(revisions.c.id).where(*own, revisions.c.id.in_(members))))
        families[revision_id] = members - mine | {revision_id}
    return families

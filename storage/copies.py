"""Who copies whom, and the sketches by which copies are found.

A few numbers of each recent revision's text (its sketch) are kept for as long as copies are looked for. What they find
is asked in `candidates`; whether it is a copy is judged elsewhere (`matcher.copies`).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kin import Kin
from storage.model import Copy, Revision
from storage.revising import is_first, whole
from storage.rows import revision_of
from storage.statements import execute_many, insert_into, pages
from storage.tables import copies as copies_table
from storage.tables import revisions, sketches

COPY_SPAN = timedelta(days=3)
"""How long after a text the same text still counts as a copy of it."""

# An alias is made once: making one costs more than the question it is for.
_FIRST = revisions.alias("first_said")
_ASKED = revisions.alias("asked")

ENDINGS = 30
"""Posts of a channel that show how it ends them."""

FORGOTTEN = 500
"""Revisions whose sketches go at once: more than come between two times, see `is_time_to_forget`."""


# --- sketches ---------------------------------------------------------------------------------------------------------


async def sketch(conn: AsyncConnection, numbers: Mapping[int, Collection[int]]) -> None:
    """Keeps the sketches of these revisions, in the place of earlier ones."""
    for page in pages(numbers):
        await conn.execute(_UNSKETCHED, {"ids": page})
    rows = [{"revision_id": id_, "number": number} for id_, own in numbers.items() for number in own]
    await execute_many(conn, _SKETCHED, rows)


_SKETCHED = insert(sketches)
_UNSKETCHED = delete(sketches).where(sketches.c.revision_id.in_(bindparam("ids", expanding=True)))


def is_time_to_forget(revision_ids: Iterable[int]) -> bool:
    """Once in fifty revisions, or in a page of them: it need not be asked for each."""
    return any(id_ % 50 == 0 for id_ in revision_ids)


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
        texts[channel_id] = list(await conn.scalars(_ENDINGS, {"channel": channel_id}))
    return texts


_ENDINGS = (
    select(revisions.c.text)
    .where(revisions.c.channel_id == bindparam("channel"), is_first())
    .order_by(revisions.c.post_id.desc())
    .limit(ENDINGS)
)


# --- who copies whom --------------------------------------------------------------------------------------------------


async def keep(conn: AsyncConnection, found: Mapping[int, Copy]) -> None:
    """The posts with these first revisions copy these, whatever was thought of them before."""
    if not found:
        return
    rows = [
        {"revision_id": revision_id, "original_id": copy.of, "share": copy.share, "kind": copy.kind}
        for revision_id, copy in sorted(found.items())
    ]
    statement = insert_into(conn, copies_table)
    replaced = {name: statement.excluded[name] for name in ("original_id", "share", "kind")}
    keyed = statement.on_conflict_do_update(index_elements=["revision_id"], set_=replaced)
    await execute_many(conn, keyed, rows)


async def original(conn: AsyncConnection, revision_id: int) -> Copy | None:
    """What the post with this first revision copies: the earliest that is known."""
    row = (await conn.execute(select(copies_table).where(copies_table.c.revision_id == revision_id))).one_or_none()
    return None if row is None else Copy(row.original_id, row.share, row.kind)


async def origin(conn: AsyncConnection, revision: Revision) -> Revision | None:
    """The post that this one copies, as it was first; None if it is none that is known."""
    return (await origins(conn, [revision.id])).get(revision.id)


async def origins(conn: AsyncConnection, revision_ids: Collection[int]) -> dict[int, Revision]:
    """As `origin`, for many revisions, by their ids."""
    found: dict[int, Revision] = {}
    for page in pages(revision_ids):
        rows = await conn.execute(_copied(), {"ids": page})
        found |= {row.asked_id: revision_of(row) for row in rows}
    return found


@cache
def _copied() -> Select[Any]:
    post = and_(_FIRST.c.channel_id == _ASKED.c.channel_id, _FIRST.c.post_id == _ASKED.c.post_id)
    return (
        whole()
        .add_columns(_ASKED.c.id.label("asked_id"))
        .join(copies_table, copies_table.c.original_id == revisions.c.id)
        .join(_FIRST, _FIRST.c.id == copies_table.c.revision_id)
        .join(_ASKED, post)
        .where(is_first(_FIRST), _ASKED.c.id.in_(bindparam("ids", expanding=True)))
    )


async def kin(conn: AsyncConnection, revision_ids: Iterable[int]) -> Kin:
    """All that is known of who copies whom among the posts with these first revisions and those that say the same."""
    found: dict[int, Copy] = {}
    seen: set[int] = set()
    layer = set(revision_ids)
    while layer:
        seen |= layer
        rows = [row for page in pages(layer) for row in await conn.execute(_TOUCHING, {"ids": page})]
        found |= {row.revision_id: Copy(row.original_id, row.share, row.kind) for row in rows}
        layer = {id_ for row in rows for id_ in (row.revision_id, row.original_id)} - seen
    return Kin(found)


_IDS = bindparam("ids", expanding=True, type_=copies_table.c.revision_id.type)
_TOUCHING = (
    select(copies_table)
    .where(copies_table.c.revision_id.in_(_IDS))
    .union_all(select(copies_table).where(copies_table.c.original_id.in_(_IDS)))
)


async def family(conn: AsyncConnection, revision_id: int) -> frozenset[int]:
    """The first revisions of all posts that say what this one says, it included."""
    return (await kin(conn, [revision_id])).family(revision_id)


async def telling(conn: AsyncConnection, revision: Revision, originals: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each of these originals, the first revisions of the other posts that tell the same; the original included."""
    families = {}
    for revision_id in set(originals):
        members = await family(conn, revision_id)
        own = (revisions.c.channel_id == revision.post.channel_id, revisions.c.post_id == revision.post.post_id)
        mine = set(await conn.scalars(select(revisions.c.id).where(*own, revisions.c.id.in_(members))))
        families[revision_id] = members - mine | {revision_id}
    return families

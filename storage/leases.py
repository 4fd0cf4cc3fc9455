"""Which revisions a matcher reads now, so that no other does: several processes may match side by side.

A lease has an end, so what a matcher held that was killed is read by another soon after. Reading takes no transaction;
who writes what came of it looks first whether it is still to be written (`still_waiting`). On SQLite there is one
process, and nothing is leased.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import posts
from storage.model import Revision
from storage.revising import whole
from storage.rows import revision_of
from storage.statements import insert_into, pages
from storage.tables import Instant, Stage, leases, revisions

LEASE = timedelta(seconds=30)
"""A page of posts is matched within a second; whoever takes so long has died, or will find it done by another."""

HELD_BACK = timedelta(seconds=5)
"""For so long events wait for an older revision that is being matched. Then it is late, as one that was parked is; but
for revisions of its own post, which wait until it is there (`in_turn`)."""

NO_LEASE = 2 * LEASE
"""What ends later than so long from now was leased by a clock that was ahead, and counts for nothing."""


def _over(now: Any, far: Any, holder: Any) -> ColumnElement[bool]:
    return or_(leases.c.until <= now, leases.c.until > far, leases.c.holder == holder)


_OVER = _over(bindparam("now", type_=Instant()), bindparam("far", type_=Instant()), bindparam("holder"))


async def take(conn: AsyncConnection, holder: str, now: datetime, limit: int) -> list[Revision]:
    """The oldest that wait for the matcher and that nobody else reads; nobody else is given them until the lease is
    over. A holder reads one page at a time: what it holds still is of a page that the database failed, and is free.
    """
    if conn.dialect.name == "sqlite":
        return await posts.unmatched(conn, limit)
    free = list(await conn.scalars(_FREE.limit(limit), {"now": now, "far": now + NO_LEASE, "holder": holder}))
    if not free:
        return []
    statement = insert_into(conn, leases)
    renewed = {name: statement.excluded[name] for name in ("until", "holder")}
    # Another may have leased one after our look at it, and before we held its row: then its lease is not over
    taken = statement.on_conflict_do_update(
        index_elements=["revision_id"], set_=renewed, where=_over(now, now + NO_LEASE, holder)
    )
    values = [{"revision_id": id_, "until": now + LEASE, "holder": holder} for id_ in free]
    ours = list(await conn.scalars(taken.values(values).returning(leases.c.revision_id)))
    rows = await conn.execute(whole().where(revisions.c.id.in_(ours)).order_by(revisions.c.id))
    return [revision_of(row) for row in rows]


_FREE: Select[tuple[int]] = (
    select(revisions.c.id)
    .where(revisions.c.stage == Stage.MATCH, ~exists().where(leases.c.revision_id == revisions.c.id, ~_OVER))
    .order_by(revisions.c.id)
    .with_for_update(skip_locked=True, of=revisions)
)


async def still_waiting(conn: AsyncConnection, revision_ids: Collection[int]) -> set[int]:
    """Those that nobody has matched meanwhile; until the transaction ends, nobody does. Their leases end with it."""
    if conn.dialect.name == "sqlite":
        return set(revision_ids)
    waiting = or_(revisions.c.stage == Stage.MATCH, revisions.c.stage == Stage.PARKED)
    found: set[int] = set()
    for page in pages(sorted(revision_ids)):
        asked = select(revisions.c.id).where(revisions.c.id.in_(page), waiting)
        found.update(await conn.scalars(asked.order_by(revisions.c.id).with_for_update()))
    await give_back(conn, revision_ids)
    return found


async def give_back(conn: AsyncConnection, revision_ids: Collection[int]) -> None:
    """Whether they were read or not."""
    for page in pages(sorted(revision_ids)):
        await conn.execute(delete(leases).where(leases.c.revision_id.in_(page)))


async def in_turn(conn: AsyncConnection, matched: Sequence[Revision], now: datetime) -> set[int]:
    """Those of these matched revisions whose turn has come: nothing older of the same post still waits for a matcher,
    and nothing older at all has been with one for less than `HELD_BACK`."""
    ids = {revision.id for revision in matched}
    if conn.dialect.name == "sqlite":
        return ids
    before = await _oldest_being_read(conn, now)
    older = revisions.alias("older")
    same = (older.c.channel_id == revisions.c.channel_id, older.c.post_id == revisions.c.post_id)
    waits = exists().where(*same, older.c.number < revisions.c.number, older.c.stage == Stage.MATCH)
    behind = select(revisions.c.id).where(revisions.c.number > 1, waits)
    for page in pages(sorted(revision.id for revision in matched if revision.number > 1)):
        ids.difference_update(await conn.scalars(behind.where(revisions.c.id.in_(page))))
    return {id_ for id_ in ids if before is None or id_ < before}


async def _oldest_being_read(conn: AsyncConnection, now: datetime) -> int | None:
    begun_lately = (leases.c.until > now + LEASE - HELD_BACK, leases.c.until <= now + NO_LEASE)
    oldest: int | None = await conn.scalar(select(func.min(leases.c.revision_id)).where(*begun_lately))
    return oldest

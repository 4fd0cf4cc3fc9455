"""Which revisions a matcher reads now, so that no other does: several processes may match side by side.

A lease has an end, so what a matcher held that was killed is read by another soon after. Reading takes no transaction;
who writes what came of it looks first whether it is still to be written (`still_waiting`). On SQLite there is one
process, and nothing is leased.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, bindparam, delete, exists, func, or_, select
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
"""For so long events wait for an older revision that is being matched. Then it is late, as one that was parked is."""

_OVER = leases.c.until <= bindparam("now", type_=Instant())


async def take(conn: AsyncConnection, now: datetime, limit: int) -> list[Revision]:
    """The oldest that wait for the matcher and that nobody reads; nobody else is given them until the lease is over."""
    if conn.dialect.name == "sqlite":
        return await posts.unmatched(conn, limit)
    free = list(await conn.scalars(_FREE.limit(limit), {"now": now}))
    if not free:
        return []
    statement = insert_into(conn, leases)
    renewed = {"until": statement.excluded.until}
    # Another may have leased one after our look at it, and before we held its row: then its lease is not over
    taken = statement.on_conflict_do_update(index_elements=["revision_id"], set_=renewed, where=leases.c.until <= now)
    values = [{"revision_id": id_, "until": now + LEASE} for id_ in free]
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


async def oldest_being_read(conn: AsyncConnection, now: datetime) -> int | None:
    """The oldest revision that a matcher has had for less than `HELD_BACK`."""
    if conn.dialect.name == "sqlite":
        return None
    begun_lately = leases.c.until > now + LEASE - HELD_BACK
    oldest: int | None = await conn.scalar(select(func.min(leases.c.revision_id)).where(begun_lately))
    return oldest

"""Posts of the last days that are matched again after a change of the watchlist: which, how far it is, what is to note.

What is left is read from the ledger of matchings, so that nothing is done twice, and what another process or a version
before left is found. What the matcher says of them, and what becomes of their links, is decided elsewhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import links, parkings
from storage.model import Link, Revision
from storage.revising import whole
from storage.rows import revision_of
from storage.statements import execute_many, insert_into, pages
from storage.tables import Outcome, Stage, backfills, catalogues, matchings, renoted, revisions
from storage.tables import parkings as parkings_table
from storage.watching import Backfill, InForce, Work

_RESTED = or_(revisions.c.stage.is_(None), revisions.c.stage == Stage.ALERTS)
"""Its events are noted, so a live stage has its links no more; what is parked waits for somebody."""

_FIRST = revisions.alias("first_of_post")


async def newest(conn: AsyncConnection) -> Backfill | None:
    """The one that counts; None if there never was one."""
    chosen = select(backfills).order_by(backfills.c.catalogue_id.desc()).limit(1)
    row = (await conn.execute(chosen)).one_or_none()
    return None if row is None else Backfill(**row._mapping)


async def is_first(conn: AsyncConnection, holding: InForce) -> bool:
    """Whether there was no watchlist before it."""
    return bool(await conn.scalar(select(func.min(catalogues.c.id))) == holding.id)


async def begin(conn: AsyncConnection, holding: InForce, since: datetime, now: datetime) -> None:
    """For the version in force; what was left of the one before is done with this one. What broke is tried again."""
    await conn.execute(delete(parkings_table).where(parkings_table.c.work == Work.BACKFILL))
    above = await _number_at(conn, since) - 1
    one = Backfill(holding.id, holding.version, since, now, above, 0)
    total = await conn.scalar(select(func.count()).select_from(revisions).where(*_left(one))) or 0
    row = {"catalogue_id": one.catalogue_id, "version": one.version, "since": since, "began_at": now}
    statement = insert_into(conn, backfills).on_conflict_do_nothing()
    await conn.execute(statement, row | {"above": above, "total": total, "done": 0, "changed": 0})


async def _number_at(conn: AsyncConnection, moment: datetime) -> int:
    """The lowest number of what was stored from then on. They grow with time, so that few rows are looked at."""
    low, high = 1, (await conn.scalar(select(func.max(revisions.c.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        behind = select(revisions.c.id, revisions.c.seen_at).where(revisions.c.id >= middle)
        row = (await conn.execute(behind.order_by(revisions.c.id).limit(1))).one_or_none()
        if row is None or row.seen_at >= moment:
            high = middle
        else:
            low = row.id + 1
    return low


def _left(one: Backfill) -> tuple[ColumnElement[bool], ...]:
    done = exists().where(
        matchings.c.revision_id == revisions.c.id,
        matchings.c.version == one.version,
        matchings.c.outcome == Outcome.DONE,
    )
    fit = (revisions.c.id > one.above, revisions.c.published_at >= one.since, _RESTED)
    return (*fit, ~done, parkings.left_out(Work.BACKFILL, revisions.c.id))


async def left(conn: AsyncConnection, one: Backfill, limit: int) -> list[Revision]:
    """The next, the newest first; from the top again where an end was reached, since others may have come there."""
    for below in dict.fromkeys((one.below, None)):
        chosen = whole().where(*_left(one)).order_by(revisions.c.id.desc()).limit(limit)
        if below is not None:
            chosen = chosen.where(revisions.c.id < below)
        if found := [revision_of(row) for row in await conn.execute(chosen)]:
            return found
    return []


async def live_waits(conn: AsyncConnection) -> bool:
    """Whether posts that are new wait for the matcher, or for their events."""
    stages = (Stage.MATCH, Stage.EVENTS)
    return bool(await conn.scalar(select(exists().where(revisions.c.stage.in_(stages)))))


async def lock(conn: AsyncConnection, one: Backfill) -> bool:
    """Whether it still counts; no other process goes on with it until the transaction ends."""
    held = select(backfills.c.catalogue_id).where(backfills.c.catalogue_id == one.catalogue_id).with_for_update()
    await conn.execute(held)
    in_force = await conn.scalar(select(func.max(catalogues.c.id)))
    return bool(in_force == one.catalogue_id)


async def take(conn: AsyncConnection, one: Backfill, revision_ids: Collection[int]) -> set[int]:
    """Those of these that are still left. No stage takes them until the transaction ends."""
    mine = select(revisions.c.id).where(revisions.c.id.in_(revision_ids), *_left(one)).order_by(revisions.c.id)
    return set(await conn.scalars(mine.with_for_update()))


async def moved(conn: AsyncConnection, one: Backfill, below: int, done: int, changed: int) -> None:
    """So many more were looked at; the next ones lie below."""
    values: dict[str, Any] = {"below": below, "done": backfills.c.done + done, "changed": backfills.c.changed + changed}
    await conn.execute(update(backfills).where(backfills.c.catalogue_id == one.catalogue_id).values(values))


async def matched(conn: AsyncConnection, one: Backfill, now: datetime) -> None:
    await _say(conn, one, matched_at=now)


async def finished(conn: AsyncConnection, one: Backfill, now: datetime) -> bool:
    """False if it is already."""
    return await _say(conn, one, finished_at=now)


async def _say(conn: AsyncConnection, one: Backfill, **values: datetime) -> bool:
    this = (backfills.c.catalogue_id == one.catalogue_id, *(backfills.c[name].is_(None) for name in values))
    return (await conn.execute(update(backfills).where(*this).values(values))).rowcount == 1


# --- what is to be noted ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unnoted:
    """A revision whose links have changed. `first_id`: the first revision of its post."""

    revision: Revision
    said_at: datetime
    first_id: int
    links: tuple[Link, ...]


async def put(conn: AsyncConnection, revision_ids: Sequence[int]) -> None:
    """What these say is to be noted again, with what the other revisions of their posts say."""
    key = (revisions.c.channel_id, revisions.c.post_id)
    for page in pages(revision_ids):
        theirs = select(*key).where(revisions.c.id.in_(page))
        ids = await conn.scalars(select(revisions.c.id).where(tuple_(*key).in_(theirs)))
        rows = [{"revision_id": id_} for id_ in ids]
        await execute_many(conn, insert_into(conn, renoted).on_conflict_do_nothing(), rows)


async def unnoted(conn: AsyncConnection, limit: int) -> list[Unnoted]:
    """The next whose events are to be noted, in the order of their publication. No stage takes them meanwhile."""
    rows = (await conn.execute(_unnoted().limit(limit).with_for_update(of=revisions))).all()
    found = await links.of_page(conn, [row.id for row in rows])
    return [Unnoted(revision_of(row), row.said_at, row.first_id, found.get(row.id, ())) for row in rows]


def _unnoted() -> Select[Any]:
    same = and_(_FIRST.c.channel_id == revisions.c.channel_id, _FIRST.c.post_id == revisions.c.post_id)
    return (
        whole()
        .add_columns(_FIRST.c.id.label("first_id"))
        .join(renoted, renoted.c.revision_id == revisions.c.id)
        .join(_FIRST, and_(same, _FIRST.c.number == 1))
        .where(_RESTED, parkings.left_out(Work.BACKFILL, revisions.c.id))
        .order_by(revisions.c.said_at, revisions.c.id)
    )


async def noted(conn: AsyncConnection, revision_ids: Collection[int]) -> None:
    for page in pages(revision_ids):
        await conn.execute(delete(renoted).where(renoted.c.revision_id.in_(page)))

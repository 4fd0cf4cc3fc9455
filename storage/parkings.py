"""What broke a stage and was left aside, so that the rows behind it go on. What breaks is noticed elsewhere."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import insert_into, pages
from storage.tables import Stage, backfills, channels, parkings, revisions
from storage.watching import Parked, Work

_OF_CHATS = (Work.DIGEST, Work.QUIET)
"""What broke these is told by the number of its chat."""

_STAGES = {Work.MATCH: Stage.MATCH, Work.EVENTS: Stage.EVENTS, Work.ALERT: Stage.ALERTS}
"""Revisions carry the mark of what they wait for; those that are parked for these carry another one meanwhile."""


async def put(conn: AsyncConnection, work: Work, item: int, reason: str, now: datetime) -> None:
    """It broke that work; what comes behind it goes on. A revision that waits for something else stays where it is."""
    if (stage := _STAGES.get(work)) is not None:
        waited = (revisions.c.id == item, revisions.c.stage == stage)
        moved = await conn.execute(update(revisions).where(*waited).values(stage=Stage.PARKED))
        if not moved.rowcount:
            return
    statement = insert_into(conn, parkings)
    again = {"reason": statement.excluded.reason, "at": statement.excluded.at, "told_at": None}
    keyed = statement.on_conflict_do_update(index_elements=["work", "item"], set_=again)
    await conn.execute(keyed, {"work": work, "item": item, "reason": reason, "at": now})


async def forget(conn: AsyncConnection, work: Work, items: Collection[int]) -> None:
    """These broke that work, and do so no longer."""
    for page in pages(items):
        await conn.execute(_FORGOTTEN, {"of": work, "items": page})


async def forget_chats(conn: AsyncConnection, chat_ids: Collection[int]) -> None:
    """Nothing of these chats is parked any more: they are gone, and whoever comes back begins anew."""
    for work in _OF_CHATS:
        await forget(conn, work, chat_ids)


_FORGOTTEN = delete(parkings).where(
    parkings.c.work == bindparam("of"), parkings.c.item.in_(bindparam("items", expanding=True))
)


def left_out(work: Work, item: ColumnElement[int]) -> ColumnElement[bool]:
    """A condition for what waits for that work: it is not parked."""
    return ~exists().where(parkings.c.work == work, parkings.c.item == item)


async def newest(conn: AsyncConnection, limit: int) -> list[Parked]:
    """What is parked, the last first."""
    post = and_(parkings.c.work.in_([*_STAGES, Work.BACKFILL]), parkings.c.item == revisions.c.id)
    chosen = (
        select(parkings, revisions.c.post_id, revisions.c.channel_id, channels.c.username)
        .join(revisions, post, isouter=True)
        .join(channels, channels.c.channel_id == revisions.c.channel_id, isouter=True)
        .order_by(parkings.c.at.desc(), parkings.c.work, parkings.c.item)
        .limit(limit)
    )
    return [
        Parked(
            row.work,
            row.item,
            row.reason,
            row.at,
            None if row.post_id is None else f"{row.username or row.channel_id}/{row.post_id}",
        )
        for row in await conn.execute(chosen)
    ]


async def reasons(conn: AsyncConnection) -> dict[tuple[Work, str], int]:
    """How much is parked, by work and reason, the most first."""
    number = func.count().label("number")
    counted = select(parkings.c.work, parkings.c.reason, number).group_by(parkings.c.work, parkings.c.reason)
    return {(row.work, row.reason): row.number for row in await conn.execute(counted.order_by(number.desc()))}


async def untold(conn: AsyncConnection, since: datetime) -> dict[tuple[Work, str], int]:
    """How much operators were not told of, by work and reason; not where they were told of others since then."""
    recently = func.max(parkings.c.told_at).label("recently")
    number = func.count().filter(parkings.c.told_at.is_(None)).label("number")
    counted = select(parkings.c.work, parkings.c.reason, number, recently).group_by(parkings.c.work, parkings.c.reason)
    rows = (await conn.execute(counted)).all()
    return {
        (row.work, row.reason): row.number
        for row in rows
        if row.number and (row.recently is None or row.recently < since)
    }


async def told(conn: AsyncConnection, these: Collection[tuple[Work, str]], now: datetime) -> None:
    """Operators were told of all that is parked there for these reasons."""
    for work, reason in these:
        same = (parkings.c.work == work, parkings.c.reason == reason, parkings.c.told_at.is_(None))
        await conn.execute(update(parkings).where(*same).values(told_at=now))


async def release(conn: AsyncConnection, work: Work | None = None) -> int:
    """All that is parked, or what broke that work, is to be tried again; returns how much that is."""
    mine = () if work is None else (parkings.c.work == work,)
    rows = (await conn.execute(select(parkings.c.work, parkings.c.item).where(*mine))).all()
    for one, stage in _STAGES.items():
        await _back(conn, [row.item for row in rows if row.work is one], stage)
    if any(row.work is Work.BACKFILL for row in rows):
        await conn.execute(update(backfills).values(below=None, matched_at=None, finished_at=None))
    await conn.execute(delete(parkings).where(*mine))
    return len(rows)


async def _back(conn: AsyncConnection, revision_ids: Sequence[int], stage: Stage) -> None:
    for page in pages(revision_ids):
        parked = (revisions.c.id.in_(page), revisions.c.stage == Stage.PARKED)
        await conn.execute(update(revisions).where(*parked).values(stage=stage))

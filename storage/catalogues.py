"""Which version of the watchlist is in force since when, and whether the files on disk could not take its place."""

from datetime import datetime

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import catalogues
from storage.watching import InForce


async def in_force(conn: AsyncConnection) -> InForce | None:
    """What holds now; None before the first start."""
    row = (await conn.execute(select(catalogues).order_by(catalogues.c.id.desc()).limit(1))).one_or_none()
    return InForce(row.version, row.since, row.refused, row.refused_at, row.id) if row else None


async def hold(conn: AsyncConnection) -> None:
    """Until the transaction ends no other process that follows the files puts a version in force, or tells of them; on
    SQLite the transaction sees to that."""
    if conn.dialect.name == "postgresql":
        await conn.execute(text("LOCK TABLE catalogues IN SHARE ROW EXCLUSIVE MODE"))


async def put(conn: AsyncConnection, version: str, now: datetime) -> None:
    """This version holds from now on; if it did already, since then. What was wrong with the files is mended."""
    await hold(conn)
    before = await in_force(conn)
    if before is None or before.version != version:
        await conn.execute(insert(catalogues).values(version=version, since=now))
    elif before.refused is not None:
        await _say(conn, before.id, None, None)


async def refuse(conn: AsyncConnection, why: str, now: datetime) -> None:
    """The files on disk can't take the place of what holds."""
    holding = await in_force(conn)
    if holding is not None:
        await _say(conn, holding.id, why, holding.refused_at or now)


async def _say(conn: AsyncConnection, catalogue_id: int, why: str | None, since: datetime | None) -> None:
    this = update(catalogues).where(catalogues.c.id == catalogue_id)
    await conn.execute(this.values(refused=why, refused_at=since))

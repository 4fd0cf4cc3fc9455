"""How many requests are left to whom, so that a restart gives nobody new ones. Decides nothing."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import insert_into
from storage.tables import allowances
from storage.watching import Left


async def keep(conn: AsyncConnection, name: str, left: Left) -> None:
    """So much was left to `name` then."""
    statement = insert_into(conn, allowances).values(name=name, at=left.at, requests=left.requests)
    newest = {"at": statement.excluded.at, "requests": statement.excluded.requests}
    await conn.execute(statement.on_conflict_do_update(index_elements=["name"], set_=newest))


async def left(conn: AsyncConnection) -> dict[str, Left]:
    """By name."""
    rows = await conn.execute(select(allowances).order_by(allowances.c.name))
    return {row.name: Left(row.at, row.requests) for row in rows}

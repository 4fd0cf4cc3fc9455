"""How many requests are left to whom, so that a restart gives nobody new ones. Decides nothing."""

from functools import cache

from sqlalchemy import Insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import insert_for
from storage.tables import allowances
from storage.watching import Left


async def keep(conn: AsyncConnection, name: str, left: Left) -> None:
    """So much was left to `name` then."""
    row = {"name": name, "at": left.at, "requests": left.requests}
    await conn.execute(_newest(conn.dialect.name), row)


@cache
def _newest(dialect: str) -> Insert:
    statement = insert_for(dialect, allowances)
    newest = {"at": statement.excluded.at, "requests": statement.excluded.requests}
    return statement.on_conflict_do_update(index_elements=["name"], set_=newest)


async def left(conn: AsyncConnection) -> dict[str, Left]:
    """By name."""
    rows = await conn.execute(select(allowances).order_by(allowances.c.name))
    return {row.name: Left(row.at, row.requests) for row in rows}

"""Who may change what everybody sees."""

from datetime import datetime

from sqlalchemy import delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import roles

_OWNER = "owner"


async def owners(conn: AsyncConnection) -> list[int]:
    """The owners' Telegram ids, in the order of their coming."""
    rows = await conn.scalars(select(roles.c.user_id).where(roles.c.role == _OWNER).order_by(roles.c.since))
    return list(rows)


async def make_owner(conn: AsyncConnection, user_id: int, now: datetime) -> bool:
    """Makes the first owner; False if there is one already."""
    if conn.dialect.name == "postgresql":  # on SQLite the transaction keeps others out
        await conn.execute(text("LOCK TABLE roles IN EXCLUSIVE MODE"))
    if await owners(conn):
        return False
    await conn.execute(delete(roles).where(roles.c.user_id == user_id))
    await conn.execute(insert(roles).values(user_id=user_id, role=_OWNER, since=now))
    return True

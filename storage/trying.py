"""Whether the database takes anything. Keeps nothing."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import insert_into
from storage.tables import floods

_NOBODY = "(trying whether the database takes anything)"


async def write_something(conn: AsyncConnection, now: datetime) -> None:
    """A row, and takes it away again: its page has to be written all the same."""
    await conn.execute(insert_into(conn, floods).values(account=_NOBODY, request=_NOBODY, until=now))
    await conn.execute(delete(floods).where(floods.c.account == _NOBODY))

"""Channels that readers propose: told to the operators, once in a while for each chat."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import changes
from storage.statements import insert_into
from storage.tables import proposals
from storage.watching import Change, ChangeKind


async def propose(conn: AsyncConnection, chat_id: int, username: str, now: datetime, every: timedelta) -> bool:
    """Leaves a line for the operators, which does not say whose it is. False if this chat had one less than `every`
    ago."""
    last = select(proposals.c.at).where(proposals.c.chat_id == chat_id).with_for_update()
    before: datetime | None = await conn.scalar(last)
    if before is not None and now - before < every:
        return False
    statement = insert_into(conn, proposals).values(chat_id=chat_id, at=now)
    await conn.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_={"at": now}))
    await changes.record(conn, [Change(ChangeKind.PROPOSED, f"@{username}", now)])
    return True

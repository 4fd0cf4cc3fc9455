"""Posts that seem to be deleted in a mass, and an operator's word on them: believed, or dismissed.

What makes a doubt is decided in `collectors.rereading`; what a deletion is, in `deletions`.
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import deletions
from storage.statements import insert_into
from storage.tables import emptied, looks


async def believe(conn: AsyncConnection, channel_id: int, now: datetime) -> int:
    """The channel was emptied: what is doubted was deleted, and what is missed of older posts need not be doubted.

    Returns how many posts that marked. They are looked at again as others are, in case that they come back.
    """
    held = (looks.c.channel_id == channel_id, looks.c.held_at.is_not(None))
    doubted = list(await conn.scalars(select(looks.c.message_id).where(*held)))
    if not doubted:
        return 0
    await conn.execute(update(looks).where(*held).values(misses=2, held_at=None, due_at=now))
    statement = insert_into(conn, emptied).values(channel_id=channel_id, believed_at=now)
    newest = {"believed_at": statement.excluded.believed_at}
    await conn.execute(statement.on_conflict_do_update(index_elements=["channel_id"], set_=newest))
    return await deletions.save(conn, channel_id, doubted, now)


async def dismiss(conn: AsyncConnection, channel_id: int) -> int:
    """What is doubted is taken to be there, and not looked at again. Returns how many messages that was."""
    held = (looks.c.channel_id == channel_id, looks.c.held_at.is_not(None))
    return (await conn.execute(delete(looks).where(*held))).rowcount


async def believed_at(conn: AsyncConnection, channel_id: int) -> datetime | None:
    """When an operator last said that this channel was emptied."""
    moment: datetime | None = await conn.scalar(select(emptied.c.believed_at).where(emptied.c.channel_id == channel_id))
    return moment

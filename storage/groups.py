"""Groups and channels that the lookout writes in: who brought it there, and who may change what it does there."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import insert_into
from storage.tables import chats, groups


@dataclass(frozen=True, slots=True)
class Group:
    """`everyone`: all members with access may change its settings; else its administrators may. `admitted_by` None:
    whoever it was has been forgotten, or came before this was kept. `title`: of a channel, as it was when linked."""

    chat_id: int
    admitted_by: int | None = None
    everyone: bool = False
    title: str | None = None


async def get(conn: AsyncConnection, chat_id: int) -> Group | None:
    row = (await conn.execute(select(groups).where(groups.c.chat_id == chat_id))).one_or_none()
    return None if row is None else Group(row.chat_id, row.admitted_by, row.everyone, row.title)


async def admit(conn: AsyncConnection, chat_id: int, by: int, title: str | None = None) -> None:
    """Somebody with access stands behind this chat from now on; it rests no longer."""
    statement = insert_into(conn, groups).values(chat_id=chat_id, admitted_by=by, everyone=False, title=title)
    taken = {"admitted_by": by, "title": title}
    await conn.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=taken))
    await conn.execute(update(chats).where(chats.c.chat_id == chat_id).values(resting=None))


async def let(conn: AsyncConnection, chat_id: int, *, everyone: bool) -> None:
    """Says who may change the settings of a group."""
    await conn.execute(update(groups).where(groups.c.chat_id == chat_id).values(everyone=everyone))


async def linked_by(conn: AsyncConnection, user_id: int) -> list[Group]:
    """The channels that this person linked."""
    rows = select(groups).where(groups.c.admitted_by == user_id, groups.c.title.is_not(None)).order_by(groups.c.chat_id)
    return [Group(row.chat_id, row.admitted_by, row.everyone, row.title) for row in await conn.execute(rows)]

"""Who is a reader, an editor or an owner, and which chats are shut because nobody with access stands behind them.

Whether a role is enough is decided elsewhere.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import invitations
from storage.people import Member, Role
from storage.statements import pages
from storage.tables import chats, groups, roles

SHUT = "nobody with access"
"""Why a chat rests that lost its access. It is not woken by being written in."""


async def role_of(conn: AsyncConnection, user_id: int) -> Role | None:
    kept = await conn.scalars(select(roles.c.role).where(roles.c.user_id == user_id))
    return max((Role(role) for role in kept), key=lambda role: role.rank, default=None)


async def everyone(conn: AsyncConnection) -> list[Member]:
    """Owners first, then editors, then readers; each in the order of their coming."""
    rows = await conn.execute(select(roles).order_by(roles.c.since, roles.c.user_id))
    members = [Member(row.user_id, Role(row.role), row.since) for row in rows]
    return sorted(members, key=lambda member: -member.role.rank)


async def with_role(conn: AsyncConnection, least: Role) -> list[int]:
    """The ids of those who are this or more."""
    return [member.user_id for member in await everyone(conn) if member.role.rank >= least.rank]


async def put(conn: AsyncConnection, user_id: int, role: Role, now: datetime) -> bool:
    """Gives somebody this role in the place of their earlier one. False: the last owner stays one. Their invitations to
    what they may not give any more hold no longer."""
    await _alone(conn)
    if role is not Role.OWNER and await _is_last_owner(conn, user_id):
        return False
    await conn.execute(delete(roles).where(roles.c.user_id == user_id))
    await conn.execute(insert(roles).values(user_id=user_id, role=role.value, since=now))
    await invitations.void(conn, user_id, role)
    return True


async def remove(conn: AsyncConnection, user_id: int) -> bool:
    """False: the last owner stays, or there was no such member. Their invitations hold no longer."""
    await _alone(conn)
    if await _is_last_owner(conn, user_id):
        return False
    await invitations.void(conn, user_id, None)
    return (await conn.execute(delete(roles).where(roles.c.user_id == user_id))).rowcount > 0


async def _alone(conn: AsyncConnection) -> None:
    """Keeps two from removing each other; on SQLite the transaction does."""
    if conn.dialect.name == "postgresql":
        await conn.execute(text("LOCK TABLE roles IN EXCLUSIVE MODE"))


async def _is_last_owner(conn: AsyncConnection, user_id: int) -> bool:
    return await with_role(conn, Role.OWNER) == [user_id]


# --- chats with and without access -----------------------------------------------------------------------------------


async def settle_access(conn: AsyncConnection, admitted: Collection[int] | None) -> int:
    """Shuts each chat whose person is not among `admitted` (None: everybody is), opens those that were shut and whose
    person is; returns how many are shut now. A group's or channel's person is who brought the lookout there.
    """
    private, brought = chats.c.chat_id > 0, select(groups.c.chat_id).where(groups.c.admitted_by.is_not(None))
    rows = select(chats.c.chat_id, chats.c.resting, groups.c.admitted_by)
    rows = rows.outerjoin(groups, groups.c.chat_id == chats.c.chat_id)
    rows = rows.where(or_(private, chats.c.chat_id.in_(brought)))
    shut, opened = [], []
    for row in await conn.execute(rows):
        inside = admitted is None or (row.chat_id if row.chat_id > 0 else row.admitted_by) in admitted
        if not inside:
            shut.append(row.chat_id)
        elif row.resting == SHUT:
            opened.append(row.chat_id)
    await _rest(conn, shut, SHUT)
    await _rest(conn, opened, None)
    return len(shut)


async def _rest(conn: AsyncConnection, chat_ids: Collection[int], why: str | None) -> None:
    for page in pages(chat_ids):
        await conn.execute(update(chats).where(chats.c.chat_id.in_(page)).values(resting=why))


def not_shut() -> ColumnElement[bool]:
    """That a chat may be woken by being written in."""
    return or_(chats.c.resting.is_(None), chats.c.resting != SHUT)

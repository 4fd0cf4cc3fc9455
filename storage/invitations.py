"""Invitations: links that give a role. Only a hash of each code is kept, so that the database lets nobody in."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people import Invitation, Role
from storage.rows import AnyRow
from storage.tables import invitations


async def add(
    conn: AsyncConnection, code: str, role: Role, uses: int, by: int, now: datetime, expires_at: datetime
) -> int:
    """Its number. `code`: random, at least 128 bits."""
    row = {"hash": _hash(code), "role": role, "uses_left": uses, "made_by": by, "made_at": now}
    made = insert(invitations).values(row | {"expires_at": expires_at}).returning(invitations.c.id)
    number: int = (await conn.execute(made)).scalar_one()
    return number


async def find(conn: AsyncConnection, code: str, now: datetime) -> Invitation | None:
    """The invitation with this code, if it still holds."""
    return await _one(conn, invitations.c.hash == _hash(code), now)


async def get(conn: AsyncConnection, invitation_id: int, now: datetime) -> Invitation | None:
    return await _one(conn, invitations.c.id == invitation_id, now)


async def use(conn: AsyncConnection, invitation: Invitation) -> bool:
    """Takes one of its uses; False: somebody was faster."""
    this = (invitations.c.id == invitation.id, invitations.c.uses_left > 0, invitations.c.revoked_at.is_(None))
    taken = update(invitations).where(*this).values(uses_left=invitations.c.uses_left - 1)
    return (await conn.execute(taken)).rowcount == 1


async def open_ones(conn: AsyncConnection, now: datetime, limit: int = 50) -> list[Invitation]:
    """Those that still hold, the newest first."""
    rows = select(invitations).where(*_holding(now)).order_by(invitations.c.id.desc()).limit(limit)
    return [_invitation_of(row) for row in await conn.execute(rows)]


async def revoke(conn: AsyncConnection, invitation_id: int, now: datetime) -> bool:
    """False if it held no more."""
    this = update(invitations).where(invitations.c.id == invitation_id, *_holding(now))
    return (await conn.execute(this.values(revoked_at=now))).rowcount == 1


async def void(conn: AsyncConnection, user_id: int, role: Role | None) -> None:
    """What somebody who has this role now might not give any more holds no longer."""
    these = (invitations.c.made_by == user_id, invitations.c.role.not_in(role.gives if role else ()))
    await conn.execute(update(invitations).where(*these).values(uses_left=0))


async def forget(conn: AsyncConnection, user_id: int) -> None:
    """They hold no longer, and nobody knows any more who made them."""
    await void(conn, user_id, None)
    await conn.execute(update(invitations).where(invitations.c.made_by == user_id).values(made_by=None))


async def _one(conn: AsyncConnection, this: ColumnElement[bool], now: datetime) -> Invitation | None:
    row = (await conn.execute(select(invitations).where(this, *_holding(now)))).one_or_none()
    return None if row is None else _invitation_of(row)


def _holding(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return invitations.c.uses_left > 0, invitations.c.expires_at > now, invitations.c.revoked_at.is_(None)


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _invitation_of(row: AnyRow) -> Invitation:
    return Invitation(row.id, row.role, row.uses_left, row.expires_at)

"""Which accounts became members of which channels, what they heard when they asked, and who is to ask for which next.

Asks nobody, and knows no way to leave: what an account joined is a member's until a person leaves it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Channel
from storage.statements import insert_into, pages
from storage.tables import access_hashes, floods, resting_accounts, watched
from storage.tables import channels as channels_table
from storage.tables import joins as joins_table
from storage.watching import Join


async def due(
    conn: AsyncConnection, accounts: Collection[str], now: datetime, every: timedelta, kind: str
) -> dict[str, int]:
    """Account -> the channel that it is to join now: one that it is in charge of, and that none of `accounts` joined.

    Only channels that the watchlist allows, that can be read, and that have a public name. An account asks once in
    `every`, and not while a flood wait for requests of this `kind` holds.
    """
    ready = set(accounts) - await _busy(conn, now, every, kind)
    if not ready:
        return {}
    conditions = (
        watched.c.may_join,
        watched.c.problem.is_(None),
        watched.c.account.in_(ready),
        channels_table.c.username.is_not(None),
        exists().where(_of_watched(access_hashes), access_hashes.c.account == watched.c.account),
        ~exists().where(_of_watched(joins_table), _settled(accounts, now)),
    )
    known = watched.c.channel_id == channels_table.c.channel_id
    wanted = select(watched.c.account, watched.c.channel_id).join(channels_table, known).where(*conditions)
    found: dict[str, int] = {}
    for row in await conn.execute(wanted.order_by(watched.c.handle)):
        found.setdefault(row.account, row.channel_id)
    return found


async def _busy(conn: AsyncConnection, now: datetime, every: timedelta, kind: str) -> set[str]:
    """Who asked a moment ago (by a clock that was not set back since), or has to wait."""
    last = func.max(joins_table.c.asked_at)
    asked = select(joins_table.c.account).where(joins_table.c.asked_at <= now).group_by(joins_table.c.account)
    waits = select(floods.c.account).where(floods.c.request == kind, floods.c.until > now)
    return {*await conn.scalars(asked.having(last > now - every)), *await conn.scalars(waits)}


def _of_watched(table: Any) -> ColumnElement[bool]:
    same: ColumnElement[bool] = table.c.channel_id == watched.c.channel_id
    return same


def _settled(accounts: Collection[str], now: datetime) -> ColumnElement[bool]:
    """There is a member that hears, or the account in charge was refused and is not to ask again, at least not yet."""
    member = and_(joins_table.c.refused.is_(None), joins_table.c.account.in_(accounts))
    waits = or_(joins_table.c.again_at.is_(None), joins_table.c.again_at > now)
    return or_(member, and_(joins_table.c.account == watched.c.account, waits))


async def save(
    conn: AsyncConnection,
    account: str,
    channel_id: int,
    now: datetime,
    refused: str | None = None,
    again_at: datetime | None = None,
) -> None:
    """`account` asked to join a channel, and is a member now or (`refused`) is not to ask again before `again_at`."""
    row = {"channel_id": channel_id, "account": account}
    said = {"asked_at": now, "refused": refused, "again_at": again_at}
    statement = insert_into(conn, joins_table).values(row | said)
    await conn.execute(statement.on_conflict_do_update(index_elements=list(row), set_=said))


async def notice(conn: AsyncConnection, account: str, channel_id: int, now: datetime, *, joined: bool) -> None:
    """Telegram says so: an account was made a member by hand, or is none any more. It does not ask again by itself."""
    if joined:
        row = {"channel_id": channel_id, "account": account}
        said = {"refused": None, "again_at": None}
        statement = insert_into(conn, joins_table).values(row | said | {"asked_at": now})
        await conn.execute(statement.on_conflict_do_update(index_elements=list(row), set_=said))
        return
    member = (joins_table.c.channel_id == channel_id, joins_table.c.account == account, joins_table.c.refused.is_(None))
    await conn.execute(update(joins_table).where(*member).values(refused="it has left, or was put out"))


async def everything(conn: AsyncConnection) -> list[Join]:
    """All that was asked for, by account, the latest first."""
    known = joins_table.c.channel_id == channels_table.c.channel_id
    asked = select(joins_table, channels_table.c.username, channels_table.c.title).join(channels_table, known)
    rows = await conn.execute(asked.order_by(joins_table.c.account, joins_table.c.asked_at.desc()))
    return [
        Join(row.account, Channel(row.channel_id, row.username, row.title), row.asked_at, row.refused, row.again_at)
        for row in rows
    ]


async def members(conn: AsyncConnection, channel_ids: Iterable[int] | None = None) -> dict[int, tuple[str, ...]]:
    """By channel: the accounts that joined it and do not rest, by name. `channel_ids` None: of all channels."""
    found: dict[int, tuple[str, ...]] = {}
    for page in [[]] if channel_ids is None else pages(channel_ids):
        for row in await conn.execute(_joined(of_some=channel_ids is not None), {"channels": page} if page else {}):
            found[row.channel_id] = (*found.get(row.channel_id, ()), row.account)
    return found


@cache
def _joined(*, of_some: bool) -> Select[Any]:
    rests = exists().where(resting_accounts.c.account == joins_table.c.account)
    these = [joins_table.c.channel_id.in_(bindparam("channels", expanding=True))] if of_some else []
    joined = select(joins_table.c.channel_id, joins_table.c.account).where(joins_table.c.refused.is_(None), ~rests)
    return joined.where(*these).order_by(joins_table.c.account)


def _among(channel_ids: list[int]) -> ColumnElement[bool]:
    among: ColumnElement[bool] = joins_table.c.channel_id.in_(channel_ids)
    return among

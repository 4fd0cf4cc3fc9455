"""What each account learned from Telegram: access hashes, which hold for it alone, what it must leave alone, and that
it is not accepted any more.

No credentials: the session files are the collectors' own.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import changes
from storage.statements import insert_into, pages
from storage.tables import access_hashes, resting_accounts
from storage.tables import floods as floods_table
from storage.watching import Change, ChangeKind


async def remember_hash(conn: AsyncConnection, account: str, channel_id: int, access_hash: int) -> None:
    """`account` may address the channel without resolving its name again."""
    row = {"account": account, "channel_id": channel_id, "access_hash": access_hash}
    statement = insert_into(conn, access_hashes).values(row)
    newest = {"access_hash": access_hash}
    await conn.execute(statement.on_conflict_do_update(index_elements=["channel_id", "account"], set_=newest))


async def hashes(conn: AsyncConnection, channel_id: int) -> dict[str, int]:
    """A channel's access hash, by account."""
    rows = await conn.execute(select(access_hashes).where(access_hashes.c.channel_id == channel_id))
    return {row.account: row.access_hash for row in rows}


async def hashes_of(conn: AsyncConnection, channel_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Access hashes by channel, then by account."""
    found: dict[int, dict[str, int]] = {}
    for page in pages(channel_ids):
        for row in await conn.execute(_HASHES, {"channels": page}):
            found.setdefault(row.channel_id, {})[row.account] = row.access_hash
    return found


_HASHES = select(access_hashes).where(access_hashes.c.channel_id.in_(bindparam("channels", expanding=True)))


async def flood_until(conn: AsyncConnection, account: str, request: str, until: datetime) -> None:
    """`account` must leave this kind of request alone until then; an earlier, longer wait stays in force."""
    statement = insert_into(conn, floods_table).values(account=account, request=request, until=until)
    longer = statement.excluded.until > floods_table.c.until
    keyed = ["account", "request"]
    await conn.execute(statement.on_conflict_do_update(index_elements=keyed, set_={"until": until}, where=longer))


async def floods(conn: AsyncConnection, now: datetime) -> list[tuple[str, str, datetime]]:
    """The waits still in force: account, kind of request, until when."""
    waiting = select(floods_table).where(floods_table.c.until > now)
    rows = await conn.execute(waiting.order_by(floods_table.c.account, floods_table.c.request))
    return [(row.account, row.request, row.until) for row in rows]


async def rest(conn: AsyncConnection, account: str, why: str, now: datetime) -> bool:
    """`account` can't be used until a person acts; operators are told. False if that was known."""
    row = {"account": account, "why": why, "since": now}
    first = insert_into(conn, resting_accounts).values(row).on_conflict_do_nothing()
    if await conn.scalar(first.returning(resting_accounts.c.account)) is None:
        return False
    await changes.record(conn, [Change(ChangeKind.ACCOUNT_RESTS, account, now, after=why)])
    return True


async def work(conn: AsyncConnection, account: str, now: datetime) -> None:
    """`account` has read something; if it rested, operators are told that it is back."""
    ended = await conn.execute(_ENDED, {"one": account})
    if ended.rowcount:
        await changes.record(conn, [Change(ChangeKind.ACCOUNT_BACK, account, now)])


_ENDED = delete(resting_accounts).where(resting_accounts.c.account == bindparam("one"))


async def idle(conn: AsyncConnection, now: datetime, requests: Collection[str]) -> frozenset[str]:
    """The accounts that can't make these kinds of requests now: they rest, or must leave one of them alone."""
    return frozenset(await conn.scalars(_IDLE, {"requests": list(requests), "now": now}))


_IDLE = (
    select(floods_table.c.account)
    .where(floods_table.c.request.in_(bindparam("requests", expanding=True)), floods_table.c.until > bindparam("now"))
    .union(select(resting_accounts.c.account))
)


async def resting(conn: AsyncConnection) -> dict[str, tuple[str, datetime]]:
    """The accounts that can't be used until a person acts: why, and since when."""
    rows = await conn.execute(select(resting_accounts).order_by(resting_accounts.c.account))
    return {row.account: (row.why, row.since) for row in rows}

"""Which account is in charge of which channel, where the accounts read in processes of their own.

A channel belongs to one collector at a time: the one named in `watched.account`. What belongs to nobody, or to a
collector that nobody runs, is claimed by those who run; what an account can't read is handed on to the next. Who runs
is seen from the locks. Who reads within one process is `collectors.telegram.spreading`'s choice, as ever.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import locks
from storage.tables import access_hashes, watched

BY_ITSELF = "t.me/s"
"""The reader that is no account: it takes what no account is there for."""

_KIND = "collect"


def lock_of(reader: str) -> str:
    """The name of the lock that a collector holds for each of its readers."""
    return f"{_KIND}:{reader}"


async def claim(conn: AsyncConnection, mine: Collection[str]) -> int:
    """Takes charge of what nobody reads, no more than a fair share of all; returns how many channels that were."""
    counted = select(watched.c.account, func.count().label("number")).group_by(watched.c.account)
    charges: Mapping[str | None, int] = {row.account: row.number for row in await conn.execute(counted)}
    live = await _live(conn, {*mine, *filter(None, charges)})
    gone = [account for account in charges if account is not None and account not in live]
    free = charges.get(None, 0) + sum(charges[account] for account in gone)
    readers = await locks.number_held(conn, _KIND) - (BY_ITSELF in live)
    accounts = sorted(set(mine) - {BY_ITSELF}) or ([] if readers else [BY_ITSELF])
    if not free or not accounts:
        return 0
    own = sum(charges.get(account, 0) for account in accounts)
    share = -(-sum(charges.values()) * len(accounts) // max(readers, 1)) - own
    nobodys = or_(watched.c.account.is_(None), watched.c.account.in_(gone))
    chosen = select(watched.c.handle).where(nobodys).order_by(_known_first(accounts), watched.c.handle)
    handles = list(await conn.scalars(chosen.limit(max(share, 0)).with_for_update(skip_locked=True, of=watched)))
    for number, account in enumerate(accounts):
        some = handles[number :: len(accounts)]
        await conn.execute(update(watched).where(watched.c.handle.in_(some)).values(account=account))
    return len(handles)


def _known_first(accounts: Sequence[str]) -> ColumnElement[int]:
    """What an account can address goes first: to resolve a name is scarce."""
    known = select(access_hashes.c.channel_id).where(access_hashes.c.account.in_(accounts))
    return case((watched.c.channel_id.in_(known), 0), else_=1)


async def hand_on(conn: AsyncConnection, username: str, mine: Collection[str], now: datetime) -> str | None:
    """What none of these can read is for the next collector, at once; None: all who run have tried, or nobody else
    does."""
    this = watched.c.handle == username.lower()
    row = (await conn.execute(select(watched.c.account, watched.c.misses).where(this))).one_or_none()
    known = set(await conn.scalars(select(access_hashes.c.account).distinct()))
    known |= set(filter(None, await conn.scalars(select(watched.c.account).distinct()))) | {BY_ITSELF}
    others = sorted(await _live(conn, known) - set(mine), key=lambda reader: (reader == BY_ITSELF, reader))
    if row is None or not others or row.misses > len(others):
        return None
    later = [reader for reader in others if row.account is not None and reader > row.account]
    heir = (later or others)[0]
    await conn.execute(update(watched).where(this).values(account=heir, next_poll_at=now))
    return heir


async def _live(conn: AsyncConnection, readers: Collection[str]) -> set[str]:
    names = {lock_of(reader): reader for reader in {*readers, BY_ITSELF}}
    return {names[name] for name in await locks.holders(conn, names)}

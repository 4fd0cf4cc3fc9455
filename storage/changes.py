"""What happened to channels and accounts, for operators: noticed, told once. Who is told is not decided here."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import channels, parkings
from storage.model import Channel
from storage.statements import execute_many, pages
from storage.tables import changes
from storage.wakeups import announce
from storage.watching import Change, ChangeKind, Work


async def notice(conn: AsyncConnection, channel: Channel, now: datetime) -> list[Change]:
    """Records how a channel, as it was read now, differs from what is stored of it. Then it is to be stored itself.

    Not for what an old export says of a channel: that is no news.
    """
    stored = await channels.get(conn, channel.channel_id)
    found = [] if stored is None else list(_differences(stored, channel, now))
    await record(conn, found)
    if channel.username is not None and (stored is None or stored.username != channel.username):
        await channels.take_name(conn, channel.channel_id, channel.username)
    return found


def _differences(old: Channel, new: Channel, now: datetime) -> Iterator[Change]:
    def change(kind: ChangeKind, before: str | None, after: str | None) -> Change:
        return Change(kind, new.title, now, before, after, new.channel_id)

    if old.title.split() != new.title.split():  # sources differ in how they space words
        yield change(ChangeKind.RENAMED, old.title, new.title)
    if old.username != new.username:
        yield change(ChangeKind.USERNAME, old.username, new.username)
    if old.flags is not None and new.flags is not None:
        yield from (change(ChangeKind.FLAG_SET, None, flag) for flag in sorted(new.flags - old.flags))
        yield from (change(ChangeKind.FLAG_CLEARED, flag, None) for flag in sorted(old.flags - new.flags))


async def record(conn: AsyncConnection, found: Iterable[Change]) -> None:
    """Keeps changes until operators are told."""
    rows = [
        {
            "kind": change.kind,
            "subject": change.subject,
            "channel_id": change.channel_id,
            "before": change.before,
            "after": change.after,
            "at": change.at,
        }
        for change in found
    ]
    await execute_many(conn, _RECORDED, rows)
    if rows:
        announce(conn, "operators")


_RECORDED = insert(changes)


async def record_once(conn: AsyncConnection, found: Sequence[Change], since: datetime) -> None:
    """As `record`, but for what another process has recorded since then. The caller keeps others from it meanwhile."""
    lately = select(changes.c.kind, changes.c.subject, changes.c.before, changes.c.after).where(changes.c.at >= since)
    rows = await conn.execute(lately.where(changes.c.kind.in_({change.kind for change in found})))
    there = set(map(tuple, rows))
    await record(conn, [one for one in found if (one.kind, one.subject, one.before, one.after) not in there])


async def untold(
    conn: AsyncConnection, limit: int, kinds: Collection[ChangeKind] = frozenset(ChangeKind)
) -> list[Change]:
    """What operators have not been told yet of these kinds, in the order in which it happened."""
    fit = (changes.c.told_at.is_(None), changes.c.kind.in_(kinds), parkings.left_out(Work.OPERATORS, changes.c.id))
    return [
        _change_of(row) for row in await conn.execute(select(changes).where(*fit).order_by(changes.c.id).limit(limit))
    ]


async def newest_of(conn: AsyncConnection, kinds: Collection[ChangeKind]) -> dict[str, Change]:
    """The last of these kinds that was recorded of each subject, told or not."""
    last = select(func.max(changes.c.id)).where(changes.c.kind.in_(kinds)).group_by(changes.c.subject)
    return {row.subject: _change_of(row) for row in await conn.execute(select(changes).where(changes.c.id.in_(last)))}


async def told(conn: AsyncConnection, these: Sequence[Change], now: datetime) -> None:
    """These need not be told again."""
    for page in pages(change.id for change in these):
        await conn.execute(update(changes).where(changes.c.id.in_(page)).values(told_at=now))


def _change_of(row: Any) -> Change:
    return Change(row.kind, row.subject, row.at, row.before, row.after, row.channel_id, row.id)

"""Which channels are watched, when each is read next, how far each was seen and what stands in the way.

A watched channel is a name of the watchlist. Decides nothing about when to read: the caller says so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import accounts, channels, gaps, joins, looks
from storage.delays import delays
from storage.model import Channel
from storage.statements import execute_many, insert_into, pages
from storage.tables import Instant
from storage.tables import channels as channels_table
from storage.tables import watched as watched_table
from storage.watching import Coverage, Delay, Problem, Taught, Watched
from storage.watchlist import ChannelEntry


async def sync(conn: AsyncConnection, entries: Sequence[ChannelEntry], now: datetime) -> None:
    """Watches each enabled name of the watchlist: a new one is due at once, one that is gone or disabled leaves. A name
    whose entry gives the number of another channel than it was read as is as good as new; another name for a channel
    that is watched is none."""
    enabled = [entry for entry in entries if entry.enabled]
    names = {entry.username.lower(): entry for entry in enabled if entry.username}
    await _rename(conn, names, now)
    stored = set(await conn.scalars(select(watched_table.c.handle)))
    for page in pages(stored - names.keys()):
        await conn.execute(delete(watched_table).where(watched_table.c.handle.in_(page)))
    statement = insert_into(conn, watched_table)
    said = {name: statement.excluded[name] for name in ("username", "may_join")}
    changed = statement.on_conflict_do_update(index_elements=["handle"], set_=said)
    rows = [
        {"handle": handle, "username": entry.username, "may_join": entry.join, "next_poll_at": now}
        for handle, entry in names.items()
    ]
    await execute_many(conn, changed, rows)
    numbers = {handle: entry.channel_id for handle, entry in names.items() if entry.channel_id is not None}
    for row in (await conn.execute(_READ_AS)).all():
        if numbers.get(row.handle, row.channel_id) != row.channel_id:
            await conn.execute(_ANOTHER, {"named": row.handle, "now": now})


async def _rename(conn: AsyncConnection, names: Mapping[str, ChannelEntry], now: datetime) -> None:
    """Of a channel whose name leaves while another comes that is known to be its own, all that is known stays."""
    known = select(watched_table.c.handle, channels_table.c.channel_id, channels_table.c.handle.label("called"))
    rows = (await conn.execute(known.outerjoin(channels_table, _OF_CHANNEL))).all()
    coming = {handle: entry for handle, entry in names.items() if handle not in {row.handle for row in rows}}
    numbered = {entry.channel_id: handle for handle, entry in coming.items() if entry.channel_id is not None}
    for row in rows:
        if row.channel_id is None or row.handle in names:
            continue
        heir = numbered.get(row.channel_id, row.called)
        if heir in coming and coming[heir].channel_id in {None, row.channel_id}:
            named = {"handle": heir, "username": coming.pop(heir).username, "next_poll_at": now}
            await conn.execute(update(watched_table).where(watched_table.c.handle == row.handle).values(named))


_OF_CHANNEL = watched_table.c.channel_id == channels_table.c.channel_id

_READ_AS = select(watched_table.c.handle, watched_table.c.channel_id).where(watched_table.c.channel_id.is_not(None))

_ANOTHER = (
    update(watched_table)
    .where(watched_table.c.handle == bindparam("named"))
    .values(channel_id=None, seen_at=None, estimate=None, next_poll_at=bindparam("now", type_=Instant()))
)


async def due(
    conn: AsyncConnection,
    now: datetime,
    limit: int,
    latest: timedelta | None = None,
    *,
    leaving_out: Collection[str] = (),
    read_by: Collection[str] | None = None,
) -> list[Watched]:
    """What is to be read now, longest overdue first.

    `latest`: nothing is planned farther ahead than that. What is so all the same was planned before the clock was set
    back, and is due as well; where a refusal named a later time, that one counts. `leaving_out`: what these accounts
    read last. `read_by`: what these are in charge of, no more; None: whatever there is.
    """
    given = {"now": now, "limit": limit} | ({"leaving_out": list(leaving_out)} if leaving_out else {})
    given |= {} if read_by is None else {"read_by": list(read_by)}
    shared = read_by is not None
    found = await _with_hashes(conn, _due(some=bool(leaving_out), shared=shared), given)
    if latest is not None:  # asked for apart: one question with both would look at every row
        given["farthest"] = now + latest
        found += await _with_hashes(conn, _due(some=bool(leaving_out), shared=shared, by_another_clock=True), given)
    return found[:limit]


@cache
def _due(*, some: bool, shared: bool, by_another_clock: bool = False) -> Select[Any]:
    """At `now`, at most `limit`. `some`: without what those of `leaving_out` read last. `shared`: of `read_by` only."""
    read_by, now = watched_table.c.account, bindparam("now", type_=Instant())
    others = or_(read_by.is_(None), read_by.not_in(bindparam("leaving_out", expanding=True))) if some else true()
    ours = read_by.in_(bindparam("read_by", expanding=True)) if shared else true()
    which = _planned_by_another_clock() if by_another_clock else watched_table.c.next_poll_at <= now
    order = (watched_table.c.next_poll_at, watched_table.c.handle)
    return _watched().where(which, others, ours).order_by(*order).limit(bindparam("limit", type_=Integer()))


async def of_channels(conn: AsyncConnection, channel_ids: Sequence[int]) -> list[Watched]:
    """What is watched of these channels, each once, in their order."""
    found: dict[int, Watched] = {}
    for page in pages(channel_ids):
        for watched in await _with_hashes(conn, _watched().where(watched_table.c.channel_id.in_(page))):
            found |= {watched.channel.channel_id: watched} if watched.channel else {}
    return [found[channel_id] for channel_id in channel_ids if channel_id in found]


async def everything(conn: AsyncConnection) -> list[Watched]:
    """All that is watched, due or not, by name."""
    return await _with_hashes(conn, _watched().order_by(watched_table.c.handle))


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next channel is to be read; None if none is watched."""
    soonest: datetime | None = await conn.scalar(select(func.min(watched_table.c.next_poll_at)))
    return soonest


async def ok(
    conn: AsyncConnection,
    username: str,
    channel: Channel,
    now: datetime,
    next_poll_at: datetime,
    account: str | None = None,
    *,
    estimate: Mapping[str, object] | None = None,
) -> None:
    """The channel was read up to `now`. `account`: by which account, if by one. `estimate`: None leaves it as it is."""
    await channels.put(conn, channel)
    seen: dict[str, object] = {} if estimate is None else {"estimate": estimate}
    seen |= {"channel_id": channel.channel_id, "seen_at": now, "next_poll_at": next_poll_at, "account": account}
    cleared = dict.fromkeys(("problem", "detail", "problem_since", "failing_since")) | {"misses": 0}
    await conn.execute(_SEEN, {"named": username.lower(), **seen, **cleared})


_SEEN = update(watched_table).where(watched_table.c.handle == bindparam("named"))


async def failed(
    conn: AsyncConnection, username: str, problem: Problem, detail: str, now: datetime, next_poll_at: datetime
) -> None:
    """The channel could not be read. A problem that lasts keeps the time at which it began."""
    lasts = watched_table.c.problem == problem
    since = case((lasts, watched_table.c.problem_since), else_=literal(now, Instant()))
    now_at = literal(now, Instant())
    values = {
        "problem": problem,
        "detail": detail,
        "problem_since": since,
        "next_poll_at": next_poll_at,
        "misses": watched_table.c.misses + 1,
        "failing_since": func.coalesce(watched_table.c.failing_since, now_at),
        "last_error": f"{problem}: {detail}",
        "last_error_at": now,
    }
    await conn.execute(update(watched_table).where(_named(username)).values(values))


async def hint(conn: AsyncConnection, channel_ids: Iterable[int], now: datetime, soonest: timedelta) -> int:
    """Something may be new in these channels: they are due now or, if read a moment ago, after `soonest`.

    Only a hint: polls find what no hint told of. Where something stands in the way, what was said of it counts. Returns
    how many channels were brought forward; what is not watched is passed over.
    """
    times = {"now": now, "just": now - soonest, "later": now + soonest}
    return sum([(await conn.execute(_hinted(), {"ids": page, **times})).rowcount for page in pages(channel_ids)])


@cache
def _hinted() -> Update:
    now, just, later = (bindparam(name, type_=Instant()) for name in ("now", "just", "later"))
    due_at = case((watched_table.c.seen_at > just, later), else_=now)
    these = (watched_table.c.channel_id.in_(bindparam("ids", expanding=True)), watched_table.c.problem.is_(None))
    return update(watched_table).where(*these, watched_table.c.next_poll_at > due_at).values(next_poll_at=due_at)


async def estimates(
    conn: AsyncConnection, *, leaving_out: Collection[Problem] = (), read_by: Collection[str] | None = None
) -> list[Taught]:
    """What is known of when each channel posts, also where that is nothing yet, by name.

    `leaving_out`: channels in whose way this stands. `read_by`: as in `due`.
    """
    columns = (watched_table.c.username, watched_table.c.account, watched_table.c.estimate)
    asked = or_(watched_table.c.problem.is_(None), watched_table.c.problem.not_in(leaving_out))
    ours = true() if read_by is None else watched_table.c.account.in_(read_by)
    rows = await conn.execute(select(*columns).where(asked, ours).order_by(watched_table.c.handle))
    return [Taught(row.username, row.account, row.estimate) for row in rows]


async def report(conn: AsyncConnection, *, delays_since: datetime | None = None) -> list[Coverage]:
    """How each watched channel stands, by name. `delays_since`: with the delays of what was collected from then on."""
    took = await delays(conn, delays_since) if delays_since else {}
    missing, doubts, members = await gaps.counts(conn), await looks.doubts(conn), await joins.members(conn)
    rows = await conn.execute(_watched().order_by(watched_table.c.handle))
    return [
        replace(
            _coverage_of(row, took.get(row.channel_id)),
            gaps=missing.get(row.channel_id, {}),
            doubt=doubts.get(row.channel_id),
            live=members.get(row.channel_id, ()),
        )
        for row in rows
    ]


async def in_charge(conn: AsyncConnection) -> dict[str, str]:
    """Username -> the account that read it last, where one did."""
    read = select(watched_table.c.username, watched_table.c.account).where(watched_table.c.account.is_not(None))
    return {row.username: row.account for row in await conn.execute(read)}


async def troubled(conn: AsyncConnection) -> list[Coverage]:
    """The channels that can't be read, and those that operators still count as lost, by name."""
    either = or_(watched_table.c.problem.is_not(None), watched_table.c.lost_at.is_not(None))
    rows = await conn.execute(_watched().where(either).order_by(watched_table.c.handle))
    return [_coverage_of(row, None) for row in rows]


# --- from rows --------------------------------------------------------------------------------------------------------


def _coverage_of(row: Any, delay: Delay | None) -> Coverage:
    return Coverage(
        username=row.username,
        channel=_channel_of(row),
        seen_at=row.seen_at,
        next_poll_at=row.next_poll_at,
        last_post_at=row.last_post_at,
        problem=row.problem,
        detail=row.detail,
        problem_since=row.problem_since,
        last_post_id=row.cursor or None,
        account=row.account,
        misses=row.misses,
        failing_since=row.failing_since,
        last_error=row.last_error,
        last_error_at=row.last_error_at,
        lost_at=row.lost_at,
        delay=delay,
    )


def _planned_by_another_clock() -> ColumnElement[bool]:
    # What a refusal said was said by this clock, unless the refusal lies ahead
    by_plan = or_(watched_table.c.problem.is_(None), watched_table.c.last_error_at > bindparam("now", type_=Instant()))
    return and_(watched_table.c.next_poll_at > bindparam("farthest", type_=Instant()), by_plan)


def _named(username: str) -> Any:
    return watched_table.c.handle == username.lower()


def _watched() -> Select[Any]:
    columns = (
        channels_table.c.username.label("channel_username"),
        channels_table.c.title,
        channels_table.c.cursor,
        channels_table.c.last_post_at,
        channels_table.c.flags,
    )
    return select(watched_table, *columns).outerjoin(channels_table, _OF_CHANNEL)


def _channel_of(row: Any) -> Channel | None:
    if row.channel_id is None:
        return None
    return Channel(row.channel_id, row.channel_username, row.title, channels.flags_of(row.flags))


async def _with_hashes(
    conn: AsyncConnection, query: Select[Any], given: Mapping[str, object] | None = None
) -> list[Watched]:
    rows = (await conn.execute(query, given)).all()
    channel_ids = {row.channel_id for row in rows if row.channel_id is not None}
    hashes, members = await accounts.hashes_of(conn, channel_ids), await joins.members(conn, channel_ids)
    return [
        Watched(
            row.username,
            _channel_of(row),
            row.cursor,
            hashes.get(row.channel_id, {}),
            row.estimate,
            frozenset(members.get(row.channel_id, ())),
        )
        for row in rows
    ]

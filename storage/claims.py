"""What was said of a claim, by whom and since when, and the status that people gave it. Judges nothing.

All of it is read from certain events, so that it grows with what is new, not with what is asked. A source counts once
however many posts carry its word; what sides the sources are on is for `bot.claims`. `merged`: claims that were merged
into the one that is asked about.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import parkings
from storage.messages import DeliveryKind
from storage.model import ASSERTIONS, DENIALS, Channel, Kind
from storage.said import ClaimStatus, FigureSaid, Said, StatusChange, Voice
from storage.statements import pages
from storage.tables import channels, claim_statuses, copies, deliveries, events, revisions
from storage.watching import Work

_DENIES = events.c.stance.in_(DENIALS)
_TWIN = events.alias("twin")


async def voices(conn: AsyncConnection, claim: str, merged: Collection[str] = ()) -> list[Voice]:
    """Every source's word on the claim, in the order in which they were first heard."""
    ranked = _said((claim, *merged)).subquery()
    first = select(ranked).where(ranked.c.place == 1).order_by(ranked.c.since, ranked.c.revision_id)
    return [
        Voice(
            source=row.source,
            denies=bool(row.denies),
            posts=row.posts,
            relayed=row.posts - row.own,
            since=row.since,
            until=row.until,
            revision_id=row.revision_id,
            channel=Channel(row.channel_id, row.username, row.title),
            post_id=row.post_id,
        )
        for row in await conn.execute(first)
    ]


def _said(claims: Collection[str]) -> Select[Any]:
    """The claim's events with, for each source and direction, how many there are and the place of each among them."""
    of_channel = literal("channel:").concat(cast(revisions.c.channel_id, String))
    copies_none = or_(events.c.copy_of.is_(None), ~exists().where(copies.c.revision_id == events.c.revision_id))
    own = and_(copies_none, or_(events.c.speaker == events.c.source, events.c.source == of_channel))
    each = [events.c.source, _DENIES]
    order = [case((own, 0), else_=1), revisions.c.said_at, events.c.id]
    return _certain(
        claims,
        events.c.source,
        _DENIES.label("denies"),
        events.c.revision_id,
        revisions.c.channel_id,
        revisions.c.post_id,
        channels.c.username,
        channels.c.title,
        func.row_number().over(partition_by=each, order_by=order).label("place"),
        func.count().over(partition_by=each).label("posts"),
        func.sum(case((own, 1), else_=0)).over(partition_by=each).label("own"),
        func.min(revisions.c.said_at).over(partition_by=each).label("since"),
        func.max(revisions.c.said_at).over(partition_by=each).label("until"),
    ).where(events.c.stance.in_(DENIALS | ASSERTIONS))


async def timeline(conn: AsyncConnection, claim: str, merged: Collection[str] = (), limit: int = 5000) -> list[Said]:
    """When posts asserted or denied the claim, the newest `limit`, in order."""
    moments = (
        _certain((claim, *merged), revisions.c.said_at, events.c.source, _DENIES.label("denies"), channels.c.username)
        .where(events.c.stance.in_(DENIALS | ASSERTIONS))
        .order_by(revisions.c.said_at.desc())
        .limit(limit)
    )
    newest = (await conn.execute(moments)).all()
    return [Said(row.said_at, row.source, bool(row.denies), row.username) for row in reversed(newest)]


async def figures(conn: AsyncConnection, claim: str, merged: Collection[str] = ()) -> list[FigureSaid]:
    """Each figure that a source asserted, in the order in which they were first named."""
    named = cast(events.c.figures, Text)
    since, posts = func.min(revisions.c.said_at).label("since"), func.count().label("posts")
    grouped = (
        _certain((claim, *merged), events.c.source, named.label("figures"), since, posts)
        .where(events.c.stance.in_(ASSERTIONS), named != literal("[]"))
        .group_by(events.c.source, named)
    )
    return _summed(await conn.execute(grouped))


def _summed(rows: Iterable[Any]) -> list[FigureSaid]:
    """Rows differ by where in the post a figure stood as well; those that say the same are one."""
    found: dict[tuple[str, str, float | None, str | None], tuple[datetime, int]] = {}
    for row in rows:
        for figure in json.loads(row.figures):
            key = (row.source, figure["unit"], figure["value"], figure["qualifier"])
            since, posts = found.get(key, (row.since, 0))
            found[key] = (min(since, row.since), posts + row.posts)
    said = [FigureSaid(*key, since, posts) for key, (since, posts) in found.items()]
    return sorted(said, key=lambda one: (one.since, one.source, one.unit))


async def others(conn: AsyncConnection, claim: str, merged: Collection[str] = ()) -> int:
    """How many posts ask about, recall, mock or mention the claim: they assert and deny nothing."""
    neither = _certain((claim, *merged), func.count()).where(events.c.stance.not_in(DENIALS | ASSERTIONS))
    return int(await conn.scalar(neither) or 0)


def _certain(claims: Collection[str], *columns: ColumnElement[Any]) -> Select[Any]:
    """Of a post that says the same of two claims which are one now, the first event counts."""
    chosen = (
        select(*columns)
        .select_from(events)
        .join(revisions, revisions.c.id == events.c.revision_id)
        .join(channels, channels.c.channel_id == revisions.c.channel_id)
        .where(events.c.target_kind == Kind.CLAIM, events.c.target.in_(claims))
        .where(events.c.certain, events.c.source.is_not(None), events.c.stance.is_not(None))
    )
    if len(claims) == 1:
        return chosen
    same = (_TWIN.c[name] == events.c[name] for name in ("revision_id", "target_kind", "source", "stance"))
    return chosen.where(~exists().where(*same, _TWIN.c.target.in_(claims), _TWIN.c.certain, _TWIN.c.id < events.c.id))


# --- the status -----------------------------------------------------------------------------------------------------


async def set_status(conn: AsyncConnection, change: StatusChange) -> int:
    """Keeps who settled what, and why; returns the change's id. Earlier ones stay."""
    row = {
        "claim": change.claim,
        "status": change.status,
        "reason": change.reason,
        "by": change.by,
        "at": change.at,
    }
    stored = await conn.execute(insert(claim_statuses).values(row).returning(claim_statuses.c.id))
    return int(stored.scalar_one())


async def history(conn: AsyncConnection, claim: str) -> list[StatusChange]:
    """Every change of a claim's status, the oldest first."""
    changes = select(claim_statuses).where(claim_statuses.c.claim == claim).order_by(claim_statuses.c.id)
    return [_change(row) for row in await conn.execute(changes)]


async def settled_for(conn: AsyncConnection, chat_id: int, since: datetime, until: datetime) -> set[str]:
    """The claims of which the chat was told in `[since, until)` that their status was set."""
    about = (deliveries.c.subject == claim_statuses.c.id, deliveries.c.kind == DeliveryKind.STATUS)
    told_of = select(claim_statuses.c.claim).join(deliveries, and_(*about)).where(deliveries.c.chat_id == chat_id)
    return set(await conn.scalars(told_of.where(deliveries.c.created_at >= since, deliveries.c.created_at < until)))


async def statuses(conn: AsyncConnection, claims: Iterable[str]) -> dict[str, StatusChange]:
    """The newest change of each claim's status; a claim whose status nobody set is left out."""
    newest: dict[str, StatusChange] = {}
    for page in pages(set(claims)):
        last = (
            select(func.max(claim_statuses.c.id))
            .where(claim_statuses.c.claim.in_(page))
            .group_by(claim_statuses.c.claim)
        )
        for row in await conn.execute(select(claim_statuses).where(claim_statuses.c.id.in_(last))):
            newest[row.claim] = _change(row)
    return newest


async def settled(conn: AsyncConnection, claims: Iterable[str]) -> dict[str, ClaimStatus]:
    """What people have set these claims to, where they have."""
    return {claim: change.status for claim, change in (await statuses(conn, claims)).items()}


async def untold(conn: AsyncConnection, limit: int) -> list[StatusChange]:
    """The changes that followers were not told of yet, the oldest first."""
    fit = (claim_statuses.c.told_at.is_(None), parkings.left_out(Work.SETTLE, claim_statuses.c.id))
    waiting = select(claim_statuses).where(*fit).order_by(claim_statuses.c.id)
    return [_change(row) for row in await conn.execute(waiting.limit(limit))]


async def told(conn: AsyncConnection, change_id: int, now: datetime) -> None:
    """All that is to be told of this change is on its way."""
    await conn.execute(update(claim_statuses).where(claim_statuses.c.id == change_id).values(told_at=now))


def _change(row: Any) -> StatusChange:
    return StatusChange(row.claim, row.status, row.reason, row.by, row.at, row.id)

"""Events of old posts, noted when those were matched again: they count for what is known of claims, and nobody is told.

What they are is decided elsewhere. `tell` makes those about one claim news after all.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import events
from storage.events import Post, Target
from storage.model import ASSERTIONS, DENIALS, Cause, Kind
from storage.rows import event_of
from storage.statements import execute_many, pages
from storage.tables import Stage, claim_figures, history, posts, revisions
from storage.tables import events as events_table
from storage.telling import Event
from storage.wakeups import announce

_NEWEST = revisions.alias("newest_of_post")
_DELETED = exists().where(
    posts.c.channel_id == revisions.c.channel_id,
    posts.c.post_id == revisions.c.post_id,
    _NEWEST.c.channel_id == posts.c.channel_id,
    _NEWEST.c.post_id == posts.c.post_id,
    _NEWEST.c.number == posts.c.latest,
    _NEWEST.c.cause == Cause.DELETED,
)
"""The post of a revision is gone by now."""

Noted = dict[Target, tuple[int, bool]]
"""By target: the number of the first revision of a post that had events about it, and whether any of them was news."""


async def note(conn: AsyncConnection, happened: Sequence[Event]) -> None:
    """Stores events that are no news; of what they are about, their revisions have no others."""
    await events.add(conn, happened)
    about = {(one.revision_id, one.target_kind, one.target) for one in happened}
    rows: list[dict[str, int]] = []
    for page in pages(sorted({one.revision_id for one in happened})):
        stored = select(events_table).where(events_table.c.revision_id.in_(page)).order_by(events_table.c.id)
        rows += [
            {"event_id": row.id}
            for row in await conn.execute(stored)
            if (row.revision_id, row.target_kind, row.target) in about
        ]
    await execute_many(conn, insert(history), rows)


async def withdraw(conn: AsyncConnection, revision_ids: Collection[int]) -> None:
    """Forgets the events of these revisions that are no news, and what only they said of claims."""
    gone: list[Event] = []
    for page in pages(revision_ids):
        mine = select(events_table).join(history, history.c.event_id == events_table.c.id)
        gone += [event_of(row) for row in await conn.execute(mine.where(events_table.c.revision_id.in_(page)))]
    for page in pages(event.id for event in gone):
        await conn.execute(delete(history).where(history.c.event_id.in_(page)))
        await conn.execute(delete(events_table).where(events_table.c.id.in_(page)))
    heard = [one for one in gone if one.target_kind is Kind.CLAIM and one.certain]
    for claim, source, denies in sorted(
        {(one.target, one.source, one.stance in DENIALS) for one in heard if one.source and one.stance}
    ):
        await conn.execute(events.unheard(claim, source, denies))
    await _forget_figures(conn, heard)


async def _forget_figures(conn: AsyncConnection, gone: Iterable[Event]) -> None:
    named = {(one.target, figure.unit, figure.value) for one in gone for figure in one.figures}
    said = (events_table.c.certain, events_table.c.source.is_not(None), events_table.c.stance.in_(ASSERTIONS))
    for claim in sorted({claim for claim, _, _ in named}):
        about = (events_table.c.target_kind == Kind.CLAIM, events_table.c.target == claim, *said)
        rows = await conn.scalars(select(events_table.c.figures).where(*about))
        left = {(claim, figure["unit"], figure["value"]) for figures in rows for figure in figures}
        for _, unit, value in sorted((one for one in named - left if one[0] == claim), key=str):
            this = (claim_figures.c.claim == claim, claim_figures.c.unit == unit)
            await conn.execute(delete(claim_figures).where(*this, claim_figures.c.figure == json.dumps(value)))


async def noted(conn: AsyncConnection, posts: Collection[Post]) -> dict[Post, Noted]:
    """What these posts had events about."""
    key = (revisions.c.channel_id, revisions.c.post_id)
    target = (events_table.c.target_kind, events_table.c.target)
    news = func.count().filter(history.c.event_id.is_(None))
    found: dict[Post, Noted] = {}
    for page in pages(sorted(posts)):
        asked = (
            select(*key, *target, func.min(revisions.c.number).label("first"), news.label("news"))
            .join(revisions, revisions.c.id == events_table.c.revision_id)
            .outerjoin(history, history.c.event_id == events_table.c.id)
            .where(tuple_(*key).in_(page))
            .group_by(*key, *target)
        )
        for row in await conn.execute(asked):
            of_post = found.setdefault((row.channel_id, row.post_id), {})
            of_post[row.target_kind, row.target] = (row.first, row.news > 0)
    return found


async def said_of(conn: AsyncConnection, claims: Collection[str]) -> list[tuple[datetime, Event]]:
    """Everybody's certain word on these claims, in the order of its publication."""
    found: list[tuple[datetime, Event]] = []
    for page in pages(sorted(claims)):
        about = (events_table.c.target_kind == Kind.CLAIM, events_table.c.target.in_(page), events_table.c.certain)
        asked = select(events_table, revisions.c.said_at).join(revisions, revisions.c.id == events_table.c.revision_id)
        found += [(row.said_at, event_of(row)) for row in await conn.execute(asked.where(*about))]
    return sorted(found, key=lambda one: (one[0], one[1].revision_id, one[1].id))


async def posts_about(conn: AsyncConnection, claim: str, since: datetime) -> int:
    """How many posts that were published from then on are history of this claim."""
    keys = select(revisions.c.channel_id, revisions.c.post_id).where(
        revisions.c.id == events_table.c.revision_id, revisions.c.published_at >= since, *_of(claim)
    )
    return int(await conn.scalar(select(func.count()).select_from(keys.distinct().subquery())) or 0)


def _of(claim: str) -> tuple[ColumnElement[bool], ...]:
    about = and_(events_table.c.target_kind == Kind.CLAIM, events_table.c.target == claim)
    return (about, events_table.c.id.in_(select(history.c.event_id)))


async def has(conn: AsyncConnection, revision_id: int, target: Target) -> bool:
    """Whether what this revision says of it is history."""
    about = (events_table.c.target_kind == target[0], events_table.c.target == target[1])
    mine = select(history.c.event_id).join(events_table, events_table.c.id == history.c.event_id)
    return await conn.scalar(mine.where(events_table.c.revision_id == revision_id, *about).limit(1)) is not None


async def tell(conn: AsyncConnection, claim: str) -> int:
    """What is history of this claim is news: its posts go to the stage of the alerts, but for those that were deleted
    since. Returns how many events."""
    of_claim = select(events_table.c.id, events_table.c.revision_id).where(*_of(claim))
    there = of_claim.join(revisions, revisions.c.id == events_table.c.revision_id).where(~_DELETED)
    rows = (await conn.execute(there)).all()
    for page in pages(row.id for row in rows):
        await conn.execute(delete(history).where(history.c.event_id.in_(page)))
    for page in pages(sorted({row.revision_id for row in rows})):
        rested = or_(revisions.c.stage.is_(None), revisions.c.stage == Stage.ALERTS)
        await conn.execute(update(revisions).where(revisions.c.id.in_(page), rested).values(stage=Stage.ALERTS))
    if rows:
        announce(conn, "alert")
    return len(rows)

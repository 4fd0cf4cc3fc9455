"""What recent posts tell of places that no known claim is about. Which of it belongs together is decided elsewhere.

A post's topics are those of its newest revision. They wait until its events are noted: by then it is known whom it
copies. After `KEPT` they are forgotten.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import parkings
from storage.model import Cause, Evidence, Revision, Topic
from storage.revising import is_first, said_at
from storage.rows import figures_of, forward_of
from storage.statements import execute_many, pages
from storage.tables import Stage, copies, revisions, topics
from storage.watching import Work

KEPT = timedelta(days=3)

_FIRST = revisions.alias("first_told")


@dataclass(frozen=True, slots=True)
class Report:
    """A post that tells of something. `voice`: the channel whose words these are, also in a copy or a forward."""

    revision_id: int
    voice: str
    said_at: datetime
    lang: str
    topics: tuple[Topic, ...]


async def save(conn: AsyncConnection, told: Iterable[tuple[Revision, tuple[Topic, ...]]], now: datetime) -> None:
    """Keeps what revisions tell, in the place of what earlier revisions of the same posts told.

    What was collected for the record, is gone, or is older than `KEPT` tells nothing.
    """
    rows: list[dict[str, Any]] = []
    for revision, found in told:
        post = revision.post
        if revision.number > 1:
            same = (topics.c.channel_id == post.channel_id, topics.c.post_id == post.post_id)
            await conn.execute(delete(topics).where(*same))
        said = said_at(post, revision.cause, revision.seen_at)
        if not revision.backlog and revision.cause is not Cause.DELETED and said >= now - KEPT:
            rows += [_row(revision, said, topic) for topic in found]
    await execute_many(conn, _TOLD, rows)


_TOLD = insert(topics)


async def forget(conn: AsyncConnection, now: datetime) -> None:
    """Lets go of what is older than `KEPT`."""
    await conn.execute(delete(topics).where(topics.c.said_at < now - KEPT))


def _row(revision: Revision, said: datetime, topic: Topic) -> dict[str, Any]:
    return {
        "revision_id": revision.id,
        "channel_id": revision.post.channel_id,
        "post_id": revision.post.post_id,
        "said_at": said,
        "place": topic.place,
        "event": topic.event,
        "holder": topic.holder,
        "evidence": asdict(topic.evidence),
        "actors": list(topic.actors),
        "figures": [asdict(figure) for figure in topic.figures],
    }


async def fresh(conn: AsyncConnection, limit: int) -> dict[int, str]:
    """By their numbers, the topics that nobody has weighed yet, of posts whose events are noted: where they are."""
    waiting = (
        select(topics.c.id, topics.c.place)
        .join(revisions, revisions.c.id == topics.c.revision_id)
        .where(topics.c.weighed_at.is_(None), _noted(), parkings.left_out(Work.DRAFT, topics.c.id))
        .order_by(topics.c.id)
        .limit(limit)
    )
    return {row.id: row.place for row in await conn.execute(waiting)}


async def weighed(conn: AsyncConnection, ids: Collection[int], now: datetime) -> None:
    """These have been held against the others."""
    for page in pages(ids):
        await conn.execute(update(topics).where(topics.c.id.in_(page)).values(weighed_at=now))


async def reports(conn: AsyncConnection, places: Collection[str]) -> list[Report]:
    """The posts whose events are noted and that tell of any of these places, with what they tell of them."""
    rows = (
        await conn.execute(
            select(topics, revisions.c.lang, revisions.c.forward, _FIRST.c.id.label("first_id"))
            .join(revisions, revisions.c.id == topics.c.revision_id)
            .join(_FIRST, and_(_FIRST.c.channel_id == topics.c.channel_id, _FIRST.c.post_id == topics.c.post_id))
            .where(is_first(_FIRST), topics.c.place.in_(places), _noted())
            .order_by(topics.c.id)
        )
    ).all()
    voices = await _voices(conn, {row.first_id for row in rows})
    told: dict[int, list[Any]] = {}
    for row in rows:
        told.setdefault(row.revision_id, []).append(row)
    return [_report(of_post, voices) for of_post in told.values()]


def _report(rows: list[Any], voices: Mapping[int, str]) -> Report:
    row = rows[0]
    found = tuple(
        Topic(
            place=one.place,
            event=one.event,
            evidence=Evidence(**one.evidence),
            actors=tuple(one.actors),
            figures=figures_of(one.figures),
            holder=one.holder,
        )
        for one in rows
    )
    return Report(row.revision_id, _voice(row, voices), row.said_at, row.lang or "und", found)


def _voice(row: Any, voices: Mapping[int, str]) -> str:
    """A forward of what is not stored speaks for the channel that its header names."""
    forward = forward_of(row.forward)
    if forward is None or row.first_id in voices:
        return voices.get(row.first_id, str(row.channel_id))
    return str(forward.channel_id or forward.username or forward.name or row.channel_id)


async def _voices(conn: AsyncConnection, first_ids: Collection[int]) -> dict[int, str]:
    """The channels of the originals of those of these posts that copy another."""
    above: dict[int, int] = {}
    asked = set(first_ids)
    while asked:
        found: dict[int, int] = {}
        for page in pages(asked):
            known = select(copies.c.revision_id, copies.c.original_id).where(copies.c.revision_id.in_(page))
            found |= {row.revision_id: row.original_id for row in await conn.execute(known)}
        above |= found
        asked = set(found.values()) - above.keys()
    tops = {first_id: _top(first_id, above) for first_id in first_ids if first_id in above}
    channels: dict[int, str] = {}
    for page in pages(set(tops.values())):
        of = select(revisions.c.id, revisions.c.channel_id).where(revisions.c.id.in_(page))
        channels |= {row.id: str(row.channel_id) for row in await conn.execute(of)}
    return {first_id: channels[top] for first_id, top in tops.items() if top in channels}


def _top(first_id: int, above: Mapping[int, int]) -> int:
    seen: set[int] = set()
    while first_id in above and first_id not in seen:
        seen.add(first_id)
        first_id = above[first_id]
    return first_id


def _noted() -> ColumnElement[bool]:
    return or_(revisions.c.stage.is_(None), revisions.c.stage == Stage.ALERTS)

"""Events of revisions, and what is known of each claim from them. What an event is gets decided elsewhere."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import links
from storage.model import ASSERTIONS, DENIALS, Figure, Kind, Link, Revision
from storage.revising import at_stage, whole
from storage.rows import AnyRow, Json, event_columns, event_of, revision_of
from storage.statements import execute_many, insert_new, pages
from storage.tables import Stage, claim_figures, claim_voices, history, revisions
from storage.tables import events as events_table
from storage.telling import Event, Known
from storage.wakeups import announce

Post = tuple[int, int]
"""A post by its key: the channel, and its number there."""

Target = tuple[Kind, str]


async def unnoted(conn: AsyncConnection, limit: int) -> list[tuple[Revision, str, tuple[Link, ...]]]:
    """What was matched and has no events yet, in the order of revisions: each with its language and links."""
    rows = (await conn.execute(at_stage(Stage.EVENTS, limit))).all()
    found = await links.of_page(conn, [row.id for row in rows])
    return [(revision_of(row), row.lang or "und", found.get(row.id, ())) for row in rows]


async def known(conn: AsyncConnection, claim_ids: Iterable[str]) -> dict[str, Known]:
    """What certain events said so far of each of these claims; one never heard of is left out."""
    voices: dict[str, dict[bool, set[str]]] = {}
    figures: dict[str, set[tuple[str, float | None]]] = {}
    for page in pages(set(claim_ids)):
        for row in await conn.execute(select(claim_voices).where(claim_voices.c.claim.in_(page))):
            voices.setdefault(row.claim, {True: set(), False: set()})[row.denies].add(row.source)
        for row in await conn.execute(select(claim_figures).where(claim_figures.c.claim.in_(page))):
            figures.setdefault(row.claim, set()).add((row.unit, json.loads(row.figure)))
    return {
        claim: Known(frozenset(by[False]), frozenset(by[True]), frozenset(figures.get(claim, ())))
        for claim, by in voices.items()
    }


async def noted(conn: AsyncConnection, page: Iterable[Revision]) -> dict[Post, dict[Target, int]]:
    """What the posts of these revisions had certain events about, with the number of the first revision that had."""
    posts = {(one.post.channel_id, one.post.post_id) for one in page if one.number > 1}
    found: dict[Post, dict[Target, int]] = {}
    for some in pages(sorted(posts)):
        for row in await conn.execute(_noted(some)):
            targets = found.setdefault((row.channel_id, row.post_id), {})
            targets[row.target_kind, row.target] = row.first
    return found


def _noted(posts: Sequence[Post]) -> Select[Any]:
    post, target = (revisions.c.channel_id, revisions.c.post_id), (events_table.c.target_kind, events_table.c.target)
    return (
        select(*post, *target, func.min(revisions.c.number).label("first"))
        .join(revisions, revisions.c.id == events_table.c.revision_id)
        .where(tuple_(*post).in_(posts), events_table.c.certain)
        .group_by(*post, *target)
    )


async def take(conn: AsyncConnection, revision_ids: Collection[int]) -> bool:
    """Whether all of these still wait for their events; no other process can note them until the transaction ends."""
    found = [id_ for page in pages(sorted(revision_ids)) for id_ in await conn.scalars(_WAITING, {"ids": page})]
    return len(found) == len(revision_ids)


_WAITING = (
    select(revisions.c.id)
    .where(revisions.c.stage == Stage.EVENTS, revisions.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(revisions.c.id)
    .with_for_update()
)


def _among(revision_ids: Sequence[int]) -> ColumnElement[bool]:
    return revisions.c.id.in_(revision_ids)


async def save(conn: AsyncConnection, revision_id: int, events: Sequence[Event], now: datetime) -> None:
    """Stores the events of a revision that waited for them; alerts come next, if there is anything to tell.

    A revision that did not wait, such as one that another process was faster with, is left as it is.
    """
    if await take(conn, [revision_id]):
        await save_page(conn, {revision_id: events})


async def save_page(conn: AsyncConnection, news: Mapping[int, Sequence[Event]]) -> None:
    """As `save`, for many revisions that were taken (see there), by their ids."""
    for stage, ids in (
        (Stage.ALERTS, [id_ for id_, events in news.items() if events]),
        (None, [id_ for id_, events in news.items() if not events]),
    ):
        for page in pages(ids):
            await conn.execute(_MOVED, {"ids": page, "next": stage})
    await add(conn, [event for events in news.values() for event in events])
    announce(conn, "alert")


_MOVED = (
    update(revisions)
    .where(revisions.c.id.in_(bindparam("ids", expanding=True)))
    .values(stage=bindparam("next", type_=revisions.c.stage.type))
)


async def add(conn: AsyncConnection, events: Sequence[Event]) -> None:
    """Stores events, and what they add to what is known of claims."""
    await execute_many(conn, _INSERT, [event_columns(event) for event in events])
    heard = [event for event in events if event.target_kind is Kind.CLAIM and event.certain and event.source]
    await _keep(conn, claim_voices, [_voice(event) for event in heard if event.stance in DENIALS | ASSERTIONS])
    said = [event for event in heard if event.stance in ASSERTIONS]
    await _keep(conn, claim_figures, [_figure(event, figure) for event in said for figure in event.figures])


_INSERT = insert(events_table)


async def fold(conn: AsyncConnection, says: Mapping[int, Sequence[int]]) -> None:
    """A copy that names nobody is the word of its original's source: ten reposts are one source.

    `says`: by revision of a copy, those of its original in whose words it speaks. What it says of a claim that they do
    not say, or with other figures, stays its own channel's word.
    """
    if not says:
        return
    said = await _said(conn, {*says, *(original for originals in says.values() for original in originals)})
    moved = []
    for revision_id in sorted(says):  # a copy of a copy comes behind it
        for word, events in said.get(revision_id, {}).items():
            source = next((said[one][word][0].source for one in says[revision_id] if word in said.get(one, {})), None)
            folded = [event for event in events if event.holder is None and source not in (None, event.source)]
            moved += [(event, source) for event in folded]
            said[revision_id][word] = [replace(event, source=source) if event in folded else event for event in events]
    ids = [{"event": event.id, "new": source} for event, source in moved]
    renamed = update(events_table).where(events_table.c.id == bindparam("event")).values(source=bindparam("new"))
    await execute_many(conn, renamed, ids)
    await _keep(conn, claim_voices, [_voice(replace(event, source=source)) for event, source in moved])
    for voice in sorted({tuple(_voice(event).values()) for event, _ in moved}):
        await conn.execute(unheard(*voice))


_Word = tuple[str, bool, frozenset[tuple[str, float | None]]]
"""What a post says of a claim: which, whether it denies it, and the figures."""


async def _said(conn: AsyncConnection, revision_ids: Iterable[int]) -> dict[int, dict[_Word, list[Event]]]:
    """Of each, what counts as somebody's word; what it says in nobody's name first."""
    said: dict[int, dict[_Word, list[Event]]] = {}
    counts = (events_table.c.target_kind == Kind.CLAIM, events_table.c.certain, events_table.c.source.is_not(None))
    for page in pages(sorted(revision_ids)):
        told = select(events_table).where(events_table.c.revision_id.in_(page), *counts)
        for row in await conn.execute(told.where(events_table.c.stance.in_(DENIALS | ASSERTIONS))):
            event = event_of(row)
            figures = frozenset((figure.unit, figure.value) for figure in event.figures)
            word = (event.target, event.stance in DENIALS, figures)
            said.setdefault(event.revision_id, {}).setdefault(word, []).append(event)
    for words in said.values():
        for events in words.values():
            events.sort(key=lambda event: (event.holder is not None, event.id))
    return said


def unheard(claim: str, source: str, denies: bool) -> Delete:
    """Forgets a voice that no event carries any more."""
    stances = DENIALS if denies else ASSERTIONS
    carried = (
        select(events_table.c.id)
        .where(events_table.c.target_kind == Kind.CLAIM, events_table.c.target == claim, events_table.c.certain)
        .where(events_table.c.source == source, events_table.c.stance.in_(stances))
    )
    voice = (claim_voices.c.claim == claim, claim_voices.c.source == source, claim_voices.c.denies == denies)
    return delete(claim_voices).where(*voice, ~carried.exists())


async def undecided(conn: AsyncConnection, limit: int) -> list[tuple[Revision, tuple[Link, ...], tuple[Event, ...]]]:
    """What has events that nobody was told of yet, in the order of revisions; without what is history (see there)."""
    rows = (await conn.execute(at_stage(Stage.ALERTS, limit))).all()
    return await _with_links(conn, rows)


async def of_revisions(
    conn: AsyncConnection, revision_ids: Sequence[int]
) -> list[tuple[Revision, tuple[Link, ...], tuple[Event, ...]]]:
    """These revisions in their order, as `undecided` has them."""
    rows: list[AnyRow] = []
    for page in pages(sorted(revision_ids)):
        rows += await conn.execute(whole().where(_among(page)).order_by(revisions.c.id))
    return await _with_links(conn, rows)


async def _with_links(
    conn: AsyncConnection, rows: Sequence[AnyRow]
) -> list[tuple[Revision, tuple[Link, ...], tuple[Event, ...]]]:
    ids = [row.id for row in rows]
    found, happened = await links.of_page(conn, ids), await _of_page(conn, ids)
    return [(revision_of(row), found.get(row.id, ()), happened.get(row.id, ())) for row in rows]


async def unchanged(conn: AsyncConnection, read: Mapping[int, Collection[Event]]) -> set[int]:
    """Those of these revisions that still wait to be decided, and in which no more has happened than what was `read` of
    it. An editor may have confirmed what one may be about, or have had told what was history; until the transaction
    ends nobody does.
    """
    there: dict[int, tuple[int, int]] = {}
    for page in pages(sorted(read)):
        if conn.dialect.name != "sqlite":
            await conn.execute(_HELD, {"ids": page})
        there |= {row.id: (row.number, row.newest) for row in await conn.execute(_HAPPENED, {"ids": page})}
    known = {id_: (len(own), max((event.id for event in own), default=0)) for id_, own in read.items()}
    return {id_ for id_, own in known.items() if there.get(id_) == own}


_DECIDING = (revisions.c.id.in_(bindparam("ids", expanding=True)), revisions.c.stage == Stage.ALERTS)
_HELD = select(revisions.c.id).where(*_DECIDING).order_by(revisions.c.id).with_for_update()
_IS_NEWS = ~exists().where(history.c.event_id == events_table.c.id).correlate(events_table)
_HAPPENED = (
    select(
        revisions.c.id,
        func.count(events_table.c.id).label("number"),
        func.coalesce(func.max(events_table.c.id), 0).label("newest"),
    )
    .select_from(revisions)
    .outerjoin(events_table, and_(events_table.c.revision_id == revisions.c.id, _IS_NEWS))
    .where(*_DECIDING)
    .group_by(revisions.c.id)
)


async def decided(conn: AsyncConnection, revision_ids: Iterable[int]) -> None:
    """All that is to be told of these revisions' events is on its way."""
    for page in pages(sorted(revision_ids)):
        await conn.execute(_DECIDED, {"ids": page})


_DECIDED = update(revisions).where(*_DECIDING).values(stage=None)


async def _of_page(conn: AsyncConnection, revision_ids: Sequence[int]) -> dict[int, tuple[Event, ...]]:
    happened: dict[int, tuple[Event, ...]] = {}
    for page in pages(revision_ids):
        for row in await conn.execute(_STORED, {"ids": page}):
            happened[row.revision_id] = (*happened.get(row.revision_id, ()), event_of(row))
    return happened


_STORED = (
    select(events_table)
    .where(events_table.c.revision_id.in_(bindparam("ids", expanding=True)))
    .where(_IS_NEWS)
    .order_by(events_table.c.id)
)


def _voice(event: Event) -> Json:
    return {"claim": event.target, "source": event.source, "denies": event.stance in DENIALS}


def _figure(event: Event, figure: Figure) -> Json:
    return {"claim": event.target, "unit": figure.unit, "figure": json.dumps(figure.value)}


async def _keep(conn: AsyncConnection, table: Table, rows: Sequence[Json]) -> None:
    """What is kept once, however often it is said. In one order: so two writers never wait for each other."""
    ordered = sorted(rows, key=lambda row: tuple(map(str, row.values())))
    await execute_many(conn, insert_new(conn, table), ordered)

"""Events of revisions, and what is known of each claim from them. What an event is gets decided elsewhere."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import links
from storage.model import ASSERTIONS, DENIALS, Event, Figure, Kind, Known, Link, Revision
from storage.revising import whole
from storage.rows import Json, event_columns, event_of, revision_of
from storage.statements import execute_many, insert_into, pages
from storage.tables import Stage, claim_figures, claim_voices, revisions
from storage.tables import events as events_table


async def unnoted(conn: AsyncConnection, limit: int) -> list[tuple[Revision, str, tuple[Link, ...]]]:
    """What was matched and has no events yet, in the order of revisions: each with its language and links."""
    rows = (await conn.execute(_at(Stage.EVENTS, limit))).all()
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


async def noted(conn: AsyncConnection, revision: Revision) -> frozenset[tuple[Kind, str]]:
    """What earlier revisions of the same post had events about."""
    if revision.number == 1:
        return frozenset()
    earlier = (
        select(events_table.c.target_kind, events_table.c.target)
        .join(revisions, revisions.c.id == events_table.c.revision_id)
        .where(
            revisions.c.channel_id == revision.post.channel_id,
            revisions.c.post_id == revision.post.post_id,
            revisions.c.number < revision.number,
        )
    )
    return frozenset((row.target_kind, row.target) for row in await conn.execute(earlier.distinct()))


async def save(conn: AsyncConnection, revision_id: int, events: Sequence[Event], now: datetime) -> None:
    """Stores the events of a revision that waited for them; alerts come next, if there is anything to tell.

    A revision that did not wait, such as one that another process was faster with, is left as it is.
    """
    waited = update(revisions).where(revisions.c.id == revision_id, revisions.c.stage == Stage.EVENTS)
    if (await conn.execute(waited.values(stage=Stage.ALERTS if events else None))).rowcount == 0:
        return
    await add(conn, events)


async def add(conn: AsyncConnection, events: Sequence[Event]) -> None:
    """Stores events, and what they add to what is known of claims."""
    await execute_many(conn, insert(events_table), [event_columns(event) for event in events])
    heard = [event for event in events if event.target_kind is Kind.CLAIM and event.certain and event.source]
    await _keep(conn, claim_voices, [_voice(event) for event in heard if event.stance in DENIALS | ASSERTIONS])
    said = [event for event in heard if event.stance in ASSERTIONS]
    await _keep(conn, claim_figures, [_figure(event, figure) for event in said for figure in event.figures])


async def undecided(conn: AsyncConnection, limit: int) -> list[tuple[Revision, tuple[Link, ...], tuple[Event, ...]]]:
    """What has events that nobody was told of yet, in the order of revisions."""
    rows = (await conn.execute(_at(Stage.ALERTS, limit))).all()
    ids = [row.id for row in rows]
    found, happened = await links.of_page(conn, ids), await _of_page(conn, ids)
    return [(revision_of(row), found.get(row.id, ()), happened.get(row.id, ())) for row in rows]


async def decided(conn: AsyncConnection, revision_id: int, now: datetime) -> None:
    """All that is to be told of this revision's events is on its way."""
    waited = update(revisions).where(revisions.c.id == revision_id, revisions.c.stage == Stage.ALERTS)
    await conn.execute(waited.values(stage=None))


def _at(stage: Stage, limit: int) -> Select[Any]:
    return whole().where(revisions.c.stage == stage).order_by(revisions.c.id).limit(limit)


async def _of_page(conn: AsyncConnection, revision_ids: Sequence[int]) -> dict[int, tuple[Event, ...]]:
    happened: dict[int, tuple[Event, ...]] = {}
    for page in pages(revision_ids):
        stored = select(events_table).where(events_table.c.revision_id.in_(page)).order_by(events_table.c.id)
        for row in await conn.execute(stored):
            happened[row.revision_id] = (*happened.get(row.revision_id, ()), event_of(row))
    return happened


def _voice(event: Event) -> Json:
    return {"claim": event.target, "source": event.source, "denies": event.stance in DENIALS}


def _figure(event: Event, figure: Figure) -> Json:
    return {"claim": event.target, "unit": figure.unit, "figure": json.dumps(figure.value)}


async def _keep(conn: AsyncConnection, table: Table, rows: Sequence[Json]) -> None:
    """What is kept once, however often it is said. In one order: so two writers never wait for each other."""
    ordered = sorted(rows, key=lambda row: tuple(map(str, row.values())))
    await execute_many(conn, insert_into(conn, table).on_conflict_do_nothing(), ordered)

"""What the matcher said of each revision: its links, and the ledger of (revision, catalogue version)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, and_, bindparam, case, delete, false, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import parkings
from storage.model import Found, Kind, Link, Revision
from storage.revising import IS_NEWEST, whole
from storage.rows import Json, link_columns, link_of, revision_of
from storage.statements import execute_many, insert_for, pages
from storage.tables import Outcome, Stage, feedback, matchings, posts, revisions
from storage.tables import links as links_table
from storage.tables import parkings as parkings_table
from storage.wakeups import announce
from storage.watching import Work

RECENT = 20_000
"""So many revisions are looked at where a look at all would take minutes."""


async def save(conn: AsyncConnection, revision_id: int, version: str, found: Found, now: datetime) -> None:
    """Stores the links of a revision in the place of earlier ones. If it waited for the matcher, events come next."""
    await save_page(conn, {revision_id: found}, version, now)


async def save_page(conn: AsyncConnection, found: Mapping[int, Found], version: str, now: datetime) -> None:
    """As `save`, for what was found in many revisions, by their ids. What an editor decided stays as it is."""
    met = await _met(conn, found)
    decided = {key for page in pages(met) for key in map(tuple, await conn.execute(_DECIDED, {"ids": page}))}
    for page in pages(met):
        await conn.execute(_UNLINKED, {"ids": page})
    rows = [
        link_columns(link) | {"revision_id": revision_id, "version": version}
        for revision_id, said in found.items()
        for link in said.links
        if (revision_id, link.kind, link.target) not in decided
    ]
    await execute_many(conn, _INSERT, rows)
    languages = [{"revision": revision_id, "language": said.lang} for revision_id, said in found.items()]
    await execute_many(conn, _READ, languages)
    announce(conn, "events")
    result = {"version": version, "outcome": Outcome.DONE, "reason": None, "at": now}
    await _enter(conn, [result | {"revision_id": revision_id} for revision_id in found])
    await parkings.forget(conn, Work.MATCH, met)


async def _met(conn: AsyncConnection, revision_ids: Collection[int]) -> set[int]:
    """Those that a matcher has read, or was to read, before: what that led to is replaced. Most are new."""
    return {id_ for page in pages(revision_ids) for id_ in await conn.scalars(_MET, {"ids": page})}


_IDS = bindparam("ids", expanding=True, type_=matchings.c.revision_id.type)
_MET = (
    select(matchings.c.revision_id)
    .where(matchings.c.revision_id.in_(_IDS))
    .union(select(parkings_table.c.item).where(parkings_table.c.work == Work.MATCH, parkings_table.c.item.in_(_IDS)))
)
_INSERT = insert(links_table)
_AMONG = links_table.c.revision_id.in_(bindparam("ids", expanding=True))
_JUDGED = select(feedback.c.revision_id, feedback.c.kind, feedback.c.target).where(feedback.c.editor)
_DECIDED = _JUDGED.where(feedback.c.revision_id.in_(bindparam("ids", expanding=True))).distinct()
_UNLINKED = delete(links_table).where(
    _AMONG,
    ~_JUDGED.where(
        feedback.c.revision_id == links_table.c.revision_id,
        feedback.c.kind == links_table.c.kind,
        feedback.c.target == links_table.c.target,
    ).exists(),
)
_SAVED = select(links_table).where(_AMONG).order_by(links_table.c.id)
_WAITED = or_(revisions.c.stage == Stage.MATCH, revisions.c.stage == Stage.PARKED)
_READ = (
    update(revisions)
    .where(revisions.c.id == bindparam("revision"))
    .values(lang=bindparam("language"), stage=case((_WAITED, Stage.EVENTS), else_=revisions.c.stage))
)
"""A revision was read: in which language it is, and that it waits for its events, if it waited for the matcher."""


async def park(conn: AsyncConnection, revision_id: int, version: str, reason: str, now: datetime) -> None:
    """The matcher failed on this revision; it waits until that is corrected, and the next goes on."""
    result = {"version": version, "outcome": Outcome.PARKED, "reason": reason, "at": now}
    await _enter(conn, [result | {"revision_id": revision_id}])
    await parkings.put(conn, Work.MATCH, revision_id, reason, now)


async def found_since(conn: AsyncConnection, moment: datetime) -> dict[tuple[Kind, str], int]:
    """In how many revisions matched from then on each target was found for certain, the most frequent first."""
    number = func.count(links_table.c.revision_id.distinct()).label("number")
    matched = (matchings.c.revision_id == links_table.c.revision_id, matchings.c.version == links_table.c.version)
    counted = (
        select(links_table.c.kind, links_table.c.target, number)
        .join(matchings, and_(*matched))
        .where(matchings.c.at >= moment, links_table.c.certain)
        .group_by(links_table.c.kind, links_table.c.target)
        .order_by(number.desc(), links_table.c.target)
    )
    return {(row.kind, row.target): row.number for row in await conn.execute(counted)}


async def of(conn: AsyncConnection, revision_id: int) -> tuple[Link, ...]:
    """The links of a revision, in the order in which they were saved."""
    return (await of_page(conn, [revision_id])).get(revision_id, ())


async def of_page(conn: AsyncConnection, revision_ids: list[int]) -> dict[int, tuple[Link, ...]]:
    """As `of`, for many revisions; one without links is left out."""
    found: dict[int, tuple[Link, ...]] = {}
    for page in pages(revision_ids):
        for row in await conn.execute(_SAVED, {"ids": page}):
            found[row.revision_id] = (*found.get(row.revision_id, ()), link_of(row))
    return found


async def naming(
    conn: AsyncConnection, targets: Collection[tuple[Kind, str]], since: datetime, limit: int
) -> list[Revision]:
    """Of the `RECENT` newest revisions, those that name any of these and were published from then on, newest first."""
    newest = select(func.max(revisions.c.id)).scalar_subquery()
    this = [and_(links_table.c.kind == kind, links_table.c.target == target) for kind, target in targets]
    named = select(links_table.c.revision_id).where(links_table.c.revision_id > newest - RECENT, or_(false(), *this))
    chosen = (
        whole().join(posts, IS_NEWEST).where(revisions.c.id.in_(named), revisions.c.published_at >= since)
    ).order_by(revisions.c.id.desc())
    return [revision_of(row) for row in await conn.execute(chosen.limit(limit))]


async def enter(conn: AsyncConnection, revision_ids: Collection[int], version: str, now: datetime) -> None:
    """These revisions have the links of this version now, and of no other any more."""
    for page in pages(revision_ids):
        await conn.execute(delete(matchings).where(matchings.c.revision_id.in_(page), matchings.c.version != version))
    result = {"version": version, "outcome": Outcome.DONE, "reason": None, "at": now}
    await _enter(conn, [result | {"revision_id": revision_id} for revision_id in revision_ids])


async def _enter(conn: AsyncConnection, results: list[Json]) -> None:
    """Into the ledger; matching again with the same catalogue replaces what came of it."""
    await execute_many(conn, _entered(conn.dialect.name), results)


@cache
def _entered(dialect: str) -> Insert:
    statement = insert_for(dialect, matchings)
    replaced = {name: statement.excluded[name] for name in ("outcome", "reason", "at")}
    return statement.on_conflict_do_update(index_elements=["revision_id", "version"], set_=replaced)

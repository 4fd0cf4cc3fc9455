"""Stored posts whose links are to be replaced by those of another matching: what is known of them, and the replacing.

Nothing here gives a revision to the next stage: nobody is told. Which links come and go is decided elsewhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Kind, Link, Revision
from storage.revising import whole
from storage.rows import link_columns, link_of, revision_of
from storage.statements import execute_many, insert_into, pages
from storage.tables import Outcome, events, feedback, links, matchings, posts, revisions

Target = tuple[Kind, str]
Key = tuple[int, int, int]
"""Channel, post and number of a revision; number 0 is the newest."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored revision. `links` by their ids; `decided`: what an editor said is right or wrong; `noted`: what its post
    had events about; `read_at`: when it was matched last.

    `settled`: no stage waits for it, nor has parked it.
    """

    revision: Revision
    settled: bool
    read_at: datetime | None
    links: Mapping[int, Link]
    decided: frozenset[Target]
    noted: frozenset[Target]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the links of a revision: `gone` by their ids."""

    revision_id: int
    gone: tuple[int, ...] = ()
    new: tuple[Link, ...] = ()


async def stored(conn: AsyncConnection, keys: Collection[Key]) -> dict[Key, Stored]:
    """Those of these revisions that are stored. No stage takes them until the transaction ends."""
    found: dict[Key, Any] = {}
    for page in pages(sorted({(channel_id, post_id) for channel_id, post_id, _ in keys})):
        asked = whole().add_columns(posts.c.latest).join(posts, _SAME_POST).where(_POST.in_(page))
        for row in await conn.execute(asked.order_by(revisions.c.id).with_for_update(of=revisions)):
            of = (row.channel_id, row.post_id)
            for number in {row.number, 0} if row.number == row.latest else {row.number}:
                if (*of, number) in keys:
                    found[*of, number] = row
    ids = sorted({row.id for row in found.values()})
    linked, read_at = await _links(conn, ids), await _read_at(conn, ids)
    decided, noted = await _decided(conn, ids), await _noted(conn, keys)
    return {
        key: Stored(
            revision_of(row),
            row.stage is None,
            read_at.get(row.id),
            linked.get(row.id, {}),
            frozenset(decided.get(row.id, ())),
            frozenset(noted.get(key[:2], ())),
        )
        for key, row in found.items()
    }


_POST = tuple_(revisions.c.channel_id, revisions.c.post_id)
_SAME_POST = (revisions.c.channel_id == posts.c.channel_id) & (revisions.c.post_id == posts.c.post_id)


async def _links(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, dict[int, Link]]:
    found: dict[int, dict[int, Link]] = {}
    for page in pages(ids):
        for row in await conn.execute(select(links).where(links.c.revision_id.in_(page)).order_by(links.c.id)):
            found.setdefault(row.revision_id, {})[row.id] = link_of(row)
    return found


async def _read_at(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    newest = select(matchings.c.revision_id, func.max(matchings.c.at, type_=matchings.c.at.type).label("newest"))
    for page in pages(ids):
        asked = newest.where(matchings.c.revision_id.in_(page)).group_by(matchings.c.revision_id)
        found |= {row.revision_id: row.newest for row in await conn.execute(asked)}
    return found


async def _decided(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = {}
    for page in pages(ids):
        asked = select(feedback).where(feedback.c.revision_id.in_(page), feedback.c.editor)
        for row in await conn.execute(asked):
            found.setdefault(row.revision_id, []).append((row.kind, row.target))
    return found


async def _noted(conn: AsyncConnection, keys: Collection[Key]) -> dict[tuple[int, ...], list[Target]]:
    found: dict[tuple[int, ...], list[Target]] = {}
    noted = select(revisions.c.channel_id, revisions.c.post_id, events.c.target_kind, events.c.target).distinct()
    for page in pages(sorted({(channel_id, post_id) for channel_id, post_id, _ in keys})):
        asked = noted.join(events, events.c.revision_id == revisions.c.id).where(_POST.in_(page))
        for row in await conn.execute(asked):
            found.setdefault((row.channel_id, row.post_id), []).append((row.target_kind, row.target))
    return found


async def put(conn: AsyncConnection, changes: Sequence[Change], version: str) -> None:
    """Replaces links; those that stay keep their ids, by which an editor's buttons know them."""
    for page in pages([link_id for change in changes for link_id in change.gone]):
        await conn.execute(delete(links).where(links.c.id.in_(page)))
    rows = [
        link_columns(link) | {"revision_id": change.revision_id, "version": version}
        for change in changes
        for link in change.new
    ]
    await execute_many(conn, insert(links), rows)


async def enter(conn: AsyncConnection, revision_ids: Collection[int], version: str, at: datetime) -> None:
    """Into the ledger: all that this version says of these revisions is stored. What stands there already stays."""
    rows = [{"revision_id": id_, "version": version, "outcome": Outcome.DONE, "at": at} for id_ in revision_ids]
    await execute_many(conn, insert_into(conn, matchings).on_conflict_do_nothing(), rows)

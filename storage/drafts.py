"""Claims that are proposed: with their slots, and what became of them. Who proposes what is decided elsewhere."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import Json
from storage.said import DraftState
from storage.tables import drafts
from storage.watchlist import ClaimedFigure


@dataclass(frozen=True, slots=True)
class Slots:
    """What a proposed claim is about, the most named first; places, actors and events by id.

    `holders`: whose word it is. `channels` tell it in words of their own, in so many `posts` (with copies);
    `examples` are revisions of some of these, of different channels.
    """

    places: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    figures: tuple[ClaimedFigure, ...] = ()
    first: date | None = None
    last: date | None = None
    languages: tuple[str, ...] = ()
    channels: int = 0
    posts: int = 0
    examples: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where and what a draft that was found in posts is about, and when they were published."""

    area: str
    event: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed claim. `found` None: an editor began it. `claim`: what it became, or is to change; `id` 0: not stored.

    `statement` None: nobody has worded it yet.
    """

    slots: Slots
    made_at: datetime
    found: Found | None = None
    statement: str | None = None
    claim: str | None = None
    state: DraftState = DraftState.OPEN
    id: int = field(default=0)


async def add(conn: AsyncConnection, draft: Draft) -> int:
    """Keeps a new draft; returns its id."""
    return int((await conn.execute(insert(drafts).values(_row(draft)).returning(drafts.c.id))).scalar_one())


async def change(conn: AsyncConnection, draft: Draft) -> bool:
    """The draft with this id is as given from now on; False if somebody has decided about it meanwhile."""
    still = update(drafts).where(drafts.c.id == draft.id, drafts.c.state == DraftState.OPEN)
    return (await conn.execute(still.values(_row(draft)))).rowcount == 1


async def became(conn: AsyncConnection, draft_id: int, claim: str) -> None:
    """A draft that was kept is this claim."""
    await conn.execute(update(drafts).where(drafts.c.id == draft_id).values(claim=claim))


async def grow(conn: AsyncConnection, draft: Draft) -> None:
    """More was found of it: unless an editor has taken it up or decided about it meanwhile."""
    untouched = (drafts.c.id == draft.id, drafts.c.state == DraftState.OPEN, drafts.c.statement.is_(None))
    await conn.execute(update(drafts).where(*untouched).values(_row(draft)))


async def settle(conn: AsyncConnection, draft_id: int, state: DraftState, claim: str | None = None) -> bool:
    """It became a claim, or is none; False if that was decided before."""
    still = update(drafts).where(drafts.c.id == draft_id, drafts.c.state == DraftState.OPEN)
    values = {"state": state} | ({} if claim is None else {"claim": claim})
    return (await conn.execute(still.values(values))).rowcount == 1


async def get(conn: AsyncConnection, draft_id: int) -> Draft | None:
    row = (await conn.execute(select(drafts).where(drafts.c.id == draft_id))).one_or_none()
    return None if row is None else _draft_of(row)


async def around(conn: AsyncConnection, areas: Collection[str], since: datetime) -> list[Draft]:
    """Drafts that were found in these areas, in posts up to `since` or later, in the order of their finding."""
    near = select(drafts).where(drafts.c.area.in_(areas), drafts.c.until >= since).order_by(drafts.c.id)
    return [_draft_of(row) for row in await conn.execute(near)]


async def waiting(conn: AsyncConnection, limit: int) -> list[Draft]:
    """The newest that were found and that nobody has decided about."""
    newest = select(drafts).where(drafts.c.state == DraftState.OPEN, drafts.c.area.is_not(None))
    return [_draft_of(row) for row in await conn.execute(newest.order_by(drafts.c.id.desc()).limit(limit))]


def _row(draft: Draft) -> Json:
    found = {name: getattr(draft.found, name, None) for name in ("area", "event", "since", "until")}
    own = {name: getattr(draft, name) for name in ("statement", "claim", "state", "made_at")}
    return found | own | {"slots": _slots_json(draft.slots)}


def _slots_json(slots: Slots) -> Json:
    days = {name: day.isoformat() if (day := getattr(slots, name)) else None for name in ("first", "last")}
    return {**asdict(slots), **days}


def _draft_of(row: Any) -> Draft:
    found = Found(row.area, row.event, row.since, row.until) if row.area is not None else None
    return Draft(_slots_of(row.slots), row.made_at, found, row.statement, row.claim, row.state, row.id)


def _slots_of(json: Json) -> Slots:
    days = {name: date.fromisoformat(json[name]) if json[name] else None for name in ("first", "last")}
    listed = {name: tuple(value) for name, value in json.items() if isinstance(value, list)}
    figures = tuple(ClaimedFigure(**figure) for figure in json["figures"])
    return Slots(**{**json, **listed, **days, "figures": figures})

"""Draft claims: what several channels tell of one place that no known claim is about is proposed to editors, once.

`bot.claims.clustering` decides what belongs together; the stage keeps it and puts the notices on their way. A draft
grows until an editor takes it up. What becomes of it is the editors' matter.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from bot.chat.rendering.drafts import render_draft
from bot.claims.clustering import SPAN, Group, area_of, found_in, groups, narrowed, slots_of
from bot.claims.making import examples_of
from bot.clock import Clock
from bot.operating import operators
from bot.parking import each_or_park, goes_well
from storage import deliveries, drafts, topics
from storage.database import Connection, Database
from storage.drafts import Draft
from storage.messages import DeliveryKind
from storage.model import Revision
from storage.people import Role
from storage.said import DraftState
from storage.watching import Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 500


async def draft_claims(db: Database, watchlist: Watchlist, clock: Clock, *, only: int | None = None) -> int:
    """Weighs what posts tell of places that no claim is about; returns how much of it was new.

    `only`: the one chat there is, a terminal.
    """
    fresh = await db.read(topics.fresh, PAGE)
    weigh = partial(_weigh, db, watchlist, clock(), only)
    done = await goes_well(partial(weigh, fresh), Work.DRAFT)
    if done is None:
        done = await each_or_park(db, Work.DRAFT, fresh, lambda id_: weigh({id_: fresh[id_]}), clock)
    return done


async def _weigh(db: Database, watchlist: Watchlist, now: datetime, only: int | None, fresh: Mapping[int, str]) -> int:
    if not fresh:
        return 0
    places = {place.id: place for place in watchlist.places}
    areas = {area_of(place, places) for place in fresh.values()}
    near = {place for place in places if area_of(place, places) in areas} | set(fresh.values())
    told = await db.read(topics.reports, near)
    known = await db.read(drafts.around, areas, now - topics.KEPT - SPAN)
    for area in sorted(areas):
        here = [one for report in told if (one := narrowed(report, area, places)).topics]
        mine = [draft for draft in known if draft.found is not None and draft.found.area == area]
        for group in groups(area, here, mine):
            await _keep(db, group, watchlist, now, only)
    await db.write(topics.weighed, fresh, now)
    return len(fresh)


async def _keep(db: Database, group: Group, watchlist: Watchlist, now: datetime, only: int | None) -> None:
    if group.draft is None:
        draft = Draft(slots_of(group), now, found_in(group))
        examples = await examples_of(db, draft)
        async with db.writing() as conn:
            draft = replace(draft, id=await drafts.add(conn, draft))
            await _propose(conn, draft, examples, watchlist, now, only)
        log.info("claim drafted", draft=draft.id, channels=draft.slots.channels, posts=draft.slots.posts)
    elif group.draft.state is DraftState.OPEN and group.draft.statement is None and group.reports:
        grown = replace(group.draft, slots=slots_of(group), found=found_in(group))
        if grown != group.draft:
            await db.write(drafts.grow, grown)


async def _propose(
    conn: Connection,
    draft: Draft,
    examples: Collection[Revision],
    watchlist: Watchlist,
    now: datetime,
    only: int | None,
) -> None:
    for chat in await operators(conn, only, Role.EDITOR):
        message = render_draft(draft, examples, chat, watchlist)
        await deliveries.add(conn, chat.chat_id, DeliveryKind.DRAFT, draft.id, [message], now)

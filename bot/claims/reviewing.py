"""An editor's word on a suggested link: what it makes news, as if the matcher had been sure. Who may say it is asked
elsewhere.
"""

from dataclasses import replace
from datetime import datetime

import structlog

from bot import copying
from bot.alerts.events import events_of
from bot.claims.reading import known_of
from storage import events, reviewing
from storage.database import Database
from storage.model import Kind
from storage.reviewing import Suggestion
from storage.watchlist import Watchlist

log = structlog.get_logger()


async def confirm(db: Database, watchlist: Watchlist, suggestion: Suggestion, chat_id: int, now: datetime) -> bool:
    """The link counts, and those who follow the claim hear of it; False if it is gone, or was decided meanwhile.

    A claim that was merged since the post was read is what it was merged into.
    """
    target = watchlist.merged.get(suggestion.link.target, suggestion.link.target)
    revision, link = suggestion.revision, replace(suggestion.link, target=target, certain=True)
    async with db.writing() as conn:
        known = await known_of(conn, [link.target], watchlist)
        traced = await copying.trace(conn, [(revision, (link,))])
        await copying.keep(conn, traced)
        news = events_of(revision, (link,), known, frozenset(), traced.origins[0].copy_of, now, traced.origins[0].own)
        event = next(one for one in news if one.target_kind is Kind.CLAIM and one.target == link.target)
        confirmed = await reviewing.confirm(conn, suggestion, event, chat_id, now)
        await events.fold(conn, traced.says)
    if confirmed:
        log.info("suggestion confirmed", claim=link.target, revision=revision.id, chat=chat_id)
    return confirmed


async def reject(db: Database, suggestion: Suggestion, chat_id: int, now: datetime) -> bool:
    """It is no link: kept as an example, and not asked again. False as for `confirm`."""
    rejected = await db.write(reviewing.reject, suggestion, chat_id, now)
    if rejected:
        log.info("suggestion rejected", claim=suggestion.link.target, revision=suggestion.revision.id, chat=chat_id)
    return rejected

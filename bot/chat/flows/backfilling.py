"""Earlier posts that were found to be about a claim: shown, and told to its followers if an editor wishes so."""

import structlog

from bot.chat.callbacks import Press, unpacked
from bot.chat.flows.turn import Turn
from bot.chat.rendering.backfills import render_earlier
from bot.claims.making import LOOKED_BACK
from storage import history, links
from storage.model import Kind
from storage.people import Deed

log = structlog.get_logger()

SHOWN = 8


async def press_earlier(turn: Turn, press: Press) -> str | None:
    target = unpacked(Kind.CLAIM, press.arg(0), turn.watchlist)
    if target is None:
        return turn.words.say("gone-entry")
    if press.arg(1) == "a":
        return await _tell(turn, target)
    since = turn.now - LOOKED_BACK
    posts = await turn.db.read(links.naming, [(Kind.CLAIM, target)], since, SHOWN)
    if not posts:
        return turn.words.say("backfilled-gone")
    await turn.answer(render_earlier(target, posts, turn.chat, turn.watchlist))
    return None


async def _tell(turn: Turn, target: str) -> str:
    """Those who follow the claim hear of these posts as if they had just come."""
    async with turn.db.writing() as conn:
        number = await history.tell(conn, target)
        if number:
            await turn.note(conn, Deed.EARLIER_TOLD, target, str(number))
    log.info("earlier posts told", claim=target, events=number, by=turn.user_id)
    return turn.words.say("backfilled-told" if number else "backfilled-gone")

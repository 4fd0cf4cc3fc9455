"""/review: the suggestions that wait for an editor, one after the other in one message. Nobody is asked about claims
that were dropped."""

from bot.chat.callbacks import Press
from bot.chat.flows.turn import Turn
from bot.chat.rendering.reviews import render_suggestion
from bot.claims.reviewing import confirm, reject
from bot.claims.standing import claims_known
from storage import reviewing
from storage.messages import Message
from storage.reviewing import Suggestion


async def review(turn: Turn, asked: str) -> None:
    """Shows the newest suggestion."""
    await turn.keep()
    await turn.answer(await _shown(turn, await turn.db.read(reviewing.waiting, claims_known(turn.watchlist))))


async def press_review(turn: Turn, press: Press) -> str | None:
    """Confirms, rejects or passes over a suggestion, and shows the next in its place."""
    link_id, decision = press.number(0), press.arg(1)
    said = await _decide(turn, await turn.db.read(reviewing.get, link_id), decision)
    await turn.redraw(
        await _shown(turn, await turn.db.read(reviewing.waiting, claims_known(turn.watchlist), before=link_id))
    )
    return turn.words.say(said) if said else None


async def _decide(turn: Turn, suggestion: Suggestion | None, decision: str) -> str | None:
    """What to say about it; None of one that was passed over."""
    if decision not in {"y", "n"}:
        return None
    if suggestion is None or suggestion.link.target not in claims_known(turn.watchlist):
        return "review-gone"
    if decision == "n":
        rejected = await reject(turn.db, suggestion, turn.chat.chat_id, turn.now)
        return "review-rejected" if rejected else "review-gone"
    confirmed = await confirm(turn.db, turn.watchlist, suggestion, turn.chat.chat_id, turn.now)
    return "review-confirmed" if confirmed else "review-gone"


async def _shown(turn: Turn, suggestion: Suggestion | None) -> Message:
    left = await turn.db.read(reviewing.count, claims_known(turn.watchlist))
    if suggestion is None:
        return Message(turn.words.html("review-passed", count=left) if left else turn.words.html("review-done"))
    return render_suggestion(suggestion, left, turn.chat, turn.watchlist)

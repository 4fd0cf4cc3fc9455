"""What people say of matches: one tap on an alert, a line of thanks, and a button that takes it back.

Kept as labelled examples; nothing that was matched changes by it.
"""

from collections.abc import Collection

import structlog

from bot.chat import judging_keyboards, keyboards
from bot.chat.callbacks import Press, unpacked
from bot.chat.flows.turn import Turn
from storage import feedback, links, posts, subscriptions
from storage.model import Kind
from storage.said import Feedback, Judgement

log = structlog.get_logger()

_MOST_CHOICES = 8

_THANKS = {
    Judgement.WRONG: "wrong-thanks",
    Judgement.WRONG_STANCE: "wrong-stance-thanks",
    Judgement.RIGHT: "right-thanks",
}


async def press_wrong(turn: Turn, press: Press) -> str | None:
    """Keeps what a person says of a match; asks which is meant, if the button does not say."""
    revision_id, kind = press.number(0), press.kind(1)
    if await turn.db.read(posts.revision, revision_id) is None:
        return turn.words.say("why-gone")
    if kind is None:
        return await _ask_which(turn, revision_id)
    target = unpacked(kind, press.arg(2), turn.watchlist)
    target = _found(kind, target, await _matched(turn, revision_id), turn) if target is not None else None
    if target is None:
        return turn.words.say("wrong-vanished")
    judgement = press.judgement(3)
    await turn.keep()
    given = Feedback(revision_id, kind, target, judgement, turn.now, turn.chat.chat_id, turn.is_editor)
    await turn.db.write(feedback.judge, given)
    log.info("match judged", revision=revision_id, kind=kind.value, target=target, judgement=judgement.value)
    await turn.exchange(judging_keyboards.judged(turn.book, revision_id, kind, target, judgement))
    return turn.words.say(_THANKS[judgement])


async def _ask_which(turn: Turn, revision_id: int) -> str:
    """What the chat follows comes first in question; if it follows none of it any more, everything that matched."""
    found = await _matched(turn, revision_id)
    followed = {(one.kind, one.target) for one in await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)}
    matched = [one for one in dict.fromkeys(found) if one in followed] or list(dict.fromkeys(found))
    if not matched:
        return turn.words.say("why-gone")
    await turn.exchange(judging_keyboards.which_is_wrong(turn.book, revision_id, matched[:_MOST_CHOICES]))
    return turn.words.say("wrong-which")


def _found(kind: Kind, target: str, matched: Collection[tuple[Kind, str]], turn: Turn) -> str | None:
    """What the revision is linked to by now: since the alert a claim may have been merged into another."""
    into = turn.watchlist.merged.get(target, target) if kind is Kind.CLAIM else target
    return next((one for one in (target, into) if (kind, one) in matched), None)


async def _matched(turn: Turn, revision_id: int) -> list[tuple[Kind, str]]:
    """What the revision is linked to; nobody judges what was never said."""
    return [(link.kind, link.target) for link in await turn.db.read(links.of, revision_id)]


async def press_undo(turn: Turn, press: Press) -> str | None:
    """Takes back what was said, and offers to say it again."""
    revision_id, kind = press.number(0), press.kind(1)
    target = unpacked(kind, press.arg(2), turn.watchlist) if kind else None
    if kind is None or target is None:
        return turn.words.say("wrong-vanished")
    await turn.db.write(feedback.withdraw, turn.chat.chat_id, revision_id, kind, target)
    await turn.exchange([keyboards.wrong(turn.words, revision_id, (kind, target))])
    return turn.words.say("undone")

"""Why something was told, or was not: below an alert, or of any stored post that somebody points at."""

from datetime import timedelta

from telegram import Message as Incoming

from bot.chat.callbacks import Press
from bot.chat.flows.turn import Turn
from bot.chat.keyboards import Buttons, why_of
from bot.chat.naming import channel_titles
from bot.chat.pointing import address_in, addresses, is_forward_of, revision_under
from bot.chat.rendering import render_why
from bot.chat.rendering.reasons import Background
from storage import alerts, copies, coverage, links, posts, subscriptions
from storage.addresses import revision_at
from storage.messages import Message
from storage.model import Revision

_LATELY = timedelta(days=1)
_OFFERED = 3


async def why(turn: Turn, asked: str) -> None:
    """/why in answer to an alert or a post, or with its link."""
    revision = await _pointed_at(turn, asked)
    if revision is not None:
        await turn.answer(await _explained(turn, revision))
        return
    pointed = asked.strip() or _answered(turn) is not None
    html = turn.words.html("why-unknown" if pointed else "why-how")
    await turn.answer(Message(html, await _of_late(turn)))


async def _of_late(turn: Turn) -> Buttons:
    """The posts that the chat was told of last, to press instead of pointing at one."""
    told = await turn.db.read(alerts.last_told, turn.chat.chat_id, turn.now - _LATELY, _OFFERED)
    return tuple((why_of(turn.words, revision, turn.chat.time_zone),) for _, revision in told)


async def why_forwarded(turn: Turn) -> None:
    """What was forwarded here is an alert of ours."""
    await why(turn, (turn.message.text or "") if turn.message is not None else "")


def is_forwarded_alert(turn: Turn) -> bool:
    return is_forward_of(turn.message, turn.bot.id)


async def press_why(turn: Turn, press: Press) -> str | None:
    """Explains each piece of evidence, below the alert."""
    revision = await turn.db.read(posts.revision, press.number(0))
    if revision is None:
        return turn.words.say("why-gone")
    await turn.answer(await _explained(turn, revision))
    return None


async def _pointed_at(turn: Turn, asked: str) -> Revision | None:
    """The first that is stored: of a link that was written, of the message that is answered, of this one."""
    if (written := address_in(asked)) is not None:
        return await turn.db.read(revision_at, written)
    if turn.message is None:
        return None
    answered = _answered(turn)
    if answered is not None and (number := revision_under(answered)) is not None:
        return await turn.db.read(posts.revision, number)
    for address in addresses(answered or turn.message):
        if (found := await turn.db.read(revision_at, address)) is not None:
            return found
    return None


def _answered(turn: Turn) -> Incoming | None:
    """The message that this one answers. What answers none in a forum topic answers, for Telegram, its beginning."""
    answered = turn.message.reply_to_message if turn.message is not None else None
    return answered if answered is not None and answered.forum_topic_created is None else None


async def _explained(turn: Turn, revision: Revision) -> Message:
    found = await turn.db.read(links.of, revision.id)
    followed = {(one.kind, one.target) for one in await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)}
    background = Background(
        editor=turn.is_editor,
        origin=await turn.db.read(copies.origin, revision),
        alert=await turn.db.read(alerts.of_revision, turn.chat.chat_id, revision.id),
        asked=True,
        titles=channel_titles(await turn.db.read(coverage.report)),
    )
    return render_why(turn.chat, revision, found, followed, turn.watchlist, background)

"""What is answered in words: a button asks, and a reply to that question is taken as the command would be.

In a group only the one who was asked may answer, or one of its administrators; that they may do it at all is the gate's
matter, as for commands.
"""

from collections.abc import Awaitable, Callable

import structlog

from bot.chat import asked
from bot.chat.access.rights import Place
from bot.chat.callbacks import Press
from bot.chat.flows import digesting, finding, quieting, subscribing, tuning
from bot.chat.flows.turn import Turn

log = structlog.get_logger()

Flow = Callable[[Turn, str], Awaitable[None]]

_ASKING = {
    "f": (asked.FOLLOW, "ask-follow", ""),
    "d": (asked.DIGEST, "ask-digest", "07:30 18:00"),
    "q": (asked.QUIET, "ask-quiet", "22:30-06:00"),
}
_ANSWERS: dict[str, tuple[str, Flow]] = {
    asked.FOLLOW: ("subscribe", subscribing.subscribe),
    asked.DIGEST: ("digest", digesting.digest),
    asked.QUIET: ("quiet", quieting.quiet),
    asked.FIND: ("find", finding.find),
}


async def press_type(turn: Turn, press: Press) -> str | None:
    """Asks for a name or words, for times, or for hours."""
    if press.arg(0) not in _ASKING:
        return turn.words.say("unknown-button")
    what, key, hint = _ASKING[press.arg(0)]
    await turn.ask(what, turn.words.html(key), hint or turn.words.say("hint-follow"))
    return None


def answer_of(turn: Turn) -> tuple[str, Flow] | None:
    """The command that this text answers to, and what does it; None if it answers no question."""
    what = asked.what_of(turn.question)
    if (number := asked.numbered(what)) is not None:
        return "subscribe", lambda turn, text: tuning.reword(turn, number, text)
    return _ANSWERS.get(what or "")


async def may_answer(turn: Turn) -> bool:
    """Whether this person may; if not, they are told who may."""
    person = asked.person_of(turn.question) if turn.question is not None else None
    if turn.place is not Place.GROUP or turn.unnamed or person is None or person[0] == turn.user_id:
        return True
    chat_id, administrators = turn.chat.chat_id, turn.services.administrators
    if turn.user_id is not None and await administrators.is_one(turn.bot, chat_id, turn.user_id, turn.now):
        return True
    log.info("not asked", chat=chat_id, user=turn.user_id)
    await turn.tell("refused-not-asked", name=person[1])
    return False

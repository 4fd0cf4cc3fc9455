"""/audit: who did what, the newest first, for owners."""

from bot.chat import people_keyboards
from bot.chat.callbacks import Press
from bot.chat.flows.turn import Turn
from bot.chat.rendering.people import render_audit
from storage import audit as log_of_deeds
from storage.messages import Message

PAGE = 20


async def audit(turn: Turn, asked: str) -> None:
    await turn.answer(await _page(turn, None))


async def press_audit(turn: Turn, press: Press) -> str | None:
    """What is older than that."""
    await turn.answer(await _page(turn, press.number(0)))
    return None


async def _page(turn: Turn, before: int | None) -> Message:
    found = await turn.db.read(log_of_deeds.newest, PAGE + 1, before)
    shown = found[:PAGE]
    older = people_keyboards.older(turn.words, shown[-1].id) if len(found) > PAGE else ()
    return Message(render_audit(turn.chat, shown), older)

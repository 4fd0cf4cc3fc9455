"""Looking back: /find over the stored posts."""

import asyncio
from dataclasses import replace

import structlog

from bot.chat.asked import FIND
from bot.chat.callbacks import Press
from bot.chat.flows.turn import Turn
from bot.chat.question import Question, read_question, tidy
from bot.chat.rendering.finding import PAGE, newest_in, question_in, render_hits
from bot.chat.schedule import Misread
from storage import search
from storage.messages import Message
from storage.patience import TookTooLong
from storage.search import COUNTED

log = structlog.get_logger()


async def find(turn: Turn, asked: str) -> None:
    """/find WORDS: the newest posts that say so. What was left out, or not understood, is asked for."""
    if not asked.strip():
        await turn.ask(FIND, turn.words.html("find-how"))
        return
    found = await _page(turn, tidy(asked), 0, None)
    if isinstance(found, Misread):
        await turn.ask(FIND, turn.words.html(found.key, **found.args))
    else:
        await turn.answer(found)


async def press_find(turn: Turn, press: Press) -> str | None:
    """Turns the page. The question stands in the message itself; one too old to be read is asked anew."""
    text = turn.message.text if turn.message is not None else None
    question = question_in(text or "")
    if question is None:
        return turn.words.say("find-again")
    page = min(press.number(0), (COUNTED - 1) // PAGE)
    found = await _page(turn, question, page, newest_in(press))
    if isinstance(found, Misread):
        return turn.words.say("find-again")
    await turn.redraw(found)
    return None


async def _page(turn: Turn, asked: str, page: int, newest: int | None) -> Message | Misread:
    # In a thread: the first time, dictionaries are opened
    question = await asyncio.to_thread(read_question, asked, turn.chat.time_zone)
    if isinstance(question, Misread):
        return question
    wanted = question.search
    if question.channel is not None:
        channel_id = await turn.db.read(search.channel_called, question.channel)
        if channel_id is None:
            return Misread("find-no-channel", {"asked": f"@{question.channel}"})
        wanted = replace(wanted, channel_id=channel_id)
    try:
        hits = await turn.db.read(search.find, wanted, PAGE, offset=page * PAGE, newest=newest)
    except TookTooLong:
        log.warning("search given up", chat=turn.chat.chat_id)
        return Message(turn.words.html("find-slow"))
    log.info("searched", chat=turn.chat.chat_id, terms=_terms(question), found=hits.count)
    return render_hits(turn.chat, asked, wanted, hits, page, turn.watchlist)


def _terms(question: Question) -> int:
    return len(question.search.wanted) + len(question.search.unwanted)

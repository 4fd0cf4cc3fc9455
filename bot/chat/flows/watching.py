"""Which channels are watched and how well; proposing one to the operators."""

from datetime import timedelta

import structlog

from bot.chat.callbacks import Press
from bot.chat.flows.asking import WINDOW
from bot.chat.flows.turn import Turn
from bot.chat.lookup import username_in
from bot.chat.rendering.watched import render_one, render_watched
from storage import coverage, proposals
from storage.messages import Message

log = structlog.get_logger()

ONCE_EVERY = timedelta(days=1)
"""A chat may propose one channel in so long: what it writes reaches people."""


async def channels(turn: Turn, asked: str) -> None:
    """/channels: all of them; /channels @name: how that one stands, or it is proposed."""
    if not asked.strip():
        await turn.answer(await _page(turn, 0))
        return
    username = username_in(asked)
    if username is None:
        await turn.tell("channels-how")
        return
    entry = turn.book.channel(None, username)
    if entry is None:
        await _propose(turn, username)
        return
    report = await turn.db.read(coverage.report, delays_since=turn.now - WINDOW)
    await turn.answer(render_one(turn.chat, entry, report, turn.watchlist, turn.now))


async def press_channels(turn: Turn, press: Press) -> str | None:
    await turn.redraw(await _page(turn, press.number(0)))
    return None


async def _page(turn: Turn, page: int) -> Message:
    report = await turn.db.read(coverage.report, delays_since=turn.now - WINDOW)
    return render_watched(turn.chat, report, turn.watchlist, turn.now, page)


async def _propose(turn: Turn, username: str) -> None:
    await turn.keep()
    if await turn.db.write(proposals.propose, turn.chat.chat_id, username, turn.now, ONCE_EVERY):
        log.info("channel proposed", chat=turn.chat.chat_id, channel=username)
        await turn.tell("channels-proposed", channel=f"@{username}")
    else:
        await turn.tell("channels-proposed-often")

"""The list of what a chat follows, a page at a time, with what of it is snoozed."""

from bot.chat.flows.turn import Turn
from bot.chat.naming import channel_titles
from bot.chat.rendering import menus
from bot.chat.rendering.snoozing import with_snoozes
from storage import coverage, snoozes, subscriptions
from storage.messages import Message


async def listed(turn: Turn, page: int) -> Message:
    followed = await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)
    titles = channel_titles(await turn.db.read(coverage.report))
    message = menus.render_subscriptions(turn.chat, followed, titles, turn.watchlist, page)
    mine = await turn.db.read(snoozes.of_chat, turn.chat.chat_id)
    return with_snoozes(message, mine, turn.chat, titles, turn.watchlist)


async def show_page(turn: Turn, page: int) -> None:
    """In the place of what was pressed."""
    await turn.redraw(await listed(turn, page))

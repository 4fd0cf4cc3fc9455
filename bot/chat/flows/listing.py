"""What a chat follows, told: one thing when it is made, and the list, a page at a time, with what is snoozed."""

from bot.chat.flows import keeping
from bot.chat.flows.turn import Turn
from bot.chat.naming import channel_titles
from bot.chat.rendering import menus
from bot.chat.rendering.snoozing import with_snoozes
from storage import coverage, snoozes, subscriptions
from storage.messages import Message
from storage.telling import Subscription


async def listed(turn: Turn, page: int) -> Message:
    followed = await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)
    titles = channel_titles(await turn.db.read(coverage.report))
    message = menus.render_subscriptions(turn.chat, followed, titles, turn.watchlist, page)
    mine = await turn.db.read(snoozes.of_chat, turn.chat.chat_id)
    return with_snoozes(message, mine, turn.chat, titles, turn.watchlist)


async def made(turn: Turn, name: str, one: Subscription, *, new: bool) -> Message:
    """That this is followed, how it is told, and what is lacking for that."""
    digested = await keeping.is_digested(turn)
    return menus.render_followed(turn.chat, name, one, new=new, watchlist=turn.watchlist, digested=digested)


async def show_page(turn: Turn, page: int) -> None:
    """In the place of what was pressed."""
    await turn.redraw(await listed(turn, page))

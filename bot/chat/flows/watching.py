"""Which channels are watched and how well; proposing one to the operators."""

from dataclasses import replace
from datetime import timedelta

import structlog
from telegram import Chat as Origin

from bot.chat import keyboards
from bot.chat.callbacks import Press
from bot.chat.channel_names import NotNamed, Numbered, channel_of_forward, read_channel
from bot.chat.flows.asking import WINDOW
from bot.chat.flows.explaining import why_forwarded
from bot.chat.flows.turn import Turn
from bot.chat.lookup import Catalog
from bot.chat.markup import cut
from bot.chat.rendering.watched import propose_button, render_one, render_watched
from storage import coverage, groups, proposals
from storage.messages import Message
from storage.watchlist import ChannelEntry

log = structlog.get_logger()

ONCE_EVERY = timedelta(days=1)
"""A chat may propose one channel in so long: what it writes reaches people."""

_ASKED_LIMIT = 60


async def channels(turn: Turn, asked: str) -> None:
    """/channels: all of them; with a name, a link, a number or in answer to a forwarded post: how that one stands, or
    it is proposed."""
    origin = channel_of_forward(turn.message)
    if not asked.strip() and origin is None:
        await turn.answer(await _page(turn, 0))
    elif not asked.strip() and origin is not None:
        await forwarded(turn, origin)
    else:
        await _one(turn, asked, read_channel(asked))


async def _one(turn: Turn, asked: str, named: str | Numbered | NotNamed) -> None:
    if named is NotNamed.INVITED:
        await turn.tell("channels-invited")
    elif isinstance(named, NotNamed):
        await turn.tell("channels-how", asked=cut(asked, _ASKED_LIMIT))
    elif (entry := await _entry(turn, named)) is not None:
        await _show(turn, entry)
    elif isinstance(named, Numbered):
        await turn.tell("channels-number", asked=cut(asked, _ASKED_LIMIT))
    else:
        await turn.tell(await _proposed(turn, named), channel=f"@{named}")


async def forwarded(turn: Turn, origin: Origin) -> None:
    """A post of a channel was forwarded: how that channel stands, or that it may be proposed."""
    channel_id = Numbered(origin.id).channel_id
    entry = turn.book.channel(channel_id, origin.username) or await _entry(turn, Numbered(origin.id))
    if entry is not None:
        await _show(turn, entry)
    elif not origin.username:
        await turn.tell("channels-private", name=cut(origin.title or "", _ASKED_LIMIT))
    else:
        html = turn.words.html("channels-unlisted", channel=f"@{origin.username}")
        await turn.answer(Message(html, ((propose_button(turn.words, origin.username),),)))


async def posted(turn: Turn, origin: Origin) -> None:
    """A post was forwarded and nothing else said: of a channel of the desk's own it is an alert, and why it came is
    told; of another, how that stands."""
    own = await turn.db.read(groups.get, origin.id)
    if own is not None and own.title is not None:
        await why_forwarded(turn)
    else:
        await forwarded(turn, origin)


async def _entry(turn: Turn, named: str | Numbered) -> ChannelEntry | None:
    """The watchlist's, also where its name has changed since."""
    if isinstance(named, str):
        return turn.book.channel(None, named)
    reached = Catalog(turn.book, await turn.db.read(coverage.report)).entry_of(named.channel_id)
    return turn.book.channel(named.channel_id, None) or reached


async def _show(turn: Turn, entry: ChannelEntry) -> None:
    """How it stands, and a button that follows it, if that is possible."""
    report = await turn.db.read(coverage.report, delays_since=turn.now - WINDOW)
    message = render_one(turn.chat, entry, report, turn.watchlist, turn.now)
    target = Catalog(turn.book, report).channel(entry.username or "")
    if target is not None:
        button = keyboards.follow(turn.book, target.kind, target.target, target.name)
        message = replace(message, buttons=(*message.buttons, (button,)))
    await turn.answer(message)


async def press_channels(turn: Turn, press: Press) -> str | None:
    """Turns the page, or proposes the channel that is named."""
    if press.arg(0) == "p" and isinstance(named := read_channel(press.arg(1)), str):
        await turn.tell(await _proposed(turn, named), channel=f"@{named}")
        return None
    await turn.redraw(await _page(turn, press.number(0)))
    return None


async def _page(turn: Turn, page: int) -> Message:
    report = await turn.db.read(coverage.report, delays_since=turn.now - WINDOW)
    return render_watched(turn.chat, report, turn.watchlist, turn.now, page)


async def _proposed(turn: Turn, username: str) -> str:
    """Proposes it, unless the chat has proposed one lately; what to say."""
    await turn.keep()
    if not await turn.db.write(proposals.propose, turn.chat.chat_id, username, turn.now, ONCE_EVERY):
        return "channels-proposed-often"
    log.info("channel proposed", chat=turn.chat.chat_id, channel=username)
    return "channels-proposed"

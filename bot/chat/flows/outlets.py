"""/channel: channels of the desk's own that the bot posts alerts in, and what they are told of. From private chats."""

import structlog
from telegram import Chat as Origin
from telegram import ChatFullInfo, ChatMemberAdministrator
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.chat import people_keyboards
from bot.chat.access.administrators import member_of
from bot.chat.callbacks import Press
from bot.chat.channel_names import NotNamed, Numbered, channel_of_forward, read_channel, username_in
from bot.chat.flows import watching
from bot.chat.flows.turn import Turn
from bot.chat.lookup import Catalog
from bot.chat.markup import cut
from bot.chat.naming import channel_titles
from storage import chats, coverage, groups, subscriptions
from storage.groups import Group
from storage.messages import Message
from storage.people import Deed
from storage.telling import Chat

log = structlog.get_logger()

_RUNS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
_ASKED_LIMIT = 60


async def channel(turn: Turn, asked: str) -> None:
    """/channel shows those that are linked; with a name, a link, a number or in answer to a forwarded post it links
    one; /channel @name lsr has it told of something."""
    name, _, wanted = asked.strip().partition(" ")
    origin = channel_of_forward(turn.message)
    named = read_channel(name)
    if not name and origin is not None:
        await _link_or_follow(turn, origin.id, "")
    elif not name:
        await (turn.tell("channel-not-forwarded") if _answers(turn) else _list(turn))
    elif named is NotNamed.INVITED:
        await turn.tell("channel-invited")
    elif isinstance(named, NotNamed):
        await turn.tell("channel-unreadable", asked=cut(name, _ASKED_LIMIT))
    else:
        await _link_or_follow(turn, named.chat_id if isinstance(named, Numbered) else f"@{named}", wanted.strip())


def _answers(turn: Turn) -> bool:
    return turn.message is not None and turn.message.reply_to_message is not None


async def forwarded(turn: Turn, origin: Origin) -> None:
    """A post was forwarded: of a channel that we may post in and nobody else has linked, that is to be linked."""
    kept = await turn.db.read(groups.get, origin.id)
    is_taken = kept is not None and kept.admitted_by not in {None, turn.user_id}
    is_read = turn.book.channel(Numbered(origin.id).channel_id, origin.username) is not None
    if not (is_taken or is_read) and await _posts_in(turn, origin.id):
        await _link_or_follow(turn, origin.id, "")
    else:
        await watching.posted(turn, origin)


async def _posts_in(turn: Turn, chat_id: int) -> bool:
    own = await member_of(turn.bot, chat_id, turn.bot.id)
    return isinstance(own, ChatMemberAdministrator) and bool(own.can_post_messages)


async def _link_or_follow(turn: Turn, which: str | int, wanted: str) -> None:
    outlet = await _linked(turn, which)
    if outlet is None:
        return
    if wanted:
        await _follow(turn, outlet, wanted)
    await turn.answer(await _page(turn, outlet))


async def _linked(turn: Turn, which: str | int) -> Group | None:
    """The channel, linked now if it was not; None: it can't be, and that was said."""
    try:
        found = await turn.bot.get_chat(which)
    except TelegramError as error:
        log.info("channel not found", error=type(error).__name__)
        await turn.tell("channel-not-found", asked=str(which))
        return None
    if turn.user_id is None or not await _may_link(turn, found, turn.user_id):
        return None
    kept = await turn.db.read(groups.get, found.id)
    if kept is not None and kept.admitted_by == turn.user_id:
        await turn.db.write(chats.wake, found.id)  # Telegram does not say for ever that we may post again
        return kept
    title = found.title or str(found.id)
    async with turn.db.writing() as conn:
        if await chats.get(conn, found.id) is None:
            await chats.put(conn, Chat(found.id, turn.chat.language, turn.chat.time_zone, turn.now))
        await groups.admit(conn, found.id, turn.user_id, title)
        await turn.note(conn, Deed.CHANNEL_LINKED, found.id)
    log.info("channel linked", channel=found.id, by=turn.user_id)
    return Group(found.id, turn.user_id, title=title)


async def _may_link(turn: Turn, found: ChatFullInfo, user_id: int) -> bool:
    """The bot must be able to post there, and the person must run it: else anybody's channel could be written in."""
    if found.type != ChatType.CHANNEL:
        key = "channel-is-person" if found.type == ChatType.PRIVATE else "channel-is-group"
        await turn.tell(key, name=cut(found.title or found.first_name or "", _ASKED_LIMIT))
        return False
    if not await _posts_in(turn, found.id):
        await turn.tell("channel-not-admitted", name=found.title or "")
        return False
    person = await member_of(turn.bot, found.id, user_id)
    if person is None or person.status not in _RUNS:
        log.warning("no administrator of that channel", channel=found.id, user=user_id)
        await turn.tell("channel-not-yours", name=found.title or "")
        return False
    return True


async def _follow(turn: Turn, outlet: Group, wanted: str) -> None:
    """What is asked for must be one thing; the lists of /subscribe say how everything is called."""
    catalog = Catalog(turn.book, await turn.db.read(coverage.report))
    username = username_in(wanted)
    one = catalog.channel(username) if username else None
    exact = (one,) if one else catalog.find(wanted).exact
    if len(exact) != 1:
        await turn.tell("channel-what", asked=wanted[:60])
        return
    if len(await turn.db.read(subscriptions.of_chat, outlet.chat_id)) >= turn.services.most_subscriptions:
        await turn.tell("too-many-subscriptions", count=turn.services.most_subscriptions)
        return
    target = exact[0]
    await turn.db.write(subscriptions.add, outlet.chat_id, target.kind, target.target, turn.now)
    log.info("channel follows", channel=outlet.chat_id, kind=target.kind.value, target=target.target)


async def _list(turn: Turn) -> None:
    linked = await turn.db.read(groups.linked_by, turn.user_id or 0)
    await turn.tell("channel-how")
    for outlet in linked:
        await turn.answer(await _page(turn, outlet))


async def _page(turn: Turn, outlet: Group) -> Message:
    followed = await turn.db.read(subscriptions.of_chat, outlet.chat_id)
    titles = channel_titles(await turn.db.read(coverage.report))
    named = [(one, turn.book.name(one.kind, one.target, titles)) for one in followed]
    html = turn.words.html("channel-page", name=outlet.title or "", count=len(followed))
    return Message(html, people_keyboards.outlet(turn.words, outlet.chat_id, named))


async def press_outlet(turn: Turn, press: Press) -> str | None:
    """Only who linked a channel says what it is told of."""
    outlet = await turn.db.read(groups.get, _signed(press.arg(0)))
    if outlet is None or outlet.title is None or outlet.admitted_by != turn.user_id:
        log.warning("not this person's channel", user=turn.user_id)
        return turn.words.say("channel-gone")
    if press.arg(1) == "x":
        await _unlink(turn, outlet)
        await turn.redraw(Message(turn.words.html("channel-unlinked", name=outlet.title)))
        return None
    for one in await turn.db.read(subscriptions.of_chat, outlet.chat_id):
        if one.id == press.number(1):
            await turn.db.write(subscriptions.remove, one.chat_id, one.kind, one.target)
    await turn.redraw(await _page(turn, outlet))
    return None


async def _unlink(turn: Turn, outlet: Group) -> None:
    async with turn.db.writing() as conn:
        await chats.forget(conn, outlet.chat_id)
        await turn.note(conn, Deed.CHANNEL_UNLINKED, outlet.chat_id)
    log.info("channel unlinked", channel=outlet.chat_id, by=turn.user_id)


def _signed(text: str) -> int:
    """A channel's id is below zero."""
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) <= 18 else 0

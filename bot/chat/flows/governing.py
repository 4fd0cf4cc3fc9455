"""/roles: who is what, and changing it. /group: who of a group may change what the bot does there."""

import structlog
from telegram.error import TelegramError

from bot.chat import people_keyboards
from bot.chat.access.rights import Place
from bot.chat.announcing import announce_to
from bot.chat.callbacks import Press
from bot.chat.flows.entering import settle
from bot.chat.flows.turn import Turn
from bot.chat.keyboards import page_of
from bot.chat.rendering.people import render_member
from storage import chats, groups, members
from storage.messages import Message
from storage.people import Deed, Member, Role

log = structlog.get_logger()


async def roles(turn: Turn, asked: str) -> None:
    """Everybody who has a role."""
    await turn.answer(await _page(turn, 0))


async def press_roles(turn: Turn, press: Press) -> str | None:
    """Turns the page, shows a member, or changes their role."""
    if press.arg(0) == "p":
        await turn.redraw(await _page(turn, press.number(1)))
        return None
    user_id, choice = press.number(0), press.arg(1)
    kept = await turn.db.read(members.role_of, user_id)
    if kept is None:
        log.warning("no such member", asked=user_id, user=turn.user_id)
        return turn.words.say("role-gone")
    if choice in {*Role, "x"}:
        return await _change(turn, user_id, Role(choice) if choice != "x" else None)
    one = next(one for one in await turn.db.read(members.everyone) if one.user_id == user_id)
    html = render_member(turn.chat, one, await _name(turn, user_id))
    await turn.redraw(Message(html, people_keyboards.member(turn.words, one)))
    return None


async def _change(turn: Turn, user_id: int, role: Role | None) -> str:
    """Gives a role or takes it; chats are shut or opened with it."""
    async with turn.db.writing() as conn:
        if role is None:
            done = await members.remove(conn, user_id)
        else:
            done = await members.put(conn, user_id, role, turn.now)
        if done:
            await turn.note(conn, Deed.ROLE_GIVEN if role else Deed.ROLE_REMOVED, user_id, role.value if role else "")
            await settle(conn, turn)
    if not done:
        return turn.words.say("role-last-owner")
    log.info("role changed", member=user_id, role=role.value if role else None, by=turn.user_id)
    chat = await turn.db.read(chats.get, user_id)
    if chat is not None:
        await announce_to(turn.bot, [(chat, role)])
    await turn.redraw(await _page(turn, 0))
    return turn.words.say("role-changed")


async def _page(turn: Turn, page: int) -> Message:
    everyone = await turn.db.read(members.everyone)
    shown, page, _ = page_of(everyone, page)
    names = {one.user_id: await _name(turn, one.user_id) for one in shown}
    named: list[tuple[Member, str]] = [(one, names.get(one.user_id, str(one.user_id))) for one in everyone]
    html = turn.words.html("roles", count=len(everyone))
    return Message(html, people_keyboards.members(turn.words, named, page))


async def _name(turn: Turn, user_id: int) -> str:
    """Asked of Telegram when it is shown: names are not kept."""
    try:
        name = (await turn.bot.get_chat(user_id)).full_name
    except TelegramError:
        name = None
    return f"{name} ({user_id})" if name else str(user_id)


# --- groups ---------------------------------------------------------------------------------------------------------


async def group(turn: Turn, asked: str) -> None:
    """/group, in a group: who may change settings there."""
    if turn.place is not Place.GROUP:
        await turn.tell("group-only")
    else:
        await turn.answer(await _group_page(turn))


async def press_group(turn: Turn, press: Press) -> str | None:
    if turn.place is not Place.GROUP:
        return turn.words.say("group-only")
    everyone = press.arg(0) == "y"
    async with turn.db.writing() as conn:
        await groups.let(conn, turn.chat.chat_id, everyone=everyone)
        await turn.note(conn, Deed.GROUP_SET, turn.chat.chat_id, "everyone" if everyone else "administrators")
    log.info("group set", chat=turn.chat.chat_id, everyone=everyone)
    await turn.redraw(await _group_page(turn))
    return None


async def _group_page(turn: Turn) -> Message:
    kept = await turn.db.read(groups.get, turn.chat.chat_id)
    everyone = kept is not None and kept.everyone
    html = turn.words.html("group-everyone" if everyone else "group-administrators")
    return Message(html, people_keyboards.group(turn.words, everyone=everyone))

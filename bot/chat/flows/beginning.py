"""Welcome, help, language, forgetting, and who owns the lookout."""

import hmac
from dataclasses import replace

import structlog

from bot.chat.access.rights import Place, Verdict
from bot.chat.announcing import announce_to
from bot.chat.callbacks import Press
from bot.chat.flows import entering, keeping
from bot.chat.flows.quieting import moved
from bot.chat.flows.turn import Turn
from bot.chat.gate import turn_away
from bot.chat.rendering import menus
from bot.chat.times import default_zone
from bot.chat.words import LANGUAGES
from storage import audit, chats, owners
from storage.messages import Message
from storage.people import AuditEntry, Deed, Role
from storage.telling import Chat

log = structlog.get_logger()


async def start(turn: Turn, asked: str) -> None:
    """The welcome; from here on the chat is known. `/start CODE` lets somebody in."""
    if is_owner_code(turn, asked):
        await become_owner(turn, asked)
        return
    if await entering.enter(turn, asked.strip()):
        return
    if turn.role is None:
        await turn_away(turn, Verdict.STRANGER, "start")
        return
    await turn.keep()
    if not turn.known:
        log.info("chat began", chat=turn.chat.chat_id, language=turn.chat.language)
    await turn.answer(menus.render_start(turn.chat, returned=turn.returned))


async def show_help(turn: Turn, asked: str) -> None:
    await turn.answer(menus.render_help(turn.chat, turn.role))


async def press_help(turn: Turn, press: Press) -> str | None:
    await turn.answer(menus.render_help(turn.chat, turn.role))
    return None


async def choose_language(turn: Turn, asked: str) -> None:
    """`/language`, `/language nl`."""
    language = asked.strip().casefold()
    if language not in LANGUAGES:
        await turn.answer(menus.render_languages(turn.chat))
        return
    spoken = await _spoken(turn, language)
    await spoken.answer(Message(spoken.words.html("language-set", language=LANGUAGES[language])))


async def press_language(turn: Turn, press: Press) -> str | None:
    """Shows the languages, or takes one."""
    language = press.arg(0)
    if language not in LANGUAGES:
        await turn.answer(menus.render_languages(turn.chat))
        return None
    spoken = await _spoken(turn, language)
    await spoken.redraw(Message(spoken.words.html("language-set", language=LANGUAGES[language])))
    await spoken.answer(menus.render_start(spoken.chat, returned=False))
    return None


async def _spoken(turn: Turn, language: str) -> Turn:
    """From now on in that language; the time zone moves along while it is only a guess."""
    changed = in_language(turn.chat, language, zone_chosen=await keeping.goes_by_its_clock(turn))
    await turn.db.write(chats.put, changed)
    await moved(turn, changed.time_zone)
    if turn.is_editor:
        await announce_to(turn.bot, [(changed, turn.role)])
    log.info("language set", chat=changed.chat_id, language=language)
    return replace(turn, chat=changed, known=True)


def in_language(chat: Chat, language: str, *, zone_chosen: bool) -> Chat:
    """The chat in another language. Its zone follows, unless somebody chose it: by what goes by it, or by another."""
    guessed = not zone_chosen and chat.time_zone == default_zone(chat.language)
    return replace(chat, language=language, time_zone=default_zone(language) if guessed else chat.time_zone)


async def ask_to_forget(turn: Turn, asked: str) -> None:
    await turn.answer(menus.render_forget(turn.chat))


async def press_forget(turn: Turn, press: Press) -> str | None:
    """Deletes everything about the chat, on "yes" only."""
    if press.arg(0) != "yes":
        await turn.redraw(Message(turn.words.html("forget-kept")))
        return None
    private = turn.place is Place.PRIVATE
    async with turn.db.writing() as conn:
        await chats.forget(conn, turn.chat.chat_id)
        person = audit.FORGOTTEN if private else str(turn.user_id)
        subject = audit.FORGOTTEN if private else str(turn.chat.chat_id)
        await audit.add(conn, AuditEntry(Deed.FORGOTTEN, person, subject, turn.now))
    log.info("chat forgotten", chat=turn.chat.chat_id)
    await turn.redraw(Message(turn.words.html("forget-done")))
    return None


async def become_owner(turn: Turn, asked: str) -> None:
    """`/owner CODE`: the first to send the right code owns the lookout."""
    if turn.user_id is None or turn.place is not Place.PRIVATE:
        await turn.tell("owner-private")
    elif turn.role is None and not is_owner_code(turn, asked):
        await turn_away(turn, Verdict.STRANGER, "owner")
    elif turn.services.owner_code is None:
        await turn.tell("owner-none")
    elif not is_owner_code(turn, asked):
        log.warning("wrong owner code", chat=turn.chat.chat_id)
        await turn.tell("owner-wrong")
    elif await _make_owner(turn, turn.user_id):
        log.info("owner made", user=turn.user_id)
        await announce_to(turn.bot, [(turn.chat, Role.OWNER)])
        await turn.tell("owner-done")
    else:
        await turn.tell("owner-already")


async def _make_owner(turn: Turn, user_id: int) -> bool:
    await turn.keep()
    async with turn.db.writing() as conn:
        made = await owners.make_owner(conn, user_id, turn.now)
        if made:
            await turn.note(conn, Deed.ROLE_GIVEN, user_id, Role.OWNER.value)
            await entering.settle(conn, turn)
    return made


def is_owner_code(turn: Turn, text: str) -> bool:
    """Whether somebody sent the active code, alone, in a private chat."""
    code = turn.services.owner_code
    return (
        code is not None and turn.place is Place.PRIVATE and hmac.compare_digest(text.strip().encode(), code.encode())
    )


async def unknown_command(turn: Turn, asked: str) -> None:
    await turn.tell("unknown-command")


async def unknown_message(turn: Turn, asked: str) -> None:
    await turn.tell("unknown-message")

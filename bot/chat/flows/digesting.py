"""The digest: now, daily at a local time, or no more."""

from datetime import time

import structlog

from bot.alerts.digests import belonging, span_start
from bot.chat import keyboards
from bot.chat.callbacks import Press
from bot.chat.flows.quieting import moved
from bot.chat.flows.turn import Turn
from bot.chat.markup import lines
from bot.chat.rendering import menus, render_digest
from bot.chat.rendering.status import digest_line
from bot.chat.schedule import Daily, Misread, Now, Off, read_schedule
from bot.chat.times import next_local, read_clock, read_zone
from storage import alerts, chats, coverage, digests, subscriptions
from storage.model import Message

log = structlog.get_logger()


async def digest(turn: Turn, asked: str) -> None:
    """`/digest`, `/digest 08:00 Europe/Brussels`, `/digest off`."""
    match read_schedule(asked, turn.chat.time_zone):
        case Now():
            await send_now(turn)
        case Off():
            await turn_off(turn)
        case Daily(at, zone):
            await set_daily(turn, at, zone)
        case Misread(key, args):
            meant = keyboards.daily(args["at"], args["zone"]) if "zone" in args else ()
            await turn.answer(Message(turn.words.html(key, **args), meant))


async def press_digest(turn: Turn, press: Press) -> str | None:
    """Now, off, an hour (HHMM) in a zone or in the chat's own; anything else shows the choice."""
    choice = press.arg(0)
    at = read_clock(f"{choice[:2]}:{choice[2:]}") if len(choice) == 4 else None
    if choice == "now":
        await send_now(turn)
    elif choice == "off":
        await turn_off(turn)
    elif at is not None:
        await set_daily(turn, at, read_zone(press.arg(1)) or turn.chat.time_zone)
    else:
        await turn.answer(menus.render_digest_menu(turn.chat))
    return None


async def send_now(turn: Turn) -> None:
    """Puts everything since the previous digest on its way; it is paced like every delivery."""
    chat, now = turn.chat, turn.now
    if not await turn.db.read(subscriptions.of_chat, chat.chat_id):
        await turn.answer(Message(turn.words.html("digest-nothing-followed"), keyboards.kinds(turn.words)))
        return
    since = span_start(chat, await turn.db.read(digests.last_until, chat.chat_id), now)
    entries = belonging(await turn.db.read(alerts.of_chat_since, chat.chat_id, since, now))
    parts = render_digest(chat, entries, since, now, await turn.db.read(coverage.report), turn.watchlist)
    said = turn.words.html("digest-nothing", since=turn.words.moment(since, chat.time_zone))
    if parts:
        await turn.db.write(digests.save, chat.chat_id, "now", now.isoformat(), since, now, parts, None)
        log.info("digest asked for", chat=chat.chat_id, entries=len(entries), messages=len(parts))
        said = turn.words.html("digest-coming")
    daily = keyboards.digest(turn.words, daily=chat.digest_at is not None)
    await turn.answer(Message(lines(said, digest_line(chat, turn.words)), daily))


async def set_daily(turn: Turn, at: time, zone: str) -> None:
    next_at = next_local(at, zone, turn.now)
    await turn.keep()
    await turn.db.write(chats.set_digest, turn.chat.chat_id, at, zone, next_at)
    await moved(turn, zone)
    log.info("digest set", chat=turn.chat.chat_id, at=f"{at:%H:%M}", zone=zone)
    words = turn.words
    html = words.html("digest-set", at=words.clock(at), zone=zone, next=words.moment(next_at, zone))
    await turn.answer(Message(html, keyboards.digest(words, daily=True)))


async def turn_off(turn: Turn) -> None:
    """No more daily digest; the time zone stays as it was."""
    if turn.known:
        await turn.db.write(chats.set_digest, turn.chat.chat_id, None, turn.chat.time_zone, None)
        log.info("digest off", chat=turn.chat.chat_id)
    await turn.tell("digest-set-off")

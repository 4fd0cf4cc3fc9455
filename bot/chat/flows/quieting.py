"""Quiet hours: set, shown, ended."""

from dataclasses import replace
from datetime import datetime, time
from functools import partial

import structlog

from bot import digesting, silences
from bot.alerts.quiet import next_end, quiet_until
from bot.chat.callbacks import Press
from bot.chat.flows import keeping
from bot.chat.flows.turn import Turn
from bot.chat.rendering.quieting import hours_to_choose, render_quiet
from bot.chat.schedule import Misread, Off, Quiet, read_quiet
from bot.chat.times import read_clock
from storage import chats
from storage import quiet as stored
from storage.messages import Message
from storage.quiet import Kept
from storage.telling import QuietHours

log = structlog.get_logger()


async def quiet(turn: Turn, asked: str) -> None:
    """`/quiet`, `/quiet 23:00-07:00`, `/quiet 23:00-07:00 Europe/Brussels`, `/quiet off`."""
    if not asked.strip():
        await _show(turn)
        return
    match read_quiet(asked, turn.chat.time_zone):
        case Off():
            await turn.answer(await _end(turn))
        case Quiet(hours, zone):
            await turn.answer(await _set(turn, hours, zone))
        case Misread(key, args):
            meant = [args["hours"]] if "hours" in args else []
            await turn.answer(Message(turn.words.html(key, **args), hours_to_choose(turn.words, *meant)))


async def press_quiet(turn: Turn, press: Press) -> str | None:
    """Hours that are offered, or none; or asks."""
    if press.arg(0) == "ask":
        await _show(turn)
        return None
    digits = press.arg(0)
    begins, ends = (_clock(digits[:4]), _clock(digits[4:])) if len(digits) == 8 else (None, None)
    if begins is None or ends is None:
        await turn.redraw(await _end(turn))
    else:
        await turn.redraw(await _set(turn, QuietHours(begins, ends), turn.chat.time_zone))
    return None


async def _show(turn: Turn) -> None:
    kept = await turn.db.read(stored.get, turn.chat.chat_id)
    digested = await keeping.is_digested(turn)
    await turn.answer(render_quiet(turn.chat, kept.hours if kept else None, digests=digested))


def _clock(digits: str) -> time | None:
    return read_clock(f"{digits[:2]}:{digits[2:]}")


async def _set(turn: Turn, hours: QuietHours, zone: str) -> Message:
    """What is held back already, by other hours, comes when these end; at once, where it is not quiet by these."""
    chat = replace(turn.chat, time_zone=zone)
    before = await turn.db.read(stored.get, chat.chat_id)
    since = before.since if before else turn.now
    ends_at = _next_end(before, turn, hours, zone)
    async with turn.db.writing() as conn:
        await chats.put(conn, chat)
        await stored.put(conn, chat.chat_id, Kept(hours, since, ends_at, turn.thread))
        times = await digesting.move_times(conn, chat.chat_id, zone, turn.now)
    log.info("quiet hours set", chat=chat.chat_id, begins=str(hours.begins), ends=str(hours.ends), zone=zone)
    return render_quiet(chat, hours, digests=bool(times))


def _next_end(before: Kept | None, turn: Turn, hours: QuietHours, zone: str) -> datetime:
    """When these hours end next. Now, if it was quiet by those before them and is no more: so what those held back
    does not wait for another night.
    """
    was_quiet = before is not None and (
        before.ends_at <= turn.now or quiet_until(before.hours, turn.chat.time_zone, turn.now) is not None
    )
    is_over = was_quiet and quiet_until(hours, zone, turn.now) is None
    return turn.now if is_over else next_end(hours, zone, turn.now)


async def moved(turn: Turn, zone: str) -> None:
    """The chat's clock is another one now: its quiet hours end, and its digests come, at other moments."""
    chat_id = turn.chat.chat_id
    async with turn.db.writing() as conn:
        await digesting.move_times(conn, chat_id, zone, turn.now)
        if kept := await stored.get(conn, chat_id):
            await stored.put(conn, chat_id, replace(kept, ends_at=_next_end(kept, turn, kept.hours, zone)))


async def undigested(turn: Turn) -> None:
    """No digest comes any more that would tell what last night held back: that comes now. What this night holds back
    comes at its end.
    """
    kept = await turn.db.read(stored.get, turn.chat.chat_id)
    if kept is None or quiet_until(kept.hours, turn.chat.time_zone, turn.now) is not None:
        return
    settle = partial(stored.move_on, chat_id=turn.chat.chat_id, was=kept.ends_at, since=turn.now, ends_at=kept.ends_at)
    await silences.tell_held(turn.db, turn.chat, kept, turn.watchlist, turn.now, settle)


async def _end(turn: Turn) -> Message:
    """What they hold back at this moment comes now."""
    kept = await turn.db.read(stored.get, turn.chat.chat_id)
    if kept is not None:
        drop = partial(stored.drop, chat_id=turn.chat.chat_id)
        await silences.tell_held(turn.db, turn.chat, kept, turn.watchlist, turn.now, drop)
        log.info("quiet hours off", chat=turn.chat.chat_id)
    return Message(turn.words.html("quiet-off"))

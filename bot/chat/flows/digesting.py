"""The digest: now, daily at local times, as a file, or no more."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta

import structlog

from bot import digesting
from bot.chat import keyboards
from bot.chat.callbacks import Press
from bot.chat.flows.quieting import moved, undigested
from bot.chat.flows.turn import Turn
from bot.chat.markup import lines
from bot.chat.rendering import menus
from bot.chat.rendering.status import digest_line
from bot.chat.schedule import FILE_KINDS, MOST, AsFile, Daily, Misread, Now, Off, read_schedule
from bot.chat.times import read_clock, read_zone
from storage import alerts, chats, digests, subscriptions
from storage.digests import Digest
from storage.messages import Message, in_topic

log = structlog.get_logger()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 4_000_000_000_000_000  # microseconds: what a forged button says may not break a date


async def digest(turn: Turn, asked: str) -> None:
    """`/digest`, `/digest 08:00 18:00 Europe/Brussels`, `/digest file csv`, `/digest off`."""
    match read_schedule(asked, turn.chat.time_zone):
        case Now():
            await send_now(turn)
        case Off():
            await turn.answer(await turn_off(turn))
        case AsFile(kind):
            await send_file(turn, kind)
        case Daily(times, zone):
            await turn.answer(await set_times(turn, times, zone))
        case Misread(key, args):
            await turn.answer(Message(turn.words.html(key, **args), await _meant(turn, args)))


async def _meant(turn: Turn, args: Mapping[str, str]) -> keyboards.Buttons:
    """What may have been meant: the times that were understood, in a zone like the one that was typed or in the
    chat's own; else times to choose from."""
    if "at" in args:
        return keyboards.daily(args["at"], args.get("zone", turn.chat.time_zone))
    return keyboards.digest(turn.words, await turn.db.read(digests.times, turn.chat.chat_id))


async def press_digest(turn: Turn, press: Press) -> str | None:
    """Now, off, an hour to add or to remove, hours in a zone, a file of a span; anything else shows the choice."""
    choice, zone = press.arg(0), read_zone(press.arg(1))
    hours = _hours(choice.removeprefix("-"))
    if choice == "now":
        await send_now(turn)
    elif choice == "off":
        await turn.redraw(await turn_off(turn))
    elif choice in FILE_KINDS:
        return await _press_file(turn, choice, press)
    elif hours and zone:
        await turn.answer(await set_times(turn, hours, zone))
    elif hours:
        return await _press_hours(turn, hours, remove=choice.startswith("-"))
    else:
        await turn.answer(menus.render_digest_menu(turn.chat, await turn.db.read(digests.times, turn.chat.chat_id)))
    return None


def _hours(digits: str) -> tuple[time, ...]:
    """ "08001800" -> 08:00, 18:00; () if any of it is no time."""
    fours = [digits[start : start + 4] for start in range(0, len(digits), 4)]
    found = [read_clock(f"{four[:2]}:{four[2:]}") for four in fours]
    return tuple(at for at in found if at is not None) if None not in found and len(found) <= MOST else ()


async def _press_hours(turn: Turn, hours: Collection[time], *, remove: bool) -> str | None:
    """Adds or removes times, under the message that was pressed."""
    present = set(await turn.db.read(digests.times, turn.chat.chat_id))
    wanted = present.difference(hours) if remove else present.union(hours)
    if len(wanted) > MOST:
        return turn.words.say("toast-digest-many", most=MOST)
    await turn.redraw(await set_times(turn, wanted, turn.chat.time_zone) if wanted else await turn_off(turn))
    return None


async def send_now(turn: Turn) -> None:
    """Puts everything since the previous digest on its way; it is paced like every delivery."""
    chat, now = turn.chat, turn.now
    if not await turn.db.read(subscriptions.of_chat, chat.chat_id):
        await turn.answer(Message(turn.words.html("digest-nothing-followed"), keyboards.kinds(turn.words)))
        return
    since = await digesting.next_since(turn.db, chat, now)
    known = await turn.db.read(alerts.number_since, chat.chat_id, since, now)
    contents = await digesting.read_contents(turn.db, chat, since, now, turn.watchlist)
    parts = await digesting.render(chat, contents, turn.watchlist)
    said = turn.words.html("digest-nothing", since=turn.words.moment(since, chat.time_zone))
    if parts:
        made = Digest(chat.chat_id, digests.NOW, now.isoformat(), since, now)
        async with turn.db.writing() as conn:
            is_whole = await digesting.is_whole(conn, chat.chat_id, (since, now), known)
            if is_whole:
                await digests.save(conn, made, in_topic(parts, turn.thread))
        if not is_whole:
            await send_now(turn)
            return
        log.info("digest asked for", chat=chat.chat_id, entries=len(contents.entries), messages=len(parts))
        said = turn.words.html("digest-coming")
    times = await turn.db.read(digests.times, chat.chat_id)
    await turn.answer(
        Message(lines(said, digest_line(times, chat.time_zone, turn.words)), keyboards.digest(turn.words, times))
    )


async def send_file(turn: Turn, kind: str) -> None:
    """The last digest, and what came since, as a file; nothing of it counts as told."""
    last = await turn.db.read(digests.last_span, turn.chat.chat_id)
    since = last[0] if last else await digesting.next_since(turn.db, turn.chat, turn.now)
    if not await _answer_file(turn, kind, (since, turn.now)):
        await turn.tell("digest-file-empty", since=turn.words.moment(since, turn.chat.time_zone))


async def _press_file(turn: Turn, kind: str, press: Press) -> str | None:
    """The digest under which the button stands."""
    since, until = (_EPOCH + timedelta(microseconds=min(press.number(place), _LAST)) for place in (1, 2))
    sent = since < until and await _answer_file(turn, kind, (since, until))
    return None if sent else turn.words.say("toast-digest-gone")


async def _answer_file(turn: Turn, kind: str, span: digesting.Span) -> bool:
    file = await digesting.as_file(turn.db, turn.chat, kind, span, turn.watchlist)
    if file is None:
        return False
    since, until = (turn.words.moment(moment, turn.chat.time_zone) for moment in span)
    await turn.answer_file(file, turn.words.html("digest-file", since=since, until=until))
    log.info("digest sent as a file", chat=turn.chat.chat_id, kind=kind, size=len(file.content))
    return True


async def set_times(turn: Turn, times: Collection[time], zone: str) -> Message:
    """Digests come at these times and no others."""
    await turn.keep()
    chat_id = turn.chat.chat_id
    async with turn.db.writing() as conn:
        await chats.set_zone(conn, chat_id, zone)
        coming = await digesting.set_times(conn, chat_id, times, zone, turn.now, turn.thread)
    await moved(turn, zone)
    log.info("digests set", chat=chat_id, times=len(coming), zone=zone)
    words = turn.words
    at, next_at = words.listed([words.clock(one) for one in coming]), words.moment(min(coming.values()), zone)
    html = words.html("digest-set", at=at, zone=zone, next=next_at)
    return Message(html, keyboards.digest(words, coming))


async def turn_off(turn: Turn) -> Message:
    """No more daily digests; the time zone stays as it was."""
    await turn.db.write(digests.set_times, turn.chat.chat_id, {})
    await undigested(turn)
    log.info("digests off", chat=turn.chat.chat_id)
    return Message(turn.words.html("digest-set-off"), keyboards.digest(turn.words, ()))

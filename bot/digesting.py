"""The digest stage: what a chat heard or would have heard, once for each local slot; an empty one is not sent."""

import asyncio
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.alerts.digests import Contents, belonging, span_start
from bot.chat.digest_pictures import drawing_of
from bot.chat.rendering import render_digest
from bot.chat.rendering.digest_files import render_csv, render_html
from bot.chat.studio import Draw, NotDrawn, draw_in_thread
from bot.chat.times import daily, next_unmade, slot
from bot.chat.words import Words
from bot.claims.standing import merged_into
from bot.clock import Clock
from bot.parking import or_park
from storage import alerts, chats, claims, copies, coverage, digests, links
from storage.database import Connection, Database
from storage.digests import Digest, Due
from storage.faults import reach
from storage.messages import Attachment, Message, in_topic
from storage.model import Kind, Link
from storage.said import FigureSaid
from storage.telling import Chat
from storage.watching import Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 200

AT_ONCE = 4
"""Digests that are made at once: while the pictures of some are drawn, others are read and written."""

Span = tuple[datetime, datetime]


async def make_digests(db: Database, watchlist: Watchlist, clock: Clock, draw: Draw = draw_in_thread) -> int:
    """Writes each digest that is due, once for its local slot; returns how many were due."""
    due = await db.read(digests.due, clock(), PAGE)

    async def make(this: Due) -> None:
        one = partial(make_one, db, watchlist, this, clock(), draw)
        await or_park(db, Work.DIGEST, this.chat.chat_id, one, clock)

    for some in _side_by_side(due):
        made = await asyncio.gather(*map(make, some), return_exceptions=True)
        if trouble := next((one for one in made if isinstance(one, BaseException)), None):
            raise trouble
    return len(due)


def _side_by_side(due: Iterable[Due]) -> Iterator[list[Due]]:
    """Some at a time, of as many chats: what is due twice to one, since nothing ran, is made in its order."""
    some: list[Due] = []
    for this in due:
        if len(some) == AT_ONCE or this.chat.chat_id in {other.chat.chat_id for other in some}:
            yield some
            some = []
        some.append(this)
    if some:
        yield some


async def make_one(db: Database, watchlist: Watchlist, this: Due, now: datetime, draw: Draw = draw_in_thread) -> bool:
    """Puts a digest that is due on its way; False if another process did, or if it stays due."""
    chat, at = this.chat, this.at
    since, local = await next_since(db, chat, this.next_at), slot(at, chat.time_zone, this.next_at)
    known = await db.read(alerts.number_since, chat.chat_id, since, now)
    contents = await read_contents(db, chat, since, now, watchlist)
    parts = in_topic(await render(chat, contents, watchlist, draw), this.thread)
    digest = Digest(chat.chat_id, daily(at), local, since, now)

    async def keep(conn: Connection) -> bool:
        next_at = next_unmade(at, chat.time_zone, now, local)
        is_still_whole = await is_whole(conn, chat.chat_id, (since, now), known)
        return is_still_whole and await digests.keep(conn, this, digest, parts, next_at)

    made = await db.write(keep)
    reach("digest, committed")
    if made:
        log.info("digest made", chat=chat.chat_id, slot=local, entries=len(contents.entries), messages=len(parts))
    return made


async def is_whole(conn: Connection, chat_id: int, span: Span, known: tuple[int, int]) -> bool:
    """Whether a chat still has as many alerts of a span, told and not, as were `known` before it was read. From now on
    the chat is held: none comes to them until it has been told.

    What was being decided meanwhile may be dated before the span's end: neither this digest nor the next would tell it.
    """
    await chats.hold(conn, chat_id)
    return await alerts.number_since(conn, chat_id, *span) == known


async def render(
    chat: Chat, contents: Contents, watchlist: Watchlist, draw: Draw = draw_in_thread
) -> tuple[Message, ...]:
    """The digest's messages, and its picture behind them; () if there is nothing to tell."""
    parts = render_digest(chat, contents, watchlist)
    png = await picture(chat, contents, watchlist, draw) if parts else None
    if png is None:
        return parts
    words = Words(chat.language)
    since, until = (words.moment(moment, chat.time_zone) for moment in (contents.since, contents.until))
    caption = words.html("digest-picture", since=since, until=until)
    return (*parts, Message(caption, attachment=Attachment("digest.png", png)))


async def picture(chat: Chat, contents: Contents, watchlist: Watchlist, draw: Draw = draw_in_thread) -> bytes | None:
    """The digest drawn; None if that is not worth it, or if it went wrong: the words come all the same."""
    drawing = drawing_of(contents, chat, watchlist)
    if drawing is None:
        return None
    try:
        return await draw(drawing)
    except NotDrawn as error:
        log.error("digest without its picture", chat=chat.chat_id, why=str(error))  # noqa: TRY400 - it was said there
        return None
    except Exception as error:  # noqa: BLE001 - what people write may break the drawing, it may not cost them the digest
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
        log.error("picture broke", chat=chat.chat_id, error=type(error).__name__, where=where)  # noqa: TRY400 - see above
        return None


async def as_file(db: Database, chat: Chat, kind: str, span: Span, watchlist: Watchlist) -> Attachment | None:
    """The digest of a span as a file, "html" or "csv"; None if there is nothing to tell."""
    contents = await read_contents(db, chat, *span, watchlist)
    if kind == "csv":
        content = render_csv(chat, contents, watchlist)
    else:
        content = render_html(chat, contents, watchlist, await picture(chat, contents, watchlist))
    name = f"digest-{span[1].astimezone(ZoneInfo(chat.time_zone)):%Y-%m-%d-%H%M}.{kind}"
    return Attachment(name, content) if content else None


async def next_since(db: Database, chat: Chat, due_at: datetime) -> datetime:
    """Where the chat's next digest begins, which is, or was, to come at `due_at`."""
    return span_start(chat, await db.read(digests.last_until, chat.chat_id), due_at)


async def read_contents(db: Database, chat: Chat, since: datetime, until: datetime, watchlist: Watchlist) -> Contents:
    """All that is stored for a digest of that span."""
    entries = await db.read(alerts.of_chat_since, chat.chat_id, since, until)
    posts = belonging(entries)
    ids = sorted({revision.id for _, revision in posts})
    told = {event.target for alert, _ in posts for event in alert.events if event.target_kind is Kind.CLAIM}
    settled = told | await db.read(claims.settled_for, chat.chat_id, since, until)
    found = await db.read(links.of_page, ids)
    return Contents(
        since=since,
        until=until,
        entries=tuple(entries),
        coverage=tuple(await db.read(coverage.report)),
        origins=await db.read(copies.origins, ids),
        settled=tuple([change for claim in sorted(settled) for change in await db.read(claims.history, claim)]),
        figures={claim: await _figures(db, claim, watchlist) for claim in sorted(told)},
        places={revision_id: _places(own) for revision_id, own in found.items()},
        statuses=await db.read(claims.settled, told),
    )


async def _figures(db: Database, claim: str, watchlist: Watchlist) -> Sequence[FigureSaid]:
    return await db.read(claims.figures, claim, merged_into(claim, watchlist))


def _places(found: Iterable[Link]) -> frozenset[str]:
    return frozenset(link.target for link in found if link.kind is Kind.PLACE and link.certain)


async def set_times(
    conn: Connection, chat_id: int, times: Iterable[time], zone: str, now: datetime, thread: int | None = None
) -> Mapping[time, datetime]:
    """From now on digests come at these times of that zone's clock, in that topic; returns when each comes next."""
    made = await digests.last_slots(conn, chat_id)
    wanted = {at: next_unmade(at, zone, now, made.get(daily(at))) for at in sorted(times)}
    await digests.set_times(conn, chat_id, wanted, thread)
    return wanted


async def move_times(conn: Connection, chat_id: int, zone: str, now: datetime) -> Mapping[time, datetime]:
    """The chat's digests come at the same times of another zone's clock; returns when each comes next."""
    thread = await digests.thread_of(conn, chat_id)
    return await set_times(conn, chat_id, await digests.times(conn, chat_id), zone, now, thread)

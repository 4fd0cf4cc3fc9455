"""What arrived, beside what should have. Reads the database, the channels and the chats; changes nothing."""

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import now
from bot.commands.evidence import walked
from bot.delivery.reading import plain
from bot.operating import GATHERING
from storage import additions, changes, digests, parkings, snoozes
from storage.database import Database
from storage.messages import Delivery, DeliveryKind, DeliveryState
from storage.rows import delivery_of
from storage.tables import alerts, claim_statuses, deliveries, posts, revisions
from tests.botapi.seen import Seen
from tests.faults.house import AT_ONCE, FOLLOWERS, OWNER, READER, WALKER, House, Publication
from tests.faults.living import Life
from tests.faults.upkeep import ATTIC, FINDER, Kept, Once, is_kept

PATIENCE = 40
"""Seconds in which nothing changes although something is left to do: it is stuck."""

SENT, UNCERTAIN = DeliveryState.SENT, DeliveryState.UNCERTAIN


@dataclass(frozen=True, slots=True)
class Books:
    """What the database says. `stored`: of each post its newest text and its number of revisions; `undone`: revisions
    that a stage still has to look at, messages that are to hold more; `alerted`: of each (chat, url) the deliveries
    that tell of it; `reasons`: what was decided of it; `backlog`: posts of which nobody is told; `torn`: what is wrong
    with the chain of the attic, most of whose posts are gone; `parked`: what broke a stage."""

    stored: dict[str, tuple[str, int]]
    undone: int
    deliveries: Sequence[Delivery]
    alerted: dict[tuple[int, str], list[Delivery]]
    reasons: dict[tuple[int, str], list[str]]
    backlog: frozenset[str]
    kept: Kept
    torn: Sequence[str] = ()
    parked: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """Messages of one post in one chat: that should be there, that are, and deliveries in doubt."""

    wanted: int
    seen: int
    doubted: int

    @property
    def lost(self) -> int:
        return max(self.wanted - self.seen - self.doubted, 0)

    @property
    def twice(self) -> int:
        return max(self.seen - self.wanted, 0)


async def read_books(db: Database, house: House) -> Books:
    books = await db.read(_read, house)
    chain = await walked(db, ATTIC.channel_id)
    parked = [f"parked: {one.work.value} {one.item}, {one.reason}" for one in await db.read(parkings.newest, 100)]
    torn = [f"the attic's chain, at {one.place}: {one.what}" for one in chain.faults]
    return replace(books, torn=torn, parked=parked)


async def _read(conn: AsyncConnection, house: House) -> Books:
    urls = {one.key: one.url for one in house.published}
    watched = revisions.c.channel_id != ATTIC.channel_id
    newest = select(revisions).where(watched).order_by(revisions.c.channel_id, revisions.c.post_id, revisions.c.number)
    texts, numbers, of_revision, backlog = dict[str, str](), Counter[str](), dict[int, str](), set[str]()
    for row in await conn.execute(newest):
        url = urls[row.channel_id, row.post_id]
        texts[url], of_revision[row.id] = row.text, url
        numbers[url] += 1
        backlog |= {url} if row.backlog else set()
    counted = select(func.count()).select_from(posts).where(posts.c.channel_id != ATTIC.channel_id)
    assert await conn.scalar(counted) == len(texts)
    undone = await conn.scalar(select(func.count()).where(revisions.c.stage.is_not(None))) or 0
    undone += await _due(conn, now())
    sent = [delivery_of(row) for row in await conn.execute(select(deliveries).order_by(deliveries.c.id))]
    of_alert, reasons = dict[int, str](), dict[tuple[int, str], list[str]]()
    for row in await conn.execute(select(alerts)):
        of_alert[row.id] = of_revision.get(row.revision_id, "")
        reasons.setdefault((row.chat_id, of_alert[row.id]), []).append(row.reason.value)
    alerted: dict[tuple[int, str], list[Delivery]] = {}
    for delivery in sent:
        if delivery.kind is DeliveryKind.ALERT:
            url = of_alert.get(delivery.subject, "")  # of a post of the attic, which may be gone
            alerted.setdefault((delivery.chat_id, url), []).append(delivery)
    stored = {url: (text, numbers[url]) for url, text in texts.items()}
    return Books(stored, undone, sent, alerted, reasons, frozenset(backlog), await house.upkeep.read(conn))


async def _due(conn: AsyncConnection, at: datetime) -> int:
    """What stages that begin at a time, or with a word of an editor's, still have to tell."""
    news = [one for one in await changes.untold(conn, 9) if at - one.at > GATHERING]
    unsettled = await conn.scalar(select(func.count()).where(claim_statuses.c.told_at.is_(None))) or 0
    unsettled += len(await additions.waiting(conn, 1)) + len(await digests.due(conn, at, 1))
    return unsettled + len(await snoozes.due(conn, at, 1)) + len(news)


def is_done(books: Books, house: House) -> bool:
    """Whether nothing is on its way any more, from the channels to the chats."""
    read = all(books.stored.get(one.url) == (one.text, one.states) for one in house.published)
    waiting = {DeliveryState.PENDING, DeliveryState.SENDING}
    is_through = books.kept.is_done and not books.undone
    return read and is_through and not any(one.state in waiting for one in books.deliveries)


def faults(books: Books, house: House) -> Iterator[str]:
    """Each promise that was not kept, in words."""
    for one in house.published:
        wanted = (one.text, one.states)
        if books.stored.get(one.url) != wanted:
            yield f"{one.url} ({one.while_at}) is stored as {books.stored.get(one.url)}, not as {wanted}"
        for chat_id in FOLLOWERS:
            yield from _told(books, house, one, chat_id)
    for chat_id in (OWNER, WALKER, FINDER, *FOLLOWERS):
        yield from _arrived(books, house, chat_id)
    yield from _doubts(books, house)
    yield from (*house.upkeep.faults(books.kept), *books.torn, *books.parked)
    if books.undone:
        yield f"{books.undone} revisions or messages still wait for a stage"
    yield from (f"{one.what} was seen {one.seen} times" for one in old_tellings(books, house) if one.lost or one.twice)
    yield from (
        f"delivery {one.id} is {one.state.value}" for one in books.deliveries if one.state not in {SENT, UNCERTAIN}
    )
    refused = house.api.world.rejected_lines()  # an edit may be repeated after a kill: it changes nothing then
    yield from (f"the Bot API refused {one}" for one in refused if "message is not modified" not in one)


def _told(books: Books, house: House, one: Publication, chat_id: int) -> Iterator[str]:
    """A message for each revision that was news, and at most one; where there is none, a delivery in doubt."""
    told = telling(books, house, one, chat_id)
    if told.lost or told.twice:
        decided = f"backlog {one.url in books.backlog}, decided {books.reasons.get((chat_id, one.url))}"
        yield f"chat {chat_id} saw {one.url} ({one.while_at}) {told.seen} times, not {told.wanted}; {told}; {decided}"


def telling(books: Books, house: House, one: Publication, chat_id: int) -> Telling:
    """What a chat that follows every channel was told of one post."""
    seen = sum(any(key.url == one.url for key in seen.buttons) for seen in house.api.chat(chat_id).messages)
    doubted = sum(told.state is UNCERTAIN for told in books.alerted.get((chat_id, one.url), []))
    return Telling(0 if one.backlog else one.states, seen, doubted)


def old_tellings(books: Books, house: House) -> list[Once]:
    """Of what was old already when it came."""
    reader, finder = house.api.chat(READER).messages, house.api.chat(FINDER).messages
    return list(house.upkeep.tellings(reader, finder, books.deliveries))


def _arrived(books: Books, house: House, chat_id: int) -> Iterator[str]:
    """Of whatever kind: each delivery is one message, and a message that grew shows what was sent last."""
    past_it = {seen.message_id for seen in told_past_the_database(house, chat_id)}
    past_it |= {seen.message_id for seen in house.api.chat(chat_id).messages if is_kept(seen.text)}
    shown = {seen.message_id: seen for seen in house.api.chat(chat_id).messages if seen.message_id not in past_it}
    own = [one for one in books.deliveries if one.chat_id == chat_id and not is_kept(one.message.html)]
    sent = {one.message_id: one for one in own if one.state is SENT}  # in order: of edits the last
    yield from (f"chat {chat_id} has no message {number} of a delivery" for number in sent.keys() - shown.keys())
    yield from (
        f"chat {chat_id} shows another text than delivery {one.id} sent"
        for number, one in sent.items()
        if number in shown and shown[number].text.split() != plain(one.message.html).split()
    )
    messages = sum(one.state is SENT and one.kind is not DeliveryKind.UPDATE for one in own)
    doubted = sum(one.state is UNCERTAIN for one in own)
    if not messages <= len(shown) <= messages + doubted:
        yield f"chat {chat_id} shows {len(shown)} messages; {messages} were sent, {doubted} are in doubt"


def told_past_the_database(house: House, chat_id: int = OWNER) -> list[Seen]:
    """What operators hear of a database that takes nothing."""
    return [seen for seen in house.api.chat(chat_id).messages if "The database takes" in seen.text]


def _doubts(books: Books, house: House) -> Iterator[str]:
    """Each has a notice, unless it is one; and there are no more than there were chats at the kills."""
    told = {one.subject for one in books.deliveries if one.kind is DeliveryKind.NOTICE}
    doubted = [one for one in books.deliveries if one.state is UNCERTAIN]
    yield from (
        f"nobody was told that delivery {one.id} is in doubt"
        for one in doubted
        if one.kind is not DeliveryKind.NOTICE and one.id not in told
    )
    if len(doubted) > AT_ONCE * house.kills:
        yield f"{len(doubted)} in doubt after {house.kills} kills"


async def settle_up(house: House) -> None:
    """Lets the program live until everything is done, stops it in order, and compares.

    Raises:
        AssertionError: promises were broken; names them all, with the seed.
    """
    async with Database.open(house.url) as db, house.life() as life:
        books = await until_done(db, house, life)
        code = await life.signal(signal.SIGTERM)
    found = list(faults(books, house))
    said = f"seed {house.seed}, {house.kills} kills, {len(house.published)} posts, ended with {code}"
    assert (found, code) == ([], 0), "\n".join([said, *found[:40], house.log()])


async def until_done(db: Database, house: House, life: Life) -> Books:
    """Hastens what is left to do, for as long as it gets less; what the database says in the end."""
    loop = asyncio.get_running_loop()
    books, before, changed_at = await read_books(db, house), None, loop.time()
    while not is_done(books, house) and not life.over and loop.time() - changed_at < PATIENCE:
        await house.hurry(db)
        await life.goes_on(0.3)
        books = await read_books(db, house)
        standing = len(books.deliveries), Counter(one.state for one in books.deliveries)
        if standing != before:
            before, changed_at = standing, loop.time()
    return books

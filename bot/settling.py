"""What followers of a claim hear when its status is set: one message each, from the change that was stored. It rings
for nobody in quiet hours, nor for who wants to hear of the claim in digests only, or not now.

Who may set it, and how, is the chat's matter; nothing is sent here.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from bot.alerts.quiet import quiet_among
from bot.alerts.topics import shared_topic
from bot.chat.rendering.claims import render_settled
from bot.claims.standing import following, status_of
from bot.clock import Clock
from bot.parking import each_or_park
from storage import chats, claims, deliveries, quiet, snoozes, subscriptions
from storage.database import Database
from storage.faults import reach
from storage.messages import DeliveryKind
from storage.model import Kind
from storage.said import StatusChange
from storage.telling import Chat, Mode, Subscription
from storage.watching import Work
from storage.watchlist import Watchlist

log = structlog.get_logger()

PAGE = 50


async def tell_followers(db: Database, watchlist: Watchlist, clock: Clock) -> int:
    """Puts every status that nobody was told of on its way to those who follow the claim or a version of it."""
    waiting = {change.id: change for change in await db.read(claims.untold, PAGE)}
    return await each_or_park(
        db, Work.SETTLE, waiting, lambda id_: _tell_one(db, waiting[id_], watchlist, clock()), clock
    )


async def _tell_one(db: Database, change: StatusChange, watchlist: Watchlist, now: datetime) -> None:
    earlier = [one for one in await db.read(claims.history, change.claim) if one.id < change.id]
    before = status_of(change.claim, earlier, watchlist)
    together = following([change.claim], watchlist).get(change.claim, (change.claim,))
    family = {(Kind.CLAIM, version) for version in together}
    followers = await db.read(subscriptions.matching, family)
    wanting = [(one, chat) for one, chat in followers if one.filters.mode is not Mode.SILENT]
    hearing: dict[int, Chat] = {chat.chat_id: chat for _, chat in wanting}
    woken = await _woken(db, change.claim, wanting, now)
    async with db.writing() as conn:
        if len(await chats.present(conn, hearing)) < len(hearing):
            return  # one was forgotten, or goes on under another number: it is asked anew who follows
        for chat in hearing.values():
            own = [one for one, _ in wanting if one.chat_id == chat.chat_id]
            followed = [(one.kind, one.target) for one in own]
            message = render_settled(change, before, chat, watchlist, followed)
            message = replace(message, thread=shared_topic(own), silent=chat.chat_id not in woken)
            await deliveries.add(conn, chat.chat_id, DeliveryKind.STATUS, change.id, [message], now)
        await claims.told(conn, change.id, now)
        reach("status, not committed")
    reach("status, committed")
    log.info("status told", claim=change.claim, status=change.status.value, chats=len(hearing))


async def _woken(db: Database, claim: str, wanting: Sequence[tuple[Subscription, Chat]], now: datetime) -> set[int]:
    """The chats that it rings for."""
    zones = {chat.chat_id: chat.time_zone for _, chat in wanting}
    asleep = quiet_among(await db.read(quiet.of_chats, zones), zones, now)
    about = {(Kind.CLAIM, claim)}.union((one.kind, one.target) for one, _ in wanting)
    snoozed = await db.read(snoozes.among, zones, about, now)
    return {
        one.chat_id
        for one, _ in wanting
        if one.chat_id not in asleep
        and one.filters.mode is not Mode.DIGEST
        and snoozed.get(one.chat_id, frozenset()).isdisjoint({(Kind.CLAIM, claim), (one.kind, one.target)})
    }

"""Status, and alerts that may not have arrived."""

from datetime import datetime, timedelta

import structlog

from bot.chat.callbacks import Press
from bot.chat.flows.turn import Turn
from bot.chat.rendering import Backstage, Standing, render_status
from storage import (
    accounts,
    backfills,
    backups,
    catalogues,
    coverage,
    deliveries,
    digests,
    parkings,
    posts,
    subscriptions,
)
from storage.delays import overall
from storage.messages import Delivery, DeliveryState

log = structlog.get_logger()


WINDOW = timedelta(days=7)
"""How far back the delays go that are told."""


async def status(turn: Turn, asked: str) -> None:
    """What is not covered, what is, and what is on its way to this chat; `full`, to owners, also what is backstage."""
    chat_id, since = turn.chat.chat_id, turn.now - WINDOW
    backstage = await _backstage(turn) if asked.strip().lower() == "full" else None
    standing = Standing(
        now=turn.now,
        started_at=turn.services.started_at,
        coverage=await turn.db.read(coverage.report, delays_since=since if backstage else None),
        subscriptions=len(await turn.db.read(subscriptions.of_chat, chat_id)),
        states=await turn.db.read(deliveries.summary, chat_id),
        uncertain=await turn.db.read(deliveries.uncertain, chat_id),
        freshness=await turn.db.read(overall, since),
        backstage=backstage,
        in_force=await turn.db.read(catalogues.in_force),
        digests=tuple(await turn.db.read(digests.times, chat_id)),
        resting=await _resting(turn),
    )
    await turn.answer(render_status(turn.chat, standing, turn.watchlist))


async def _resting(turn: Turn) -> dict[str, datetime]:
    """The accounts that owners have to see to, since when."""
    if not turn.is_editor:
        return {}
    return {account: since for account, (_, since) in (await turn.db.read(accounts.resting)).items()}


async def _backstage(turn: Turn) -> Backstage | None:
    """For owners, in their private chats; others are told what everybody is."""
    if not turn.is_editor:
        return None
    counts = await turn.db.read(posts.counts)
    return Backstage(
        floods=await turn.db.read(accounts.floods, turn.now),
        unmatched=counts.unmatched,
        parked=counts.parked,
        backups=await turn.db.read(backups.newest),
        backfill=await turn.db.read(backfills.newest),
        parkings=await turn.db.read(parkings.reasons),
        states=await turn.db.read(deliveries.summary),
        failures=await turn.db.read(deliveries.failures),
    )


async def press_status(turn: Turn, press: Press) -> str | None:
    await status(turn, "")
    return None


async def press_show(turn: Turn, press: Press) -> str | None:
    """Sends a message that may not have arrived again, because its reader wishes so, and settles it as sent."""
    delivery: Delivery | None = await turn.db.read(deliveries.get, press.number(0))
    if delivery is None or delivery.chat_id != turn.chat.chat_id:
        log.warning("not this chat's delivery", user=turn.user_id, chat=turn.chat.chat_id)
        return turn.words.say("show-gone")
    if delivery.state is not DeliveryState.UNCERTAIN:
        return turn.words.say("show-done")
    message_id = await turn.answer(delivery.message)
    await turn.db.write(deliveries.settle, delivery.id, DeliveryState.SENT, turn.now, message_id=message_id)
    log.info("uncertain delivery shown", delivery=delivery.id, chat=turn.chat.chat_id)
    return None

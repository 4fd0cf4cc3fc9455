"""Takes what is due, sends it, and settles what became of it. Which row comes when is the storage's to say.

`sending` is committed before a request leaves, so that a crash can't hide that a message may have arrived.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.delivery.retry import next_try
from bot.delivery.sender import BadToken, Gone, Later, MaybeSent, Moved, Refused, Sender, Trouble
from storage import chats, deliveries
from storage.database import Database
from storage.faults import reach
from storage.model import Delivery, DeliveryKind, DeliveryState, Message

log = structlog.get_logger()

LIMIT = 32
"""Deliveries taken at once. Few: fresh alerts queue behind them, and all must be settled within their lease."""

AT_ONCE = 8

Notice = Callable[[Delivery], Awaitable[Message]]
"""Renders "this may not have reached you" about a delivery, in its chat's language."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt: the state to settle, and the trouble, if there was any."""

    state: DeliveryState
    message_id: int | None = None
    trouble: Trouble | None = None
    due_at: datetime | None = None


async def deliver(
    db: Database, sender: Sender, clock: Clock, notice: Notice, limit: int = LIMIT, *, only: int | None = None
) -> int:
    """Sends what is due, several chats at once; returns how many deliveries it took. `only`: the chat that it reaches.

    Raises:
        BadToken: the bot is refused; everything taken is due again.
    """
    now = clock()
    await recover(db, now - deliveries.LEASE, now, notice)
    taken = await db.write(deliveries.take, now, limit, only=only)
    reach("deliver, taken")
    gate = asyncio.Semaphore(AT_ONCE)

    async def send_one(delivery: Delivery) -> Outcome:
        async with gate:
            reach("deliver, before the request")
            outcome = await attempt(sender, delivery, clock)
            reach("deliver, answered")
            await settle(db, delivery, outcome, notice, clock())
            return outcome

    # Not a task group: one failure to settle must not cut off messages that are on their way.
    ended = await asyncio.gather(*map(send_one, taken), return_exceptions=True)
    for outcome in ended:
        if isinstance(outcome, BaseException):
            raise outcome
        if isinstance(outcome.trouble, BadToken):
            raise outcome.trouble
    return len(taken)


async def attempt(sender: Sender, delivery: Delivery, clock: Clock) -> Outcome:
    """Sends one delivery and says what came of it. An error that nobody foresaw leaves it uncertain, and is loud."""
    try:
        message_id = await _request(sender, delivery)
    except Trouble as trouble:
        return outcome_of(trouble, delivery.attempts, clock(), repeatable=_is_edit(delivery))
    except Exception as error:  # noqa: BLE001 - one chat's message may not stall the next; its text may hold a post's
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("delivery broke", delivery=delivery.id, error=type(error).__name__, where=where)  # noqa: TRY400 - see above
        state = DeliveryState.FAILED if _is_edit(delivery) else DeliveryState.UNCERTAIN
        return Outcome(state, trouble=MaybeSent(f"our own error: {type(error).__name__}"))
    return Outcome(DeliveryState.SENT, message_id)


async def _request(sender: Sender, delivery: Delivery) -> int:
    """Sends a message, or changes the one that an update is of."""
    if not _is_edit(delivery):
        return await sender.send(delivery.chat_id, delivery.message)
    if delivery.message_id is None:
        raise Refused("an update of no message")
    await sender.edit(delivery.chat_id, delivery.message_id, delivery.message)
    return delivery.message_id


def _is_edit(delivery: Delivery) -> bool:
    """An edit may be repeated: the second does what the first did. So none is ever uncertain."""
    return delivery.kind is DeliveryKind.UPDATE


def outcome_of(trouble: Trouble, attempts: int, now: datetime, *, repeatable: bool = False) -> Outcome:
    """The state that a trouble leads to: uncertain, due again, or failed."""
    if isinstance(trouble, MaybeSent) and not repeatable:
        return Outcome(DeliveryState.UNCERTAIN, trouble=trouble)
    due_at = next_try(Later(str(trouble)) if isinstance(trouble, MaybeSent) else trouble, attempts, now)
    state = DeliveryState.FAILED if due_at is None else DeliveryState.PENDING
    return Outcome(state, trouble=trouble, due_at=due_at)


async def settle(db: Database, delivery: Delivery, outcome: Outcome, notice: Notice, now: datetime) -> None:
    """Writes an outcome, and what follows from it for the chat, in one transaction."""
    trouble = outcome.trouble
    error = str(trouble) if trouble else None
    about = await _notice_about(delivery, outcome, notice)
    async with db.writing() as conn:
        settled = await deliveries.settle(
            conn, delivery.id, outcome.state, now, message_id=outcome.message_id, error=error, due_at=outcome.due_at
        )
        if isinstance(trouble, Gone):
            await chats.rest(conn, delivery.chat_id, str(trouble))
        if isinstance(trouble, Moved):
            await chats.move(conn, delivery.chat_id, trouble.chat_id)
        if about is not None and settled:
            await deliveries.add(conn, delivery.chat_id, DeliveryKind.NOTICE, delivery.id, [about], now)
        reach("settle, not committed")
    reach("settle, committed")
    _tell(delivery, outcome)


async def recover(db: Database, before: datetime, now: datetime, notice: Notice) -> int:
    """Marks what was taken before then and never settled as uncertain, edits as due again; returns how many there were.

    At the start, `before` is the start itself; later on `deliver` looks for what has outlived its lease.
    """
    orphaned = await db.read(deliveries.orphaned, before)
    for delivery in orphaned:
        trouble = MaybeSent("the program stopped while this was being sent")
        outcome = outcome_of(trouble, delivery.attempts, now, repeatable=_is_edit(delivery))
        await settle(db, delivery, outcome, notice, now)
        reach("recover, one done")
    return len(orphaned)


async def _notice_about(delivery: Delivery, outcome: Outcome, notice: Notice) -> Message | None:
    """The line that tells the reader of an uncertain delivery. There is none about a notice: it would never end."""
    if outcome.state is not DeliveryState.UNCERTAIN or delivery.kind is DeliveryKind.NOTICE:
        return None
    return await notice(delivery)


def _tell(delivery: Delivery, outcome: Outcome) -> None:
    line = log.bind(delivery=delivery.id, chat=delivery.chat_id, kind=delivery.kind.value, attempts=delivery.attempts)
    match outcome.state:
        case DeliveryState.SENT:
            line.info("delivery sent", message=outcome.message_id)
        case DeliveryState.PENDING:
            line.warning("delivery due again", why=str(outcome.trouble), due_at=str(outcome.due_at))
        case DeliveryState.UNCERTAIN:
            line.warning("delivery uncertain", why=str(outcome.trouble))
        case _:
            line.error("delivery failed", why=str(outcome.trouble))

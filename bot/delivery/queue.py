"""Takes what is due, sends it, and settles what became of it. Which row comes when is the storage's to say.

`sending` is committed before a request leaves, so that a crash can't hide that a message may have arrived.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

import structlog

from bot.clock import Clock
from bot.delivery import withholding
from bot.delivery.retry import next_try
from bot.delivery.sender import BadToken, Gone, Later, MaybeSent, Moved, Refused, Sender, Trouble
from storage import chats, deliveries
from storage.database import OUT_OF_ORDER, Connection, Database
from storage.faults import reach
from storage.messages import Delivery, DeliveryKind, DeliveryState, Message

log = structlog.get_logger()

LIMIT = 24
"""Deliveries that are taken and not settled. Few: fresh alerts queue behind them, and all must be settled within their
lease."""

AT_ONCE = 8
"""Of these, so many are on the line at once; when so many are settled, the next are taken."""

HELD_UP = 1.0
"""Seconds without any answer, after which what is due to others is taken nevertheless."""

KEPT_FOR = timedelta(hours=1)
"""An answer that can't be written down, since the database is out of order, is kept in memory for so long."""

TRIED_AGAIN = (0.2, 1.0, 5.0)
"""Seconds after which it is tried again to write it down; the last again and again."""

NO_WAIT = timedelta(0)

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
    db: Database,
    sender: Sender,
    clock: Clock,
    notice: Notice,
    limit: int = LIMIT,
    *,
    only: int | None = None,
    stop: asyncio.Event | None = None,
) -> int:
    """Sends what is due, several chats at once; returns how many deliveries it took. `only`: the chat that it reaches.
    Once `stop` is set, nothing more leaves, and what was taken and has not left is due again.

    Raises:
        BadToken: the bot is refused; everything taken is due again.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def send_one(delivery: Delivery) -> Outcome:
        async with gate:
            if stop is not None and stop.is_set():
                outcome = outcome_of(Later("the program stops", NO_WAIT), delivery.attempts, clock())
            else:
                reach("deliver, before the request")
                outcome = await attempt(sender, delivery, clock)
                reach("deliver, answered")
            await settle_surely(db, delivery, outcome, notice, clock)
            return outcome

    async def take(room: int) -> tuple[list[Delivery], bool]:
        if stop is not None and stop.is_set():
            return [], False
        return await db.write_lasting(withholding.take, clock(), room, only=only)

    number, trouble = await _keep_full(take, send_one, limit)
    await recover(db, clock() - deliveries.LEASE, clock(), notice)
    if trouble is not None:
        raise trouble
    return number


async def _keep_full(
    take: Callable[[int], Awaitable[tuple[list[Delivery], bool]]],
    send_one: Callable[[Delivery], Coroutine[Any, Any, Outcome]],
    limit: int,
) -> tuple[int, BaseException | None]:
    """Sends what can be taken, and takes more while the last are under way; how many there were, and what went so wrong
    that nothing more was taken.
    """
    number, may_be_more = 0, True
    trouble: BaseException | None = None
    under_way: set[asyncio.Task[Outcome]] = set()
    try:
        while under_way or may_be_more:
            if may_be_more and len(under_way) <= max(limit - AT_ONCE, 0):
                room = limit - len(under_way)
                try:
                    taken, may_be_more = await take(room)
                except OUT_OF_ORDER as error:  # what is on its way is not cut off
                    taken, may_be_more, trouble = [], False, error
                reach("deliver, taken")
                number += len(taken)
                under_way |= {asyncio.create_task(send_one(delivery)) for delivery in taken}
            if under_way:
                # Not a task group: one failure to settle must not cut off messages that are on their way.
                done, under_way = await asyncio.wait(under_way, timeout=HELD_UP, return_when=asyncio.FIRST_COMPLETED)
                trouble = next(filter(None, map(_trouble_in, done)), trouble)
                may_be_more = (may_be_more or not done) and trouble is None
    finally:
        for task in under_way:
            task.cancel()
    return number, trouble


def _trouble_in(ended: "asyncio.Task[Outcome]") -> BaseException | None:
    """What keeps others from being sent as well."""
    if (error := ended.exception()) is not None:
        return error
    trouble = ended.result().trouble
    return trouble if isinstance(trouble, BadToken) else None


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

    async def write(conn: Connection) -> None:
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

    await db.write(write)
    reach("settle, committed")
    _tell(delivery, outcome)


async def settle_surely(db: Database, delivery: Delivery, outcome: Outcome, notice: Notice, clock: Clock) -> None:
    """As `settle`. While the database is out of order, the outcome, which Telegram will not tell again, is kept here;
    after a long time it is given up, and the delivery is in doubt.
    """
    given_up_at = clock() + KEPT_FOR
    for wait in chain(TRIED_AGAIN, repeat(TRIED_AGAIN[-1])):
        try:
            await settle(db, delivery, outcome, notice, clock())
        except OUT_OF_ORDER as error:
            if clock() >= given_up_at:
                raise
            log.warning("outcome not written down yet", delivery=delivery.id, error=type(error).__name__)
            await asyncio.sleep(wait)
        else:
            return


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
    return replace(await notice(delivery), thread=delivery.message.thread)


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

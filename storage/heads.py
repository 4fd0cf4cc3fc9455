"""What each chat is sent next: the question by which `deliveries` are taken. Asks nothing by itself."""

from functools import cache
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Integer, Select, and_, bindparam, exists, func, or_, select

from storage.messages import DeliveryState
from storage.tables import chats, deliveries, in_state

MINE, _EARLIER = deliveries.alias("mine"), deliveries.alias("earlier")

_NOW = bindparam("now", type_=deliveries.c.due_at.type)
READY = (chats.c.resting.is_(None), or_(chats.c.next_send_at.is_(None), chats.c.next_send_at <= _NOW))


@cache
def heads(*, one_chat: bool) -> Select[Any]:
    """Chat id and delivery id of what each chat that may be sent to is sent next, most urgent first: of all chats, or
    of `only`, at `now`, at most `limit`. Kept, since building it costs more than asking it.

    It steps from chat to chat through the index of what is pending: a long queue of one costs the others nothing.
    """
    due = (MINE.c.chat_id == chats.c.chat_id, in_state(DeliveryState.PENDING, MINE), MINE.c.due_at <= _NOW)
    head = (
        select(MINE.c.id)
        .where(*due, ~earlier_part_open())
        .order_by(MINE.c.rank, MINE.c.due_at, MINE.c.id)
        .limit(1)
        .correlate(chats)
        .scalar_subquery()
    )
    sending = exists().where(deliveries.c.chat_id == chats.c.chat_id, in_state(DeliveryState.SENDING))
    waiting = _waiting()
    among = (chats.c.chat_id == bindparam("only", type_=BigInteger()),) if one_chat else ()
    heads = (
        select(chats.c.chat_id, head.label("id"))
        .join(waiting, waiting.c.chat_id == chats.c.chat_id)
        .where(*READY, *among, ~sending)
        .subquery()
    )
    order = (deliveries.c.rank, deliveries.c.due_at, deliveries.c.id)
    chosen = select(heads.c.chat_id, heads.c.id).join(deliveries, deliveries.c.id == heads.c.id).order_by(*order)
    return chosen.limit(bindparam("limit", type_=Integer()))


def _waiting() -> CTE:
    """The chats for which anything is pending, found by stepping over the index: neither database skips by itself."""
    lowest = select(func.min(deliveries.c.chat_id).label("chat_id")).where(in_state(DeliveryState.PENDING))
    waiting = lowest.cte("waiting", recursive=True)
    higher = select(func.min(deliveries.c.chat_id)).where(
        in_state(DeliveryState.PENDING), deliveries.c.chat_id > waiting.c.chat_id
    )
    step = select(higher.correlate(waiting).scalar_subquery()).where(waiting.c.chat_id.is_not(None))
    return waiting.union_all(step)


def earlier_part_open() -> ColumnElement[bool]:
    """A part of the same message, before `MINE`, has not been sent."""
    same = and_(*(_EARLIER.c[name] == MINE.c[name] for name in ("chat_id", "kind", "subject")))
    unsent = [in_state(state, _EARLIER) for state in (DeliveryState.PENDING, DeliveryState.SENDING)]
    return exists().where(same, _EARLIER.c.part < MINE.c.part, or_(*unsent))

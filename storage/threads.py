"""What each chat was told last of a target and in which message, and how it wants such alerts to be grouped.

Whether an alert joins that message is decided elsewhere; what was added to one is in `additions`.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, and_, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.messages import DeliveryKind, DeliveryState
from storage.model import Kind
from storage.rows import AnyRow
from storage.statements import execute_many, insert_for, pages
from storage.tables import deliveries, in_state, paces, threads
from storage.telling import Pace, Thread

Target = tuple[Kind, str]

_UPDATES = deliveries.alias("updates")
_SPANS = ("wait", "interval", "repeat")
_STANDING = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT)


async def of_chats(conn: AsyncConnection, chat_ids: Iterable[int], targets: Collection[Target]) -> list[Thread]:
    """What these chats were told last of these targets, where more may be added to that message: it is on its way or
    arrived, and no edit of it was refused.
    """
    asked = {"kinds": sorted({kind for kind, _ in targets}), "targets": sorted({target for _, target in targets})}
    found = []
    for page in pages(chat_ids if targets else ()):
        rows = await conn.execute(_standing(), {"chats": page, **asked})
        found += [_thread_of(row) for row in rows if (row.kind, row.target) in targets]
    return found


@cache
def _standing() -> Select[Any]:
    named = {"chat_id": "chats", "kind": "kinds", "target": "targets"}
    these = [threads.c[name].in_(bindparam(given, expanding=True)) for name, given in named.items()]
    return select(threads).join(deliveries, _first()).where(*these, ~_refused())


def _thread_of(row: AnyRow) -> Thread:
    about = (row.chat_id, row.kind, row.target, row.denies)
    return Thread(*about, row.lead_id, row.opened_at, row.last_at, frozenset(row.sides))


def _first() -> ColumnElement[bool]:
    """The delivery that brings, or brought, the message in which others may stand."""
    lead = (deliveries.c.chat_id == threads.c.chat_id, deliveries.c.subject == threads.c.lead_id)
    return and_(*lead, deliveries.c.kind == DeliveryKind.ALERT, or_(*map(in_state, _STANDING)))


def _refused() -> ColumnElement[bool]:
    lead = (_UPDATES.c.chat_id == threads.c.chat_id, _UPDATES.c.subject == threads.c.lead_id)
    return exists().where(*lead, _UPDATES.c.kind == DeliveryKind.UPDATE, in_state(DeliveryState.FAILED, _UPDATES))


async def put(conn: AsyncConnection, changed: Iterable[Thread]) -> None:
    """Stores threads as they are now; of one that another process has carried on meanwhile, the later holds."""
    rows = [
        {
            "chat_id": one.chat_id,
            "kind": one.kind,
            "target": one.target,
            "denies": one.denies,
            "lead_id": one.lead,
            "opened_at": one.opened_at,
            "last_at": one.last_at,
            "sides": sorted(one.sides),
        }
        for one in sorted(changed, key=lambda one: (one.chat_id, one.kind, one.target, one.denies))
    ]
    await execute_many(conn, _upsert(conn.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Insert:
    statement = insert_for(dialect, threads)
    newest = {name: statement.excluded[name] for name in ("lead_id", "opened_at", "last_at", "sides")}
    later = statement.excluded.last_at >= threads.c.last_at
    key = ["chat_id", "kind", "target", "denies"]
    return statement.on_conflict_do_update(index_elements=key, set_=newest, where=later)


async def follow(conn: AsyncConnection, lead: int, into: int) -> None:
    """What stood in the message of `lead` goes on in that of `into`."""
    await conn.execute(update(threads).where(threads.c.lead_id == lead).values(lead_id=into))


# --- how alerts are grouped -------------------------------------------------------------------------------------------


async def set_pace(conn: AsyncConnection, chat_id: int, pace: Pace | None, subscription_id: int | None = None) -> None:
    """For a chat, or for one of its subscriptions; None: as it is by default."""
    own = paces.c.subscription_id == subscription_id if subscription_id else paces.c.subscription_id.is_(None)
    await conn.execute(delete(paces).where(paces.c.chat_id == chat_id, own))
    if pace is not None:
        seconds = {name: int(getattr(pace, name).total_seconds()) for name in _SPANS}
        await conn.execute(insert(paces).values(chat_id=chat_id, subscription_id=subscription_id, **seconds))


_PACES = select(paces).where(paces.c.chat_id.in_(bindparam("chats", expanding=True)))


async def paces_of(conn: AsyncConnection, chat_ids: Iterable[int]) -> dict[tuple[int, int | None], Pace]:
    """What these chats have set, by chat and subscription (None: for all of the chat's)."""
    found = {}
    for page in pages(chat_ids):
        for row in await conn.execute(_PACES, {"chats": page}):
            spans = (timedelta(seconds=getattr(row, name)) for name in _SPANS)
            found[row.chat_id, row.subscription_id] = Pace(*spans)
    return found

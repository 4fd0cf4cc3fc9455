"""Who follows what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Chat, Kind, Subscription
from storage.rows import AnyRow, chat_of
from storage.statements import insert_into, pages
from storage.tables import chats, subscriptions


async def add(conn: AsyncConnection, chat_id: int, kind: Kind, target: str, now: datetime) -> bool:
    """False if the chat follows it already."""
    row = {"chat_id": chat_id, "kind": kind, "target": target, "created_at": now}
    statement = insert_into(conn, subscriptions).values(row).on_conflict_do_nothing()
    return await conn.scalar(statement.returning(subscriptions.c.id)) is not None


async def remove(conn: AsyncConnection, chat_id: int, kind: Kind, target: str) -> bool:
    """False if the chat did not follow it."""
    this = (subscriptions.c.chat_id == chat_id, subscriptions.c.kind == kind, subscriptions.c.target == target)
    return (await conn.execute(delete(subscriptions).where(*this))).rowcount == 1


async def of_chat(conn: AsyncConnection, chat_id: int) -> list[Subscription]:
    """What a chat follows, in the order in which it began to."""
    followed = select(subscriptions).where(subscriptions.c.chat_id == chat_id).order_by(subscriptions.c.id)
    return [_subscription_of(row) for row in await conn.execute(followed)]


async def matching(conn: AsyncConnection, targets: Iterable[tuple[Kind, str]]) -> list[tuple[Subscription, Chat]]:
    """Who follows any of `targets`, in the order of subscriptions. Resting chats are left out."""
    of_kind: dict[Kind, set[str]] = {}
    for kind, target in targets:
        of_kind.setdefault(kind, set()).add(target)
    following = select(subscriptions, *_of_chat()).join(chats, chats.c.chat_id == subscriptions.c.chat_id)
    rows: list[AnyRow] = []
    for kind, wanted in of_kind.items():
        for page in pages(wanted):
            these = (subscriptions.c.kind == kind, subscriptions.c.target.in_(page), chats.c.resting.is_(None))
            rows += await conn.execute(following.where(*these))
    rows.sort(key=lambda row: row.id)
    return [(_subscription_of(row), chat_of(row, created_at=row.chat_created_at)) for row in rows]


def _of_chat() -> list[ColumnElement[Any]]:
    """The chat's columns that a subscription has not."""
    own = [column for column in chats.c if column.name not in ("chat_id", "created_at", "next_send_at")]
    return [*own, chats.c.created_at.label("chat_created_at")]


def _subscription_of(row: AnyRow) -> Subscription:
    return Subscription(row.id, row.chat_id, row.kind, row.target, row.created_at)

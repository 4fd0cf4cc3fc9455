"""Who follows what, how, and which subscriptions may concern a post. What one means, and by which anchors it is found,
is the caller's matter."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Select,
    Text,
    any_,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Kind, Stance
from storage.rows import AnyRow, Json, chat_of
from storage.statements import execute_many, insert_into, pages
from storage.tables import chats, subscription_anchors, subscriptions
from storage.telling import UNFILTERED, Chat, Filters, Subscription

Anchor = tuple[Kind, str]


class Edit(Enum):
    """What came of changing a subscription."""

    DONE = auto()
    GONE = auto()  # the chat has none of that number
    TWICE = auto()  # the chat follows that already, by another one


# --- making and changing ----------------------------------------------------------------------------------------------


async def add(
    conn: AsyncConnection,
    chat_id: int,
    kind: Kind,
    target: str,
    now: datetime,
    *,
    filters: Filters = UNFILTERED,
    anchors: Collection[Anchor] | None = None,
) -> int | None:
    """The new subscription's number; None if the chat follows that already, which then stays as it is.

    `anchors`: under which it is found; None: under what it follows.
    """
    row = {"chat_id": chat_id, "kind": kind, "target": target, "created_at": now, **_columns(filters)}
    statement = insert_into(conn, subscriptions).values(row).on_conflict_do_nothing()
    id_: int | None = await conn.scalar(statement.returning(subscriptions.c.id))
    if id_ is not None:
        await _anchor(conn, id_, {(kind, target)} if anchors is None else anchors)
    return id_


async def tell_in(conn: AsyncConnection, subscription_id: int, thread: int) -> None:
    """What it finds is told in this forum topic."""
    await conn.execute(update(subscriptions).where(subscriptions.c.id == subscription_id).values(thread_id=thread))


async def refilter(conn: AsyncConnection, chat_id: int, subscription_id: int, filters: Filters) -> bool:
    """Changes how a subscription tells what it finds. False: the chat has none of that number."""
    changed = update(subscriptions).where(*_one(chat_id, subscription_id)).values(**_columns(filters))
    return (await conn.execute(changed)).rowcount == 1


async def rephrase(
    conn: AsyncConnection, chat_id: int, subscription_id: int, kind: Kind, target: str, anchors: Collection[Anchor]
) -> Edit:
    """Changes what a subscription follows; its number and filters stay."""
    changed = update(subscriptions).where(*_one(chat_id, subscription_id)).values(kind=kind, target=target)
    try:
        async with conn.begin_nested():
            count = (await conn.execute(changed)).rowcount
    except IntegrityError:
        return Edit.TWICE
    if count == 0:
        return Edit.GONE
    await conn.execute(delete(subscription_anchors).where(subscription_anchors.c.subscription_id == subscription_id))
    await _anchor(conn, subscription_id, anchors)
    return Edit.DONE


async def remove(conn: AsyncConnection, chat_id: int, kind: Kind, target: str) -> bool:
    """False if the chat did not follow it."""
    this = (subscriptions.c.chat_id == chat_id, subscriptions.c.kind == kind, subscriptions.c.target == target)
    return (await conn.execute(delete(subscriptions).where(*this))).rowcount == 1


async def drop(conn: AsyncConnection, chat_id: int, subscription_id: int) -> bool:
    """As `remove`, by its number."""
    return (await conn.execute(delete(subscriptions).where(*_one(chat_id, subscription_id)))).rowcount == 1


async def rest(conn: AsyncConnection, subscription_id: int) -> None:
    """It is found by nothing any more; it can still be changed, or ended."""
    await conn.execute(delete(subscription_anchors).where(subscription_anchors.c.subscription_id == subscription_id))


def _one(chat_id: int, subscription_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return subscriptions.c.id == subscription_id, subscriptions.c.chat_id == chat_id


async def _anchor(conn: AsyncConnection, subscription_id: int, anchors: Collection[Anchor]) -> None:
    if not anchors:
        raise ValueError("a subscription without anchors would never be found")
    rows = [{"kind": kind, "anchor": name, "subscription_id": subscription_id} for kind, name in sorted(anchors)]
    await execute_many(conn, insert(subscription_anchors), rows)


# --- asking -----------------------------------------------------------------------------------------------------------


async def get(conn: AsyncConnection, chat_id: int, subscription_id: int) -> Subscription | None:
    row = (await conn.execute(select(subscriptions).where(*_one(chat_id, subscription_id)))).one_or_none()
    return None if row is None else _subscription_of(row)


async def of_chat(conn: AsyncConnection, chat_id: int) -> list[Subscription]:
    """What a chat follows, in the order in which it began to."""
    followed = select(subscriptions).where(subscriptions.c.chat_id == chat_id).order_by(subscriptions.c.id)
    return [_subscription_of(row) for row in await conn.execute(followed)]


async def of_kind(conn: AsyncConnection, kind: Kind) -> list[tuple[Subscription, Chat]]:
    """All of this kind, in their order. Those of resting chats are left out."""
    following = select(subscriptions, *_of_chat()).join(chats, chats.c.chat_id == subscriptions.c.chat_id)
    these = following.where(subscriptions.c.kind == kind, chats.c.resting.is_(None)).order_by(subscriptions.c.id)
    return [(_subscription_of(row), chat_of(row, created_at=row.chat_created_at)) for row in await conn.execute(these)]


async def matching(conn: AsyncConnection, keys: Iterable[Anchor]) -> list[tuple[Subscription, Chat]]:
    """The subscriptions with an anchor among `keys`, in their order. Resting chats are left out.

    With a post's keys, these are all that it may concern, and some that it does not. With what is followed itself, they
    are those that follow it, also where they narrow it down.
    """
    return (await matching_each(conn, {0: keys})).get(0, [])


async def matching_each(
    conn: AsyncConnection, keys: Mapping[int, Iterable[Anchor]]
) -> dict[int, list[tuple[Subscription, Chat]]]:
    """As `matching`, for the keys of each of many posts; one that no subscription matches is left out."""
    sought = {post: frozenset(some) for post, some in keys.items()}
    every = frozenset[Anchor]().union(*sought.values())
    words = frozenset(key for key in every if key[0] is Kind.WORDS)
    by_anchor: dict[Anchor, list[int]] = {}
    for some in (words, every - words):
        asked = {"kinds": sorted({kind for kind, _ in some}), "names": sorted({name for _, name in some})}
        for row in await conn.execute(_anchored(conn.dialect.name), asked) if some else ():
            by_anchor.setdefault((row.kind, row.anchor), []).append(row.subscription_id)
    hit = frozenset(by_anchor)
    found = {post: {id_ for key in own & hit for id_ in by_anchor[key]} for post, own in sought.items()}
    of_id = await _followers(conn, set().union(*found.values()))
    each = {post: [of_id[id_] for id_ in sorted(ids) if id_ in of_id] for post, ids in found.items()}
    return {post: followers for post, followers in each.items() if followers}


@cache
def _anchored(dialect: str) -> Select[Any]:
    """Each kind is looked up with each name: so it is asked for the many words by themselves, and for all else at once.

    A page of posts has thousands of words. They are handed over as one value: spelled out as parameters they take
    longer than to look them up.
    """
    of_kinds = subscription_anchors.c.kind.in_(bindparam("kinds", expanding=True))
    if dialect == "postgresql":
        named = subscription_anchors.c.anchor == any_(bindparam("names", type_=ARRAY(Text())))
    else:
        each = func.json_each(bindparam("names", type_=JSON())).table_valued(column("value", Text()), name="names")
        named = subscription_anchors.c.anchor.in_(select(each.c.value))
    return select(subscription_anchors).where(of_kinds, named)


async def _followers(conn: AsyncConnection, ids: Iterable[int]) -> dict[int, tuple[Subscription, Chat]]:
    """By the subscription's id; those of resting chats are left out."""
    return {
        row.id: (_subscription_of(row), chat_of(row, created_at=row.chat_created_at))
        for page in pages(sorted(ids))
        for row in await conn.execute(_awake(), {"ids": page})
    }


@cache
def _awake() -> Select[Any]:
    following = select(subscriptions, *_of_chat()).join(chats, chats.c.chat_id == subscriptions.c.chat_id)
    return following.where(subscriptions.c.id.in_(bindparam("ids", expanding=True)), chats.c.resting.is_(None))


def _of_chat() -> list[ColumnElement[Any]]:
    """The chat's columns that a subscription has not."""
    own = [column for column in chats.c if column.name not in ("chat_id", "created_at", "next_send_at", "told_until")]
    return [*own, chats.c.created_at.label("chat_created_at")]


# --- rows -------------------------------------------------------------------------------------------------------------


def _columns(filters: Filters) -> Json:
    return {
        "mode": filters.mode,
        "min_score": filters.min_score,
        "languages": sorted(filters.languages) or None,
        "stances": sorted(filters.stances) or None,
    }


def _subscription_of(row: AnyRow) -> Subscription:
    stances = frozenset(map(Stance, row.stances or ()))
    filters = Filters(row.mode, row.min_score, frozenset(row.languages or ()), stances)
    return Subscription(row.id, row.chat_id, row.kind, row.target, row.created_at, filters, row.thread_id)

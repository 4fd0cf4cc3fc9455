"""What stands of a person in other people's chats: that they saw an alert, under the name they had. Takes it away."""

import re
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import Select, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.messages import DeliveryKind
from storage.rows import AnyRow
from storage.tables import deliveries, seen

NOBODY = "…"
"""In the place of a name that is forgotten."""

PAGE = 200
"""Messages that are held at a time: a group may have had any number."""


async def forget(conn: AsyncConnection, user_id: int) -> None:
    """Nowhere does it stand any more that this person has seen something, nor in what was shown of it."""
    mine = seen.c.user_id == user_id
    rows = (await conn.execute(select(seen.c.chat_id, seen.c.who).where(mine).distinct())).all()
    await conn.execute(delete(seen).where(mine))
    for row in rows:
        await _blot(conn, row.chat_id, row.who)


async def _blot(conn: AsyncConnection, chat_id: int, who: str) -> None:
    """Changes of a message are stored as they are shown, with the names under it."""
    named = _among_names(who)
    async for row in _changed(conn, chat_id):
        rows = [[_without(key, named) for key in line] for line in row.message["buttons"]]
        if rows != row.message["buttons"]:
            nameless = {**row.message, "buttons": rows}
            await conn.execute(update(deliveries).where(deliveries.c.id == row.id).values(message=nameless))


async def _changed(conn: AsyncConnection, chat_id: int) -> AsyncIterator[AnyRow]:
    """The changes of a chat's messages, in the order of an index."""
    key = (deliveries.c.subject, deliveries.c.part)
    mine = (deliveries.c.chat_id == chat_id, deliveries.c.kind == DeliveryKind.UPDATE)
    asked: Select[Any] = select(deliveries.c.id, *key, deliveries.c.message).where(*mine).order_by(*key).limit(PAGE)
    page = (await conn.execute(asked)).all()
    while page:
        for row in page:
            yield row
        behind = tuple_(*key) > tuple_(page[-1].subject, page[-1].part)
        page = (await conn.execute(asked.where(behind))).all()


def _without(key: dict[str, Any], named: re.Pattern[str]) -> dict[str, Any]:
    return {**key, "label": named.sub(NOBODY, key["label"])}


def _among_names(who: str) -> re.Pattern[str]:
    """A name as it stands on a button, "👍 Anna, Ben, 12:05": behind a space and before a comma, cut off or whole. So
    somebody who is called as a part of another button's words takes nothing of those along.
    """
    cut = "|".join(re.escape(who[:end]) for end in range(len(who) - 1, 0, -1))
    return re.compile(rf"(?<=\s)(?:{re.escape(who)}|(?:{cut or '(?!)'})…)(?=,)")

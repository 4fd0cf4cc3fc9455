"""What stands of a person in other people's chats: that they saw an alert, under the name they had. Takes it away."""

import re
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.messages import DeliveryKind
from storage.tables import deliveries, seen

NOBODY = "…"
"""In the place of a name that is forgotten."""


async def forget(conn: AsyncConnection, user_id: int) -> None:
    """Nowhere does it stand any more that this person has seen something, nor in what was shown of it."""
    mine = seen.c.user_id == user_id
    rows = (await conn.execute(select(seen.c.chat_id, seen.c.who).where(mine).distinct())).all()
    await conn.execute(delete(seen).where(mine))
    for row in rows:
        await _blot(conn, row.chat_id, row.who)


async def _blot(conn: AsyncConnection, chat_id: int, who: str) -> None:
    """Changes of a message are stored as they are shown, with the names under it."""
    mine = (deliveries.c.chat_id == chat_id, deliveries.c.kind == DeliveryKind.UPDATE)
    named = _among_names(who)
    for row in (await conn.execute(select(deliveries.c.id, deliveries.c.message).where(*mine))).all():
        rows = [[_without(key, named) for key in line] for line in row.message["buttons"]]
        if rows != row.message["buttons"]:
            nameless = {**row.message, "buttons": rows}
            await conn.execute(update(deliveries).where(deliveries.c.id == row.id).values(message=nameless))


def _without(key: dict[str, Any], named: re.Pattern[str]) -> dict[str, Any]:
    return {**key, "label": named.sub(NOBODY, key["label"])}


def _among_names(who: str) -> re.Pattern[str]:
    """A name as it stands on a button, "👍 Anna, Ben, 12:05": behind a space and before a comma, cut off or whole. So
    somebody who is called as a part of another button's words takes nothing of those along.
    """
    cut = "|".join(re.escape(who[:end]) for end in range(len(who) - 1, 0, -1))
    return re.compile(rf"(?<=\s)(?:{re.escape(who)}|(?:{cut or '(?!)'})…)(?=,)")

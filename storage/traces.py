"""What stands of a person in other people's chats: that they saw an alert, under the name they had. Takes it away."""

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
    for row in (await conn.execute(select(deliveries.c.id, deliveries.c.message).where(*mine))).all():
        rows = [[_without(key, who) for key in line] for line in row.message["buttons"]]
        if rows != row.message["buttons"]:
            nameless = {**row.message, "buttons": rows}
            await conn.execute(update(deliveries).where(deliveries.c.id == row.id).values(message=nameless))


def _without(key: dict[str, Any], who: str) -> dict[str, Any]:
    return {**key, "label": key["label"].replace(who, NOBODY)}

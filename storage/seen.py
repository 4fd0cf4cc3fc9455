"""Who in a chat has said that they saw an alert, and when: by first name, as it stands under the alert."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import chats
from storage.statements import insert_into
from storage.tables import seen


@dataclass(frozen=True, slots=True)
class SeenBy:
    who: str
    at: datetime


async def put(
    conn: AsyncConnection, chat_id: int, revision_id: int, who: str, now: datetime, user_id: int | None = None
) -> None:
    """Of who said so before, the first time stays. Of a chat that was forgotten nothing is kept."""
    if chat_id in await chats.present(conn, [chat_id]):
        row = {"chat_id": chat_id, "revision_id": revision_id, "who": who, "seen_at": now, "user_id": user_id}
        await conn.execute(insert_into(conn, seen).values(row).on_conflict_do_nothing())


async def of_alert(conn: AsyncConnection, chat_id: int, revision_id: int) -> list[SeenBy]:
    """Who has seen a chat's alert about this revision, the first of them first."""
    these = (seen.c.chat_id == chat_id, seen.c.revision_id == revision_id)
    rows = await conn.execute(select(seen).where(*these).order_by(seen.c.seen_at, seen.c.who))
    return [SeenBy(row.who, row.seen_at) for row in rows]

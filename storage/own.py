"""Everything that is kept about one chat, table by table, for who asks what is known of them. Decides nothing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import claim_statuses, entries, groups, invitations, metadata, roles, seen

Rows = list[Mapping[str, Any]]

LEFT_OUT = {"deliveries": "message"}
"""What stands in the chat already."""


async def everything(conn: AsyncConnection, chat_id: int) -> dict[str, Rows]:
    """The rows of each table that name the chat, by the table's name; in a private chat its id is the person's."""
    found = {}
    for table in metadata.sorted_tables:
        if "chat_id" in table.c:
            found[table.name] = await _rows(conn, table, "chat_id", chat_id)
    found[roles.name] = await _rows(conn, roles, "user_id", chat_id)
    found["seen by you"] = await _rows(conn, seen, "user_id", chat_id)
    found[invitations.name] = await _rows(conn, invitations, "made_by", chat_id, hidden=("hash",))
    found["brought by you"] = await _rows(conn, groups, "admitted_by", chat_id)
    for table in (claim_statuses, entries):
        found[table.name] = await _rows(conn, table, "by", str(chat_id))
    return found


async def _rows(conn: AsyncConnection, table: Table, key: str, whose: int | str, hidden: tuple[str, ...] = ()) -> Rows:
    left_out = {*hidden, LEFT_OUT.get(table.name, "")}
    columns = [column for column in table.c if column.name not in left_out]
    rows = await conn.execute(select(*columns).where(table.c[key] == whose).order_by(*table.primary_key))
    return [dict(row) for row in rows.mappings()]

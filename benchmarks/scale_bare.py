"""The rows that a run of `benchmarks.scale` left, and the same rows upserted by bare SQLAlchemy. Knows no stage.

Bare: one `INSERT ... ON CONFLICT DO UPDATE` of whole rows for each table and page, a page a transaction, through the
same engine and into the same tables with the same indexes. Values are at hand as Python has them. What rows point to
(channels, chats) is there beforehand.
"""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Insert, Table, insert, select

from storage.connecting import address, writer
from storage.database import Connection, Database
from storage.statements import execute_many, insert_for, pages
from storage.tables import alerts, channels, chats, events, links, posts, revisions

TABLES = (posts, revisions, links, events, alerts)
BENEATH = (channels, chats)

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


async def rows_of(conn: Connection, tables: Sequence[Table] = (*BENEATH, *TABLES)) -> Rows:
    """All rows of these tables, in the order of their keys."""
    return {
        table: [row._asdict() for row in await conn.execute(select(table).order_by(*table.primary_key))]
        for table in tables
    }


async def upserted(url: str, rows: Rows, page: int) -> float:
    """Seconds that it took, into a database with nothing in it."""
    async with Database.open(url) as db:  # migrates it
        for table in BENEATH:
            await db.write(execute_many, insert(table), rows[table])
    engine = writer(address(url))
    try:
        dialect = address(url).get_backend_name()
        ready = [(_upsert(dialect, table), list(pages(rows[table], page))) for table in TABLES]
        began = time.perf_counter()
        for statement, of_table in ready:
            for some in of_table:
                await engine.carry(partial(_execute, statement, some))
        return time.perf_counter() - began
    finally:
        await engine.close()


async def _execute(statement: Insert, rows: Sequence[Mapping[str, Any]], conn: Connection) -> None:
    await conn.execute(statement, rows)


def _upsert(dialect: str, table: Table) -> Insert:
    statement = insert_for(dialect, table)
    keys = [column.name for column in table.primary_key]
    others = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)

"""On PostgreSQL, too, an index can answer what is asked for every post or every second; words have one of their own."""

from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import search
from storage.database import Database
from storage.terms import Search, Term
from tests.storage.samples import newest, post, stored
from tests.storage.test_indexes import QUESTIONS, Verb


async def plan_of(conn: AsyncConnection, verb: Verb) -> list[str]:
    """How PostgreSQL goes about every statement that the verb runs, where it may choose an index if there is one."""
    ran: list[tuple[str, Any]] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        ran.append((statement, parameters[0] if many else parameters))

    sync = conn.sync_connection
    event.listen(sync, "before_cursor_execute", note)
    try:
        await verb(conn)
    finally:
        event.remove(sync, "before_cursor_execute", note)
    await conn.execute(text("SET LOCAL enable_seqscan = off"))
    return [
        line for statement, given in ran if is_question(statement) for line in await explained(conn, statement, given)
    ]


def is_question(statement: str) -> bool:
    return statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH"))


async def explained(conn: AsyncConnection, statement: str, given: Any) -> list[str]:
    return [row[0] for row in await conn.exec_driver_sql(f"EXPLAIN {statement}", given)]


async def test_no_question_reads_a_table_from_end_to_end(postgres_url: str) -> None:
    whole: dict[str, list[str]] = {}
    async with Database.open(postgres_url) as db:
        for name, verb in QUESTIONS.items():
            plan = await db.write(plan_of, verb)
            if found := [line.strip() for line in plan if "Seq Scan" in line]:
                whole[name] = found
    assert whole == {}


async def test_words_are_looked_up_in_an_index_of_words(postgres_url: str) -> None:
    asked = Search((Term((("bridge",), ("river", "bank"))),))
    async with Database.open(postgres_url) as db:
        await stored(
            db, *(post(number, f"word{number} of some hundred") for number in range(1, 401)), post(401, "bridge")
        )
        found = [search.findable(revision, "en") for revision in await newest(db)]
        await db.write(search.put, found)
        async with db.writing() as conn:
            made = await conn.scalar(text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_searched_words'"))
            assert str(made).endswith("ON public.searched USING gin (words)")
            await conn.execute(text("SELECT gin_clean_pending_list('ix_searched_words')"))
            await conn.execute(text("ANALYZE searched"))
            plan = await plan_of(conn, lambda conn: search.find(conn, asked, 5))
    assert "Bitmap Index Scan on ix_searched_words" in "\n".join(plan)

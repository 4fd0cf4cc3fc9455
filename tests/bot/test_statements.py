"""What a post costs in the database on its way to a reader, held: whoever adds a question sees it here."""

import re

from benchmarks.statements import counted
from storage.database import Database

COST = {
    "hear": (1, 1),
    "collect": (3, 18),
    "match": (2, 9),
    "events": (2, 7),
    "alert": (2, 22),
    "deliver": (3, 6),
}
"""By stage: transactions and statements. On 22 November 2026 it was 15 and 68 in all before these were counted."""


async def test_a_post_on_its_way_costs_so_many_transactions_and_statements(sqlite_db: Database) -> None:
    found = await counted(sqlite_db)
    assert {stage: (one.transactions, one.statements) for stage, one in found.items()} == COST


async def test_what_an_index_of_some_rows_depends_on_is_written_into_the_questions(sqlite_db: Database) -> None:
    """Bound, it would have SQLite plan the question anew each time: see `revising.is_first`."""
    found = await counted(sqlite_db)
    asked = [words.partition(" WHERE ")[2] for one in found.values() for some in one.asked for words in some]
    assert any("deliveries.state = 'pending'" in words for words in asked)
    bound = re.compile(r"(deliveries|updates|mine|earlier)\.state (=|IN) \(?\?|\bnumber = \?")
    assert [words for words in asked if bound.search(words)] == []

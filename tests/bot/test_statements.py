"""What a post costs in the database on its way to a reader, held: whoever adds a question sees it here."""

from benchmarks.statements import counted
from storage.database import Database

COST = {
    "hear": (1, 1),
    "collect": (3, 18),
    "match": (2, 9),
    "events": (2, 7),
    "alert": (2, 21),
    "deliver": (3, 6),
}
"""By stage: transactions and statements. On 22 November 2026 it was 15 and 68 in all before these were counted."""


async def test_a_post_on_its_way_costs_so_many_transactions_and_statements(sqlite_db: Database) -> None:
    found = await counted(sqlite_db)
    assert {stage: (one.transactions, one.statements) for stage, one in found.items()} == COST

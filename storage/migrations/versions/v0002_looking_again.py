"""What is to be looked at again, and the message ids that were never seen."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("misses", sa.SmallInteger(), nullable=False),
        sa.Column("missed_at", INSTANT),
        sa.Column("held_at", INSTANT),
        sa.PrimaryKeyConstraint("channel_id", "message_id", name=op.f("pk_looks")),
    )
    op.create_index(op.f("ix_looks_due_at_channel_id"), "looks", ["due_at", "channel_id"])
    op.create_index(op.f("ix_looks_channel_id_due_at"), "looks", ["channel_id", "due_at"])
    op.create_index("ix_looks_missed", "looks", ["channel_id"], **where("(misses = 1 OR held_at IS NOT NULL)"))
    op.create_table(
        "gaps",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("backlog", sa.Boolean(), nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.PrimaryKeyConstraint("channel_id", "first", name=op.f("pk_gaps")),
    )
    op.create_index("ix_gaps_due", "gaps", ["due_at", "channel_id"], **where("due_at IS NOT NULL"))
    op.create_index(op.f("ix_watched_channel_id"), "watched", ["channel_id"])

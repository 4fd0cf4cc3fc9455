"""What operators are shown and told: flags, accounts in charge, failures in a row, changes."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=32)


def where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def add_columns(table: str, *columns: sa.Column[Any]) -> None:
    """SQLite would write them behind the table's constraints; copied, it reads as if it had been made so."""
    copied: Literal["always", "never"] = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table(table, recreate=copied) as changing:
        for column in columns:
            changing.add_column(column)


def upgrade() -> None:
    add_columns("channels", sa.Column("flags", sa.JSON()))
    add_columns(
        "watched",
        sa.Column("account", sa.String()),
        sa.Column("misses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failing_since", INSTANT),
        sa.Column("last_error", sa.Text()),
        sa.Column("last_error_at", INSTANT),
        sa.Column("lost_at", INSTANT),
    )
    op.create_index(
        "ix_revisions_fresh",
        "revisions",
        ["seen_at", "channel_id", "published_at", "number", "backlog"],
        **where("number = 1 AND NOT backlog"),
    )
    op.create_table(
        "resting_accounts",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_resting_accounts")),
    )
    op.create_table(
        "changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_untold", "changes", ["id"], **where("told_at IS NULL"))

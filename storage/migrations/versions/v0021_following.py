"""Subscriptions to anything, with filters, found by their anchors; and why each alert is there."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.String(length=32)


def add_columns(table: str, *columns: sa.Column[Any]) -> None:
    """SQLite would write them behind the table's constraints; copied, it reads as if it had been made so."""
    copied: Literal["always", "never"] = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table(table, recreate=copied, table_kwargs={"sqlite_autoincrement": True}) as changing:
        for column in columns:
            changing.add_column(column)


def upgrade() -> None:
    add_columns(
        "subscriptions",
        sa.Column("mode", WORD, nullable=False, server_default="both"),
        sa.Column("min_score", sa.Float(), nullable=False, server_default="0"),
        sa.Column("languages", sa.JSON()),
        sa.Column("stances", sa.JSON()),
    )
    op.create_table(
        "subscription_anchors",
        sa.Column("kind", WORD, nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("subscription_id", KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name=op.f("fk_subscription_anchors_subscription_id_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("kind", "anchor", "subscription_id", name=op.f("pk_subscription_anchors")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_subscription_anchors_subscription_id"), "subscription_anchors", ["subscription_id"])
    op.execute(
        "INSERT INTO subscription_anchors (kind, anchor, subscription_id) SELECT kind, target, id FROM subscriptions"
    )
    op.drop_index("ix_subscriptions_kind_target", "subscriptions")
    add_columns(
        "alerts",
        sa.Column("because", sa.JSON()),
        sa.Column("for_digest", sa.Boolean(), nullable=False, server_default=sa.true()),
    )

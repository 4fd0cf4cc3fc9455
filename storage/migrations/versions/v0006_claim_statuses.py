"""The status of claims, and a way to a claim's events."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "claim_statuses",
        sa.Column("id", key, nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_statuses")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_claim_statuses_claim"), "claim_statuses", ["claim"])
    untold = sa.text("told_at IS NULL")
    op.create_index("ix_claim_statuses_untold", "claim_statuses", ["id"], sqlite_where=untold, postgresql_where=untold)
    op.create_index(op.f("ix_events_target_kind_target"), "events", ["target_kind", "target"])

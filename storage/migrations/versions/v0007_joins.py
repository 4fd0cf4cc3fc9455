"""Which channels accounts may join, and what they heard when they asked to."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite would write the column behind the table's constraints; copied, it reads as if it had been made so
    copied: Literal["always", "never"] = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("watched", recreate=copied) as changing:
        changing.add_column(sa.Column("may_join", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "joins",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.Text()),
        sa.Column("again_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("channel_id", "account", name="pk_joins"),
    )

"""Digests and quiet hours that belong to a forum topic."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Copied on SQLite, which would write the column behind the table's constraints
    copied = "always" if op.get_context().dialect.name == "sqlite" else "never"
    for table in ("digest_times", "quiet_hours"):
        with op.batch_alter_table(table, recreate=copied) as changing:  # type: ignore[arg-type]
            changing.add_column(sa.Column("thread_id", sa.BigInteger()))

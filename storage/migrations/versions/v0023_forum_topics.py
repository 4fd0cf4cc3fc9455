"""Subscriptions that are told in a forum topic."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Copied on SQLite, which would write the column behind the table's constraints
    copied = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table(
        "subscriptions",
        recreate=copied,  # type: ignore[arg-type]
        table_kwargs={"sqlite_autoincrement": True},
    ) as changing:
        changing.add_column(sa.Column("thread_id", sa.BigInteger()))

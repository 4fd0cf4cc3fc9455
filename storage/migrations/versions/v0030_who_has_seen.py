"""Whose name it is that stands under an alert, so that it can be forgotten with its person."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Copied on SQLite, which would write the column behind the table's constraints
    copied = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("seen", recreate=copied) as changing:  # type: ignore[arg-type]
        changing.add_column(sa.Column("user_id", sa.BigInteger()))

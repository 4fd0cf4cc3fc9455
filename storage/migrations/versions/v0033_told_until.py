"""Until when digests and summaries have told a chat, so that what is written late falls into the next."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Copied on SQLite, which would write the column behind the table's constraints
    copied = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("chats", recreate=copied) as changing:  # type: ignore[arg-type]
        changing.add_column(sa.Column("told_until", sa.DateTime(timezone=True)))

"""What polls have taught of when each channel posts."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite would write the column behind the table's constraints; copied, it reads as if it had been made so
    copied: Literal["always", "never"] = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("watched", recreate=copied) as changing:
        changing.add_column(sa.Column("estimate", sa.JSON()))

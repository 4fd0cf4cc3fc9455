"""When the database was copied last, and when it is due again."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backups",
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True)),
        sa.Column("file", sa.String()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("problem", sa.Text()),
        sa.Column("problem_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("folder", name=op.f("pk_backups")),
    )

"""What broke a stage, any stage; so far only the matcher's ledger knew what had broken it."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parkings",
        sa.Column("work", sa.String(length=32), nullable=False),
        sa.Column("item", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("work", "item", name=op.f("pk_parkings")),
    )
    op.execute(
        """
        INSERT INTO parkings (work, item, reason, at)
        SELECT 'match', revisions.id, coalesce(max(matchings.reason), ''), max(matchings.at)
        FROM revisions JOIN matchings ON matchings.revision_id = revisions.id
        WHERE revisions.stage = 'parked' AND matchings.outcome = 'parked'
        GROUP BY revisions.id
        """
    )

"""Whom an alert was seen by, found at once: for those who want to be forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    known = sa.text("user_id IS NOT NULL")
    op.create_index("ix_seen_user_id", "seen", ["user_id"], sqlite_where=known, postgresql_where=known)

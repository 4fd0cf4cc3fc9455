"""Where the suggestions stand that may wait for an editor, so that counting them costs what is suggested."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    suggested = sa.text("kind = 'claim' AND NOT certain")
    op.create_index("ix_links_suggested", "links", ["id"], sqlite_where=suggested, postgresql_where=suggested)

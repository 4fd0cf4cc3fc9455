"""What is left of posts that were purged, and what has to be asked to purge one quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "purges",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purges")),
        sa.UniqueConstraint("at", "by", "why", name=op.f("uq_purges_at_by_why")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "purged",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("purge_id", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "place", name=op.f("pk_purged")),
        sa.ForeignKeyConstraint(["purge_id"], ["purges.id"], name=op.f("fk_purged_purge_id_purges")),
        sqlite_with_rowid=False,
    )
    for table, column in (
        ("alert_events", "event_id"),
        ("seen", "revision_id"),
        ("told", "revision_id"),
        ("topics", "revision_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for table, column in (("alerts", "duplicate_of"), ("events", "copy_of")):
        words = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=words, postgresql_where=words)

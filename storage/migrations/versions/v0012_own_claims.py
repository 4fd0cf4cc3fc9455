"""What editors make in chat, what recent posts tell of that no claim is about, and the claims that are proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=32)
FRESH = sa.text("weighed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.JSON()),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_entries_kind_name"), "entries", ["kind", "name"])
    op.create_table(
        "topics",
        sa.Column("id", KEY, nullable=False),
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("holder", sa.String()),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("actors", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("weighed_at", INSTANT),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_topics_revision_id_revisions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_topics_said_at"), "topics", ["said_at"])
    op.create_index(op.f("ix_topics_channel_id_post_id"), "topics", ["channel_id", "post_id"])
    op.create_index(op.f("ix_topics_place_said_at"), "topics", ["place", "said_at"])
    op.create_index("ix_topics_fresh", "topics", ["id"], sqlite_where=FRESH, postgresql_where=FRESH)
    op.create_table(
        "drafts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("area", sa.String()),
        sa.Column("event", sa.String()),
        sa.Column("since", INSTANT),
        sa.Column("until", INSTANT),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("statement", sa.Text()),
        sa.Column("state", WORD, nullable=False),
        sa.Column("claim", sa.String()),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_drafts_area_until"), "drafts", ["area", "until"])

"""The hashes of photos and documents."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "media_hashes",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64)),
        sa.Column("perceptual", sa.String(length=16)),
        sa.Column("detail", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", INSTANT),
        sa.Column("due_at", INSTANT),
        sa.Column("hashed_at", INSTANT),
        sa.PrimaryKeyConstraint("channel_id", "message_id", "file", name=op.f("pk_media_hashes")),
    )
    op.create_index("ix_media_hashes_due", "media_hashes", ["due_at", "channel_id"], **where("due_at IS NOT NULL"))
    op.create_index("ix_media_hashes_file", "media_hashes", ["file"], **where("sha256 IS NOT NULL"))

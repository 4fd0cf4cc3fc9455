"""Sketches, by which copies are found, and which post copies which."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sketches",
        sa.Column("revision_id", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("revision_id", "number", name=op.f("pk_sketches")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sketches_number_revision_id"), "sketches", ["number", "revision_id"])
    op.create_table(
        "copies",
        sa.Column("revision_id", KEY, autoincrement=False, nullable=False),
        sa.Column("original_id", KEY, nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["original_id"], ["revisions.id"], name=op.f("fk_copies_original_id_revisions")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_copies_revision_id_revisions")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_copies")),
    )
    op.create_index(op.f("ix_copies_original_id"), "copies", ["original_id"])

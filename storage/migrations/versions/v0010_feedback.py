"""What people say of links, and which version of the watchlist is in force."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", KEY, nullable=False),
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("judgement", WORD, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("editor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_feedback_revision_id_revisions")),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name=op.f("fk_feedback_chat_id_chats"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint(
            "chat_id", "revision_id", "kind", "target", name=op.f("uq_feedback_chat_id_revision_id_kind_target")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_feedback_revision_id"), "feedback", ["revision_id"])
    op.create_table(
        "catalogues",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("refused", sa.Text()),
        sa.Column("refused_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogues")),
        sqlite_autoincrement=True,
    )

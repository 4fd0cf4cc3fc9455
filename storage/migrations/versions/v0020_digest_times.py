"""Several digests a day: the one time that a chat could have becomes a row."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "digest_times",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name=op.f("fk_digest_times_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "at", name=op.f("pk_digest_times")),
    )
    op.create_index(op.f("ix_digest_times_next_at"), "digest_times", ["next_at"])
    op.execute(
        "INSERT INTO digest_times (chat_id, at, next_at) SELECT chat_id, digest_at, next_digest_at FROM chats"
        " WHERE digest_at IS NOT NULL AND next_digest_at IS NOT NULL"
    )
    op.drop_index("ix_chats_digest_due", "chats")
    op.drop_column("chats", "digest_at")
    op.drop_column("chats", "next_digest_at")

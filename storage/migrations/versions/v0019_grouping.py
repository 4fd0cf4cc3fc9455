"""Alerts that stand in another one's message."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_ALL = sa.text("subscription_id IS NULL")
WAITING = sa.text("delivery_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subscription_id", KEY),
        sa.Column("wait", sa.Integer(), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name=op.f("fk_paces_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name=op.f("fk_paces_subscription_id_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paces")),
        sa.UniqueConstraint("subscription_id", name=op.f("uq_paces_subscription_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_paces_chat_id"), "paces", ["chat_id"])
    op.create_index("ix_paces_of_all", "paces", ["chat_id"], unique=True, sqlite_where=OF_ALL, postgresql_where=OF_ALL)
    op.create_table(
        "threads",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("denies", sa.Boolean(), nullable=False),
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("sides", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name=op.f("fk_threads_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["alerts.id"], name=op.f("fk_threads_lead_id_alerts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "kind", "target", "denies", name=op.f("pk_threads")),
    )
    op.create_index(op.f("ix_threads_lead_id"), "threads", ["lead_id"])
    op.create_table(
        "additions",
        sa.Column("alert_id", KEY, autoincrement=False, nullable=False),
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("delivery_id", KEY),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_additions_alert_id_alerts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["alerts.id"], name=op.f("fk_additions_lead_id_alerts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_additions_delivery_id_deliveries"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_additions")),
    )
    op.create_index(op.f("ix_additions_lead_id"), "additions", ["lead_id"])
    op.create_index(op.f("ix_additions_delivery_id"), "additions", ["delivery_id"])
    op.create_index("ix_additions_waiting", "additions", ["lead_id"], sqlite_where=WAITING, postgresql_where=WAITING)

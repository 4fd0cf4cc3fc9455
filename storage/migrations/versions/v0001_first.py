"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=32)


def where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "access_hashes",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("access_hash", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "account", name=op.f("pk_access_hashes")),
    )
    op.create_table(
        "channels",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("username", sa.String()),
        sa.Column("handle", sa.String()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger()),
        sa.Column("last_post_at", INSTANT),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channels")),
    )
    op.create_index(op.f("ix_channels_handle"), "channels", ["handle"])
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("digest_at", sa.Time()),
        sa.Column("next_digest_at", INSTANT),
        sa.Column("muted_until", INSTANT),
        sa.Column("resting", sa.Text()),
        sa.Column("next_send_at", INSTANT),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_chats")),
    )
    op.create_index("ix_chats_digest_due", "chats", ["next_digest_at"], **where("next_digest_at IS NOT NULL"))
    op.create_table(
        "claim_figures",
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("claim", "unit", "figure", name=op.f("pk_claim_figures")),
    )
    op.create_table(
        "claim_voices",
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("denies", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("claim", "source", "denies", name=op.f("pk_claim_voices")),
    )
    op.create_table(
        "floods",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account", "request", name=op.f("pk_floods")),
    )
    op.create_table(
        "roles",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_roles")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("error", sa.Text()),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name=op.f("fk_deliveries_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("chat_id", "kind", "subject", "part", name=op.f("uq_deliveries_chat_id_kind_subject_part")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_pending", "deliveries", ["chat_id", "rank", "due_at", "id"], **where("state = 'pending'")
    )
    op.create_index("ix_deliveries_sending", "deliveries", ["chat_id"], **where("state = 'sending'"))
    op.create_index("ix_deliveries_uncertain", "deliveries", ["chat_id"], **where("state = 'uncertain'"))
    op.create_table(
        "digests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("schedule", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name=op.f("fk_digests_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("chat_id", "schedule", "slot", name=op.f("uq_digests_chat_id_schedule_slot")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "posts",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.channel_id"], name=op.f("fk_posts_channel_id_channels")),
        sa.PrimaryKeyConstraint("channel_id", "post_id", name=op.f("pk_posts")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name=op.f("fk_subscriptions_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("chat_id", "kind", "target", name=op.f("uq_subscriptions_chat_id_kind_target")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_subscriptions_kind_target"), "subscriptions", ["kind", "target"])
    op.create_table(
        "watched",
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("seen_at", INSTANT),
        sa.Column("next_poll_at", INSTANT, nullable=False),
        sa.Column("problem", WORD),
        sa.Column("detail", sa.Text()),
        sa.Column("problem_since", INSTANT),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.channel_id"], name=op.f("fk_watched_channel_id_channels")),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_watched")),
    )
    op.create_index(op.f("ix_watched_next_poll_at"), "watched", ["next_poll_at"])
    op.create_table(
        "album_parts",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("album_id", sa.BigInteger(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id", "post_id"],
            ["posts.channel_id", "posts.post_id"],
            name=op.f("fk_album_parts_channel_id_post_id_posts"),
        ),
        sa.PrimaryKeyConstraint("channel_id", "message_id", name=op.f("pk_album_parts")),
    )
    op.create_index(op.f("ix_album_parts_channel_id_album_id"), "album_parts", ["channel_id", "album_id"])
    op.create_table(
        "revisions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", WORD, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("backlog", sa.Boolean(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("edited_at", INSTANT),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("forward", sa.JSON(none_as_null=True)),
        sa.Column("reply_to", sa.BigInteger()),
        sa.Column("album_id", sa.BigInteger()),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("media", sa.JSON(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("views", sa.BigInteger()),
        sa.Column("author", sa.Text()),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("copy_hash", sa.String()),
        sa.Column("stage", WORD),
        sa.Column("lang", sa.String()),
        sa.ForeignKeyConstraint(
            ["channel_id", "post_id"],
            ["posts.channel_id", "posts.post_id"],
            name=op.f("fk_revisions_channel_id_post_id_posts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("channel_id", "post_id", "number", name=op.f("uq_revisions_channel_id_post_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revisions_copies", "revisions", ["copy_hash", "said_at"], **where("copy_hash IS NOT NULL"))
    op.create_index("ix_revisions_waiting", "revisions", ["stage", "id"], **where("stage IS NOT NULL"))
    op.create_table(
        "alerts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("duplicate_of", KEY),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name=op.f("fk_alerts_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["duplicate_of"], ["revisions.id"], name=op.f("fk_alerts_duplicate_of_revisions")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_alerts_revision_id_revisions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("revision_id", "chat_id", name=op.f("uq_alerts_revision_id_chat_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_alerts_chat_id_created_at"), "alerts", ["chat_id", "created_at"])
    op.create_table(
        "events",
        sa.Column("id", KEY, nullable=False),
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("target_kind", WORD, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("stance", WORD),
        sa.Column("holder", sa.String()),
        sa.Column("speaker", sa.String()),
        sa.Column("source", sa.String()),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("copy_of", KEY),
        sa.ForeignKeyConstraint(["copy_of"], ["revisions.id"], name=op.f("fk_events_copy_of_revisions")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_events_revision_id_revisions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_events_revision_id"), "events", ["revision_id"])
    op.create_table(
        "links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("stance", WORD),
        sa.Column("holder", sa.String()),
        sa.Column("speaker", sa.String()),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_links_revision_id_revisions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_revision_id"), "links", ["revision_id"])
    op.create_table(
        "matchings",
        sa.Column("revision_id", KEY, autoincrement=False, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_matchings_revision_id_revisions")),
        sa.PrimaryKeyConstraint("revision_id", "version", name=op.f("pk_matchings")),
    )
    op.create_table(
        "told",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.chat_id"], name=op.f("fk_told_chat_id_chats"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_told_revision_id_revisions")),
        sa.PrimaryKeyConstraint("chat_id", "kind", "target", name=op.f("pk_told")),
    )
    op.create_table(
        "alert_events",
        sa.Column("alert_id", KEY, autoincrement=False, nullable=False),
        sa.Column("event_id", KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_alert_events_alert_id_alerts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_alert_events_event_id_events")),
        sa.PrimaryKeyConstraint("alert_id", "event_id", name=op.f("pk_alert_events")),
    )

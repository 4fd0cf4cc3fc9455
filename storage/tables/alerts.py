"""What chats are told: alerts, what silences and groups them, digests and deliveries."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    literal_column,
    true,
)

from storage.messages import DeliveryKind, DeliveryState
from storage.model import Kind
from storage.said import Judgement
from storage.tables.columns import Instant, Key, metadata, word
from storage.tables.subscribers import chat_key
from storage.telling import Reason

alerts = Table(
    "alerts",
    metadata,
    Column("id", Key, primary_key=True),
    chat_key(),
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False),
    Column("reason", word(Reason), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("duplicate_of", Key, ForeignKey("revisions.id")),
    Column("because", JSON(none_as_null=True)),  # null: not kept yet when it was made
    Column("for_digest", Boolean, nullable=False, server_default=true()),
    UniqueConstraint("revision_id", "chat_id"),
    Index(None, "chat_id", "created_at"),
    sqlite_autoincrement=True,
)

alert_events = Table(
    "alert_events",
    metadata,
    Column("alert_id", Key, ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("event_id", Key, ForeignKey("events.id"), primary_key=True, autoincrement=False, index=True),
)

Index(
    "ix_alerts_duplicate_of",  # asked when a post is purged, as those below
    alerts.c.duplicate_of,
    sqlite_where=alerts.c.duplicate_of.is_not(None),
    postgresql_where=alerts.c.duplicate_of.is_not(None),
)

# The last time a chat was told of a target: one row, however often it was told.
told = Table(
    "told",
    metadata,
    chat_key(primary_key=True),
    Column("kind", word(Kind), primary_key=True),
    Column("target", String, primary_key=True),
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False, index=True),
    Column("last_at", Instant, nullable=False),
)

# What people say of links. When a chat is forgotten its judgements stay, and nobody knows whose they were.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Key, primary_key=True),
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False, index=True),
    Column("kind", word(Kind), nullable=False),
    Column("target", String, nullable=False),
    Column("judgement", word(Judgement), nullable=False),
    Column("at", Instant, nullable=False),
    Column("chat_id", BigInteger, ForeignKey("chats.chat_id", ondelete="SET NULL")),
    Column("editor", Boolean, nullable=False),
    UniqueConstraint("chat_id", "revision_id", "kind", "target"),
    sqlite_autoincrement=True,
)

# What a chat wants to hear nothing of at once, and until when (null: for good).
snoozes = Table(
    "snoozes",
    metadata,
    Column("id", Key, primary_key=True),
    chat_key(),
    Column("kind", word(Kind), nullable=False),
    Column("target", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    UniqueConstraint("chat_id", "kind", "target"),
    sqlite_autoincrement=True,
)
Index(
    "ix_snoozes_due",
    snoozes.c.until,
    sqlite_where=snoozes.c.until.is_not(None),
    postgresql_where=snoozes.c.until.is_not(None),
)

# Who in a chat has seen its alert about a revision.
seen = Table(
    "seen",
    metadata,
    chat_key(primary_key=True),
    Column("revision_id", Key, ForeignKey("revisions.id"), primary_key=True, autoincrement=False, index=True),
    Column("who", String, primary_key=True),
    Column("seen_at", Instant, nullable=False),
    Column("user_id", BigInteger),  # to find it when that person wants to be forgotten; null: not kept yet
)
Index(
    "ix_seen_user_id",
    seen.c.user_id,
    sqlite_where=seen.c.user_id.is_not(None),
    postgresql_where=seen.c.user_id.is_not(None),
)

# When a chat is not to be alerted, on its own clock.
quiet_hours = Table(
    "quiet_hours",
    metadata,
    chat_key(primary_key=True),
    Column("begins", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Column("since", Instant, nullable=False),  # what was held back before has been told
    Column("ends_at", Instant, nullable=False, index=True),  # when they end next
    Column("thread_id", BigInteger),  # the forum topic in which they were set
)

# When a chat last proposed a channel.
proposals = Table(
    "proposals",
    metadata,
    chat_key(primary_key=True),
    Column("at", Instant, nullable=False),
)

# The times of day, on its own clock, at which a chat gets a digest.
digest_times = Table(
    "digest_times",
    metadata,
    chat_key(primary_key=True),
    Column("at", Time, primary_key=True),
    Column("next_at", Instant, nullable=False, index=True),
    Column("thread_id", BigInteger),  # the forum topic in which they were set
)

digests = Table(
    "digests",
    metadata,
    Column("id", Key, primary_key=True),
    chat_key(),
    Column("schedule", String, nullable=False),
    Column("slot", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    UniqueConstraint("chat_id", "schedule", "slot"),
    sqlite_autoincrement=True,
)

# Files that go with a delivery, until it is sent; their names are in the message.
attachments = Table(
    "attachments",
    metadata,
    Column("delivery_id", ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Key, primary_key=True),
    chat_key(),
    Column("kind", word(DeliveryKind), nullable=False),
    Column("rank", SmallInteger, nullable=False),  # the order in which kinds go out
    Column("subject", BigInteger, nullable=False),
    Column("part", Integer, nullable=False),
    Column("message", JSON, nullable=False),
    Column("state", word(DeliveryState), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("taken_at", Instant),
    Column("message_id", BigInteger),
    Column("error", Text),
    UniqueConstraint("chat_id", "kind", "subject", "part"),
    sqlite_autoincrement=True,
)

# How a chat, or one of its subscriptions, wants alerts to be grouped, in seconds; without a row, as it is by default.
paces = Table(
    "paces",
    metadata,
    Column("id", Key, primary_key=True),
    chat_key(),
    Column("subscription_id", Key, ForeignKey("subscriptions.id", ondelete="CASCADE"), unique=True),
    Column("wait", Integer, nullable=False),
    Column("interval", Integer, nullable=False),
    Column("repeat", Integer, nullable=False),
    Index(None, "chat_id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_paces_of_all",
    paces.c.chat_id,
    unique=True,
    sqlite_where=paces.c.subscription_id.is_(None),
    postgresql_where=paces.c.subscription_id.is_(None),
)

# The alert in whose message a chat was told last of a target, and whose word was told there.
threads = Table(
    "threads",
    metadata,
    chat_key(primary_key=True),
    Column("kind", word(Kind), primary_key=True),
    Column("target", String, primary_key=True),
    Column("denies", Boolean, primary_key=True),
    Column("lead_id", Key, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("opened_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("sides", JSON, nullable=False),
)

# Alerts that stand in another one's message. `why`: the reason that each would have been told for, or not told, by
# itself. `delivery_id`: what brings them; null while nothing does.
additions = Table(
    "additions",
    metadata,
    Column("alert_id", Key, ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("lead_id", Key, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("why", word(Reason), nullable=False),
    Column("delivery_id", Key, ForeignKey("deliveries.id", ondelete="SET NULL"), index=True),
)
Index(
    "ix_additions_waiting",
    additions.c.lead_id,
    sqlite_where=additions.c.delivery_id.is_(None),
    postgresql_where=additions.c.delivery_id.is_(None),
)


def in_state(state: DeliveryState, table: FromClause = deliveries) -> ColumnElement[bool]:
    """Written into the statement, not bound: only so does the planner see that a partial index answers it."""
    return table.c.state == literal_column(f"'{state.value}'", deliveries.c.state.type)


Index(
    "ix_deliveries_pending",
    deliveries.c.chat_id,
    deliveries.c.rank,
    deliveries.c.due_at,
    deliveries.c.id,
    sqlite_where=in_state(DeliveryState.PENDING),
    postgresql_where=in_state(DeliveryState.PENDING),
)
for _state in (DeliveryState.SENDING, DeliveryState.UNCERTAIN):
    Index(
        f"ix_deliveries_{_state}",
        deliveries.c.chat_id,
        sqlite_where=in_state(_state),
        postgresql_where=in_state(_state),
    )

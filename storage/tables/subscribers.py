"""Who is told, and who may do what: chats, people, invitations, subscriptions."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.model import Kind
from storage.people import Deed, Role
from storage.tables.columns import Instant, Key, metadata, word
from storage.telling import Mode

# --- subscribers ------------------------------------------------------------------------------------------------------

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("muted_until", Instant),
    Column("resting", Text),
    Column("next_send_at", Instant),  # pacing: nothing is sent to this chat before
    Column("told_until", Instant),  # what digests and summaries have told is dated before
)

roles = Table(
    "roles",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String, primary_key=True),
    Column("since", Instant, nullable=False),
)

# Links that give a role. The code itself is nowhere: who reads this can't come in.
invitations = Table(
    "invitations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("hash", String, nullable=False, unique=True),
    Column("role", word(Role), nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("made_by", BigInteger),  # null: forgotten
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    sqlite_autoincrement=True,
)

# Who did what about people, claims and links; rows are added, and only who is forgotten is taken out of them.
audit = Table(
    "audit",
    metadata,
    Column("id", Key, primary_key=True),
    Column("deed", word(Deed), nullable=False),
    Column("by", String, nullable=False, index=True),
    Column("subject", String, nullable=False, index=True),
    Column("detail", String, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)


def chat_key(*, primary_key: bool = False) -> Column[int]:
    """Whose row this is; it leaves with its chat."""
    reference = ForeignKey("chats.chat_id", ondelete="CASCADE")
    return Column("chat_id", BigInteger, reference, primary_key=primary_key, autoincrement=False, nullable=False)


# Groups and channels: who with access stands behind them, and whether all members may change settings.
groups = Table(
    "groups",
    metadata,
    chat_key(primary_key=True),
    Column("admitted_by", BigInteger, index=True),
    Column("everyone", Boolean, nullable=False),
    Column("title", String),  # of a channel; null: a group
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Key, primary_key=True),
    chat_key(),
    Column("kind", word(Kind), nullable=False),
    Column("target", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("mode", word(Mode), nullable=False, server_default=Mode.BOTH.value),
    Column("min_score", Float, nullable=False, server_default="0"),
    Column("languages", JSON(none_as_null=True)),  # null: any
    Column("stances", JSON(none_as_null=True)),  # null: any
    Column("thread_id", BigInteger),  # the forum topic that it was made in
    UniqueConstraint("chat_id", "kind", "target"),
    sqlite_autoincrement=True,
)

# By what the subscriptions that may concern a post are found: each has at least one of its anchors in every such post.
subscription_anchors = Table(
    "subscription_anchors",
    metadata,
    Column("kind", word(Kind), primary_key=True),
    Column("anchor", String, primary_key=True),
    Column(
        "subscription_id",
        Key,
        ForeignKey("subscriptions.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    sqlite_with_rowid=False,
)

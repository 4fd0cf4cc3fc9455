"""The tables, in SQLAlchemy Core: columns, keys, indexes. No queries here, and no domain decisions.

The same metadata serves SQLite and PostgreSQL. The migrations build what is drawn here; a test holds the two together.
What waits for a stage is marked in a column with a partial index, so that asking "what is undone" costs what is undone.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    event,
    false,
    literal,
    text,
    true,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeEngine

from storage.model import Cause, CopyKind, DeliveryKind, DeliveryState, EventKind, HashState, Kind, Mode, Reason, Stance
from storage.people import Deed, Role
from storage.said import ClaimStatus, DraftState, EntryKind, Judgement
from storage.watching import ChangeKind, GapState, Problem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_OFFSET = len("+00:00")

Key = BigInteger().with_variant(Integer, "sqlite")
"""A row's own number. Only an INTEGER key counts up by itself in SQLite."""


class _Written(sqlite.DATETIME):
    """SQLite's moment, written by who hands it over: SQLAlchemy's own way costs more than storing the row."""

    def bind_processor(self, dialect: Dialect) -> None:
        """There is nothing left to do."""


_WRITTEN: TypeEngine[Any] = _Written()  # type: ignore[no-untyped-call]  # SQLAlchemy has no type for it


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused: nobody can say later which zone it was meant in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_WRITTEN) if dialect.name == "sqlite" else self.impl_instance

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value.isoformat()}")
        moment = value.astimezone(UTC)
        # SQLite compares moments as text: one zone and one length keep that order true
        return moment.isoformat(" ", "microseconds")[:-_OFFSET] if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(words: type[StrEnum]) -> Enum:
    """A column that holds one of `words` as plain text, so that a new word needs no migration."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Stage(StrEnum):
    """What a revision waits for; one that waits for nothing carries no mark."""

    MATCH = "match"
    EVENTS = "events"
    ALERTS = "alerts"
    PARKED = "parked"  # the matcher failed on it


class Outcome(StrEnum):
    """What came of matching a revision against one catalogue version."""

    DONE = "done"
    PARKED = "parked"


# --- channels and posts -------------------------------------------------------------------------------------------

channels = Table(
    "channels",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("username", String),
    Column("handle", String, index=True),  # the username in lower case, as people may write it
    Column("title", Text, nullable=False),
    Column("cursor", BigInteger),
    Column("last_post_at", Instant),
    Column("flags", JSON(none_as_null=True)),  # null: no source has said
)

posts = Table(
    "posts",
    metadata,
    Column("channel_id", BigInteger, ForeignKey("channels.channel_id"), primary_key=True, autoincrement=False),
    Column("post_id", BigInteger, primary_key=True, autoincrement=False),
    Column("latest", Integer, nullable=False),  # the number of its newest revision
    Column("first_seen_at", Instant, nullable=False),
)

album_parts = Table(
    "album_parts",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("album_id", BigInteger, nullable=False),
    Column("post_id", BigInteger, nullable=False),
    Column("part", JSON, nullable=False),
    ForeignKeyConstraint(["channel_id", "post_id"], ["posts.channel_id", "posts.post_id"]),
    Index(None, "channel_id", "album_id"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("post_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("cause", word(Cause), nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("said_at", Instant, nullable=False),  # when this state was published: of an edit, the time of the edit
    Column("backlog", Boolean, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("text", Text, nullable=False),
    Column("forward", JSON(none_as_null=True)),
    Column("reply_to", BigInteger),
    Column("album_id", BigInteger),
    Column("parts", JSON, nullable=False),
    Column("media", JSON, nullable=False),
    Column("links", JSON, nullable=False),
    Column("views", BigInteger),
    Column("author", Text),
    Column("content_hash", String, nullable=False),
    Column("copy_hash", String),  # none for a text too short to be called a copy
    Column("stage", word(Stage)),
    Column("lang", String),
    ForeignKeyConstraint(["channel_id", "post_id"], ["posts.channel_id", "posts.post_id"]),
    UniqueConstraint("channel_id", "post_id", "number"),
    sqlite_autoincrement=True,
)
Index(
    "ix_revisions_waiting",
    revisions.c.stage,
    revisions.c.id,
    sqlite_where=revisions.c.stage.is_not(None),
    postgresql_where=revisions.c.stage.is_not(None),
)
Index(
    "ix_revisions_copies",
    revisions.c.copy_hash,
    revisions.c.said_at,
    sqlite_where=revisions.c.copy_hash.is_not(None),
    postgresql_where=revisions.c.copy_hash.is_not(None),
)

FRESH = text("number = 1 AND NOT backlog")
"""A post as it was first collected while the lookout was awake; words, so that the index below answers it."""

Index(
    "ix_revisions_fresh",
    revisions.c.seen_at,
    revisions.c.channel_id,
    revisions.c.published_at,
    revisions.c.number,
    revisions.c.backlog,  # these two so that SQLite need not look at the posts themselves
    sqlite_where=FRESH,
    postgresql_where=FRESH,
)

# --- evidence -------------------------------------------------------------------------------------------------------

# A link of its channel's hash chain for each revision, in the order in which they were written. No foreign key: the
# link stays where the revision is taken away.
chain_links = Table(
    "chain_links",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("post_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("link", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# How long each chain is, and its last link.
chains = Table(
    "chains",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("length", BigInteger, nullable=False),
    Column("link", LargeBinary, nullable=False),
)

# The copies of the whole database that are made by themselves: when the last good one was, and when the next is due.
backups = Table(
    "backups",
    metadata,
    Column("folder", String, primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("made_at", Instant),
    Column("file", String),
    Column("size", BigInteger),
    Column("problem", Text),
    Column("problem_at", Instant),
)

# --- copies ---------------------------------------------------------------------------------------------------------

# By which numbers the copies of a recent revision are found; for a few days. The rows go long before their revision
# could, and are many: so no foreign key is checked for each.
sketches = Table(
    "sketches",
    metadata,
    Column("revision_id", Key, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Index(None, "number", "revision_id"),
    sqlite_with_rowid=False,
)

# Which post, by its first revision, copies which: the earliest known.
copies = Table(
    "copies",
    metadata,
    Column("revision_id", Key, ForeignKey("revisions.id"), primary_key=True, autoincrement=False),
    Column("original_id", Key, ForeignKey("revisions.id"), nullable=False, index=True),
    Column("share", Float, nullable=False),
    Column("kind", word(CopyKind), nullable=False),
)

# --- searching ------------------------------------------------------------------------------------------------------

# The words of each post as it is now. Numbers go by the time of publishing, so the newest are found first.
searched = Table(
    "searched",
    metadata,
    Column("number", Key, primary_key=True, autoincrement=False),
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False, unique=True),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)
# SQLite looks into the full-text table below instead, so there this one stays empty
Index("ix_searched_words", searched.c.words, postgresql_using="gin", sqlite_where=text("words IS NULL"))

FULL_TEXT = (
    "CREATE VIRTUAL TABLE post_words USING fts5(words, content='searched', content_rowid='number', "
    "tokenize='unicode61 remove_diacritics 0 tokenchars ''#''')",
    "CREATE TRIGGER searched_added AFTER INSERT ON searched BEGIN "
    "INSERT INTO post_words(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER searched_gone AFTER DELETE ON searched BEGIN "
    "INSERT INTO post_words(post_words, rowid, words) VALUES ('delete', old.number, old.words); END",
    "CREATE TRIGGER searched_changed AFTER UPDATE ON searched BEGIN "
    "INSERT INTO post_words(post_words, rowid, words) VALUES ('delete', old.number, old.words); "
    "INSERT INTO post_words(rowid, words) VALUES (new.number, new.words); END",
)
"""SQLite's full-text table over `searched`, and what keeps the two alike. A migration that copies `searched` loses the
triggers with the old table and has to make them again; a test holds that they are there."""

for _statement in FULL_TEXT:
    event.listen(searched, "after_create", DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]

# --- looking again --------------------------------------------------------------------------------------------------

# The messages that may still be edited or deleted. A row leaves when its message is too old to be looked at again.
looks = Table(
    "looks",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("published_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("misses", SmallInteger, nullable=False),
    Column("missed_at", Instant),
    Column("held_at", Instant),
    Index(None, "due_at", "channel_id"),
    Index(None, "channel_id", "due_at"),
)
MISSED = text("(misses = 1 OR held_at IS NOT NULL)")
"""Not there when last looked at, and not known to be deleted; words, so that the index below answers it."""

Index("ix_looks_missed", looks.c.channel_id, sqlite_where=MISSED, postgresql_where=MISSED)

# The channels that an operator said were emptied: what they have lost until then is believed.
emptied = Table(
    "emptied",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("believed_at", Instant, nullable=False),
)

# Message ids that were passed over, and what became of them.
gaps = Table(
    "gaps",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, primary_key=True, autoincrement=False),
    Column("last", BigInteger, nullable=False),
    Column("state", word(GapState), nullable=False),
    Column("backlog", Boolean, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("due_at", Instant),  # when it is to be looked at; none once that was done
)
Index(
    "ix_gaps_due",
    gaps.c.due_at,
    gaps.c.channel_id,
    sqlite_where=gaps.c.due_at.is_not(None),
    postgresql_where=gaps.c.due_at.is_not(None),
)

# --- media ----------------------------------------------------------------------------------------------------------

# A row for each file that a message of a live post had: its hashes, or what became of it. The files are not kept.
media_hashes = Table(
    "media_hashes",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("file", String, primary_key=True),  # empty: not known yet
    Column("kind", String, nullable=False),
    Column("size", BigInteger),
    Column("state", word(HashState), nullable=False),
    Column("sha256", String(64)),
    Column("perceptual", String(16)),
    Column("detail", Text),
    Column("attempts", Integer, nullable=False),
    Column("queued_at", Instant),
    Column("due_at", Instant),  # when it is to be hashed; none once that is settled
    Column("hashed_at", Instant),
)
Index(
    "ix_media_hashes_due",
    media_hashes.c.due_at,
    media_hashes.c.channel_id,
    sqlite_where=media_hashes.c.due_at.is_not(None),
    postgresql_where=media_hashes.c.due_at.is_not(None),
)
HASHED = text("sha256 IS NOT NULL")
"""Words, so that the index below answers it."""

Index("ix_media_hashes_file", media_hashes.c.file, sqlite_where=HASHED, postgresql_where=HASHED)

# --- links and events -----------------------------------------------------------------------------------------------

matchings = Table(
    "matchings",
    metadata,
    Column("revision_id", Key, ForeignKey("revisions.id"), primary_key=True, autoincrement=False),
    Column("version", String, primary_key=True),
    Column("outcome", word(Outcome), nullable=False),
    Column("reason", Text),
    Column("at", Instant, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("id", Key, primary_key=True),
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False, index=True),
    Column("version", String, nullable=False),
    Column("kind", word(Kind), nullable=False),
    Column("target", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("certain", Boolean, nullable=False),
    Column("stance", word(Stance)),
    Column("holder", String),
    Column("speaker", String),
    Column("evidence", JSON, nullable=False),
    Column("figures", JSON, nullable=False),
)
SUGGESTED = text("kind = 'claim' AND NOT certain")
"""A claim that a post may be about, if an editor says so; words, so that the index below answers it."""

Index("ix_links_suggested", links.c.id, sqlite_where=SUGGESTED, postgresql_where=SUGGESTED)

events = Table(
    "events",
    metadata,
    Column("id", Key, primary_key=True),
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False, index=True),
    Column("kind", word(EventKind), nullable=False),
    Column("target_kind", word(Kind), nullable=False),
    Column("target", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("score", Float, nullable=False),
    Column("certain", Boolean, nullable=False),
    Column("stance", word(Stance)),
    Column("holder", String),
    Column("speaker", String),
    Column("source", String),
    Column("figures", JSON, nullable=False),
    Column("copy_of", Key, ForeignKey("revisions.id")),
    Index(None, "target_kind", "target"),
    sqlite_autoincrement=True,
)

# What is known of a claim is asked for every post about it: who said it, and with which figures, each kept once,
# so that the answer does not grow with the number of posts.
claim_voices = Table(
    "claim_voices",
    metadata,
    Column("claim", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("denies", Boolean, primary_key=True),
)

claim_figures = Table(
    "claim_figures",
    metadata,
    Column("claim", String, primary_key=True),
    Column("unit", String, primary_key=True),
    Column("figure", String, primary_key=True),  # as JSON: a number, or null for "several"
)

# What people settled about a claim, and why: rows are added, never changed. The newest one holds.
claim_statuses = Table(
    "claim_statuses",
    metadata,
    Column("id", Key, primary_key=True),
    Column("claim", String, nullable=False, index=True),
    Column("status", word(ClaimStatus), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("told_at", Instant),  # when its followers were told of it
    sqlite_autoincrement=True,
)
Index(
    "ix_claim_statuses_untold",
    claim_statuses.c.id,
    sqlite_where=claim_statuses.c.told_at.is_(None),
    postgresql_where=claim_statuses.c.told_at.is_(None),
)

# --- editors' own claims --------------------------------------------------------------------------------------------

# What editors add to the watchlist in chat: rows are added, never changed. The newest of a name holds.
entries = Table(
    "entries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", word(EntryKind), nullable=False),
    Column("name", String, nullable=False),
    Column("content", JSON(none_as_null=True)),  # null: withdrawn
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "kind", "name"),
    sqlite_autoincrement=True,
)

# What recent posts tell of places that no known claim is about; for a few days.
topics = Table(
    "topics",
    metadata,
    Column("id", Key, primary_key=True),
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("post_id", BigInteger, nullable=False),
    Column("said_at", Instant, nullable=False, index=True),
    Column("place", String, nullable=False),
    Column("event", String, nullable=False),
    Column("holder", String),
    Column("evidence", JSON, nullable=False),
    Column("actors", JSON, nullable=False),
    Column("figures", JSON, nullable=False),
    Column("weighed_at", Instant),  # when it was held against the others of its place
    Index(None, "channel_id", "post_id"),
    Index(None, "place", "said_at"),
    sqlite_autoincrement=True,
)
Index(
    "ix_topics_fresh",
    topics.c.id,
    sqlite_where=topics.c.weighed_at.is_(None),
    postgresql_where=topics.c.weighed_at.is_(None),
)

# Claims that are proposed: found in posts (then with where, what and when), or begun by an editor.
drafts = Table(
    "drafts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("area", String),
    Column("event", String),
    Column("since", Instant),
    Column("until", Instant),
    Column("slots", JSON, nullable=False),
    Column("statement", Text),
    Column("state", word(DraftState), nullable=False),
    Column("claim", String),  # the entry that it became, or is to change
    Column("made_at", Instant, nullable=False),
    Index(None, "area", "until"),
    sqlite_autoincrement=True,
)

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


def _chat_id(*, primary_key: bool = False) -> Column[int]:
    """Whose row this is; it leaves with its chat."""
    reference = ForeignKey("chats.chat_id", ondelete="CASCADE")
    return Column("chat_id", BigInteger, reference, primary_key=primary_key, autoincrement=False, nullable=False)


# Groups and channels: who with access stands behind them, and whether all members may change settings.
groups = Table(
    "groups",
    metadata,
    _chat_id(primary_key=True),
    Column("admitted_by", BigInteger, index=True),
    Column("everyone", Boolean, nullable=False),
    Column("title", String),  # of a channel; null: a group
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Key, primary_key=True),
    _chat_id(),
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

alerts = Table(
    "alerts",
    metadata,
    Column("id", Key, primary_key=True),
    _chat_id(),
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
    Column("event_id", Key, ForeignKey("events.id"), primary_key=True, autoincrement=False),
)

# The last time a chat was told of a target: one row, however often it was told.
told = Table(
    "told",
    metadata,
    _chat_id(primary_key=True),
    Column("kind", word(Kind), primary_key=True),
    Column("target", String, primary_key=True),
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False),
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
    _chat_id(),
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
    _chat_id(primary_key=True),
    Column("revision_id", Key, ForeignKey("revisions.id"), primary_key=True, autoincrement=False),
    Column("who", String, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)

# When a chat is not to be alerted, on its own clock.
quiet_hours = Table(
    "quiet_hours",
    metadata,
    _chat_id(primary_key=True),
    Column("begins", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Column("since", Instant, nullable=False),  # what was held back before has been told
    Column("ends_at", Instant, nullable=False, index=True),  # when they end next
)

# When a chat last proposed a channel.
proposals = Table(
    "proposals",
    metadata,
    _chat_id(primary_key=True),
    Column("at", Instant, nullable=False),
)

# The times of day, on its own clock, at which a chat gets a digest.
digest_times = Table(
    "digest_times",
    metadata,
    _chat_id(primary_key=True),
    Column("at", Time, primary_key=True),
    Column("next_at", Instant, nullable=False, index=True),
)

digests = Table(
    "digests",
    metadata,
    Column("id", Key, primary_key=True),
    _chat_id(),
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
    _chat_id(),
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
    _chat_id(),
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
    _chat_id(primary_key=True),
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
    return table.c.state == literal(state, deliveries.c.state.type, literal_execute=True)


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

# --- coverage and accounts --------------------------------------------------------------------------------------------

watched = Table(
    "watched",
    metadata,
    Column("handle", String, primary_key=True),
    Column("username", String, nullable=False),
    Column("channel_id", BigInteger, ForeignKey("channels.channel_id"), index=True),
    Column("seen_at", Instant),
    Column("next_poll_at", Instant, nullable=False, index=True),
    Column("problem", word(Problem)),
    Column("detail", Text),
    Column("problem_since", Instant),
    Column("account", String),  # who read it last
    Column("misses", Integer, nullable=False, server_default="0"),  # failed polls, one after the other
    Column("failing_since", Instant),
    Column("last_error", Text),
    Column("last_error_at", Instant),
    Column("lost_at", Instant),  # since when operators count it as not covered
    Column("estimate", JSON(none_as_null=True)),  # of when it posts; null: never read
    Column("may_join", Boolean, nullable=False, server_default=false()),  # the watchlist allows an account to join it
)

access_hashes = Table(
    "access_hashes",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("account", String, primary_key=True),
    Column("access_hash", BigInteger, nullable=False),
)

floods = Table(
    "floods",
    metadata,
    Column("account", String, primary_key=True),
    Column("request", String, primary_key=True),
    Column("until", Instant, nullable=False),
)

# What accounts heard when they asked to become a member of a channel.
joins = Table(
    "joins",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("account", String, primary_key=True),
    Column("asked_at", Instant, nullable=False),
    Column("refused", Text),  # why it is none; null: it is a member
    Column("again_at", Instant),  # it may ask again then
)

# What is left of each budget of requests, so that a restart does not begin them anew.
allowances = Table(
    "allowances",
    metadata,
    Column("name", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("requests", Float, nullable=False),
)

resting_accounts = Table(
    "resting_accounts",
    metadata,
    Column("account", String, primary_key=True),
    Column("why", Text, nullable=False),
    Column("since", Instant, nullable=False),
)

# Which version of the watchlist was in force since when; the newest row holds.
catalogues = Table(
    "catalogues",
    metadata,
    Column("id", Key, primary_key=True),
    Column("version", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("refused", Text),  # what is wrong with the files that should have come after it
    Column("refused_at", Instant),
    sqlite_autoincrement=True,
)

# What happened to channels and accounts, for operators; each is told once.
changes = Table(
    "changes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", word(ChangeKind), nullable=False),
    Column("subject", Text, nullable=False),
    Column("channel_id", BigInteger),
    Column("before", Text),
    Column("after", Text),
    Column("at", Instant, nullable=False),
    Column("told_at", Instant),
    sqlite_autoincrement=True,
)
Index(
    "ix_changes_untold",
    changes.c.id,
    sqlite_where=changes.c.told_at.is_(None),
    postgresql_where=changes.c.told_at.is_(None),
)

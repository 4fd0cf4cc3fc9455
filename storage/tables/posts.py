"""What was collected: channels, posts with their revisions, copies, searches, looks, gaps and media."""

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from storage.model import Cause, CopyKind, HashState
from storage.tables.columns import Instant, Key, Stage, metadata, word
from storage.watching import GapState

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

# Which revisions a matcher reads now, where there are several (PostgreSQL), and until when nobody else does.
leases = Table(
    "leases",
    metadata,
    Column("revision_id", Key, ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("until", Instant, nullable=False),
    Column("holder", String, nullable=False),
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

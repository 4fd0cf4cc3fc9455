"""What was found: matchings, links, events, and what is said of claims."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, text

from storage.model import Kind, Stance
from storage.said import ClaimStatus, DraftState, EntryKind
from storage.tables.columns import Instant, Key, Outcome, metadata, word
from storage.telling import EventKind

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

Index(
    "ix_events_copy_of",  # asked when a post is purged, as that of topics
    events.c.copy_of,
    sqlite_where=events.c.copy_of.is_not(None),
    postgresql_where=events.c.copy_of.is_not(None),
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

# --- matching again ---------------------------------------------------------------------------------------------------

# One row for each change of the watchlist after which the posts of the last days are matched again; the newest counts.
backfills = Table(
    "backfills",
    metadata,
    Column("catalogue_id", Key, ForeignKey("catalogues.id"), primary_key=True, autoincrement=False),
    Column("version", String, nullable=False),
    Column("since", Instant, nullable=False),  # posts that were published from then on
    Column("began_at", Instant, nullable=False),
    Column("above", Key, nullable=False),  # revisions with higher numbers are looked at
    Column("below", Key),  # of those, next the ones with lower numbers than this; null: all
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("matched_at", Instant),  # when no post was left
    Column("finished_at", Instant),  # when what they say was noted as well
)

# Revisions whose links have changed since they were noted, the other revisions of their posts included.
renoted = Table(
    "renoted",
    metadata,
    Column("revision_id", Key, ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
)

# Events of old posts that were noted when those were matched again: they count, and nobody is told of them.
history = Table(
    "history",
    metadata,
    Column("event_id", Key, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
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
    Column("revision_id", Key, ForeignKey("revisions.id"), nullable=False, index=True),
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

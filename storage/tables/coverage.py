"""What is watched: channels, accounts, and what stands in the way."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, false

from storage.tables.columns import Instant, Key, metadata, word
from storage.watching import ChangeKind, Problem, Work

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

# What broke a stage, and is left aside until somebody has it tried again.
parkings = Table(
    "parkings",
    metadata,
    Column("work", word(Work), primary_key=True),
    Column("item", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("told_at", Instant),
)

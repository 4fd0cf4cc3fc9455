"""What proves that what was collected is whole: the hash chains, what was purged of them, and the backups."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from storage.tables.columns import Instant, Key, metadata

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

# That posts were taken away, by whom and why: what an old rule or a person wanted forgotten.
purges = Table(
    "purges",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("revisions", Integer, nullable=False),
    UniqueConstraint("at", "by", "why"),
    sqlite_autoincrement=True,
)

# What is left of a purged revision: its place in the chain, and its digest, with which the chain can be followed.
purged = Table(
    "purged",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    Column("purge_id", Key, ForeignKey("purges.id"), nullable=False),
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

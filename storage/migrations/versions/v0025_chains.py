"""A hash chain for each channel; what is stored already is chained in the order in which it was stored."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.chaining import FIELDS, beginning, digests, link
from storage.model import Cause

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

PAGE = 2000

STORED = sa.text(
    "SELECT id, channel_id, post_id, number, cause, seen_at, said_at, published_at, edited_at, backlog, text, "
    "forward, reply_to, album_id, parts, media, links, author FROM revisions WHERE id > :after ORDER BY id LIMIT :page"
).columns(
    **dict.fromkeys(("seen_at", "said_at", "published_at", "edited_at"), sa.DateTime(timezone=True)),
    **dict.fromkeys(("forward", "parts", "media", "links"), sa.JSON()),
    backlog=sa.Boolean(),
)

PUT = sa.text(
    "INSERT INTO chain_links (channel_id, place, post_id, number, link) "
    "VALUES (:channel_id, :place, :post_id, :number, :link)"
)
PUT_HEAD = sa.text("INSERT INTO chains (channel_id, length, link) VALUES (:channel_id, :length, :link)")


def upgrade() -> None:
    op.create_table(
        "chain_links",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "place", name=op.f("pk_chain_links")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chains",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_chains")),
    )
    fill()


def fill() -> None:
    conn = op.get_bind()
    heads: dict[int, tuple[int, bytes]] = {}
    after = 0
    while rows := conn.execute(STORED, {"after": after, "page": PAGE}).mappings().all():
        contents = digests({name: [_as_written(name, row[name]) for row in rows] for name in FIELDS})
        conn.execute(PUT, [_next(row, content, heads) for row, content in zip(rows, contents, strict=True)])
        after = rows[-1]["id"]
    if heads:
        conn.execute(PUT_HEAD, [{"channel_id": of, "length": at, "link": last} for of, (at, last) in heads.items()])


def _next(row: sa.RowMapping, content: bytes, heads: dict[int, tuple[int, bytes]]) -> dict[str, object]:
    """The link of a revision; it is the head of its channel's chain from now on."""
    channel_id = row["channel_id"]
    place, before = heads.get(channel_id, (0, beginning(channel_id)))
    heads[channel_id] = place + 1, link(before, content)
    named = {"channel_id": channel_id, "post_id": row["post_id"], "number": row["number"]}
    return {**named, "place": place + 1, "link": heads[channel_id][1]}


def _as_written(name: str, value: Any) -> Any:
    if name == "cause":
        return Cause(value)
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value  # SQLite's

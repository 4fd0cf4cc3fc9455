"""The words of each post, so that posts can be searched; those that are stored already are read page by page."""

from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from storage.terms import folded, for_postgres, for_sqlite, key_of

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PAGE = 500

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

WAITING = sa.text(
    "SELECT r.id, r.channel_id, r.post_id, r.text, r.lang, r.published_at FROM revisions r "
    "JOIN posts p ON p.channel_id = r.channel_id AND p.post_id = r.post_id AND p.latest = r.number "
    "WHERE r.id > :after AND (r.stage IS NULL OR r.stage <> 'match') ORDER BY r.id LIMIT :page"
).columns(published_at=sa.DateTime(timezone=True))

INTO = "INSERT INTO searched (number, revision_id, words) VALUES "
PUT_IN_SQLITE = sa.text(INTO + "(:key, :of, :said) ON CONFLICT DO NOTHING")
PUT_IN_POSTGRES = sa.text(INTO + "(:key, :of, CAST(:said AS tsvector)) ON CONFLICT DO NOTHING")


def upgrade() -> None:
    op.create_table(
        "searched",
        sa.Column("number", KEY, autoincrement=False, nullable=False),
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_searched_revision_id_revisions")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_searched")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_searched_revision_id")),
    )
    if op.get_context().dialect.name == "sqlite":
        for statement in FULL_TEXT:
            op.execute(statement)
    fill()
    # After the rows: PostgreSQL builds such an index far faster at once than row by row
    op.create_index(
        "ix_searched_words",
        "searched",
        ["words"],
        postgresql_using="gin",
        sqlite_where=sa.text("words IS NULL"),
    )


def fill() -> None:
    """What waits for the matcher is left out: it is made findable when it is matched."""
    conn = op.get_bind()
    on_postgres = conn.dialect.name == "postgresql"
    spelled, put = (for_postgres, PUT_IN_POSTGRES) if on_postgres else (for_sqlite, PUT_IN_SQLITE)
    after = 0
    while rows := conn.execute(WAITING, {"after": after, "page": PAGE}).all():
        conn.execute(put, [_row(row, spelled(folded(row.text), row.channel_id, row.lang)) for row in rows])
        after = rows[-1].id


def _row(row: sa.Row[Any], said: str) -> dict[str, object]:
    moment = row.published_at if row.published_at.tzinfo else row.published_at.replace(tzinfo=UTC)  # SQLite keeps none
    return {"key": key_of(moment, row.channel_id, row.post_id), "of": row.id, "said": said}

"""After a change of the watchlist, posts of the last days are matched again: how far that is, and what it noted."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "backfills",
        sa.Column("catalogue_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("above", _KEY, nullable=False),
        sa.Column("below", _KEY),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["catalogue_id"], ["catalogues.id"], name=op.f("fk_backfills_catalogue_id_catalogues")),
        sa.PrimaryKeyConstraint("catalogue_id", name=op.f("pk_backfills")),
    )
    for name, column, table in (("renoted", "revision_id", "revisions"), ("history", "event_id", "events")):
        op.create_table(
            name,
            sa.Column(column, _KEY, autoincrement=False, nullable=False),
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{name}")),
        )

"""Several processes on PostgreSQL: which revisions a matcher reads now, and procrastinate's own tables for wake-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

PROCRASTINATE = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
"""The newest step of procrastinate's own that its schema holds (3.10). A version with newer steps needs a step of ours
that runs them; a test compares."""


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column(
            "revision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_leases_revision_id_revisions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_leases")),
    )
    if op.get_context().dialect.name == "postgresql":
        _bring_procrastinate()


def _bring_procrastinate() -> None:
    """Unless somebody who shares this database has brought it already."""
    from procrastinate.schema import SchemaManager  # SQLite needs none of it, and it is slow to load

    conn = op.get_bind()
    if conn.scalar(sa.text("SELECT to_regclass('procrastinate_jobs')")) is None:
        conn.connection.driver_connection.execute(SchemaManager.get_schema())  # type: ignore[union-attr]

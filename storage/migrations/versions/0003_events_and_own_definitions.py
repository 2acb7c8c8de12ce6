"""Events; versions of own metrics; own benchmarks; own dimensions."""

import sqlalchemy as sa
from alembic import op

revision = "0003_events_and_own_definitions"
down_revision = "0002_delivery_sweep"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_event")),
        sa.UniqueConstraint("workspace", "origin", name=op.f("uq_event_workspace_origin")),
    )
    op.create_table(
        "metric_version",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("workspace", "key", "version", name=op.f("pk_metric_version")),
    )
    op.execute(
        'INSERT INTO metric_version (workspace, "key", version, definition, author, at) '
        "SELECT workspace, \"key\", 1, definition, '', NULL FROM metric"
    )
    op.create_table(
        "own_benchmark",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_own_benchmark")),
    )
    op.create_table(
        "dimension",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_dimension")),
    )

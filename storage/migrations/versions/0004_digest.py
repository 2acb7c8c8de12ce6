"""Digests: chosen days and metrics, tone, holidays, pauses with an end; reactions of readers."""

import sqlalchemy as sa
from alembic import op

revision = "0004_digest"
down_revision = "0003_events_and_own_definitions"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KEPT = (
    'workspace, number, channel, zone, "at", rhythm, weekday, framework, stages, owner, private, '
    "quiet, warnings, paused, created_at"
)


def upgrade() -> None:
    """The table is made anew, so that both engines end with the very same definition."""
    op.execute("CREATE TABLE schedule_before AS SELECT * FROM schedule")
    op.drop_table("schedule")
    op.create_table(
        "schedule",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("warnings", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("holidays", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_schedule")),
        sa.UniqueConstraint("workspace", "channel", name=op.f("uq_schedule_workspace_channel")),
    )
    op.execute(
        f"INSERT INTO schedule ({KEPT}, days, metrics, tone, holidays, country) "
        f"SELECT {KEPT}, '[0, 1, 2, 3, 4]', '[]', 'full', 'send', '' FROM schedule_before"
    )
    op.drop_table("schedule_before")
    op.create_table(
        "reaction",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("schedule", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace", "schedule", "slot", "user", "kind", name=op.f("pk_reaction")
        ),
    )
    op.create_index(op.f("ix_delivery_workspace_ts"), "delivery", ["workspace", "ts"])

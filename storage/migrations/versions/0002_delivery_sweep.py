"""Deliveries know their thread, when to be swept, and are found by when they were posted."""

import sqlalchemy as sa
from alembic import op

revision = "0002_delivery_sweep"
down_revision = "0001_first_release"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # A table made anew reads the same on both engines; SQLite cannot add a column before a
    # constraint, nor one that must not be empty without a default that stays.
    op.execute("CREATE TABLE delivery_kept AS SELECT * FROM delivery")
    op.drop_table("delivery")
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("not_before", INSTANT, nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("posted_from", INSTANT, nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("covered_until", INSTANT, nullable=True),
        sa.Column("thread_ts", sa.String(), nullable=False),
        sa.Column("sweep_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "workspace",
            "kind",
            "subject",
            "channel",
            "slot",
            name=op.f("uq_delivery_workspace_kind_subject_channel_slot"),
        ),
    )
    columns = (
        "id, workspace, position, kind, subject, channel, slot, state, planned_at, not_before, "
        "owner, lease_until, posted_from, attempt, ts, code, covered_until"
    )
    op.execute(
        f"INSERT INTO delivery ({columns}, thread_ts) SELECT {columns}, '' FROM delivery_kept"
    )
    op.drop_table("delivery_kept")
    for names in (
        ["workspace", "position"],
        ["workspace", "state", "position"],
        ["workspace", "posted_from"],
        ["workspace", "sweep_at"],
    ):
        op.create_index(op.f(f"ix_delivery_{'_'.join(names)}"), "delivery", names, unique=False)

"""First release: workspaces, numbers with their revisions, goals, breaks, digests, deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001_first_release"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "break",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("onset", sa.Date(), nullable=False),
        sa.Column("onset_low", sa.Date(), nullable=False),
        sa.Column("onset_high", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("observed", sa.Float(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("segment", KEY, nullable=False),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("attention", sa.String(), nullable=False),
        sa.Column("attention_by", sa.String(), nullable=False),
        sa.Column("snoozed_until", INSTANT, nullable=True),
        sa.Column("inside", sa.Integer(), nullable=False),
        sa.Column("money", sa.JSON(), nullable=True),
        sa.Column("told_size", sa.Float(), nullable=False),
        sa.Column("worsened_on", sa.Date(), nullable=True),
        sa.Column("historic", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_break")),
    )
    op.create_index(
        op.f("ix_break_workspace_condition"), "break", ["workspace", "condition"], unique=False
    )
    op.create_index(
        op.f("ix_break_workspace_metric_segment_grain"),
        "break",
        ["workspace", "metric", "segment", "grain"],
        unique=False,
    )
    op.create_table(
        "counter",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "kind", name=op.f("pk_counter")),
    )
    op.create_table(
        "deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
    )
    op.create_index(op.f("ix_deed_workspace_id"), "deed", ["workspace", "id"], unique=False)
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
    op.create_index(
        op.f("ix_delivery_workspace_position"), "delivery", ["workspace", "position"], unique=False
    )
    op.create_index(
        op.f("ix_delivery_workspace_state_position"),
        "delivery",
        ["workspace", "state", "position"],
        unique=False,
    )
    op.create_table(
        "goal",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=False),
        sa.Column("baseline_first", sa.Date(), nullable=False),
        sa.Column("baseline_last", sa.Date(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("target_form", sa.String(), nullable=False),
        sa.Column("target_amount", sa.Float(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("segment", KEY, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_goal")),
        sa.UniqueConstraint("workspace", "origin", name=op.f("uq_goal_workspace_origin")),
    )
    op.create_table(
        "metric",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_metric")),
    )
    op.create_table(
        "person",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_person")),
    )
    op.create_table(
        "recording",
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_recording")),
    )
    op.create_index(
        op.f("ix_recording_workspace_author_number"),
        "recording",
        ["workspace", "author", "number"],
        unique=False,
    )
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
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_schedule")),
        sa.UniqueConstraint("workspace", "channel", name=op.f("uq_schedule_workspace_channel")),
    )
    op.create_table(
        "seen",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_seen")),
    )
    op.create_index(op.f("ix_seen_workspace_at"), "seen", ["workspace", "at"], unique=False)
    op.create_table(
        "series",
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("segment", KEY, nullable=False),
        sa.Column("grain", KEY, nullable=False),
        sa.Column("metric", KEY, nullable=False),
        sa.Column("first", KEY, nullable=False),
        sa.Column("last", KEY, nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("judged_through", KEY, nullable=True),
        sa.PrimaryKeyConstraint("workspace", "segment", "grain", "metric", name=op.f("pk_series")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot",
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("metric", KEY, nullable=False),
        sa.Column("segment", KEY, nullable=False),
        sa.Column("grain", KEY, nullable=False),
        sa.Column("period", KEY, nullable=False),
        sa.Column("value", sa.Float(53), nullable=False),
        sa.Column("numerator", sa.Float(53), nullable=True),
        sa.Column("denominator", sa.Float(53), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recording", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace",
            "metric",
            "segment",
            "grain",
            "period",
            name=op.f("pk_snapshot"),
            postgresql_include=["value", "numerator", "denominator"],
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot_history",
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("metric", KEY, nullable=False),
        sa.Column("segment", KEY, nullable=False),
        sa.Column("grain", KEY, nullable=False),
        sa.Column("period", KEY, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("value", sa.Float(53), nullable=False),
        sa.Column("numerator", sa.Float(53), nullable=True),
        sa.Column("denominator", sa.Float(53), nullable=True),
        sa.Column("recording", sa.Integer(), nullable=False),
        sa.Column("superseded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace",
            "metric",
            "segment",
            "grain",
            "period",
            "recorded_at",
            name=op.f("pk_snapshot_history"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("number_style", sa.String(), nullable=False),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("stopped", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "recording_series",
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("recording", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", KEY, nullable=False),
        sa.Column("segment", KEY, nullable=False),
        sa.Column("grain", KEY, nullable=False),
        sa.Column("first", KEY, nullable=False),
        sa.Column("last", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "recording"],
            ["recording.workspace", "recording.number"],
            name=op.f("fk_recording_series_workspace_recording"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "recording", "metric", "segment", "grain", name=op.f("pk_recording_series")
        ),
        sqlite_with_rowid=False,
    )

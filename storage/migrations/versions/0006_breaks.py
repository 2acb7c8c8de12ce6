"""Breaks: a channel's alarm budget and quiet hours, feedback, breaks that people report, answers."""

import sqlalchemy as sa
from alembic import op

revision = "0006_breaks"
down_revision = "0005_goals"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _widen("schedule", "alarm", sa.JSON(), "{}")
    _widen("break", "useful_by", sa.String(), "")
    op.create_table(
        "break_report",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_break_report")),
        sa.UniqueConstraint("workspace", "origin", name=op.f("uq_break_report_workspace_origin")),
    )
    op.create_table(
        "break_answer",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("speaks", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", "question", name=op.f("pk_break_answer")),
    )


def _widen(table: str, name: str, kind: sa.types.TypeEngine[object], filled: str) -> None:
    """A new column without a default: it stands in code, and here only to fill old rows."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(name, kind, nullable=False, server_default=filled))
    with op.batch_alter_table(table) as batch:
        batch.alter_column(name, existing_type=kind, server_default=None)

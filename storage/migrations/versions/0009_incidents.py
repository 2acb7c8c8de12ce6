"""Breaks that are one incident share its number; how far computed rates were judged."""

import sqlalchemy as sa
from alembic import op

revision = "0009_incidents"
down_revision = "0008_message_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each break of before is an incident of its own."""
    with op.batch_alter_table("break") as batch:
        batch.add_column(sa.Column("incident", sa.Integer(), nullable=False, server_default="0"))
    op.execute('UPDATE "break" SET incident = number')
    with op.batch_alter_table("break") as batch:
        batch.alter_column("incident", existing_type=sa.Integer(), server_default=None)
        batch.create_index(op.f("ix_break_workspace_incident"), ["workspace", "incident"])
    op.create_table(
        "conversion",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("judged_through", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "metric", name=op.f("pk_conversion")),
    )

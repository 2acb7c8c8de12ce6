"""Addresses of the messages about goals and breaks."""

import sqlalchemy as sa
from alembic import op

revision = "0008_message_links"
down_revision = "0007_calendar"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_link",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "delivery", name=op.f("pk_message_link")),
    )

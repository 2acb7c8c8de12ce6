"""Metrics whose days are unsteady at present."""

import sqlalchemy as sa
from alembic import op

revision = "0010_spells"
down_revision = "0009_incidents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spell",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("onset", sa.Date(), nullable=False),
        sa.Column("now", sa.Float(), nullable=False),
        sa.Column("before", sa.Float(), nullable=False),
        sa.Column("relative", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "metric", name=op.f("pk_spell")),
    )

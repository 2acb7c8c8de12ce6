"""A workspace's calendar: first day of the week, first month of the fiscal year, public holidays."""

import sqlalchemy as sa
from alembic import op

revision = "0007_calendar"
down_revision = "0006_breaks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen("workspace", "first_day", sa.Integer(), "0")
    _widen("workspace", "fiscal_month", sa.Integer(), "1")
    _widen("workspace", "country", sa.String(), "")


def _widen(table: str, name: str, kind: sa.types.TypeEngine[object], filled: str) -> None:
    """A new column without a default: it stands in code, and here only to fill old rows."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(name, kind, nullable=False, server_default=filled))
    with op.batch_alter_table(table) as batch:
        batch.alter_column(name, existing_type=kind, server_default=None)

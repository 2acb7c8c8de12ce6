"""Goals that live: kind, path, check-ins, stated probabilities; drafts as their own thing."""

import sqlalchemy as sa
from alembic import op

revision = "0005_goals"
down_revision = "0004_digest"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NEW = {"contributors": "[]", "parent": "0", "plan": "{}", "watch": "{}"}


def upgrade() -> None:
    _widen_goals()
    op.create_table(
        "goal_draft",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_goal_draft")),
        sa.UniqueConstraint("workspace", "origin", name=op.f("uq_goal_draft_workspace_origin")),
    )
    op.create_index(
        op.f("ix_goal_draft_workspace_author"), "goal_draft", ["workspace", "author"], unique=False
    )
    op.create_table(
        "goal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("now", sa.String(), nullable=False),
        sa.Column("softer", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_entry")),
    )
    op.create_index(
        op.f("ix_goal_entry_workspace_goal_id"),
        "goal_entry",
        ["workspace", "goal", "id"],
        unique=False,
    )
    op.create_table(
        "goal_stated",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("goal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "goal", "moment", name=op.f("pk_goal_stated")),
    )
    _move_drafts()


def _widen_goals() -> None:
    """New columns without a default: it stands in code, and here only to fill old rows."""
    kinds = {"contributors": sa.JSON(), "parent": sa.Integer(), "plan": sa.JSON()}
    with op.batch_alter_table("goal") as goal:
        for name, kind in (kinds | {"watch": sa.JSON()}).items():
            goal.add_column(sa.Column(name, kind, nullable=False, server_default=NEW[name]))
    with op.batch_alter_table("goal") as goal:
        for name, kind in (kinds | {"watch": sa.JSON()}).items():
            goal.alter_column(name, existing_type=kind, server_default=None)


def _move_drafts() -> None:
    """A draft was a goal with marks for what was open; now it is the form as it was left."""
    connection = op.get_bind()
    old = connection.execute(sa.text("SELECT * FROM goal WHERE state = 'draft'")).mappings().all()
    draft = sa.table(
        "goal_draft",
        *(sa.column(name) for name in ("workspace", "number", "origin", "author", "channel")),
        *(sa.column(name) for name in ("private", "sentence", "kept", "goal")),
        sa.column("saved_at", INSTANT),
        sa.column("answers", sa.JSON()),
    )
    for row in old:
        values = {name: row[name] for name in ("workspace", "number", "origin", "channel")}
        values |= {"author": row["created_by"], "private": bool(row["private"])}
        saved_at = row["created_at"]
        values |= {"saved_at": sa.text(":at").bindparams(at=saved_at), "answers": _answers(row)}
        connection.execute(draft.insert().values(**values, sentence="", kept=True, goal=0))
    connection.execute(sa.text("DELETE FROM goal WHERE state = 'draft'"))
    connection.execute(
        sa.text(
            "INSERT INTO counter (workspace, kind, value) SELECT workspace, 'goal_draft', "
            "max(number) FROM goal_draft GROUP BY workspace"
        )
    )


def _answers(row: sa.RowMapping) -> dict[str, object]:
    names = ("metric", "object", "owner", "action", "objective", "stage")
    undecided = row["target_form"] == "absolute" and row["target"] != row["target_amount"]
    deadline = str(row["deadline"])
    found: dict[str, object] = {name: row[name] for name in names}
    if row["target_amount"]:
        found["target"] = f"{row['target_amount']:.15g}"
    if not undecided:
        found |= {"target_form": row["target_form"], "side": row["side"]}
    if not deadline.startswith("9999"):
        found["deadline"] = deadline
    return found

"""Numbers that people see (goal 3, break 12), and a clock that never shows one instant twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case

from storage.scope import Scope
from storage.tables import COUNTER
from storage.workspaces import ensure_workspace

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def next_number(scope: Scope, kind: str) -> int:
    """1, 2, … per workspace and kind; a number is never given twice, also after a deletion."""
    return _advance(scope, kind, 1, COUNTER.c.value + 1)


def next_instant(scope: Scope, at: datetime) -> datetime:
    """`at`, or a microsecond after the last instant given to this workspace if that is later.

    Its row stays locked until the transaction ends: recordings of a workspace go one by one.
    """
    wanted = (at - EPOCH) // MICROSECOND
    later = case((COUNTER.c.value < wanted, wanted), else_=COUNTER.c.value + 1)
    return EPOCH + _advance(scope, "clock", wanted, later) * MICROSECOND


def _advance(scope: Scope, kind: str, first: int, following: ColumnElement[Any]) -> int:
    ensure_workspace(scope)
    start = scope.insert(COUNTER).values(workspace=scope.workspace, kind=kind, value=first)
    statement = start.on_conflict_do_update(
        index_elements=["workspace", "kind"], set_={"value": following}
    )
    return int(scope.connection.execute(statement.returning(COUNTER.c.value)).scalar_one())

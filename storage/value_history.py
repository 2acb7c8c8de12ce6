"""Every value that one period ever had: who gave it, from where, when, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import RowMapping, Table, literal, select

from funnel.model import Grain, Recording, RecordingKind, Segment, Snapshot
from storage.periods import period_text
from storage.recordings import Recordings
from storage.scope import Scope
from storage.snapshot_rows import snapshot_of
from storage.snapshot_tables import HISTORY, NUMBERS, PERIOD_KEY, RECORDING, SNAPSHOT


class End(StrEnum):
    """What became of a value."""

    STANDS = "stands"
    REPLACED = "replaced"
    UNDONE = "undone"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Revision:
    """A value of a period, with the recording that gave it; `until` is None while it stands."""

    snapshot: Snapshot
    recording: Recording
    since: datetime
    end: End
    until: datetime | None = None


def revisions_of(
    scope: Scope, metric: str, start: date, *, segment: Segment, grain: Grain
) -> tuple[Revision, ...]:
    """Oldest first."""
    rows = [
        row
        for table in (HISTORY, SNAPSHOT)
        for row in _rows(scope, table, metric, start, segment=segment, grain=grain)
    ]
    found = (_revision(scope, row) for row in rows)
    return tuple(sorted((one for one in found if one), key=lambda one: one.since))


def _rows(
    scope: Scope, table: Table, metric: str, start: date, *, segment: Segment, grain: Grain
) -> list[RowMapping]:
    until = table.c.superseded_at if table is HISTORY else literal(None).label("superseded_at")
    columns = [table.c[name] for name in (*PERIOD_KEY, *NUMBERS, "recorded_at", "recording")]
    mine = select(*columns, until).where(
        table.c.workspace == scope.workspace,
        table.c.metric == metric,
        table.c.segment == str(segment),
        table.c.grain == grain.value,
        table.c.period == period_text(start, grain),
    )
    return list(scope.rows(mine))


def _revision(scope: Scope, row: RowMapping) -> Revision | None:
    recording = Recordings(scope).get(row["recording"])
    if recording is None:
        return None
    until: datetime | None = row["superseded_at"]
    end = End.STANDS if until is None else _end(scope, recording, until)
    return Revision(snapshot_of(row), recording, row["recorded_at"], end, until)


def _end(scope: Scope, recording: Recording, until: datetime) -> End:
    if recording.undone_at == until:
        return End.UNDONE
    deletions = scope.select(RECORDING).where(
        RECORDING.c.at == until, RECORDING.c.kind == RecordingKind.DELETE
    )
    return End.DELETED if scope.first(Recording, deletions) else End.REPLACED

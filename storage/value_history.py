"""Every value that one period ever had: who gave it, from where, when, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import RowMapping, Table, and_, literal, select

from funnel.freshness import Restated
from funnel.model import TOTAL, Grain, Recording, RecordingKind, Segment, Snapshot
from storage.periods import between, parse_period, period_text
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


def restated_since(
    scope: Scope, metrics: Sequence[str], since: datetime, *, grain: Grain, first: date
) -> tuple[Restated, ...]:
    """Totals of periods from `first` on whose value is another than it was at that instant; periods
    that had none then, or have none now, are not among them."""
    then, now, entry = HISTORY.c, SNAPSHOT.c, RECORDING.c
    same = [now[name] == then[name] for name in ("workspace", *PERIOD_KEY)]
    given = and_(entry.workspace == now.workspace, entry.number == now.recording)
    changed = (
        select(
            then.metric, then.grain, then.period, then.value, now.value, entry.source, entry.author
        )
        .join(SNAPSHOT, and_(*same))
        .join(RECORDING, given)
        .where(
            then.workspace == scope.workspace,
            then.metric.in_(list(metrics)),
            then.segment == str(TOTAL),
            then.grain == grain.value,
            *between(then.period, first, None, grain=grain),
            then.recorded_at <= since,
            then.superseded_at > since,
            then.value != now.value,
        )
        .order_by(then.metric, then.period)
    )
    return tuple(
        Restated(metric, Grain(of), parse_period(period), old, new, source, author)
        for metric, of, period, old, new, source, author in scope.connection.execute(changed)
    )


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

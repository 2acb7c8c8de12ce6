"""Acts of putting numbers in: who, when, from where, and which rows they wrote."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, Table, select

from funnel.model import Recording, RecordingKind, Segment, Snapshot
from storage.scope import Scope
from storage.snapshot_rows import snapshot_of
from storage.snapshot_tables import (
    HISTORY,
    NUMBERS,
    PERIOD_KEY,
    RECORDING,
    RECORDING_SERIES,
    SERIES_KEY,
    SNAPSHOT,
)


@dataclass(frozen=True, slots=True)
class Recordings:
    scope: Scope

    def get(self, number: int) -> Recording | None:
        mine = self.scope.select(RECORDING).where(RECORDING.c.number == number)
        return self.scope.first(Recording, mine)

    def last_of(self, author: str) -> Recording | None:
        """The person's newest one that is not undone."""
        standing = self.scope.select(RECORDING).where(
            RECORDING.c.author == author, RECORDING.c.undone_at.is_(None)
        )
        return self.scope.first(Recording, standing.order_by(RECORDING.c.number.desc()).limit(1))

    def latest(self, limit: int) -> tuple[Recording, ...]:
        """The newest of the workspace, undone ones too, newest first."""
        newest = self.scope.select(RECORDING).order_by(RECORDING.c.number.desc()).limit(limit)
        return self.scope.all(Recording, newest)

    def snapshots(self, number: int) -> tuple[Snapshot, ...]:
        """The rows that it wrote, by key, also those that were revised or undone since."""
        recording = self.get(number)
        if recording is not None and recording.kind is RecordingKind.DELETE:
            return self._deleted(recording)
        wrote = {
            snapshot_of(row)
            for touched in touched_series(self.scope, number)
            for table in (SNAPSHOT, HISTORY)
            for row in self.scope.rows(written_rows(self.scope, table, number, touched=touched))
        }
        return tuple(sorted(wrote, key=_key))

    def _deleted(self, recording: Recording) -> tuple[Snapshot, ...]:
        gone = (
            snapshot_of(row)
            for touched in touched_series(self.scope, recording.number)
            for row in self.scope.rows(deleted_rows(self.scope, recording, touched=touched))
        )
        return tuple(sorted(gone, key=_key))


def _key(row: Snapshot) -> tuple[str, Segment, str, date]:
    return row.metric, row.segment, row.grain, row.start


def touched_series(scope: Scope, number: int) -> tuple[RowMapping, ...]:
    """Rows of `recording_series`: where the recording wrote."""
    mine = scope.select(RECORDING_SERIES).where(RECORDING_SERIES.c.recording == number)
    return tuple(scope.rows(mine))


def written_rows(scope: Scope, table: Table, number: int, *, touched: RowMapping) -> Select[Any]:
    """The recording's rows of one series, from a range of the key. As one join over all series
    SQLite would walk through every number of the workspace."""
    return select(*(table.c[name] for name in (*PERIOD_KEY, *NUMBERS))).where(
        table.c.workspace == scope.workspace,
        *(table.c[name] == touched[name] for name in SERIES_KEY),
        table.c.period >= touched["first"],
        table.c.period <= touched["last"],
        table.c.recording == number,
    )


def deleted_rows(scope: Scope, recording: Recording, *, touched: RowMapping) -> Select[Any]:
    """What a deletion took away in one series, from a range of the key."""
    return select(*(HISTORY.c[name] for name in (*PERIOD_KEY, *NUMBERS))).where(
        HISTORY.c.workspace == scope.workspace,
        *(HISTORY.c[name] == touched[name] for name in SERIES_KEY),
        HISTORY.c.period >= touched["first"],
        HISTORY.c.period <= touched["last"],
        HISTORY.c.superseded_at == recording.at,
    )

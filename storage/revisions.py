"""Puts numbers in and takes them back; every value that ever counted stays in the history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    literal,
    select,
    true,
    tuple_,
)
from sqlmodel.sql.sqltypes import UTCDateTime

from funnel.errors import NotAllowed, UnknownNumber
from funnel.model import Recording, RecordingKind, Snapshot
from storage.counters import next_instant, next_number
from storage.recordings import Recordings, deleted_rows, touched_series, written_rows
from storage.scope import Scope
from storage.series_rows import refresh_after_recording, refresh_after_undo
from storage.snapshot_tables import (
    HISTORY,
    INCOMING,
    NUMBERS,
    PERIOD_KEY,
    RECORDING,
    RECORDING_SERIES,
    SERIES,
    SERIES_KEY,
    SNAPSHOT,
)
from storage.staging import Batch, clear_stage, count_staged, stage, staged

PRESENT = ("workspace", *PERIOD_KEY, *NUMBERS, "recorded_at", "recording")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the rows of one recording; `new + restated` of them were written."""

    number: int
    new: int
    restated: int
    same: int


def record(
    scope: Scope,
    batches: Iterable[Batch],
    *,
    kind: RecordingKind,
    source: str,
    author: str,
    at: datetime,
) -> Recorded:
    """Writes what differs from what is stored. Memory is bounded by the largest batch."""
    with staged(scope):
        stage(scope, batches)
        return record_staged(scope, kind=kind, source=source, author=author, at=at)


def record_staged(
    scope: Scope, *, kind: RecordingKind, source: str, author: str, at: datetime
) -> Recorded:
    """The same for rows that stand in `incoming` already; it is empty afterwards."""
    number = next_number(scope, "recording")
    instant = next_instant(scope, at)
    count_staged(scope)
    same = restated = 0
    if _touches_known(scope):
        same = scope.changed(_drop_unchanged(scope))
        restated = scope.changed(_supersede(scope, instant))
    written = scope.changed(_put_in(scope, number, instant))
    recording = Recording(number, kind, author, source, instant, rows=written)
    _note(scope, recording)
    refresh_after_recording(scope, number, at=instant)
    clear_stage(scope)
    return Recorded(number, new=written - restated, restated=restated, same=same)


def undo(scope: Scope, number: int, *, author: str, at: datetime) -> int:
    """Puts back what stood there before the recording; how many rows that were.

    A value that had none before it is taken away. Raises UnknownNumber, or NotAllowed when the
    recording is undone already or one of its rows was written over since.
    """
    instant = next_instant(scope, at)
    recording = Recordings(scope).get(number)
    if recording is None:
        raise UnknownNumber(f"There is no entry {number}.", "Type /funnel log last to see yours.")
    if recording.undone_at is not None:
        raise NotAllowed(f"Entry {number} was undone already.", "Type /funnel log last.")
    with staged(scope):
        deletes = recording.kind is RecordingKind.DELETE
        standing = _stage_deleted(scope, recording) if deletes else _stage_standing(scope, number)
        if standing < recording.rows:
            raise NotAllowed(
                f"Newer numbers stand where entry {number} wrote, so it cannot be undone.",
                "Log the right value instead; the old ones stay in the history.",
            )
        count_staged(scope)
        scope.changed(_supersede(scope, instant))
        scope.changed(_put_back(scope, recording, instant))
        scope.changed(
            scope.delete(SNAPSHOT).where(_is_incoming(SNAPSHOT), SNAPSHOT.c.recording == number)
        )
    mine = scope.update(RECORDING).where(RECORDING.c.number == number)
    scope.connection.execute(mine.values(undone_at=instant, undone_by=author))
    refresh_after_undo(scope, number, at=instant)
    return recording.rows


def take_away(
    scope: Scope, rows: Sequence[Snapshot], *, source: str, author: str, at: datetime
) -> Recording:
    """Deletes present values: they go to the history as one recording, which `undo` takes back."""
    number = next_number(scope, "recording")
    instant = next_instant(scope, at)
    with staged(scope):
        stage(scope, [rows])
        count_staged(scope)
        gone = scope.changed(_supersede(scope, instant))
        scope.changed(scope.delete(SNAPSHOT).where(_is_incoming(SNAPSHOT)))
        recording = Recording(number, RecordingKind.DELETE, author, source, instant, rows=gone)
        _note(scope, recording)
    refresh_after_undo(scope, number, at=instant)
    return recording


def _stage_deleted(scope: Scope, recording: Recording) -> int:
    """Fills `incoming` with what the deletion took away and nobody wrote since; how many."""
    names = [*PERIOD_KEY, *NUMBERS]
    gone = (
        deleted_rows(scope, recording, touched=touched)
        for touched in touched_series(scope, recording.number)
    )
    staged_rows = sum(
        scope.changed(scope.insert(INCOMING).from_select(names, rows)) for rows in gone
    )
    there = select(func.count()).select_from(SNAPSHOT)
    written = scope.connection.execute(
        there.where(SNAPSHOT.c.workspace == scope.workspace, _is_incoming(SNAPSHOT))
    ).scalar_one()
    return staged_rows - int(written)


def _is_incoming(table: Table) -> ColumnElement[bool]:
    """A row-value IN: both engines look each incoming key up instead of joining two tables."""
    keys = select(*(INCOMING.c[name] for name in PERIOD_KEY))
    return tuple_(*(table.c[name] for name in PERIOD_KEY)).in_(keys)


def _touches_known(scope: Scope) -> bool:
    """Whether a series of the incoming rows is there already: a first import compares nothing."""
    keys = select(*(INCOMING.c[name] for name in SERIES_KEY)).distinct()
    known = select(SERIES.c.metric).where(
        SERIES.c.workspace == scope.workspace,
        tuple_(*(SERIES.c[name] for name in SERIES_KEY)).in_(keys),
    )
    return scope.connection.execute(known.limit(1)).first() is not None


def _drop_unchanged(scope: Scope) -> Delete:
    same = [
        SNAPSHOT.c.workspace == scope.workspace,
        *(SNAPSHOT.c[name] == INCOMING.c[name] for name in PERIOD_KEY),
        *(SNAPSHOT.c[name].is_not_distinct_from(INCOMING.c[name]) for name in NUMBERS),
    ]
    stored = select(SNAPSHOT.c.metric).where(and_(*same)).correlate(INCOMING)
    return delete(INCOMING).where(exists(stored))


def _supersede(scope: Scope, instant: datetime) -> Any:
    """Copies the present rows of the incoming periods to the history."""
    columns = [SNAPSHOT.c[name] for name in PRESENT]
    rows = select(*columns, literal(instant, UTCDateTime())).where(
        SNAPSHOT.c.workspace == scope.workspace, _is_incoming(SNAPSHOT)
    )
    return scope.insert(HISTORY).from_select([*PRESENT, "superseded_at"], rows)


def _put_in(scope: Scope, number: int, instant: datetime) -> Any:
    names = (*PERIOD_KEY, *NUMBERS)
    rows = select(
        literal(scope.workspace),
        *(INCOMING.c[name] for name in names),
        literal(instant, UTCDateTime()),
        literal(number),
    ).where(true())  # SQLite reads "FROM incoming ON CONFLICT" as a join without it
    return _upsert(scope, rows)


def _put_back(scope: Scope, recording: Recording, instant: datetime) -> Any:
    """Values that the recording superseded, as a new revision in the name of who gave them."""
    rows = select(
        literal(scope.workspace),
        *(HISTORY.c[name] for name in (*PERIOD_KEY, *NUMBERS)),
        literal(instant, UTCDateTime()),
        HISTORY.c.recording,
    ).where(
        HISTORY.c.workspace == scope.workspace,
        _is_incoming(HISTORY),
        HISTORY.c.superseded_at == recording.at,
    )
    return _upsert(scope, rows)


def _upsert(scope: Scope, rows: Select[Any]) -> Any:
    new = scope.insert(SNAPSHOT).from_select(list(PRESENT), rows)
    return new.on_conflict_do_update(
        index_elements=["workspace", *PERIOD_KEY],
        set_={name: new.excluded[name] for name in (*NUMBERS, "recorded_at", "recording")},
    )


def _note(scope: Scope, recording: Recording) -> None:
    """Stores the recording, and the series and periods where it wrote."""
    row = {
        "workspace": scope.workspace,
        "number": recording.number,
        "kind": recording.kind,
        "author": recording.author,
        "source": recording.source,
        "at": recording.at,
        "rows": recording.rows,
        "undone_by": "",
    }
    scope.connection.execute(scope.insert(RECORDING).values(row))
    keys = [INCOMING.c[name] for name in SERIES_KEY]
    touched = select(
        literal(scope.workspace),
        literal(recording.number),
        *keys,
        func.min(INCOMING.c.period),
        func.max(INCOMING.c.period),
    ).group_by(*keys)
    columns = ["workspace", "recording", *SERIES_KEY, "first", "last"]
    scope.connection.execute(scope.insert(RECORDING_SERIES).from_select(columns, touched))


def _stage_standing(scope: Scope, number: int) -> int:
    """Fills `incoming` with the recording's rows that are still the present ones; how many."""
    names = [*PERIOD_KEY, *NUMBERS]
    standing = (
        written_rows(scope, SNAPSHOT, number, touched=touched)
        for touched in touched_series(scope, number)
    )
    return sum(scope.changed(scope.insert(INCOMING).from_select(names, rows)) for rows in standing)

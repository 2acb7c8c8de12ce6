"""Keeps one row a series in step with its snapshots after each recording."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, case, func, literal, select, tuple_
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.scope import Scope
from storage.snapshot_tables import RECORDING, RECORDING_SERIES, SERIES, SERIES_KEY, SNAPSHOT

TOUCHED = RECORDING_SERIES.c
SERIES_KEYS = tuple_(*(SERIES.c[name] for name in SERIES_KEY))
FACTS = ("first", "last", "periods", "recorded_at", "source", "author")


def refresh_after_recording(scope: Scope, number: int, *, at: datetime) -> None:
    """Every series that the recording touched now speaks of it."""
    _refresh(scope, number, at=at, credited=literal(number))


def refresh_after_undo(scope: Scope, number: int, *, at: datetime) -> None:
    """The series speak of who gave their newest value that stands; empty ones are forgotten."""
    touched = select(*(TOUCHED[name] for name in SERIES_KEY)).where(*_touched(scope, number))
    filled = touched.where(_rows_of(SNAPSHOT.c.period).limit(1).exists())
    scope.connection.execute(
        scope.delete(SERIES).where(SERIES_KEYS.in_(touched), SERIES_KEYS.not_in(filled))
    )
    newest = _rows_of(SNAPSHOT.c.recording).order_by(SNAPSHOT.c.period.desc()).limit(1)
    _refresh(scope, number, at=at, credited=newest.scalar_subquery())


def _touched(scope: Scope, number: int) -> list[ColumnElement[bool]]:
    return [TOUCHED.workspace == scope.workspace, TOUCHED.recording == number]


def _rows_of(column: ColumnElement[Any]) -> Select[Any]:
    """A column of the snapshots of one touched series: a range of the key."""
    same = [SNAPSHOT.c[name] == TOUCHED[name] for name in ("workspace", *SERIES_KEY)]
    return select(column).where(*same).correlate(RECORDING_SERIES)


def _of_recording(scope: Scope, fact: Column[Any], number: ColumnElement[Any]) -> Any:
    mine = [RECORDING.c.workspace == scope.workspace, RECORDING.c.number == number]
    return select(fact).where(*mine).correlate(RECORDING_SERIES).scalar_subquery()


def _refresh(scope: Scope, number: int, *, at: datetime, credited: ColumnElement[Any]) -> None:
    """First, last and count are read from the key range of each touched series.

    What was judged beyond the last period that stands is to be judged again when it comes back.
    """
    period = SNAPSHOT.c.period
    facts = select(
        TOUCHED.workspace,
        *(TOUCHED[name] for name in SERIES_KEY),
        _rows_of(func.min(period)).scalar_subquery(),
        _rows_of(func.max(period)).scalar_subquery(),
        _rows_of(func.count()).scalar_subquery(),
        literal(at, UTCDateTime()),
        _of_recording(scope, RECORDING.c.source, credited),
        _of_recording(scope, RECORDING.c.author, credited),
    ).where(*_touched(scope, number), _rows_of(period).limit(1).exists())
    new = scope.insert(SERIES).from_select(["workspace", *SERIES_KEY, *FACTS], facts)
    judged = SERIES.c.judged_through
    scope.connection.execute(
        new.on_conflict_do_update(
            index_elements=["workspace", *SERIES_KEY],
            set_={name: new.excluded[name] for name in FACTS}
            | {
                "judged_through": case(
                    (judged > new.excluded.last, new.excluded.last), else_=judged
                )
            },
        )
    )

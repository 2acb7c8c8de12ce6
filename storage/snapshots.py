"""Numbers of a workspace: series out, recordings in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, select, union_all

from funnel.freshness import Restated, Restatement
from funnel.model import TOTAL, Grain, Recording, RecordingKind, Segment, Series, Snapshot
from storage.periods import between, parse_period, period_text
from storage.recordings import Recordings
from storage.revisions import Recorded, record, record_staged, take_away, undo
from storage.scope import Scope
from storage.snapshot_rows import each_series, series_of_rows, snapshot_of
from storage.snapshot_tables import HISTORY, NUMBERS, PERIOD_KEY, SERIES, SERIES_KEY, SNAPSHOT
from storage.staging import Batch
from storage.types import parse_segment
from storage.value_history import Revision, restated_since, revisions_of

SLICE = "\n"  # sorts before all that is in a metric's key


@dataclass(frozen=True, slots=True)
class Snapshots:
    scope: Scope

    def record(
        self,
        batches: Iterable[Batch],
        *,
        kind: RecordingKind,
        source: str,
        author: str,
        at: datetime,
    ) -> Recorded:
        """Stores what is new or differs; of two rows of one period the later one counts.

        Everything becomes visible at the commit. The batches are drawn while the write lock is
        held: parse and check them before.
        """
        return record(self.scope, batches, kind=kind, source=source, author=author, at=at)

    def record_staged(
        self, *, kind: RecordingKind, source: str, author: str, at: datetime
    ) -> Recorded:
        """The same for the batches that `store.load` brought beside the record."""
        return record_staged(self.scope, kind=kind, source=source, author=author, at=at)

    def undo(self, number: int, *, author: str, at: datetime) -> int:
        """Takes a recording back; how many rows that were. What it had said stays in the history.

        Raises UnknownNumber, or NotAllowed if it was undone or written over since.
        """
        return undo(self.scope, number, author=author, at=at)

    def delete(
        self, rows: Sequence[Snapshot], *, source: str, author: str, at: datetime
    ) -> Recording:
        """Takes present values away, as a revision that `undo` takes back; what they were stays
        in the history."""
        return take_away(self.scope, rows, source=source, author=author, at=at)

    def revisions(
        self, metric: str, start: date, *, segment: Segment = TOTAL, grain: Grain = Grain.DAY
    ) -> tuple[Revision, ...]:
        """Every value that the period ever had, oldest first."""
        return revisions_of(self.scope, metric, start, segment=segment, grain=grain)

    def series(
        self,
        metric: str,
        *,
        segment: Segment = TOTAL,
        grain: Grain = Grain.DAY,
        first: date | None = None,
        last: date | None = None,
    ) -> Series:
        """The present values of periods that start in [first, last]; empty if there are none."""
        found = self.series_of([metric], segment=segment, grain=grain, first=first, last=last)
        if metric in found:
            return found[metric]
        return series_of_rows(metric, (), segment=segment, grain=grain)

    def series_of(
        self,
        metrics: Sequence[str],
        *,
        segment: Segment = TOTAL,
        grain: Grain = Grain.DAY,
        first: date | None = None,
        last: date | None = None,
    ) -> dict[str, Series]:
        """Several metrics in one query; those without a value are absent."""
        key = SNAPSHOT.c
        rows = self._numbers(
            select(key.metric, key.period, key.value, key.numerator, key.denominator)
            .where(
                key.workspace == self.scope.workspace,
                key.metric.in_(list(metrics)),
                key.segment == str(segment),
                key.grain == grain.value,
                *between(key.period, first, last, grain=grain),
            )
            .order_by(key.metric, key.period)
        )
        found = each_series(rows, grain=grain, naming=lambda metric: (metric, segment))
        return {one.metric: one for one in found}

    def segments(
        self,
        metric: str,
        dimension: str,
        *,
        grain: Grain = Grain.DAY,
        first: date | None = None,
        last: date | None = None,
    ) -> dict[Segment, Series]:
        """Every segment of a dimension that has a value, by name."""
        key = SNAPSHOT.c
        rows = self._numbers(
            select(key.segment, key.period, key.value, key.numerator, key.denominator)
            .where(
                key.workspace == self.scope.workspace,
                key.metric == metric,
                key.segment >= f"{dimension}=",
                key.segment < f"{dimension}>",  # ">" follows "=" in the alphabet of the key
                key.grain == grain.value,
                *between(key.period, first, last, grain=grain),
            )
            .order_by(key.segment, key.period)
        )
        found = each_series(rows, grain=grain, naming=lambda text: (metric, parse_segment(text)))
        return {one.segment: one for one in found}

    def slices(
        self,
        metrics: Sequence[str],
        *,
        grain: Grain = Grain.DAY,
        first: date | None = None,
        last: date | None = None,
    ) -> dict[tuple[str, Segment], Series]:
        """Every segment of these metrics that has a value, in one query."""
        key = SNAPSHOT.c
        rows = self._numbers(
            select(
                key.metric + SLICE + key.segment,
                key.period,
                key.value,
                key.numerator,
                key.denominator,
            )
            .where(
                key.workspace == self.scope.workspace,
                key.metric.in_(list(metrics)),
                key.segment != str(TOTAL),
                key.grain == grain.value,
                *between(key.period, first, last, grain=grain),
            )
            .order_by(key.metric, key.segment, key.period)
        )
        found = each_series(rows, grain=grain, naming=_slice_named)
        return {(one.metric, one.segment): one for one in found}

    def dimensions_on(
        self, metrics: Sequence[str], periods: Sequence[date], *, grain: Grain
    ) -> dict[str, tuple[str, ...]]:
        """Of each metric the dimensions of which a segment has a value in one of the periods, by
        name."""
        same = [SNAPSHOT.c[name] == SERIES.c[name] for name in ("workspace", *SERIES_KEY)]
        texts = [period_text(period, grain) for period in periods]
        there = select(SNAPSHOT.c.period).where(*same, SNAPSHOT.c.period.in_(texts))
        cuts = select(SERIES.c.metric, SERIES.c.segment).where(
            SERIES.c.workspace == self.scope.workspace,
            SERIES.c.segment > str(TOTAL),
            SERIES.c.grain == grain.value,
            SERIES.c.metric.in_(list(metrics)),
            SERIES.c.last >= min(texts),
            there.correlate(SERIES).exists(),
        )
        found: dict[str, set[str]] = {}
        for metric, segment in self._rows(cuts):
            found.setdefault(metric, set()).add(parse_segment(segment).dimension)
        return {metric: tuple(sorted(names)) for metric, names in found.items()}

    def at(
        self, metric: str, start: date, *, segment: Segment = TOTAL, grain: Grain = Grain.DAY
    ) -> tuple[Snapshot, Recording] | None:
        """One present value, with the recording that gave it ("Ana logged 2,310 at 09:12")."""
        mine = self.scope.select(SNAPSHOT).where(
            *_series(SNAPSHOT, metric, segment, grain),
            SNAPSHOT.c.period == period_text(start, grain),
        )
        row = self.scope.connection.execute(mine).mappings().first()
        recording = row and Recordings(self.scope).get(row["recording"])
        return (snapshot_of(row), recording) if row and recording else None

    def as_known(
        self,
        metric: str,
        at: datetime,
        *,
        segment: Segment = TOTAL,
        grain: Grain = Grain.DAY,
        first: date | None = None,
        last: date | None = None,
    ) -> Series:
        """The series as it stood at an instant, before later corrections."""
        present = self._as_known(SNAPSHOT, metric, at, segment=segment, grain=grain)
        past = self._as_known(HISTORY, metric, at, segment=segment, grain=grain).where(
            HISTORY.c.superseded_at > at
        )
        present = present.where(*between(SNAPSHOT.c.period, first, last, grain=grain))
        past = past.where(*between(HISTORY.c.period, first, last, grain=grain))
        rows = self._numbers(union_all(present, past).order_by("period"))
        return series_of_rows(metric, rows, segment=segment, grain=grain)

    def arrivals(
        self,
        metrics: Sequence[str],
        *,
        segment: Segment = TOTAL,
        grain: Grain = Grain.DAY,
        first: date | None = None,
    ) -> dict[str, dict[date, datetime]]:
        """By metric, when each period that starts at `first` or later had its first value, in
        UTC."""
        parts = [
            select(table.c.metric, table.c.period, table.c.recorded_at).where(
                table.c.workspace == self.scope.workspace,
                table.c.metric.in_(list(metrics)),
                table.c.segment == str(segment),
                table.c.grain == grain.value,
                *between(table.c.period, first, None, grain=grain),
            )
            for table in (SNAPSHOT, HISTORY)
        ]
        every = union_all(*parts).subquery()
        key = every.c.metric, every.c.period
        first_come = select(*key, func.min(every.c.recorded_at)).group_by(*key)
        came: dict[str, dict[date, datetime]] = {}
        for metric, period, at in self._rows(first_come):
            came.setdefault(metric, {})[parse_period(period)] = at
        return came

    def restated(
        self, metrics: Sequence[str], *, grain: Grain, first: date, since: datetime
    ) -> dict[str, Restatement]:
        """Of each total whose stored values of periods from `first` on were changed after `since`,
        the newest change."""
        old, now = HISTORY.c, SNAPSHOT.c
        same = [now[name] == old[name] for name in ("workspace", *PERIOD_KEY)]
        changes = (
            select(old.metric, old.period, old.value, now.value, old.superseded_at)
            .join(SNAPSHOT, and_(*same))
            .where(
                old.workspace == self.scope.workspace,
                old.metric.in_(list(metrics)),
                old.segment == str(TOTAL),
                old.grain == grain.value,
                *between(old.period, first, None, grain=grain),
                old.superseded_at > since,
                old.value != now.value,
            )
            .order_by(old.superseded_at)
        )
        return {
            metric: Restatement(parse_period(period), before, after, at)
            for metric, period, before, after, at in self._rows(changes)
        }

    def restated_since(
        self, metrics: Sequence[str], since: datetime, *, grain: Grain, first: date
    ) -> tuple[Restated, ...]:
        """Of totals all periods from `first` on that had another value at that instant."""
        return restated_since(self.scope, metrics, since, grain=grain, first=first)

    def _as_known(
        self, table: Table, metric: str, at: datetime, *, segment: Segment, grain: Grain
    ) -> Select[Any]:
        return select(table.c.period, *(table.c[name] for name in NUMBERS)).where(
            table.c.workspace == self.scope.workspace,
            *_series(table, metric, segment, grain),
            table.c.recorded_at <= at,
        )

    def _numbers(self, statement: Any) -> Sequence[Sequence[Any]]:
        """The driver's own tuples: texts and floats need no conversion, and with thousands of rows
        a Row around each costs a tenth of the reading."""
        with self.scope.connection.execute(statement) as result:
            found: Sequence[Sequence[Any]] = result.cursor.fetchall()
            return found

    def _rows(self, statement: Any) -> Sequence[Sequence[Any]]:
        return self.scope.connection.execute(statement).all()


def _series(table: Table, metric: str, segment: Segment, grain: Grain) -> list[ColumnElement[bool]]:
    return [
        table.c.metric == metric,
        table.c.segment == str(segment),
        table.c.grain == grain.value,
    ]


def _slice_named(text: str) -> tuple[str, Segment]:
    metric, _, segment = text.partition(SLICE)
    return metric, parse_segment(segment)

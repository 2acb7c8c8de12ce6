"""What came of reading a file: facts for the preview, and the snapshots when they are wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.intake.refusals import Rejected
from funnel.intake.staged import Staged
from funnel.model import Floats, Snapshot

BATCH_ROWS = 5_000

Batch = tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A metric's rows in its own unit, sorted by segment and day."""

    metric: Metric
    names: tuple[str, ...]
    rows: Staged

    def snapshots(self, first: int, stop: int) -> Batch:
        """Rows first to stop - 1 as snapshots; parts are None where they are NaN."""
        rows, cut, key = self.rows, slice(first, stop), self.metric.key
        columns = zip(
            rows.days[cut].tolist(),
            rows.values[cut].tolist(),
            _or_none(rows.numerators[cut]),
            _or_none(rows.denominators[cut]),
            rows.segment_codes[cut].tolist(),
            strict=True,
        )
        return tuple(Snapshot(key, day, v, n, d, rows.segments[s]) for day, v, n, d, s in columns)


@dataclass(frozen=True, slots=True)
class MetricRows:
    """What a file holds of one metric; `names` are its columns' names in the file."""

    metric: Metric
    names: tuple[str, ...]
    rows: int
    segments: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """A file that was read and checked; nothing of it is stored yet.

    `rejected` are the first refusals, `rejected_rows` counts the rows behind all of them;
    `created` are metrics to save before the snapshots; `notes` say what was converted.
    """

    metrics: tuple[MetricRows, ...]
    created: tuple[Metric, ...]
    notes: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    rejected_rows: int
    settled: Sequence[Settled] = field(repr=False)

    @property
    def rows(self) -> int:
        """Rows that can be stored."""
        return sum(each.rows for each in self.metrics)

    def batches(self) -> Iterator[Batch]:
        """The snapshots, a few thousand at a time, made as they are asked for; can be repeated."""
        for one in self.settled:
            for first in range(0, len(one.rows), BATCH_ROWS):
                yield one.snapshots(first, first + BATCH_ROWS)


def facts_of(settled: Settled) -> MetricRows:
    days = settled.rows.days
    return MetricRows(
        settled.metric,
        settled.names,
        len(settled.rows),
        len(np.unique(settled.rows.segment_codes)),
        days.min().item(),
        days.max().item(),
    )


def _or_none(column: Floats) -> list[float | None]:
    return [None if number != number else number for number in column.tolist()]

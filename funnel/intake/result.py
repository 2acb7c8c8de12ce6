"""What came of reading a file: facts for the preview, and the snapshots when they are wanted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnel.catalogue.entries import Metric
from funnel.columns import GRAINS, Columns
from funnel.intake.refusals import SHOWN, Rejected
from funnel.intake.spool import Records, Spool
from funnel.model import Grain, Segment, Snapshot

BATCH_ROWS = 10_000
_HOUR = GRAINS.index(Grain.HOUR)
PREVIEWED = 5

Batch = Columns


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
class Part:
    """Where the settled rows of one metric lie; those at the positions `dropped` do not count."""

    facts: MetricRows
    start: int
    stop: int
    dropped: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """A file that was read and checked; nothing of it is stored yet.

    `refused` are the bad fields in the order of the file, `rejected_rows` counts the rows behind
    them; `created` are metrics to save before the snapshots; `notes` say what was converted,
    `taken_for` what the file was taken for.
    """

    taken_for: tuple[str, ...]
    created: tuple[Metric, ...]
    notes: tuple[str, ...]
    refused: tuple[Rejected, ...]
    rejected_rows: int
    parts: tuple[Part, ...] = field(repr=False)
    segments: tuple[Segment, ...] = field(repr=False)
    spool: Spool = field(repr=False)

    @property
    def metrics(self) -> tuple[MetricRows, ...]:
        return tuple(part.facts for part in self.parts)

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The first bad fields, as many as a message shows."""
        return self.refused[:SHOWN]

    @property
    def rows(self) -> int:
        """Rows that can be stored."""
        return sum(each.rows for each in self.metrics)

    def batches(self) -> Iterator[Batch]:
        """The snapshots, some thousands at a time, by metric; can be repeated."""
        for part in self.parts:
            for start in range(part.start, part.stop, BATCH_ROWS):
                stop = min(start + BATCH_ROWS, part.stop)
                yield from (batch for _, batch in self._of(part, self._records(part, start, stop)))

    def preview(self) -> tuple[tuple[int, Snapshot], ...]:
        """(line, number as it was understood) of the first lines of the file."""
        heads = []
        for part in self.parts:
            records = self._records(part, part.start, min(part.start + BATCH_ROWS, part.stop))
            first = records[np.argsort(records["line"], kind="stable")[:PREVIEWED]]
            for lines, batch in self._of(part, first):
                heads += list(zip(lines, batch, strict=True))
        return tuple(sorted(heads, key=lambda head: head[0])[:PREVIEWED])

    def _records(self, part: Part, start: int, stop: int) -> Records:
        records = self.spool.read(start, stop)
        low, high = np.searchsorted(part.dropped, (start, stop))
        return np.delete(records, part.dropped[low:high] - start) if high > low else records

    def _of(self, part: Part, records: Records) -> Iterator[tuple[list[int], Batch]]:
        """Lines of the file with their numbers; hours by themselves."""
        hours = records["grain"] == _HOUR
        for unit, chosen in (("D", records[~hours]), ("h", records[hours])):
            if len(chosen):
                yield (
                    chosen["line"].tolist(),
                    Columns(
                        part.facts.metric.key,
                        chosen["start"].astype(f"datetime64[{unit}]"),
                        chosen["grain"],
                        chosen["segment"],
                        chosen["value"],
                        chosen["numerator"],
                        chosen["denominator"],
                        self.segments,
                    ),
                )

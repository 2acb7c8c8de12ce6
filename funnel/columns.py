"""Many snapshots of one metric as columns: what a file becomes on its way into the record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats, Grain, Instants, Segment, Snapshot

GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.HOUR)
"""What the codes of `Columns.grains` stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Columns of equal length in the metric's unit; parts are NaN where there are none.

    `segment_codes` point into `segments`, `grains` into GRAINS; `starts` is datetime64[D], or
    datetime64[h] where all grains are hours.
    """

    metric: str
    starts: Instants
    grains: NDArray[np.uint8]
    segment_codes: NDArray[np.int32]
    values: Floats
    numerators: Floats
    denominators: Floats
    segments: Sequence[Segment]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Snapshot]:
        """One snapshot a row."""
        columns = zip(
            self.starts.tolist(),
            self.grains.tolist(),
            self.segment_codes.tolist(),
            *self._numbers(),
            strict=True,
        )
        for start, grain, code, value, top, bottom in columns:
            segment = self.segments[code]
            yield Snapshot(self.metric, start, value, top, bottom, segment, GRAINS[grain])

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """(metric, segment, grain, ISO period, value, numerator, denominator), NaN as None."""
        words = {code: str(self.segments[code]) for code in np.unique(self.segment_codes).tolist()}
        return zip(
            [self.metric] * len(self),
            [words[code] for code in self.segment_codes.tolist()],
            [GRAINS[code].value for code in self.grains.tolist()],
            np.datetime_as_string(self.starts).tolist(),
            *self._numbers(),
            strict=True,
        )

    def _numbers(self) -> tuple[list[Any], list[Any], list[Any]]:
        return self.values.tolist(), _or_none(self.numerators), _or_none(self.denominators)


def _or_none(column: Floats) -> list[float | None]:
    missing = np.isnan(column)
    if missing.all():
        return [None] * len(column)
    whole: list[float | None] = column.tolist()
    for at in np.flatnonzero(missing).tolist():
        whole[at] = None
    return whole

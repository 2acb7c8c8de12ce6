"""A file's rows as columns of numbers and codes: 40 bytes a row, whatever the file says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.intake.spool import Records
from funnel.model import Floats, Segment

Codes = NDArray[np.int32]
Lines = NDArray[np.int64]
Mask = NDArray[np.bool_]

STAGED = np.dtype(
    [
        ("line", "<u4"), ("segment", "<i4"), ("grain", "u1"), ("start", "<i4"), ("said", "?"),
        ("value", "<f8"), ("numerator", "<f8"), ("denominator", "<f8"),
    ]
)  # fmt: skip
"""`start` counts days from 1970-01-01, for the hour grain hours; `said` marks values that carry
their own unit ("71.2%", "4h 12m") and so are in the metric's already; parts are NaN where there
are none."""


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """Some rows of one name. `segments` is what the codes stand for."""

    records: Records
    segments: Sequence[Segment] = ()

    def __len__(self) -> int:
        return len(self.records)

    @property
    def lines(self) -> NDArray[np.uint32]:
        return self.records["line"]

    @property
    def said(self) -> Mask:
        return self.records["said"]

    @property
    def values(self) -> Floats:
        return self.records["value"]

    @property
    def numerators(self) -> Floats:
        return self.records["numerator"]

    @property
    def denominators(self) -> Floats:
        return self.records["denominator"]

    def take(self, chosen: Mask | NDArray[np.int64]) -> "Staged":
        """The chosen rows, by mask or by position."""
        return Staged(self.records[chosen], self.segments)

    def with_numbers(self, values: Floats, numerators: Floats, denominators: Floats) -> "Staged":
        """The same rows with other numbers."""
        records = self.records.copy()
        records["value"], records["numerator"] = values, numerators
        records["denominator"] = denominators
        return Staged(records, self.segments)

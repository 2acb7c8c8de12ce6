"""A file's rows as columns of numbers and codes: about 50 bytes a row, whatever the file says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats, Instants, Segment

Codes = NDArray[np.int32]
Lines = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """Columns of equal length. `names` and `segments` are what the codes stand for; `said` marks
    values that carry their own unit ("71.2%", "4h 12m") and so are in the metric's already."""

    lines: Lines
    name_codes: Codes
    segment_codes: Codes
    days: Instants
    values: Floats
    numerators: Floats
    denominators: Floats
    said: Mask
    names: Sequence[str] = ()
    segments: Sequence[Segment] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def take(self, chosen: Mask | NDArray[np.int64]) -> "Staged":
        """The chosen rows, by mask or by position."""
        return Staged(
            self.lines[chosen],
            self.name_codes[chosen],
            self.segment_codes[chosen],
            self.days[chosen],
            self.values[chosen],
            self.numerators[chosen],
            self.denominators[chosen],
            self.said[chosen],
            self.names,
            self.segments,
        )


def join(parts: Sequence[Staged], names: Sequence[str], segments: Sequence[Segment]) -> Staged:
    """All parts as one; `parts` is not empty."""
    return Staged(
        np.concatenate([part.lines for part in parts]),
        np.concatenate([part.name_codes for part in parts]),
        np.concatenate([part.segment_codes for part in parts]),
        np.concatenate([part.days for part in parts]),
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.numerators for part in parts]),
        np.concatenate([part.denominators for part in parts]),
        np.concatenate([part.said for part in parts]),
        names,
        segments,
    )

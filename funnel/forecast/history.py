"""What a forecast stands on: running sums of an even series, from which any window is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnel.catalogue.entries import Metric
from funnel.forecast.calibration import Calibration
from funnel.forecast.grid import Grid, grid_of
from funnel.forecast.laying import Laying, laying_of
from funnel.forecast.spells import Spell
from funnel.forecast.weekdays import WEEK, Even, even_out
from funnel.model import Floats, Grain, Series

Rows = NDArray[np.intp]

LEAST_VALUES = 2
DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """`tops` and `bottoms` are running sums of the even ones, starting with 0. One step (a week; a
    month) has `step` periods and `step_days` days."""

    grid: Grid
    laying: Laying
    tops: Floats
    bottoms: Floats
    even: Even
    step: int
    step_days: float

    def __len__(self) -> int:
        return len(self.tops) - 1

    def laid(self, ends: Rows, width: int) -> Floats:
        """The laid value of the `width` periods before each end; fewer where history begins."""
        begins = np.maximum(ends - width, 0)
        tops = self.tops[ends] - self.tops[begins]
        bottoms = self.bottoms[ends] - self.bottoms[begins]
        return self.laying.forward(tops / np.maximum(bottoms, _NOTHING))


_NOTHING = 1e-12


def history_of(
    series: Series,
    metric: Metric,
    *,
    until: date,
    spells: Sequence[Spell],
    calibration: Calibration,
) -> History | None:
    """Up to the newest period that ends by `until`; None with fewer than two values."""
    grid = grid_of(series, metric, until=until, spells=spells, years=calibration.years)
    if grid is None:
        return None
    values = grid.values
    if len(values) < LEAST_VALUES:
        return None
    laying = laying_of(metric, values)
    even = even_out(grid, seasonal=laying.seasonal)
    daily = grid.grain is Grain.DAY
    return History(
        grid=grid,
        laying=laying,
        tops=np.append(0.0, np.cumsum(even.tops)),
        bottoms=np.append(0.0, np.cumsum(even.bottoms)),
        even=even,
        step=WEEK if daily else 1,
        step_days=DAYS_A_MONTH if grid.grain is Grain.MONTH else float(WEEK),
    )

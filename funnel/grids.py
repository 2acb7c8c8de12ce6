"""Series on an unbroken calendar, absent periods as NaN: one row a series, one column a period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats, Grain, Instants, Series
from funnel.season import Past, kept_rows
from funnel.skipping import Skipped, skipped

_UNITS = {Grain.HOUR: "h", Grain.DAY: "D", Grain.WEEK: "W", Grain.MONTH: "M"}
_MONDAY = 4  # the epoch was a Thursday: weeks that begin on Mondays begin four days later


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """`values` and `denominators` are series × periods; `kept` is False where the past is not to
    be learned from, `gone` True in events. `first` counts periods since 1970, `since` is the first
    column that each series is asked about."""

    grain: Grain
    first: int
    values: Floats
    denominators: Floats
    kept: NDArray[np.bool_]
    since: NDArray[np.intp]
    gone: Skipped = None

    def days(self) -> Instants:
        """The day on which each period begins (weeks and months: roughly)."""
        steps = self.first + np.arange(self.values.shape[1])
        return steps.astype(f"datetime64[{_UNITS[self.grain]}]").astype("datetime64[D]")

    def of_rows(self, rows: NDArray[np.intp]) -> "Grid":
        """Some of its series."""
        return replace(
            self,
            values=self.values[rows],
            denominators=self.denominators[rows],
            kept=self.kept[rows],
            since=self.since[rows],
            gone=None if self.gone is None else self.gone[rows],
        )


def numbered(starts: Instants, grain: Grain) -> NDArray[np.intp]:
    """Periods since 1970."""
    if grain is Grain.WEEK:
        return (starts.astype("datetime64[D]").astype(np.intp) - _MONDAY) // 7
    return starts.astype(f"datetime64[{_UNITS[grain]}]").astype(np.intp)


def on_grid(
    group: Sequence[Series],
    pasts: Sequence[Past] = (),
    *,
    since: Sequence[date | None] = (),
) -> Grid:
    """Series of one grain, which need not begin or end together. `since` tells for each after
    which period it is asked about; without, or None, about all."""
    grain = group[0].grain
    starts = numbered(np.concatenate([one.starts for one in group]), grain)
    first, sizes = int(starts.min()), [len(one) for one in group]
    at = np.repeat(np.arange(len(group)), sizes), starts - first
    shape = (len(group), int(starts.max()) - first + 1)
    values, denominators = np.full(shape, np.nan), np.full(shape, np.nan)
    values[at] = np.concatenate([one.values for one in group])
    denominators[at] = np.concatenate([one.denominators for one in group])
    kept = np.ones(shape, dtype=np.bool_)
    if any(past.without for past in pasts):
        kept[at] = np.concatenate(
            [kept_rows(one.starts, past.without) for one, past in zip(group, pasts, strict=True)]
        )
    asked = _asked(since, grain, first, len(group))
    grid = Grid(grain, first, values, denominators, kept, asked)
    return _skipping(grid, [past.events for past in pasts])


def _skipping(grid: Grid, events: Sequence[Sequence[tuple[date, date]]]) -> Grid:
    late = np.timedelta64(_MONDAY if grid.grain is Grain.WEEK else 0, "D")
    return replace(grid, gone=skipped(grid.days() + late, events))


def _asked(since: Sequence[date | None], grain: Grain, first: int, series: int) -> NDArray[np.intp]:
    days = np.array([one or date.min for one in since or [None] * series], dtype="datetime64")
    return np.maximum(numbered(days, grain) - first + 1, 0)

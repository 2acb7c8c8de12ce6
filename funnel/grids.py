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
    column asked about."""

    grain: Grain
    first: int
    values: Floats
    denominators: Floats
    kept: NDArray[np.bool_]
    since: int = 0
    gone: Skipped = None

    def days(self) -> Instants:
        """The day on which each period begins (weeks and months: roughly)."""
        steps = self.first + np.arange(self.values.shape[1])
        return steps.astype(f"datetime64[{_UNITS[self.grain]}]").astype("datetime64[D]")


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
    places = [numbered(one.starts, grain) for one in group]
    first = min(int(one[0]) for one in places)
    last = max(int(one[-1]) for one in places)
    shape = (len(group), last - first + 1)
    values, denominators = np.full(shape, np.nan), np.full(shape, np.nan)
    kept = np.ones(shape, dtype=np.bool_)
    for row, (one, at) in enumerate(zip(group, places, strict=True)):
        values[row, at - first] = one.values
        denominators[row, at - first] = one.denominators
        if pasts and pasts[row].without:
            kept[row, at - first] = kept_rows(one.starts, pasts[row].without)
    asked = _asked_from(since, grain, first)
    grid = Grid(grain, first, values, denominators, kept, asked)
    return _skipping(grid, [past.events for past in pasts]) if pasts else grid


def _skipping(grid: Grid, events: Sequence[Sequence[tuple[date, date]]]) -> Grid:
    late = np.timedelta64(_MONDAY if grid.grain is Grain.WEEK else 0, "D")
    return replace(grid, gone=skipped(grid.days() + late, events))


def _asked_from(since: Sequence[date | None], grain: Grain, first: int) -> int:
    """The column after the earliest of them."""
    known = [np.datetime64(one) for one in since if one is not None]
    if not known or len(known) < len(since):
        return 0
    return max(int(numbered(np.array([min(known)]), grain)[0]) - first + 1, 0)

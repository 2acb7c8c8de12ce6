"""How loud the news of many series are: those of one metric judged together, on one grid."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.detect import loudest, unfavourable
from funnel.deviation import SMALL_COUNT, is_count, tracks
from funnel.grids import numbered, on_grid
from funnel.model import Floats, Series, Side
from funnel.season import Past

_FIRST = 60  # periods that say how many events there are


def loudest_each(
    many: Sequence[Series],
    metric: Metric,
    *,
    pasts: Sequence[Past],
    since: Sequence[date | None],
) -> list[float]:
    """`loudest` of each, in order: numpy's calls cost more than its arithmetic, so those that
    begin together share them. All have values."""
    found = [0.0] * len(many)
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for place, series in enumerate(many):
        if is_count(metric) and float(np.nanmean(series.values[:_FIRST])) < SMALL_COUNT:
            found[place] = loudest(series, metric, past=pasts[place], since=since[place])
        else:
            counted = bool(np.isfinite(series.denominators).any())
            groups[str(series.starts[0]), counted].append(place)
    for places in groups.values():
        chosen = [many[place] for place in places]
        without = [pasts[place].without for place in places]
        grid = on_grid(chosen, without, since=[since[place] for place in places])
        made = tracks(grid, metric)
        for row, place in enumerate(places):
            at = numbered(many[place].starts, grid.grain) - grid.first
            if since[place] is not None:
                at = at[many[place].starts > np.datetime64(since[place])]
            found[place] = _largest(made.up[row, at], made.down[row, at], metric)
    return found


def _largest(up: Floats, down: Floats, metric: Metric) -> float:
    wanted = unfavourable(metric.direction)
    scores = np.fmax(up, down)
    if wanted is not None:
        scores = up if wanted is Side.UP else down
    return float(scores[np.isfinite(scores)].max(initial=0.0))

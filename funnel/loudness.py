"""How loud the news of series are: a score below what a budget can lead to needs no more looks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.detect import unfavourable
from funnel.deviation import SMALL_COUNT, Track, is_count, track, tracks
from funnel.grids import Grid, numbered, on_grid
from funnel.model import Series, Side
from funnel.season import Past

_FIRST = 60  # periods that say how many events there are


def loudest(series: Series, metric: Metric, *, past: Past, since: date | None) -> float:
    """The largest score to the unfavourable side after `since`, in sigma: no threshold above it
    finds anything new. A score that grows day by day counts on each of them."""
    made = track(series, metric, past=past, since=since) if len(series) else None
    return 0.0 if made is None else _loudest_of(series, *made, 0, metric, since)


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
        known = [pasts[place] for place in places]
        grid = on_grid(chosen, known, since=[since[place] for place in places])
        made = tracks(grid, metric)
        for row, place in enumerate(places):
            found[place] = _loudest_of(many[place], grid, made, row, metric, since[place])
    return found


def _loudest_of(
    series: Series, grid: Grid, made: Track, row: int, metric: Metric, since: date | None
) -> float:
    at = numbered(series.starts, series.grain) - grid.first
    if since is not None:
        at = at[series.starts > np.datetime64(since)]
    up, down = made.up[row, at], made.down[row, at]
    match unfavourable(metric.direction):
        case Side.UP:
            scores = up
        case Side.DOWN:
            scores = down
        case None:
            scores = np.fmax(up, down)
    return float(scores[np.isfinite(scores)].max(initial=0.0))

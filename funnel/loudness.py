"""How loud the news of series are: a score below what a budget can lead to needs no more looks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.detect import unfavourable
from funnel.deviation import Track, tracks
from funnel.grids import Grid, on_grid
from funnel.model import Floats, Series, Side
from funnel.season import Past

_BLOCK = 128  # series whose numbers are held at once: more do not fit the processor's cache


def loudest(series: Series, metric: Metric, *, past: Past, since: date | None) -> float:
    """The largest score to the unfavourable side after `since`, in sigma: no threshold above it
    finds anything new. A score that grows day by day counts on each of them."""
    return loudest_each([series], metric, pasts=[past], since=[since])[0]


def loudest_each(
    many: Sequence[Series],
    metric: Metric,
    *,
    pasts: Sequence[Past],
    since: Sequence[date | None],
) -> list[float]:
    """`loudest` of each, in order: numpy's calls cost more than its arithmetic, so those that
    begin together share them."""
    found = [0.0] * len(many)
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for place, series in enumerate(many):
        if len(series):
            counted = bool(np.isfinite(series.denominators).any())
            groups[str(series.starts[0]), counted].append(place)
    for group in groups.values():
        for first in range(0, len(group), _BLOCK):
            places = group[first : first + _BLOCK]
            grid = on_grid(
                [many[place] for place in places],
                [pasts[place] for place in places],
                since=[since[place] for place in places],
            )
            for rows, made in tracks(grid, metric):
                scores = _loudest(grid.of_rows(rows), made, metric)
                for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
                    found[places[row]] = score
    return found


def _loudest(grid: Grid, made: Track, metric: Metric) -> Floats:
    """One score a series."""
    match unfavourable(metric.direction):
        case Side.UP:
            scores = made.up
        case Side.DOWN:
            scores = made.down
        case None:
            scores = np.fmax(made.up, made.down)
    first = int(grid.since.min())
    asked = np.arange(first, scores.shape[-1]) >= grid.since[:, None]
    newest = np.where(asked, scores[:, first:], np.nan)
    largest: Floats = np.fmax.reduce(newest, axis=-1, initial=0.0)
    return largest

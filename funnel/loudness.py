"""How loud the news of series are: a score below what a budget can lead to needs no more looks."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date

import numpy as np

from funnel.budget import Watched
from funnel.catalogue.entries import Metric
from funnel.detect import unfavourable
from funnel.deviation import Track, tracks
from funnel.grids import Grid, on_grid
from funnel.model import Floats, Side
from funnel.scales import scale_of

_BLOCK = 128  # series whose numbers are held at once: more do not fit the processor's cache


def loudest(one: Watched, *, since: date | None) -> float:
    """The largest score to the unfavourable side after `since`, in sigma: no threshold above it
    finds anything new. A score that grows day by day counts on each of them."""
    return loudest_each([one], since=[since])[0]


def loudest_each(many: Sequence[Watched], *, since: Sequence[date | None]) -> list[float]:
    """`loudest` of each, in order: numpy's calls cost more than its arithmetic, so those of one
    kind that begin together share them."""
    found = [0.0] * len(many)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(many):
        if len(one.series):
            groups[_kind(one)].append(place)
    for group in groups.values():
        metric = many[group[0]].metric
        for first in range(0, len(group), _BLOCK):
            places = group[first : first + _BLOCK]
            grid = on_grid(
                [many[place].series for place in places],
                [many[place].past for place in places],
                since=[since[place] for place in places],
            )
            for rows, made in tracks(grid, metric):
                scores = _loudest(grid.of_rows(rows), made, metric)
                for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
                    found[places[row]] = score
    return found


def _kind(one: Watched) -> Hashable:
    """What series that are judged together have in common."""
    series, metric = one.series, one.metric
    counted = bool(np.isfinite(series.denominators).any())
    chance = metric.noise, scale_of(metric).share, metric.direction
    return series.grain, str(series.starts[0]), counted, chance


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

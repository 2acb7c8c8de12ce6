"""Distances of shares whose counts are known: windows are pooled, sum over sum."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from funnel.grids import Grid
from funnel.model import Floats
from funnel.paces import Pace
from funnel.statistics import Bank, Statistic, over_events, own_scale, tamed
from funnel.trailing import centred_mean, delayed, rolling_sums, zeroed

TOO_FEW = 4.0  # events, or non-events, that a window must expect to be judged
_NEAR = 28  # periods before a single one
_LEAST = 0.015
_Sums = Mapping[int, Floats]  # of windows that end at each period, by their size


@dataclass(frozen=True, slots=True, eq=False)
class _Windows:
    """Denominators, events, and effects of the season weighted by denominators."""

    counts: _Sums
    hits: _Sums
    seasons: _Sums

    def angle(self, hits: Floats, size: int) -> Floats:
        """That of the pooled share, less the mean season."""
        count = self.counts[size]
        room = np.maximum(count, 1e-9)
        laid = angle(hits / room) - self.seasons[size] / room
        np.copyto(laid, np.nan, where=count <= 0)
        return laid

    def floor(self, size: int, base: int) -> Floats:
        """The least scale: chance in the window and in those before it, and 0.015."""
        before = np.maximum(zeroed(delayed(self.counts[base], size)), 1.0)
        chance = np.sqrt(1.0 / np.maximum(self.counts[size], 1.0) + 1.0 / before)
        return np.maximum(chance, _LEAST)

    def judged(self, distance: Floats, size: int, base: int) -> Floats:
        """Windows in which enough events, and enough non-events, were to be expected."""
        before = np.maximum(delayed(self.counts[base], size), 1e-9)
        usual = delayed(self.hits[base], size) / before
        enough = np.minimum(usual, 1.0 - usual) * self.counts[size] >= TOO_FEW
        return np.where(enough, distance, np.nan)


def share_bank(grid: Grid, pace: Pace) -> Bank:
    """On the angle scale 2·asin √p, where a share of n has variance 1/n at any p (Anscombe 1948);
    so no scale is below chance, and a window that expects fewer than four events or non-events is
    not judged. A period without a denominator is no period."""
    n = np.where(grid.denominators > 0, grid.denominators, np.nan)
    p = np.where(np.isfinite(n), np.clip(grid.values / 100.0, 0.0, 1.0), np.nan)
    laid = angle(p)
    season = _season(laid, p, n, pace)
    return over_events(grid, partial(_bank, pace=pace), laid, p, n, season)


def _bank(grid: Grid, laid: Floats, p: Floats, n: Floats, season: Floats, pace: Pace) -> Bank:
    near = pace.single or _NEAR
    newest, before = {size for size, _ in pace.pooled}, {base for _, base in pace.pooled}
    windows = _Windows(
        _sums(n, {1, near, _NEAR, *newest, *before}),
        _sums(p * n, {near, _NEAR, *before}),
        _sums(season * n, {near, *newest, *before}),
    )
    level, recent = laid - season, delayed(windows.angle(windows.hits[near], near), 1)
    single = Statistic(1, level - recent, windows.floor(1, _NEAR))
    reach = pace.pooled_clip * own_scale(single, grid, pace)
    calm = share_of(tamed(level, recent, reach) + season) if pace.pooled_clip else p
    single = Statistic(1, windows.judged(single.distance, 1, _NEAR), single.floor)
    return Bank(level, single, tuple(_lasting(_sums(calm * n, newest | before), p, windows, pace)))


def angle(p: Floats) -> Floats:
    laid = np.clip(p, 0.0, 1.0)
    np.arcsin(np.sqrt(laid, out=laid), out=laid)
    return 2.0 * laid


def share_of(laid: Floats) -> Floats:
    share: Floats = np.sin(np.clip(laid, 0.0, np.pi) / 2.0) ** 2
    return share


def _sums(values: Floats, sizes: Collection[int]) -> _Sums:
    return dict(zip(sizes, rolling_sums(values, tuple(sizes)), strict=True))


def _season(laid: Floats, p: Floats, n: Floats, pace: Pace) -> Floats:
    """The effect of each turn of the season: distance from the share around it, weighted by n."""
    if not pace.depth:
        return np.zeros_like(p)
    size = pace.season + 1 - pace.season % 2
    here = zeroed(n)
    mean_hits = centred_mean(zeroed(p) * here, size)
    around = angle(mean_hits / np.maximum(centred_mean(here, size), 1e-9))
    gap = (laid - around) * here
    known = np.isfinite(gap)
    total, weight, count = (
        _of_turns(np.where(known, one, 0.0), pace) for one in (gap, here, np.ones_like(here))
    )
    effect: Floats = total / np.maximum(weight, 1e-9) * count / (count + 1.0)
    return effect


def _of_turns(values: Floats, pace: Pace) -> Floats:
    """Sum over the last turns of the season."""
    (total,) = rolling_sums(values, (pace.depth,), step=pace.season)
    return zeroed(delayed(total, pace.season))


def _lasting(calm: _Sums, p: Floats, windows: _Windows, pace: Pace) -> Iterator[Statistic]:
    there = np.isfinite(p)
    angles = {size: windows.angle(hits, size) for size, hits in calm.items()}
    for size, base in pace.pooled:
        distance = np.where(there, angles[size] - delayed(angles[base], size), np.nan)
        yield Statistic(size, windows.judged(distance, size, base), windows.floor(size, base))

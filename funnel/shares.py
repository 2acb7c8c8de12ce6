"""Distances of shares whose counts are known: windows are pooled, sum over sum."""

from functools import partial

import numpy as np

from funnel.grids import Grid
from funnel.model import Floats
from funnel.paces import Pace
from funnel.skipping import over
from funnel.statistics import Bank, Statistic, own_scale, tamed
from funnel.trailing import centred_mean, delayed, rolling_sum, zeroed

TOO_FEW = 4.0  # events, or non-events, that a window must expect to be judged
_NEAR = 28  # periods before a single one
_LEAST = 0.015


def share_bank(grid: Grid, pace: Pace) -> Bank:
    """On the angle scale 2·asin √p, where a share of n has variance 1/n at any p (Anscombe 1948);
    so no scale is below chance, and a window that expects fewer than four events or non-events is
    not judged. A period without a denominator is no period."""
    n = np.where(grid.denominators > 0, grid.denominators, np.nan)
    p = np.where(np.isfinite(n), np.clip(grid.values / 100.0, 0.0, 1.0), np.nan)
    season = _season(p, n, pace)
    level = angle(p) - season
    near = pace.single or _NEAR
    recent = over(grid.gone, partial(_recent, size=near), p, n, season)
    single = Statistic(1, level - recent, _floor(n, 1, _NEAR))
    reach = pace.pooled_clip * own_scale(single, grid, pace)
    calm = share_of(tamed(level, recent, reach) + season) if pace.pooled_clip else p
    lasting = tuple(
        Statistic(
            size,
            over(grid.gone, partial(_window, size=size, base=base), calm, p, n, season),
            over(grid.gone, partial(_floor, size=size, base=base), n),
        )
        for size, base in pace.pooled
    )
    single = Statistic(1, _judged(single.distance, p, n, 1, _NEAR), single.floor)
    return Bank(level, single, lasting)


def angle(p: Floats) -> Floats:
    laid: Floats = 2.0 * np.arcsin(np.sqrt(np.clip(p, 0.0, 1.0)))
    return laid


def share_of(laid: Floats) -> Floats:
    share: Floats = np.sin(np.clip(laid, 0.0, np.pi) / 2.0) ** 2
    return share


def _season(p: Floats, n: Floats, pace: Pace) -> Floats:
    """The effect of each turn of the season: distance from the share around it, weighted by n."""
    if not pace.depth:
        return np.zeros_like(p)
    size = pace.season + 1 - pace.season % 2
    here = zeroed(n)
    mean_hits = centred_mean(zeroed(p) * here, size)
    around = angle(mean_hits / np.maximum(centred_mean(here, size), 1e-9))
    gap = np.where(np.isfinite(around), (angle(p) - around) * here, np.nan)
    known = np.isfinite(gap)
    parts = np.stack([np.where(known, one, 0.0) for one in (gap, here, np.ones_like(here))])
    turns = [delayed(parts, pace.season * turn) for turn in range(1, pace.depth + 1)]
    total, weight, count = zeroed(np.stack(turns)).sum(axis=0)
    effect: Floats = total / np.maximum(weight, 1e-9) * count / (count + 1.0)
    return effect


def _pooled(p: Floats, n: Floats, season: Floats, size: int) -> Floats:
    """Angle of the pooled share of the newest periods, less their mean season."""
    total = rolling_sum(n, size)
    room = np.maximum(total, 1e-9)
    laid = angle(rolling_sum(p * n, size) / room) - rolling_sum(season * n, size) / room
    return np.where(total > 0, laid, np.nan)


def _recent(p: Floats, n: Floats, season: Floats, size: int) -> Floats:
    return delayed(_pooled(p, n, season, size), 1)


def _window(calm: Floats, p: Floats, n: Floats, season: Floats, size: int, base: int) -> Floats:
    """Distance of the newest `size` periods from the `base` before them."""
    before = delayed(_pooled(calm, n, season, base), size)
    return _judged(_pooled(calm, n, season, size) - before, p, n, size, base)


def _floor(n: Floats, size: int, base: int) -> Floats:
    """The least scale: chance in the window and in those before it, and 0.015."""
    total = np.maximum(rolling_sum(n, size), 1.0)
    before = np.maximum(zeroed(delayed(rolling_sum(n, base), size)), 1.0)
    return np.maximum(np.sqrt(1.0 / total + 1.0 / before), _LEAST)


def _judged(distance: Floats, p: Floats, n: Floats, size: int, base: int) -> Floats:
    """Windows in which enough events, and enough non-events, were to be expected."""
    before = delayed(rolling_sum(n, base), size)
    usual = delayed(rolling_sum(p * n, base), size) / np.maximum(before, 1e-9)
    total = rolling_sum(n, size)
    enough = np.minimum(usual, 1.0 - usual) * total >= TOO_FEW
    return np.where(enough & np.isfinite(p), distance, np.nan)

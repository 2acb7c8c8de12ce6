"""Weekday factors, and an even series without them and without gaps."""

import numpy as np

from funnel.forecast.grid import Grid
from funnel.model import Floats, Grain

WEEK = 7
_MOST_WEEKS = 26
_PRIOR_WEEKS = 2.0  # ordinary weeks that pull each weekday towards the mean
_LEAST_DAYS = 4  # of a week, to tell its shares
_NEAR = 7  # known values to each side that fill a gap


def even_out(grid: Grid, *, seasonal: bool) -> tuple[Floats, Floats, Floats]:
    """Tops and bottoms without weekdays and gaps; and the factors of value on the seven weekdays
    that follow the newest period."""
    tops, bottoms = grid.tops, grid.bottoms
    of_value = np.ones(WEEK)
    if seasonal and grid.grain is Grain.DAY:
        of_tops = weekday_factors(tops)
        of_bottoms = np.ones(WEEK) if grid.adds else weekday_factors(bottoms)
        weekday = (np.arange(len(grid)) - len(grid)) % WEEK
        tops, bottoms = tops / of_tops[weekday], bottoms / of_bottoms[weekday]
        of_value = of_tops / of_bottoms
    return _filled(tops), _filled(bottoms), of_value


def weekday_factors(values: Floats) -> Floats:
    """Mean share of each weekday in the newest complete weeks, in means of those weeks; place 0 is
    the weekday that follows the newest value. NaN days are left out."""
    weeks = min(len(values) // WEEK, _MOST_WEEKS)
    if weeks < 2:
        return np.ones(WEEK)
    table = values[len(values) - weeks * WEEK :].reshape(weeks, WEEK)
    known = np.isfinite(table)
    days = np.count_nonzero(known, axis=1)
    total = np.where(known, table, 0.0).sum(axis=1)
    counted = (days >= _LEAST_DAYS) & (total > 0)
    shares = table[counted] * (days[counted] / total[counted])[:, None]
    present = known[counted]
    whole = np.where(present, shares, 0.0).sum(axis=0) + _PRIOR_WEEKS
    factors: Floats = whole / (np.count_nonzero(present, axis=0) + _PRIOR_WEEKS)
    even: Floats = factors * (WEEK / factors.sum())
    return even


def _filled(values: Floats) -> Floats:
    """Gaps hold the mean of the known values near them, between both sides along a line."""
    known = np.isfinite(values)
    if known.all():
        return values
    at = np.flatnonzero(known)
    told = values[at]
    running = np.append(0.0, np.cumsum(told))
    order = np.arange(len(told))
    before = np.maximum(order + 1 - _NEAR, 0)
    after = np.minimum(order + _NEAR, len(told))
    behind = (running[order + 1] - running[before]) / (order + 1 - before)
    ahead = (running[after] - running[order]) / (after - order)
    gaps = np.flatnonzero(~known)
    left = np.searchsorted(at, gaps) - 1  # the grid begins and ends with a stored period
    left = np.clip(left, 0, len(at) - 1)
    right = np.minimum(left + 1, len(at) - 1)
    share = np.clip((gaps - at[left]) / np.maximum(at[right] - at[left], 1), 0.0, 1.0)
    filled = values.copy()
    filled[gaps] = behind[left] + share * (ahead[right] - behind[left])
    return filled

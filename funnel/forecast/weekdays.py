"""Weekday factors, and a series without gaps that can be read over any days of the week."""

from dataclasses import dataclass

import numpy as np

from funnel.forecast.grid import Grid
from funnel.model import Floats, Grain

WEEK = 7
_MOST_WEEKS = 26
_PRIOR_WEEKS = 2.0  # ordinary weeks that pull each weekday towards the mean
_LEAST_DAYS = 4  # of a week, to tell its shares
_NEAR = 7  # known values to each side that fill a gap


@dataclass(frozen=True, slots=True, eq=False)
class Even:
    """`tops` over `bottoms` of any days is a value as if all weekdays were alike. `of_tops` and
    `of_bottoms` are the stored parts' factors on the weekdays that follow the newest period."""

    tops: Floats
    bottoms: Floats
    of_tops: Floats
    of_bottoms: Floats


def even_out(grid: Grid, *, seasonal: bool) -> Even:
    """Tops and bottoms without gaps, the bottoms weighed by weekday.

    Dividing sums by sums of factors, not days by factors, leaves whole weeks as they are: a
    weekday that is always closed does not pull the level down.
    """
    if not seasonal or grid.grain is not Grain.DAY:
        return Even(_filled(grid.tops), _filled(grid.bottoms), np.ones(WEEK), np.ones(WEEK))
    weekday = (np.arange(len(grid)) - len(grid)) % WEEK
    of_tops = weekday_factors(grid.tops)
    of_bottoms = np.ones(WEEK) if grid.adds else weekday_factors(grid.bottoms)
    tops = _filled(grid.tops / of_tops[weekday]) * of_tops[weekday]
    bottoms = _filled(grid.bottoms / of_bottoms[weekday]) * of_bottoms[weekday]
    of_value = of_tops / of_bottoms
    return Even(
        np.where(np.isfinite(grid.tops), grid.tops, tops),
        np.where(np.isfinite(grid.bottoms), grid.bottoms, bottoms) * of_value[weekday],
        of_tops,
        of_bottoms,
    )


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
    left = np.searchsorted(at, gaps) - 1
    right = np.minimum(left + 1, len(at) - 1)
    left = np.maximum(left, 0)
    # Before the first known value and after the last one there is one side only: an event's days.
    near, far = np.where(gaps < at[0], ahead[right], behind[left]), ahead[right]
    far = np.where(gaps > at[-1], behind[left], far)
    share = np.clip((gaps - at[left]) / np.maximum(at[right] - at[left], 1), 0.0, 1.0)
    filled = values.copy()
    filled[gaps] = near + share * (far - near)
    return filled

"""How far a series has left its own recent level, period by period, from the past only.

Means of the newest few periods, freed of season and of single wild days, against the mean of
about three times as many before them: short windows follow series that wander, long ones average
the noise of those that do not. Single days stand against the week before. Each distance is divided
by a scale from its own history, which carries correlation and heavy tails without a model: on
daily business series this measured better than CUSUM and likelihood ratios, which take noise for
independent.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from funnel.catalogue.entries import Metric, NoiseModel
from funnel.fullness import fullness
from funnel.grids import Grid, on_grid
from funnel.model import Floats, Grain, Series
from funnel.paces import PACES, Pace
from funnel.recurrence import asked_columns, less_recurring, rarity
from funnel.scales import scale_of
from funnel.season import Past, Rows
from funnel.shares import share_bank
from funnel.skipping import Skipped, over
from funnel.statistics import Bank, Statistic, own_scale, season_free, tamed
from funnel.trailing import delayed, rolling_mean, rolling_median

SMALL_COUNT = 8.0  # events a day; below, sums of a week are judged
TOO_FEW = 4.0  # events that a window must expect to be judged
_COUNTS = frozenset({NoiseModel.COUNT, NoiseModel.OVERDISPERSED_COUNT})
_LINEAR = frozenset({NoiseModel.BOUNDED_SCORE, NoiseModel.SNAPSHOT})
_ROOT_BELOW = 20.0  # counts of this size and more are judged by ratio
_FIRST = 60  # periods that decide on the scale by kind; more would be the future
_FLOOR = 0.015  # of the level
_TINY = 1e-9
_SINGLE = 2.4  # a single period as rare as `rarity` asks for weighs as much as so many sigma


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Series made ready for the incident rules, on the grid; NaN where not judged.

    `level` is free of season, `step` the scale of one period on it. `up` and `down` are the
    largest scores to each side, `window` how many periods the larger of the two is a mean of;
    `gone` are periods of events.
    """

    level: Floats
    step: Floats
    up: Floats
    down: Floats
    window: Rows
    gone: Skipped = None


def track(
    series: Series, metric: Metric, *, past: Past, since: date | None = None
) -> tuple[Grid, Track] | None:
    """One series, as a grid of one row; None when there are too few events to judge. With `since`
    only what comes after that period is judged."""
    grid = on_grid([series], [past], since=[since])
    if series.grain is Grain.DAY and is_count(metric):
        typical = float(np.nanmean(grid.values[0, :_FIRST]))
        if typical * 7 < TOO_FEW:
            return None
        if typical < SMALL_COUNT:
            return grid, _small_count_track(grid)
    return grid, tracks(grid, metric)


def is_count(metric: Metric) -> bool:
    """Whether its values are numbers of events, which can be too few to judge."""
    return metric.noise in _COUNTS and not scale_of(metric).share


def tracks(grid: Grid, metric: Metric) -> Track:
    """All series of a grid, whose metrics have the same kind of chance as `metric`."""
    pace = PACES[grid.grain]
    if scale_of(metric).share and np.isfinite(grid.denominators).any():
        return scored(share_bank(grid, pace), grid, pace)
    return scored(_level_bank(grid, metric, pace), grid, pace)


def scored(bank: Bank, grid: Grid, pace: Pace) -> Track:
    """Each distance over its own scale; the largest to each side counts."""
    asked = asked_columns(grid)
    table = np.stack(
        [one.distance / own_scale(one, grid, pace, asked=asked) for one in bank.lasting]
    )
    step = own_scale(bank.single, grid, pace) if bank.step is None else bank.step
    up, down = _largest(table), _largest(-table)
    places = np.where(np.isnan(table), -1.0, np.abs(table)).argmax(axis=0)
    window = np.array([one.size for one in bank.lasting], dtype=np.intp)[places]
    up, down = less_recurring(up * pace.rise, grid), less_recurring(down, grid)
    if pace.single:
        alone = bank.single.distance / step
        alone_up, alone_down = _alone(alone, grid, pace), _alone(-alone, grid, pace)
        window = np.where(np.fmax(alone_up, alone_down) > np.fmax(up, down), 1, window)
        up, down = np.fmax(up, alone_up), np.fmax(down, alone_down)
    full = fullness(grid)
    up, down = full * up / pace.unit, full * down / pace.unit
    here = np.isfinite(bank.level)
    up, down = np.where(here, up, np.nan), np.where(here, down, np.nan)
    return Track(bank.level, step, up, down, window, grid.gone)


def _alone(score: Floats, grid: Grid, pace: Pace) -> Floats:
    """Single periods: their distance in units of what is rare for this very series."""
    judged = less_recurring(score, grid)
    kept = np.where(grid.kept, judged, np.nan)
    found: Floats = _SINGLE * judged / rarity(kept, grid.grain, rate=pace.singles)
    return found


def _largest(table: Floats) -> Floats:
    found = np.where(np.isnan(table), -np.inf, table).max(axis=0)
    return np.where(np.isfinite(found), found, np.nan)


def _level_bank(grid: Grid, metric: Metric, pace: Pace) -> Bank:
    """Enough events a period: counts, money, times, scores."""
    laid, floor = laid_out(grid.values, metric)
    level = season_free(laid, pace)
    middle, average = level, rolling_median
    if pace.single:
        recent = over(grid.gone, lambda one: delayed(rolling_median(one, pace.single), 1), level)
        single = Statistic(1, level - recent, floor)
        step = own_scale(single, grid, pace)
        middle = tamed(level, recent, pace.clip * step)
        average = rolling_mean

    def away(one: Floats, size: int, base: int) -> Floats:
        return rolling_mean(one, size) - delayed(average(one, base), size)

    lasting = tuple(
        Statistic(size, over(grid.gone, partial(away, size=size, base=base), middle), least)
        for size, base in pace.spans
        for least in [floor / size**0.5]
    )
    return Bank(level, single, lasting, step) if pace.single else Bank(level, lasting[0], lasting)


def laid_out(values: Floats, metric: Metric) -> tuple[Floats, Floats]:
    """Values on the scale by kind: ratio for counts, money and times, root for smaller counts,
    angle for shares, plain for scores and what can be negative; and the least scale of each. The
    early values decide, so what comes later changes nothing."""
    early = values[:, :_FIRST]
    typical = np.nanmedian(np.abs(early), axis=1, keepdims=True)
    scale = scale_of(metric)
    if scale.share:
        return scale.forward(values), np.full_like(typical, _FLOOR)
    if metric.noise in _LINEAR:
        return values, np.maximum(_FLOOR * typical, _TINY)
    ratio = np.log(np.maximum(values, np.maximum(0.001 * typical, _TINY)))
    signed = np.nanmin(early, axis=1, keepdims=True) < 0
    small = (typical < _ROOT_BELOW) & (metric.noise in _COUNTS)
    laid = np.where(signed, values, np.where(small, _root(values), ratio))
    floor = np.where(signed, np.maximum(_FLOOR * typical, _TINY), np.where(small, 1.0, _FLOOR))
    return laid, floor


def _root(counts: Floats) -> Floats:
    """Poisson counts with variance 1 at any mean (Anscombe 1948)."""
    return 2.0 * np.sqrt(np.maximum(counts, 0.0) + 0.375)


def _small_count_track(grid: Grid) -> Track:
    """A handful of events a day: the newest seven periods against the mean of the 56 before."""
    sums = over(grid.gone, lambda one: 7.0 * rolling_mean(one, 7), grid.values)
    before = over(grid.gone, lambda one: 7.0 * delayed(rolling_mean(one, 56), 7), grid.values)
    level = np.where(before >= TOO_FEW, _root(sums) - _root(before), np.nan)
    one = Statistic(7, level, np.ones((len(level), 1)))
    return scored(Bank(level, one, (one,)), grid, replace(PACES[grid.grain], single=0))

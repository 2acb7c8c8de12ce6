"""How far a series has left its own recent level, period by period, from the past only.

Means of the newest few periods, freed of season and of single wild days, against the mean of
about three times as many before them: short windows follow series that wander, long ones average
the noise of those that do not. Single days stand against the week before. Each distance is divided
by a scale from its own history, which carries correlation and heavy tails without a model: on
daily business series this measured better than CUSUM and likelihood ratios, which take noise for
independent.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from funnel.catalogue.entries import Metric, NoiseModel
from funnel.fullness import fullness
from funnel.grids import Grid, on_grid
from funnel.medians import median_of, rolling_median, rolling_medians
from funnel.model import Floats, Grain, Series
from funnel.paces import PACES, Pace
from funnel.recurrence import asked_columns, less_recurring, rarity
from funnel.scales import scale_of
from funnel.season import Past, Rows
from funnel.shares import share_bank
from funnel.skipping import Skipped, over
from funnel.statistics import Bank, Statistic, own_scale, season_free, tamed
from funnel.trailing import Flags, delayed, rolling_mean, rolling_means

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
    window: Floats
    gone: Skipped = None


def track(
    series: Series, metric: Metric, *, past: Past, since: date | None = None
) -> tuple[Grid, Track] | None:
    """One series, as a grid of one row; None when there are too few events to judge. With `since`
    only what comes after that period is judged."""
    grid = on_grid([series], [past], since=[since])
    return next(((grid, made) for _, made in tracks(grid, metric)), None)


def is_count(metric: Metric) -> bool:
    """Whether its values are numbers of events, which can be too few to judge."""
    return metric.noise in _COUNTS and not scale_of(metric).share


def tracks(grid: Grid, metric: Metric) -> Iterator[tuple[Rows, Track]]:
    """The series of a grid, whose metrics have the same kind of chance as `metric`: which rows, and
    how they go. Rows with too few events to judge are left out."""
    if grid.grain is Grain.DAY and is_count(metric):
        typical = np.nanmean(grid.values[:, :_FIRST], axis=1)
        large, few = typical >= SMALL_COUNT, typical * 7 >= TOO_FEW
        parts = ((large, _track), (few & ~large, _small_count_track))
        for rows, made in ((np.flatnonzero(these), made) for these, made in parts):
            if len(rows):
                yield rows, made(grid.of_rows(rows), metric)
    else:
        yield np.arange(len(grid.values)), _track(grid, metric)


def _track(grid: Grid, metric: Metric) -> Track:
    pace = PACES[grid.grain]
    if scale_of(metric).share and np.isfinite(grid.denominators).any():
        return _scored(share_bank(grid, pace), grid, pace)
    return _scored(_level_bank(grid, metric, pace), grid, pace)


def _scored(bank: Bank, grid: Grid, pace: Pace) -> Track:
    """Each distance over its own scale; the largest to each side counts."""
    asked = asked_columns(grid)
    table = np.stack(
        [
            one.distance[:, asked] / own_scale(one, grid, pace, asked=asked)[:, asked]
            for one in bank.lasting
        ]
    )
    step = own_scale(bank.single, grid, pace) if bank.step is None else bank.step
    sides = _spread(np.stack([_largest(table) * pace.rise, _largest(-table)]), asked)  # up, down
    sides = less_recurring(sides, grid)[..., asked]
    places = np.where(np.isnan(table), -1.0, np.abs(table)).argmax(axis=0)
    window = np.array([one.size for one in bank.lasting], dtype=np.float64)[places]
    if pace.single:
        away = bank.single.distance / step
        alone = _alone(np.stack([away, -away]), grid, pace, asked)
        window = np.where(_largest(alone) > _largest(sides), 1.0, window)
        sides = np.fmax(sides, alone)
    sides = fullness(grid)[:, asked] * sides / pace.unit
    here = np.isfinite(bank.level[:, asked])
    found = np.where(here, np.stack([*sides, window]), np.nan)
    up, down, window = _spread(found, asked)
    return Track(bank.level, step, up, down, window, grid.gone)


def _largest(table: Floats) -> Floats:
    largest: Floats = np.fmax.reduce(table, axis=0)
    return largest


def _spread(found: Floats, asked: Flags) -> Floats:
    """What was found for the asked periods in their places among all."""
    whole = np.full((*found.shape[:-1], len(asked)), np.nan)
    whole[..., asked] = found
    return whole


def _alone(score: Floats, grid: Grid, pace: Pace, asked: Flags) -> Floats:
    """The asked single periods: their distances in units of what is rare for this very series."""
    judged = less_recurring(score, grid)
    kept = np.where(grid.kept, judged, np.nan)
    limit = rarity(kept, grid.grain, rate=pace.singles, asked=asked)
    return _SINGLE * judged[..., asked] / limit


def _level_bank(grid: Grid, metric: Metric, pace: Pace) -> Bank:
    """Enough events a period: counts, money, times, scores."""
    laid, floor = laid_out(grid.values, metric)
    level = season_free(laid, pace)
    middle, averages = level, rolling_medians
    if pace.single:
        recent = over(grid.gone, lambda one: delayed(rolling_median(one, pace.single), 1), level)
        single = Statistic(1, level - recent, floor)
        step = own_scale(single, grid, pace)
        middle = tamed(level, recent, pace.clip * step)
        averages = rolling_means
    sizes, bases = zip(*pace.spans, strict=True)

    def away(one: Floats) -> Floats:
        pairs = zip(rolling_means(one, sizes), averages(one, bases), sizes, strict=True)
        return np.stack([newest - delayed(before, size) for newest, before, size in pairs])

    distances = over(grid.gone, away, middle)
    lasting = tuple(
        Statistic(size, distance, floor / size**0.5)
        for size, distance in zip(sizes, distances, strict=True)
    )
    return Bank(level, single, lasting, step) if pace.single else Bank(level, lasting[0], lasting)


def laid_out(values: Floats, metric: Metric) -> tuple[Floats, Floats]:
    """Values on the scale by kind: ratio for counts, money and times, root for smaller counts,
    angle for shares, plain for scores and what can be negative; and the least scale of each. The
    early values decide, so what comes later changes nothing."""
    early = values[:, :_FIRST]
    typical = median_of(np.abs(early))[:, None]
    scale = scale_of(metric)
    if scale.share:
        return scale.forward(values), np.full_like(typical, _FLOOR)
    if metric.noise in _LINEAR:
        return values, np.maximum(_FLOOR * typical, _TINY)
    ratio = np.log(np.maximum(values, np.maximum(0.001 * typical, _TINY)))
    signed = (early < 0).any(axis=1, keepdims=True)
    small = (typical < _ROOT_BELOW) & (metric.noise in _COUNTS)
    laid = np.where(signed, values, np.where(small, _root(values), ratio))
    floor = np.where(signed, np.maximum(_FLOOR * typical, _TINY), np.where(small, 1.0, _FLOOR))
    return laid, floor


def _root(counts: Floats) -> Floats:
    """Poisson counts with variance 1 at any mean (Anscombe 1948)."""
    return 2.0 * np.sqrt(np.maximum(counts, 0.0) + 0.375)


def _small_count_track(grid: Grid, _: Metric) -> Track:
    """A handful of events a day: the newest seven periods against the mean of the 56 before."""
    sums = over(grid.gone, lambda one: 7.0 * rolling_mean(one, 7), grid.values)
    before = over(grid.gone, lambda one: 7.0 * delayed(rolling_mean(one, 56), 7), grid.values)
    level = np.where(before >= TOO_FEW, _root(sums) - _root(before), np.nan)
    one = Statistic(7, level, np.ones((len(level), 1)))
    there = np.where(np.isfinite(grid.values), level, np.nan)
    return _scored(Bank(there, one, (one,)), grid, replace(PACES[grid.grain], single=0))

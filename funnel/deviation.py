"""How far a series has left its own recent level, period by period, from the past only.

Means of the newest few periods, taken off their season, against trailing baselines, each divided
by a scale from its own history. On daily business series, whose noise is correlated and
heavy-tailed, this measured better than CUSUM and likelihood ratios, which take it for independent.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from funnel.catalogue.entries import Metric, NoiseModel
from funnel.model import Floats, Grain, Series
from funnel.scales import scale_of
from funnel.season import Flags, Past, Rows, kept_rows, same_season, usual
from funnel.trailing import delayed, renewed_quantile, rolling_mean, rolling_median, rolling_sum

SMALL_COUNT = 8.0  # events a day; below, sums of a week are judged
TOO_FEW = 4.0  # events (of a share: or non-events) that a window must expect to be judged
_COUNTS = frozenset({NoiseModel.COUNT, NoiseModel.OVERDISPERSED_COUNT})
_LINEAR = frozenset({NoiseModel.BOUNDED_SCORE, NoiseModel.SNAPSHOT})
_ROOT_BELOW = 20.0  # counts of this size and more are judged by ratio
_FIRST = 60  # periods that decide on the scale by kind; more would be the future
_FLOOR = 0.015  # of the level
_QUANTILE, _QUANTILE_IN_SIGMA = 0.9, 1.6449
_MEAN_IN_SIGMA, _MEAN_SHARE = 1.2533, 0.7  # most values zero: the quantile is, the mean is not
_ONE_PERIOD_FACTOR = 1.15  # single periods are wilder than their quantile says
_WEEK, _LONG = 7, 28


@dataclass(frozen=True, slots=True)
class _Pace:
    """Lengths in periods. Scales look back over `memory`, need `least` values, and are renewed
    each `every` periods."""

    windows: tuple[int, ...]
    short: int
    long: tuple[int, int]
    memory: int
    least: int
    every: int


_PACES = {
    Grain.HOUR: _Pace((1, 3, 6), 72, (72, 168), 720, 168, 24),
    Grain.DAY: _Pace((1, 3, 7, 14), 7, (14, 28), 365, 40, 7),
    Grain.WEEK: _Pace((1, 3), 4, (8, 13), 104, 16, 1),
    Grain.MONTH: _Pace((1, 2), 3, (3, 6), 60, 12, 1),
}


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A series made ready for the incident rules, aligned with it; NaN where not judged.

    `level` is free of season, `step` the scale of one period on it. `up` and `down` are the
    largest scores to each side, `window` how many periods the larger of the two is a mean of.
    """

    level: Floats
    step: Floats
    up: Floats
    down: Floats
    window: Rows


@dataclass(frozen=True, slots=True, eq=False)
class _Statistic:
    """A signed distance per period, the mean of `size` periods, with its least scale."""

    size: int
    distance: Floats
    floor: float


def track(series: Series, metric: Metric, *, past: Past) -> Track | None:
    """None when there are too few events to judge."""
    kept = kept_rows(series.starts, past.without)
    if scale_of(metric).share and np.isfinite(series.denominators).all():
        return _share_track(series, kept)
    if metric.noise in _COUNTS and series.grain is Grain.DAY and len(series):
        typical = float(series.values[:_FIRST].mean())
        if typical < SMALL_COUNT:
            return _small_count_track(series, kept) if typical * _WEEK >= TOO_FEW else None
    return _level_track(series, metric, kept, past)


def _level_track(series: Series, metric: Metric, kept: Flags, past: Past) -> Track:
    """The distance from the usual value; enough events a period.

    A restart of the usual value is left out: the trailing baselines follow a new level faster.
    """
    pace = _PACES[series.grain]
    found = usual(series, metric=metric, past=Past(past.without))
    level, floor = _distance(series.values, found.expected, metric)
    short = rolling_median(level, pace.short)
    long = (rolling_median(level, pace.long[0]) + rolling_median(level, pace.long[1])) / 2.0
    bank = [
        _Statistic(size, rolling_mean(level, size) - delayed(base, size), floor / size**0.5)
        for size in pace.windows
        for base in (short, long)
    ]
    return _scored(level, bank, kept, pace)


def _distance(values: Floats, expected: Floats, metric: Metric) -> tuple[Floats, float]:
    """Values less usual on the scale by kind: ratio for counts, money and times, root for smaller
    counts, angle for shares, plain for scores and what can be negative; and the least scale."""
    scale = scale_of(metric)
    early = values[:_FIRST]
    typical = float(np.median(np.abs(early))) if len(early) else 0.0
    if scale.share:
        return scale.forward(values) - scale.forward(expected), _FLOOR
    if metric.noise in _LINEAR or (len(early) and early.min() < 0):
        return values - expected, max(_FLOOR * typical, 1e-9)
    if metric.noise in _COUNTS and typical < _ROOT_BELOW:
        return _root(values) - _root(expected), 1.0
    least = max(0.001 * typical, 1e-9)
    return np.log(np.maximum(values, least)) - np.log(np.maximum(expected, least)), _FLOOR


def _root(counts: Floats) -> Floats:
    """Poisson counts with variance 1 at any mean (Anscombe 1948)."""
    return 2.0 * np.sqrt(np.maximum(counts, 0.0) + 0.375)


def _small_count_track(series: Series, kept: Flags) -> Track:
    """A handful of events a day: the newest seven periods against the mean of the 56 before."""
    sums = rolling_sum(series.values, _WEEK)
    before = delayed(rolling_mean(series.values, 2 * _LONG), _WEEK) * _WEEK
    level = np.where(before >= TOO_FEW, _root(sums) - _root(before), np.nan)
    return _scored(level, [_Statistic(_WEEK, level, 1.0)], kept, _PACES[Grain.DAY])


def _share_track(series: Series, kept: Flags) -> Track:
    """A share with its counts: pooled windows against the pooled usual of the same periods, less
    the same of the four weeks before. Distances are in binomial sigma (angle scale, ×√n), so no
    scale is below 1; a window that expects under four events or non-events is not judged.
    """
    pace = _PACES[series.grain]
    n = np.nan_to_num(series.denominators)
    hits = np.clip(series.values / 100.0, 0.0, 1.0) * n
    expected = _pooled_share(series, hits, n, kept) * n
    gap_before = _pooled_gap(hits, expected, n, _LONG)
    bank = []
    for size in (*pace.windows, 2 * pace.windows[-1])[: len(pace.windows) + 1]:
        gap = _pooled_gap(hits, expected, n, size) - delayed(gap_before, size)
        total, usual_hits = rolling_sum(n, size), rolling_sum(expected, size)
        judged = np.minimum(usual_hits, total - usual_hits) >= TOO_FEW
        bank.append(_Statistic(size, np.where(judged, gap * np.sqrt(total), np.nan), 1.0))
    level = _pooled_gap(hits, expected, n, 1) * np.sqrt(n)
    return _scored(level, bank, kept, pace)


def _pooled_share(series: Series, hits: Floats, n: Floats, kept: Flags) -> Floats:
    """Share of the last eight periods of the same season, sum over sum."""
    window = same_season(series.starts, series.grain, kept, depth=8)
    present = window >= 0
    total = np.where(present, n[window], 0.0).sum(axis=1)
    share: Floats = np.where(present, hits[window], 0.0).sum(axis=1) / np.maximum(total, 1.0)
    return np.where((total > 0) & (present.sum(axis=1) >= 4), share, np.nan)


def _pooled_gap(hits: Floats, expected: Floats, n: Floats, size: int) -> Floats:
    """Pooled share less pooled usual share of the newest `size` periods, on the angle scale."""
    total = np.maximum(rolling_sum(n, size), 1.0)
    real = np.clip(rolling_sum(hits, size) / total, 0.0, 1.0)
    usual_share = np.clip(rolling_sum(expected, size) / total, 0.0, 1.0)
    gap: Floats = 2.0 * (np.arcsin(np.sqrt(real)) - np.arcsin(np.sqrt(usual_share)))
    return gap


def _scored(level: Floats, bank: Iterable[_Statistic], kept: Flags, pace: _Pace) -> Track:
    """Each distance over its own scale; the largest to each side counts."""
    step = np.full(len(level), np.nan)
    scores, sizes = [], []
    for one in bank:
        scale = _own_scale(np.where(kept, np.abs(one.distance), np.nan), one, pace)
        factor = _ONE_PERIOD_FACTOR if one.size == 1 else 1.0
        scores.append(one.distance / scale / factor)
        sizes.append(one.size)
        step = np.where(np.isnan(step), scale, step)  # the shortest window that has a scale
    table = np.stack(scores)
    up = np.max(np.where(np.isnan(table), -np.inf, table), axis=0)
    down = np.max(np.where(np.isnan(table), -np.inf, -table), axis=0)
    largest = np.argmax(np.nan_to_num(np.abs(table), nan=-1.0), axis=0)
    judged = np.isfinite(table).any(axis=0)
    return Track(
        level,
        step,
        np.where(judged, up, np.nan),
        np.where(judged, down, np.nan),
        np.array(sizes, dtype=np.intp)[largest],
    )


def _own_scale(sizes: Floats, one: _Statistic, pace: _Pace) -> Floats:
    """Sigma of the statistic's own past: its quantile carries correlation and heavy tails without
    a model. Only values that ended a whole window ago count."""
    quantile, mean = renewed_quantile(
        delayed(sizes, one.size),
        _QUANTILE,
        memory=pace.memory,
        least=pace.least,
        every=pace.every,
    )
    broad = np.maximum(quantile / _QUANTILE_IN_SIGMA, _MEAN_SHARE * _MEAN_IN_SIGMA * mean)
    return np.maximum(broad, one.floor)

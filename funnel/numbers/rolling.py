"""Roll-ups: the one place where values of several periods or segments become one."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from funnel.catalogue.entries import Aggregation, Metric
from funnel.model import Floats, Grain, Series
from funnel.periods.calendar import start_of

_BY_PARTS = frozenset({Aggregation.RATIO_OF_SUMS, Aggregation.WEIGHTED_MEAN})


@dataclass(frozen=True, slots=True)
class RolledUp:
    """One value for a window, None where it cannot be known.

    `numerator` and `denominator` are the summed parts of a ratio or mean. `low` and `high` bound a
    distinct count, which never adds: at least its largest period, at most the sum. `needs_counts`:
    a ratio of several periods of which some came without counts. `days` is the number of periods.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    needs_counts: bool = False
    days: int = 0


def roll_up(metric: Metric, series: Series) -> RolledUp:
    """All periods of the series as one: sums add, ratios are scale × Σn / Σd and never averaged,
    a last value is the newest, a distinct count is only bounded. An empty series has no value."""
    if len(series) == 0:
        return RolledUp(None)
    match metric.over_time:
        case Aggregation.SUM:
            return RolledUp(math.fsum(series.values), days=len(series))
        case Aggregation.LAST:
            return RolledUp(float(series.values[-1]), days=len(series))
        case Aggregation.DISTINCT:
            return _bounded(metric, series.values)
        case _:
            return _by_parts(metric, series)


def add_up(metric: Metric, parts: Iterable[RolledUp], *, across_segments: bool = False) -> RolledUp:
    """Windows that follow each other, or segments of one window, as one; the same rules."""
    known = [part for part in parts if part.days]
    how = metric.across_segments if across_segments else metric.over_time
    days = (
        max((p.days for p in known), default=0) if across_segments else sum(p.days for p in known)
    )
    if not known:
        return RolledUp(None)
    if len(known) == 1:
        return known[0]
    if how in _BY_PARTS:
        return _add_parts(metric, known, days)
    if how is Aggregation.DISTINCT:
        return _add_bounds(known, days)
    values = [part.value for part in known if part.value is not None]
    if len(values) < len(known):
        return RolledUp(None, days=days)
    return RolledUp(math.fsum(values) if how is Aggregation.SUM else values[-1], days=days)


def periods_of(series: Series, grain: Grain) -> tuple[tuple[date, Series], ...]:
    """The series cut at the starts of weeks, months or days; (start, part), oldest first."""
    starts = [start_of(grain, moment) for moment in series.starts.tolist()]
    edges = [i for i, start in enumerate(starts) if i == 0 or start != starts[i - 1]]
    cuts = pairwise([*edges, len(starts)])
    return tuple((starts[i], _cut(series, i, j)) for i, j in cuts)


def roll_up_each(metric: Metric, series: Series, grain: Grain) -> tuple[tuple[date, RolledUp], ...]:
    """One roll-up for each week or month that has periods; `days` tells which are complete."""
    return tuple((start, roll_up(metric, part)) for start, part in periods_of(series, grain))


def _by_parts(metric: Metric, series: Series) -> RolledUp:
    n, d, days = series.numerators, series.denominators, len(series)
    if not bool(np.all(np.isfinite(n) & np.isfinite(d))):
        if days == 1:
            return RolledUp(float(series.values[0]), days=1)
        return RolledUp(None, needs_counts=True, days=days)
    return _divide(metric, math.fsum(n), math.fsum(d), days)


def _divide(metric: Metric, numerator: float, denominator: float, days: int) -> RolledUp:
    value = metric.formula.scale * numerator / denominator if denominator else None
    return RolledUp(value, numerator, denominator, days=days)


def _bounded(metric: Metric, values: Floats) -> RolledUp:
    """A share of distinct people has no bounds: neither its people nor its whole add."""
    days, only = len(values), float(values[0])
    if metric.formula.is_ratio:
        return RolledUp(only if days == 1 else None, days=days)
    low, high = float(np.max(values)), math.fsum(values)
    return RolledUp(only if days == 1 else None, low=low, high=high, days=days)


def _add_parts(metric: Metric, parts: Sequence[RolledUp], days: int) -> RolledUp:
    tops = [part.numerator for part in parts if part.numerator is not None]
    bottoms = [part.denominator for part in parts if part.denominator is not None]
    if len(tops) < len(parts) or len(bottoms) < len(parts):
        return RolledUp(None, needs_counts=True, days=days)
    return _divide(metric, math.fsum(tops), math.fsum(bottoms), days)


def _add_bounds(parts: Sequence[RolledUp], days: int) -> RolledUp:
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts if part.high is not None]
    if len(highs) < len(parts):
        return RolledUp(None, days=days)
    return RolledUp(None, low=max(lows), high=math.fsum(highs), days=days)


def _cut(series: Series, first: int, stop: int) -> Series:
    cut = slice(first, stop)
    return Series(
        series.metric,
        series.starts[cut],
        series.values[cut],
        series.numerators[cut],
        series.denominators[cut],
        series.segment,
        series.grain,
    )

"""Ratios that came without counts, weighed by the number that another metric holds for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from funnel.catalogue.entries import Aggregation, Metric
from funnel.model import Instants, Series

_WEIGHABLE = frozenset({Aggregation.RATIO_OF_SUMS, Aggregation.WEIGHTED_MEAN})


@dataclass(frozen=True, slots=True)
class Weights:
    """The periods at `starts` had no counts and weigh as much as `metric` says of them."""

    metric: Metric
    starts: Instants

    def behind(self, series: Series) -> Metric | None:
        """The metric, if several periods of the series are one number only because of it."""
        needed = len(series) > 1 and bool(np.isin(series.starts, self.starts).any())
        return self.metric if needed else None


def weight_key(metric: Metric, series: Series, parts: Mapping[str, str]) -> str:
    """The metric that holds the denominator, "" if none does or all periods have counts.

    `parts` as of `derived.parts_held`. A denominator of several components is weighed by none.
    """
    if metric.over_time not in _WEIGHABLE or len(metric.formula.denominator) != 1:
        return ""
    if bool(np.isfinite(series.denominators).all()):
        return ""
    found = parts.get(metric.formula.denominator[0].component, "")
    return "" if found == metric.key else found


def weigh(metric: Metric, series: Series, weights: Series) -> tuple[Series, Instants]:
    """The series with parts where it had none and `weights` (same grain and segment) has a
    positive number, and the starts of those periods; values stay as they were logged."""
    place = np.searchsorted(weights.starts, series.starts)
    inside = np.minimum(place, max(len(weights) - 1, 0))
    if not len(weights):
        return series, series.starts[:0]
    there = weights.starts[inside] == series.starts
    sizes = np.where(there, weights.values[inside], np.nan)
    bare = ~np.isfinite(series.denominators) & (sizes > 0)
    tops = np.where(bare, series.values * sizes / metric.formula.scale, series.numerators)
    bottoms = np.where(bare, sizes, series.denominators)
    return replace(series, numerators=tops, denominators=bottoms), series.starts[bare]

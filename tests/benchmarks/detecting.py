"""The product's own detection as the scoring harness of the shared data folder calls it."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnel.budget import NO_HISTORY, threshold_of
from funnel.catalogue.entries import (
    Aggregation,
    Cadence,
    Direction,
    Formula,
    GoalMode,
    Metric,
    NoiseModel,
    Term,
    Unit,
)
from funnel.changes import change_points
from funnel.detect import judge
from funnel.model import Grain, Series

UNKNOWN = Metric(
    key="unknown",
    name="Unknown",
    definition="",
    unit=Unit.COUNT,
    decimals=0,
    direction=Direction.NEUTRAL,
    formula=Formula((Term("unknown"),), (), 1.0, "unknown"),
    over_time=Aggregation.SUM,
    across_segments=Aggregation.SUM,
    cadence=Cadence.DAILY,
    goal_mode=GoalMode.LEVEL,
    noise=NoiseModel.COUNT,
)
SHARE = replace(UNKNOWN, unit=Unit.PERCENT, noise=NoiseModel.BINOMIAL, low=0.0, high=100.0)


THRESHOLD = threshold_of(NO_HISTORY)  # one channel that watches one series, default budget


class Detecting:
    """One channel, one series, kind unknown, judged on both sides: what would be posted."""

    def detect(self, timestamps: NDArray[Any], values: NDArray[np.float64]) -> list[int]:
        """Indices of the periods whose scan would post. Two columns are percent and count."""
        if values.ndim == 2:
            series = replace(series_of(timestamps, values[:, 0]), denominators=values[:, 1])
            return _posted(series, SHARE)
        series = series_of(timestamps, values)
        return _posted(series, kind_of(values, series.grain))

    def change_points(self, _: NDArray[Any], values: NDArray[np.float64]) -> list[int]:
        return change_points(values)


def kind_of(values: NDArray[np.float64], grain: Grain = Grain.DAY) -> Metric:
    """Chosen from the first 60 values only: the harness checks that nothing looks ahead."""
    early = values[:60]
    if grain is Grain.HOUR:
        return replace(UNKNOWN, unit=Unit.RATIO, noise=NoiseModel.SNAPSHOT)
    if not np.all(early == np.round(early)):
        return replace(UNKNOWN, unit=Unit.RATIO, noise=NoiseModel.RATIO_HEAVY_TAILED)
    return UNKNOWN


def series_of(starts: NDArray[Any], values: NDArray[np.float64]) -> Series:
    hourly = (starts[1] - starts[0]) < np.timedelta64(12, "h")
    unit, grain = ("datetime64[h]", Grain.HOUR) if hourly else ("datetime64[D]", Grain.DAY)
    nothing = np.full(len(values), np.nan)
    return Series("unknown", starts.astype(unit), values, nothing, nothing, grain=grain)


def _posted(series: Series, metric: Metric) -> list[int]:
    starts = series.starts.tolist()
    found = judge(series, metric, threshold=THRESHOLD)
    return [starts.index(one.opened) for one in found if one.grown or not one.again]

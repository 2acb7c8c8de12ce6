"""The forecast as the scoring harness of the shared data folder asks for it: `Foreseeing`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnel.catalogue.entries import Metric
from funnel.forecast import Forecast, foresee
from funnel.forecast.calibration import SHIPPED, Calibration
from funnel.model import Grain, Measure, Series, Side
from tests.benchmarks.detecting import UNKNOWN

TODAY = date(2026, 1, 5)  # a Monday: weeks are whole
WEEK = 7
MEASURES = {"sum": Measure.CUMULATIVE, "end": Measure.LEVEL}


class Foreseeing:
    """Goals on a metric of which nothing is known but its numbers: product defaults throughout."""

    def __init__(self, calibration: Calibration = SHIPPED) -> None:
        self._calibration = calibration

    def attainment_batch(
        self,
        history: NDArray[np.float64],
        questions: Sequence[Mapping[str, Any]],
        period_days: int,
    ) -> list[float]:
        series = series_of(history, period_days)
        seen: dict[tuple[str, int], Forecast] = {}
        chances = []
        for question in questions:
            key = (str(question["kind"]), int(question["horizon"]))
            if key not in seen:
                seen[key] = forecast(series, *key, calibration=self._calibration)
            side = Side(question["direction"])
            chances.append(seen[key].chance(float(question["target"]), side))
        return chances

    def attainment_probability(  # the harness's own signature
        self,
        history: NDArray[np.float64],
        target: float,
        horizon: int,
        direction: str,
        kind: str,
        period_days: int,
    ) -> float:
        question = {"target": target, "horizon": horizon, "direction": direction, "kind": kind}
        return self.attainment_batch(history, [question], period_days)[0]


def series_of(history: NDArray[np.float64], period_days: int) -> Series:
    """Days or weeks up to the eve of `TODAY`."""
    values = np.asarray(history, dtype=np.float64)
    nothing = np.full(len(values), np.nan)
    back = np.arange(len(values), 0, -1)
    starts = np.datetime64(TODAY, "D") - period_days * back
    grain = Grain.WEEK if period_days == WEEK else Grain.DAY
    return Series("unknown", starts, values, nothing, nothing, grain=grain)


def metric_of(series: Series) -> Metric:
    """Known to be an amount where it never was negative."""
    return replace(UNKNOWN, low=0.0) if series.values.min() >= 0 else UNKNOWN


def forecast(
    series: Series,
    kind: str,
    horizon: int,
    *,
    begun: int = 0,
    calibration: Calibration = SHIPPED,
) -> Forecast:
    """The next `horizon` periods as a total, or the last seven days (the last week) of them; a
    total may have `begun` some periods ago."""
    length = WEEK if series.grain is Grain.WEEK else 1
    found = foresee(
        series,
        metric_of(series),
        measure=MEASURES[kind],
        window_days=WEEK,
        start=TODAY - timedelta(days=begun * length),
        deadline=TODAY + timedelta(days=horizon * length - 1),
        today=TODAY,
        calibration=calibration,
    )
    if found is None:
        raise ValueError("a history of at least two values is needed")
    return found

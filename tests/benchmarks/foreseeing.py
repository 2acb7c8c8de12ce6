"""The forecast as the scoring harness of the shared data folder asks for it: `Foreseeing`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnel.forecast import Forecast, foresee
from funnel.model import Grain, Measure, Series, Side
from tests.benchmarks.detection import UNKNOWN

_FIRST = date(2020, 1, 6)
_WEEK = 7
_MEASURES = {"sum": Measure.CUMULATIVE, "end": Measure.LEVEL}


class Foreseeing:
    """Goals on a metric of which nothing is known but its numbers: product defaults throughout."""

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
                seen[key] = forecast(series, *key, period_days)
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
    """Days, or weeks that start on a Monday."""
    values = np.asarray(history, dtype=np.float64)
    nothing = np.full(len(values), np.nan)
    starts = np.datetime64(_FIRST, "D") + period_days * np.arange(len(values))
    grain = Grain.WEEK if period_days == _WEEK else Grain.DAY
    return Series("unknown", starts, values, nothing, nothing, grain=grain)


def forecast(series: Series, kind: str, horizon: int, period_days: int) -> Forecast:
    """The next `horizon` periods as a total, or the last seven days (the last week) of them."""
    today = _FIRST + timedelta(days=len(series) * period_days)
    found = foresee(
        series,
        replace(UNKNOWN, low=0.0) if series.values.min() >= 0 else UNKNOWN,
        measure=_MEASURES[kind],
        window_days=_WEEK,
        start=today,
        deadline=today + timedelta(days=horizon * period_days - 1),
        today=today,
    )
    if found is None:
        raise ValueError("a history of at least two values is needed")
    return found

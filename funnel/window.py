"""What is usual for several periods together."""

from dataclasses import replace

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.model import Expected, Floats, Series
from funnel.numbers.rolling import roll_up
from funnel.season import MOST_ERRORS, NORMAL_95, Usual

ENOUGH = 28  # residuals from which on their correlation is told


def usual_of_window(within: Series, metric: Metric, found: Usual) -> Expected:
    """The roll-up of the usual values of the same periods.

    Half-widths add up as errors with the lag-1 correlation r of the series' own residuals do:
    mean half-width × √((1 + (n−1)·r) / n), so a window of wandering days is not called certain.
    """
    n = len(within)
    values, low, high = found.expected[-n:], found.low[-n:], found.high[-n:]
    basis = f"the same {n} periods' usual values"
    if not np.isfinite(values).all():
        return Expected(None, None, None, basis)
    lower, middle, upper = (
        roll_up(metric, _with_values(within, metric, part)).value for part in (low, values, high)
    )
    if middle is None or lower is None or upper is None:
        return Expected(None, None, None, basis)
    shrink = float(np.sqrt((1.0 + (n - 1) * _lag_one(found.residual[:-n])) / n))
    rough = bool(found.rough[-n:].any())
    return Expected(
        middle, middle - shrink * (middle - lower), middle + shrink * (upper - middle), basis, rough
    )


def _with_values(series: Series, metric: Metric, values: Floats) -> Series:
    """The series with other values; numerators follow so that sums over sums hold."""
    numerators = values * series.denominators / metric.formula.scale
    return replace(series, values=values, numerators=numerators)


def _lag_one(residuals: Floats) -> float:
    """Correlation of neighbours among the last 180 residuals, 0–1; 1 while there are few."""
    known = residuals[np.isfinite(residuals)][-MOST_ERRORS:]
    if len(known) < ENOUGH:
        return 1.0
    calm = np.clip(known, -2 * NORMAL_95, 2 * NORMAL_95)
    calm = calm - calm.mean()
    spread = float(calm @ calm)
    return min(max(float(calm[1:] @ calm[:-1]) / spread, 0.0), 1.0) if spread else 1.0

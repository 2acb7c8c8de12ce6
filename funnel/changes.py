"""Change points of a whole series, looking back: when did its level change, if it did."""

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats

_FIRST_PENALTY = 8.0  # × log n
_PENALTY = 4.0  # × log n × long-run variance
_ROUNDS = 2
_MOST_CORRELATION = 0.95
_LEAST_VALUES = 4


def change_points(values: Floats) -> list[int]:
    """Index of the first value of each new level, ascending; empty if the level never changed.

    Optimal partitioning by squared error (Jackson et al. 2005) of the standardised values. Of
    correlated noise each stretch looks like a level; so the penalty is measured: variance and
    lag-1 correlation r of the residuals give the long-run variance v·(1+r)/(1−r) (Chakar et al.
    2017 plug it in likewise), and the partition is made once more.
    """
    n = len(values)
    spread = float(np.std(values)) if n else 0.0
    if n < _LEAST_VALUES or spread <= 0.0:
        return []
    laid = (values - values.mean()) / spread
    found = _partition(laid, _FIRST_PENALTY * np.log(n))
    for _ in range(_ROUNDS):
        found = _partition(laid, _PENALTY * np.log(n) * _long_run_variance(laid, found))
    return found


def _partition(laid: Floats, penalty: float) -> list[int]:
    """The cheapest partition, each segment costing its squared error and the penalty."""
    n = len(laid)
    sums = np.concatenate([[0.0], np.cumsum(laid)])
    squares = np.concatenate([[0.0], np.cumsum(laid**2)])
    best = np.full(n + 1, np.inf)
    best[0] = -penalty
    begins: NDArray[np.intp] = np.zeros(n + 1, dtype=np.intp)
    for end in range(1, n + 1):
        size = end - np.arange(end)
        cost = squares[end] - squares[:end] - (sums[end] - sums[:end]) ** 2 / size
        total = best[:end] + cost + penalty
        begins[end] = int(np.argmin(total))
        best[end] = total[begins[end]]
    found, end = [], int(begins[n])
    while end > 0:
        found.append(end)
        end = int(begins[end])
    return found[::-1]


def _long_run_variance(laid: Floats, found: list[int]) -> float:
    segments = np.split(laid, found)
    rest = np.concatenate([one - one.mean() for one in segments])
    variance = float(rest @ rest) / len(rest)
    if variance <= 0.0:
        return 1e-12
    correlation = float(rest[1:] @ rest[:-1]) / float(rest @ rest)
    correlation = min(max(correlation, 0.0), _MOST_CORRELATION)
    return variance * (1.0 + correlation) / (1.0 - correlation)

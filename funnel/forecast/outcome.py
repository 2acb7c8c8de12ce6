"""The distribution of a goal's measure at its deadline, as the rest of the bot reads it."""

import math
from dataclasses import dataclass

import numpy as np

from funnel.forecast.ahead import Ahead
from funnel.forecast.laying import Laying
from funnel.forecast.spread import Spread
from funnel.model import Side

BAND = (0.1, 0.9)  # 80 %
NEVER_SURER = 0.999
"""Nothing that lies ahead is said to be surer than this, or its complement."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is still open of a measure: the coming window's laid value, and how it counts."""

    spread: Spread
    laying: Laying
    ahead: Ahead

    def chance(self, target: float, side: Side) -> float:
        """P(measure ≥ target) upward, ≤ downward; 0 or 1 only where the metric's ends leave no
        other way."""
        low, high = self.laying.low, self.laying.high
        value = _snapped(self.ahead.needed(target), low, high)
        up = side is Side.UP
        if value < low or value > high or (value == low if up else value == high):
            return float(up == (value <= low))
        laid = self.laying.forward(np.array([value])) - self.ahead.shift
        below = float(self.spread.below(laid)[0])
        return min(max(1.0 - below if up else below, 1.0 - NEVER_SURER), NEVER_SURER)

    def quantiles(self, shares: tuple[float, ...]) -> list[float]:
        laid = self.spread.quantiles(np.array(shares)) + self.ahead.shift
        return [self.ahead.measure(value) for value in self.laying.backward(laid).tolist()]


def _snapped(value: float, *ends: float) -> float:
    """The end itself where only rounding keeps the value from it."""
    for end in ends:
        if math.isclose(value, end, rel_tol=1e-9, abs_tol=1e-12):
            return end
    return value


@dataclass(frozen=True, slots=True)
class Forecast:
    """`low` to `high` holds four outcomes of five; all values are in the metric's unit.

    `expected` is the median: as often passed as missed. `rough`: little history stands behind it,
    the range is wide. `basis` says in words what it stands on. `outlook` is None once nothing is
    left to come.
    """

    expected: float
    low: float
    high: float
    rough: bool
    basis: str
    outlook: Outlook | None = None

    def chance(self, target: float, side: Side) -> float:
        """P(measure ≥ target) upward, P(measure ≤ target) downward; 0 or 1 only if certain."""
        if self.outlook is None:
            met = self.expected >= target if side is Side.UP else self.expected <= target
            return float(met)
        return self.outlook.chance(target, side)

    def quantile(self, p: float) -> float:
        """The value that stays unpassed with probability `p`, 0 < p < 1."""
        if not 0.0 < p < 1.0:
            raise ValueError("p lies between 0 and 1")
        return self.expected if self.outlook is None else self.outlook.quantiles((p,))[0]

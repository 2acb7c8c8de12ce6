"""The scale on which a forecast is made, so that it never leaves what the metric can be."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.model import Floats

_SMALLEST_SHARE = 0.25 / 7  # of the smallest distance from an edge that was ever seen
_LEAST_DISTANCE = 1e-4


class Kind(StrEnum):
    LOGS = "logs"  # amounts that are never negative: changes are factors
    ODDS = "odds"  # values between two hard ends: changes are factors of the odds
    PLAIN = "plain"  # values that may cross zero


@dataclass(frozen=True, slots=True)
class Laying:
    """`low` and `high` are the hard ends of ODDS; `unit` makes all three free of the metric's unit:
    the least amount of LOGS, the least distance from an end of ODDS, one step of PLAIN."""

    kind: Kind
    low: float
    high: float
    unit: float

    @property
    def seasonal(self) -> bool:
        """Whether weekdays act as factors."""
        return self.kind is not Kind.PLAIN

    def forward(self, values: Floats) -> Floats:
        match self.kind:
            case Kind.LOGS:
                laid: Floats = np.log(np.maximum(values, self.unit))
            case Kind.ODDS:
                share = (values - self.low) / (self.high - self.low)
                share = np.clip(share, self.unit, 1.0 - self.unit)
                laid = np.log(share / (1.0 - share))
            case Kind.PLAIN:
                laid = values / self.unit
        return laid

    def backward(self, laid: Floats) -> Floats:
        match self.kind:
            case Kind.LOGS:
                values: Floats = np.exp(np.clip(laid, -700.0, 700.0))
            case Kind.ODDS:
                share = 1.0 / (1.0 + np.exp(-np.clip(laid, -700.0, 700.0)))
                values = self.low + (self.high - self.low) * share
            case Kind.PLAIN:
                values = laid * self.unit
        return values


def laying_of(metric: Metric, values: Floats) -> Laying:
    """`values` are single periods, without NaN. A metric whose ends are both hard stays between
    them; one that was never negative stays so, unless its definition allows less."""
    if metric.low is not None and metric.high is not None and metric.range_is_hard:
        return _between(metric.low, metric.high, values)
    if (metric.low is None or metric.low >= 0.0) and bool(np.all(values >= 0.0)):
        positive = values[values > 0.0]
        least = float(positive.min()) if len(positive) else 1.0
        return Laying(Kind.LOGS, 0.0, np.inf, _SMALLEST_SHARE * least)
    step = float(np.mean(np.abs(values)) + np.std(values)) or 1.0
    return Laying(Kind.PLAIN, -np.inf, np.inf, step)


def _between(low: float, high: float, values: Floats) -> Laying:
    share = (values - low) / (high - low)
    distance = np.minimum(share, 1.0 - share)
    inside = distance[distance > 0.0]
    least = _SMALLEST_SHARE * float(inside.min()) if len(inside) else _LEAST_DISTANCE
    return Laying(Kind.ODDS, low, high, max(least, _LEAST_DISTANCE))

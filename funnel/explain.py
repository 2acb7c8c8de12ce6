"""What a break costs: lost orders and money a day, at the usual rate of the remaining steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from funnel.model import Money

_SHARE = 0.01  # percent → share


@dataclass(frozen=True, slots=True)
class Drop:
    """How much worse than usual a period is, in the metric's unit and unsigned (points for
    percents), with its range; `low` may be 0."""

    amount: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Path:
    """What a drop is multiplied by until it is orders, and until it is money. A `-` in front of a
    key means the share that does not: 1 − abandonment."""

    scale: float
    to_orders: tuple[str, ...] | None
    to_money: tuple[str, ...]


_VALUE = "average_order_value"
_CONVERSION = "sales_conversion_rate"
_KEPT = "-cart_abandonment_rate"
_SHARES = frozenset({_CONVERSION, "cart_abandonment_rate"})
_PATHS = {
    "sales_revenue": _Path(1.0, None, ()),
    "orders": _Path(1.0, (), (_VALUE,)),
    "sessions": _Path(1.0, (_CONVERSION,), (_VALUE,)),
    "cart_starts": _Path(1.0, (_KEPT,), (_VALUE,)),
    "cart_abandonment_rate": _Path(_SHARE, ("cart_starts",), (_VALUE,)),
    "sales_conversion_rate": _Path(_SHARE, ("sessions",), (_VALUE,)),
    "add_to_cart_rate": _Path(_SHARE, ("sessions", _KEPT), (_VALUE,)),
    "average_order_value": _Path(1.0, None, ("orders",)),
}


def lost_money(metric: str, drop: Drop, *, latest: Mapping[str, float]) -> Money | None:
    """The drop times the conversion of the remaining steps times the order value, a period.

    `latest` are usual values a day of the metrics on the way (percents as 0–100), by key. None
    where no path leads to money, or one of its metrics has no usual value.
    """
    path = _PATHS.get(metric)
    if path is None or any(key not in latest for key in needed(metric)):
        return None
    per_order = _factor(path.to_money, latest)
    per_unit = path.scale * _factor(path.to_orders or (), latest)
    orders = None if path.to_orders is None else drop.amount * per_unit
    low, amount, high = (part * per_unit * per_order for part in (drop.low, drop.amount, drop.high))
    return Money(amount, low, high, orders)


def needed(metric: str) -> tuple[str, ...]:
    """Keys of the metrics whose usual values price a drop of this one; empty if none do."""
    path = _PATHS.get(metric)
    steps = () if path is None else (*(path.to_orders or ()), *path.to_money)
    return tuple(step.removeprefix("-") for step in steps)


def _factor(steps: tuple[str, ...], latest: Mapping[str, float]) -> float:
    return prod(_step(step, latest) for step in steps)


def _step(step: str, latest: Mapping[str, float]) -> float:
    key = step.removeprefix("-")
    value = latest[key] * (_SHARE if key in _SHARES else 1.0)
    return 1.0 - value if step.startswith("-") else value

"""What a break costs: lost orders and money a day, at the usual rate of the remaining steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, prod, sqrt
from statistics import fmean

from funnel.model import Money

ENOUGH = 7  # periods from which neighbours say how misses hang together
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


@dataclass(frozen=True, slots=True)
class Leak:
    """What a break costs: the mean period, and all periods since its onset, with 95 % ranges."""

    each: Money
    total: Money
    periods: int


def lost_since(metric: str, drops: Sequence[Drop], *, latest: Mapping[str, float]) -> Leak | None:
    """`drops` are the periods since the onset, each against its own usual value; a better one
    counts back (negative amount). None where no path leads to money.

    The range of the sum: half-widths of n periods whose misses correlate by r (that of neighbours
    among the drops themselves) add up to their mean × √(n + n·(n − 1)·r).
    """
    each = [lost_money(metric, drop, latest=latest) for drop in drops]
    costs = [cost for cost in each if cost is not None]
    if not costs:
        return None
    count = len(costs)
    grown = sqrt(count + count * (count - 1) * _alike([cost.amount for cost in costs]))
    amount = fsum(cost.amount for cost in costs)
    low = amount - grown * fmean(cost.amount - cost.low for cost in costs)
    high = amount + grown * fmean(cost.high - cost.amount for cost in costs)
    orders = [cost.orders for cost in costs if cost.orders is not None]
    total = Money(amount, max(low, 0.0), high, fsum(orders) if orders else None)
    return Leak(_share(total, count), total, count)


def _share(total: Money, count: int) -> Money:
    orders = None if total.orders is None else total.orders / count
    return Money(total.amount / count, total.low / count, total.high / count, orders)


def _alike(amounts: Sequence[float]) -> float:
    """Correlation of neighbours, 0 to 1; 1 (all miss together) while there are few."""
    if len(amounts) < ENOUGH:
        return 1.0
    middle = fmean(amounts)
    apart = [amount - middle for amount in amounts]
    spread = fsum(one * one for one in apart)
    if not spread:
        return 1.0
    return min(max(fsum(a * b for a, b in pairwise(apart)) / spread, 0.0), 1.0)


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

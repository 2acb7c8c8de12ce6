"""Small journeys as arrays: sessions, carts, orders, revenue by day and segment."""

from datetime import date, timedelta

import numpy as np

from funnel.catalogue import load
from funnel.explain import Amounts, Chain, Cut, Source, chain_of
from funnel.model import Floats

FIRST = date(2026, 9, 7)  # a Monday
CATALOGUE = load()


def days(count: int) -> tuple[date, ...]:
    return tuple(FIRST + timedelta(days=step) for step in range(count))


def chain(metric: str, *, without: tuple[str, ...] = ()) -> Chain:
    """The metric's chain in a workspace that has everything but some metrics."""

    def has(source: Source) -> bool:
        return source.metric not in without

    return chain_of(CATALOGUE.metric(metric), CATALOGUE.metrics, has=has)


def whole(parts: Floats) -> Amounts:
    """The totals of segments × days × levels."""
    return Amounts(days(parts.shape[1]), np.nansum(parts, axis=0))


def cut(parts: Floats, dimension: str = "device") -> Cut:
    names = tuple(f"s{place}" for place in range(len(parts)))
    return Cut(dimension, names, days(parts.shape[1]), parts)


def steady(
    count: int, *, sessions: tuple[float, ...], rates: tuple[tuple[float, float, float], ...]
) -> Floats:
    """Segments × days × levels without noise; each segment's (carts a session, orders a cart,
    revenue an order)."""
    rows = []
    for amount, (carts, kept, value) in zip(sessions, rates, strict=True):
        row = [amount, amount * carts, amount * carts * kept, amount * carts * kept * value]
        rows.append([row] * count)
    return np.array(rows)

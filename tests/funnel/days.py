"""Days of a small shop for the stories of this folder: a seeded year of orders, and its metrics."""

from collections.abc import Callable
from datetime import date

import numpy as np

from funnel.catalogue import load
from funnel.catalogue.entries import Metric
from funnel.model import Floats, Series

MONDAY = date(2026, 1, 5)
WEEK_SHAPE = np.array([1.1, 1.0, 1.0, 1.05, 1.2, 0.8, 0.85])


def metric(key: str) -> Metric:
    return load().metric(key)


def series(key: str, values: Floats, *, start: date = MONDAY) -> Series:
    """Daily values without parts."""
    nothing = np.full(len(values), np.nan)
    starts = np.datetime64(start, "D") + np.arange(len(values))
    return Series(key, starts, np.asarray(values, dtype=np.float64), nothing, nothing)


def orders(
    days: int,
    *,
    effect: Callable[[int], float] = lambda _: 1.0,
    seed: int = 1,
    level: float = 800.0,
) -> Series:
    """Overdispersed Poisson orders with a weekday season; `effect` multiplies a day's mean."""
    rng = np.random.default_rng(seed)
    at = np.arange(days)
    mean = level * WEEK_SHAPE[at % 7] * np.array([effect(int(day)) for day in at])
    return series("orders", rng.poisson(mean * rng.gamma(400, 1 / 400, days)).astype(np.float64))


def rate(key: str, days: int, *, n: int, share: Callable[[int], float], seed: int = 1) -> Series:
    """A daily percent with its counts: `share` (0–1) of about `n`."""
    rng = np.random.default_rng(seed)
    denominators = rng.poisson(n, days).astype(np.float64)
    hits = rng.binomial(denominators.astype(int), [share(day) for day in range(days)])
    values = 100.0 * hits / np.maximum(denominators, 1.0)
    starts = np.datetime64(MONDAY, "D") + np.arange(days)
    return Series(key, starts, values, hits.astype(np.float64), denominators)


def without_days(whole: Series, gone: Callable[[date], bool]) -> Series:
    """The series as if some days had never arrived."""
    kept = np.array([not gone(day) for day in whole.starts.tolist()])
    return Series(
        whole.metric,
        whole.starts[kept],
        whole.values[kept],
        whole.numerators[kept],
        whole.denominators[kept],
    )

"""Trailing statistics of a series, each from the past only; NaN where a window is not full."""

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from funnel.model import Floats


def rolling_mean(values: Floats, size: int) -> Floats:
    """Mean of the newest `size` values; NaN where one of them is."""
    return _filled(values, size, lambda windows: windows.mean(axis=1))


def rolling_sum(values: Floats, size: int) -> Floats:
    """Sum of the newest `size` values; NaN where one of them is."""
    return _filled(values, size, lambda windows: windows.sum(axis=1))


def rolling_median(values: Floats, size: int) -> Floats:
    """Median of the newest `size` values; NaN where one of them is."""
    return _filled(values, size, _medians)


def delayed(values: Floats, steps: int) -> Floats:
    """The values of `steps` periods before."""
    return np.concatenate([np.full(min(steps, len(values)), np.nan), values[: -steps or None]])


def renewed_quantile(
    sizes: Floats, share: float, *, memory: int, least: int, every: int
) -> tuple[Floats, Floats]:
    """Quantile and mean of the newest `memory` sizes, NaN ones left out, renewed each `every`
    periods and held in between; NaN while fewer than `least` stand behind them."""
    padded = np.concatenate([np.full(memory - 1, np.nan), sizes])
    ordered = np.sort(sliding_window_view(padded, memory)[::every], axis=1)
    count = np.count_nonzero(np.isfinite(ordered), axis=1)
    total = np.where(np.isfinite(ordered), ordered, 0.0).sum(axis=1)
    lines, rank = np.arange(len(ordered)), share * np.maximum(count - 1, 0)
    lower = np.floor(rank).astype(np.intp)
    upper = np.minimum(lower + 1, np.maximum(count - 1, 0))
    left, right = ordered[lines, lower], ordered[lines, upper]
    enough = count >= least
    quantile = np.where(enough, left + (rank - lower) * (right - left), np.nan)
    mean = np.where(enough, total / np.maximum(count, 1), np.nan)
    return np.repeat(quantile, every)[: len(sizes)], np.repeat(mean, every)[: len(sizes)]


def _filled(values: Floats, size: int, statistic: Callable[[Floats], Floats]) -> Floats:
    result = np.full(len(values), np.nan)
    if len(values) >= size:
        result[size - 1 :] = statistic(sliding_window_view(values, size))
    return result


def _medians(windows: Floats) -> Floats:
    """NaN sorts last, so a row with one is known by its last value."""
    ordered = np.sort(windows, axis=1)
    size = ordered.shape[1]
    middle = (ordered[:, (size - 1) // 2] + ordered[:, size // 2]) / 2.0
    return np.where(np.isnan(ordered[:, -1]), np.nan, middle)

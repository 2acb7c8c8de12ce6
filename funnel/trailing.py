"""Trailing statistics along the last axis, each from the past only; absent values are NaN."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from funnel.model import Floats

Counts = NDArray[np.intp]


def rolling_sum(values: Floats, size: int) -> Floats:
    """Sum of the newest `size` values, absent ones counting nothing."""
    total = np.cumsum(np.nan_to_num(values), axis=-1)
    total[..., size:] -= total[..., :-size].copy()
    return total


def rolling_mean(values: Floats, size: int) -> Floats:
    """Mean of the newest `size` periods; NaN where fewer than half of them are there."""
    count = rolling_sum(np.isfinite(values).astype(np.float64), size)
    mean: Floats = rolling_sum(values, size) / np.maximum(count, 1.0)
    return np.where(2 * count >= size, mean, np.nan)


def rolling_median(values: Floats, size: int) -> Floats:
    """Median of the newest `size` periods; NaN where fewer than half of them are there."""
    padded = np.concatenate([np.full((*values.shape[:-1], size - 1), np.nan), values], axis=-1)
    middle, count = median_of(sliding_window_view(padded, size, axis=-1))
    return np.where(2 * count >= size, middle, np.nan)


def centred_mean(values: Floats, size: int) -> Floats:
    """Mean of the `size` (odd) periods around each; NaN for the newest half of them."""
    half = size // 2
    moved = np.full_like(values, np.nan)
    moved[..., : -half or None] = rolling_mean(values, size)[..., half:]
    return moved


def delayed(values: Floats, steps: int) -> Floats:
    """The values of `steps` periods before."""
    moved = np.full_like(values, np.nan)
    moved[..., steps:] = values[..., : -steps or None]
    return moved


def median_of(table: Floats) -> tuple[Floats, Counts]:
    """Median along the last axis and how many values stand behind it; NaN where none do."""
    ordered = np.sort(table, axis=-1)  # NaN come last
    count = np.count_nonzero(np.isfinite(ordered), axis=-1)
    lower, upper = np.maximum(count - 1, 0) // 2, count // 2
    upper = np.minimum(upper, table.shape[-1] - 1)
    middle = (_picked(ordered, lower) + _picked(ordered, upper)) / 2.0
    return np.where(count > 0, middle, np.nan), count


def renewed_quantile(
    sizes: Floats, share: float, *, memory: int, least: int, every: int, offset: int = 0
) -> tuple[Floats, Floats]:
    """Quantile and mean of the newest `memory` sizes, renewed each `every` periods (those whose
    place and `offset` add up to a multiple) and held in between; NaN while fewer than `least`
    stand behind them."""
    length = sizes.shape[-1]
    first = -offset % every
    padded = np.concatenate([np.full((*sizes.shape[:-1], memory - 1), np.nan), sizes], axis=-1)
    views = sliding_window_view(padded, memory, axis=-1)[..., first::every, :]
    ordered = np.sort(views, axis=-1)
    count = np.count_nonzero(np.isfinite(ordered), axis=-1)
    rank = share * np.maximum(count - 1, 0)
    lower = np.floor(rank).astype(np.intp)
    upper = np.minimum(lower + 1, np.maximum(count - 1, 0))
    left, right = _picked(ordered, lower), _picked(ordered, upper)
    quantile = np.where(count >= least, left + (rank - lower) * (right - left), np.nan)
    mean = np.where(count >= least, np.nan_to_num(ordered).sum(-1) / np.maximum(count, 1), np.nan)
    return _held(quantile, first, every, length), _held(mean, first, every, length)


def _picked(ordered: Floats, places: Counts) -> Floats:
    found: Floats = np.take_along_axis(ordered, places[..., None], axis=-1)[..., 0]
    return found


def _held(renewed: Floats, first: int, every: int, length: int) -> Floats:
    held = np.full((*renewed.shape[:-1], length), np.nan)
    held[..., first:] = np.repeat(renewed, every, axis=-1)[..., : length - first]
    return held

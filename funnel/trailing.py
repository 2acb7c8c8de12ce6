"""Trailing statistics along the last axis, each from the past only; absent values are NaN."""

from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from funnel.model import Floats

Counts = NDArray[np.intp]
Flags = NDArray[np.bool_]
_FEW = 8  # series


def zeroed(values: Floats) -> Floats:
    """Absent values count nothing."""
    return np.where(np.isnan(values), 0.0, values)


def rolling_sum(values: Floats, size: int) -> Floats:
    """Sum of the newest `size` values, absent ones counting nothing."""
    total = np.cumsum(zeroed(values), axis=-1)
    total[..., size:] -= total[..., :-size].copy()
    return total


def rolling_mean(values: Floats, size: int) -> Floats:
    """Mean of the newest `size` periods; NaN where fewer than half of them are there."""
    count = rolling_sum(np.isfinite(values).astype(np.float64), size)
    mean: Floats = rolling_sum(values, size) / np.maximum(count, 1.0)
    return np.where(2 * count >= size, mean, np.nan)


def rolling_median(values: Floats, size: int) -> Floats:
    """Median of the newest `size` periods; NaN where fewer than half of them are there."""
    middle, count = known_median(values, size)
    return np.where(2 * count >= size, middle, np.nan)


def known_median(values: Floats, size: int) -> tuple[Floats, Counts]:
    """Median of those of the newest `size` periods that are there, and how many they are."""
    padded = np.concatenate([np.full((*values.shape[:-1], size - 1), np.nan), values], axis=-1)
    return median_of(sliding_window_view(padded, size, axis=-1))


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
    sizes: Floats,
    share: float,
    *,
    memory: int,
    least: int,
    every: int,
    offset: int = 0,
    asked: Flags | None = None,
) -> tuple[Floats, Floats]:
    """Quantile and mean of the newest `memory` sizes, renewed each `every` periods (those whose
    place and `offset` add up to a multiple) and held in between; NaN while fewer than `least`
    stand behind them. With `asked` only what these periods need is worked out: sorting is most of
    what judging costs."""
    length = sizes.shape[-1]
    first = -offset % every
    places = np.arange(first, length, every)
    if asked is not None:
        places = places[np.logical_or.reduceat(asked, places)] if len(places) else places
    padded = np.concatenate([np.full((*sizes.shape[:-1], memory - 1), np.nan), sizes], axis=-1)
    views = sliding_window_view(padded, memory, axis=-1)
    count = _counted(sizes, memory)[..., places]
    rank = share * np.maximum(count - 1, 0)
    lower = np.floor(rank).astype(np.intp)
    upper = np.minimum(lower + 1, np.maximum(count - 1, 0))
    left, right = _ranked(views[..., places, :], lower, upper)
    quantile = np.where(count >= least, left + (rank - lower) * (right - left), np.nan)
    total = rolling_sum(sizes, memory)[..., places]
    mean = np.where(count >= least, total / np.maximum(count, 1), np.nan)
    return _held(quantile, places, every, length), _held(mean, places, every, length)


def _ranked(views: Floats, lower: Counts, upper: Counts) -> tuple[Floats, Floats]:
    """The values of two ranks of each view. Parting the views of one period costs a fifth of
    sorting them all, but for a few series numpy's calls cost more than either."""
    if prod(lower.shape[:-1]) < _FEW:
        ordered = np.sort(views, axis=-1)
        return _picked(ordered, lower), _picked(ordered, upper)
    found = np.empty((2, *lower.shape))
    for at in range(lower.shape[-1]):
        low, high = lower[..., at], upper[..., at]
        parted = np.partition(views[..., at, :], np.union1d(low, high), axis=-1)
        found[0, ..., at], found[1, ..., at] = _picked(parted, low), _picked(parted, high)
    return found[0], found[1]


def _counted(values: Floats, size: int) -> Counts:
    """How many of the newest `size` are there."""
    return rolling_sum(np.isfinite(values).astype(np.float64), size).astype(np.intp)


def _picked(ordered: Floats, places: Counts) -> Floats:
    found: Floats = np.take_along_axis(ordered, places[..., None], axis=-1)[..., 0]
    return found


def _held(renewed: Floats, places: Counts, every: int, length: int) -> Floats:
    held = np.full((*renewed.shape[:-1], length + every), np.nan)
    held[..., places[:, None] + np.arange(every)] = renewed[..., None]
    return held[..., :length]

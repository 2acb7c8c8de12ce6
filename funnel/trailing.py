"""Trailing sums and means along the last axis, each from the past only; absent values are NaN."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats

Counts = NDArray[np.int16]
Flags = NDArray[np.bool_]
_Numbers = TypeVar("_Numbers", Floats, Counts)


def zeroed(values: Floats) -> Floats:
    """Absent values count nothing."""
    known = values.copy()
    np.copyto(known, 0.0, where=np.isnan(values))
    return known


def delayed(values: Floats, steps: int) -> Floats:
    """The values of `steps` periods before."""
    moved = np.empty_like(values)
    moved[..., :steps] = np.nan
    moved[..., steps:] = values[..., : -steps or None]
    return moved


def rolling_sum(values: Floats, size: int) -> Floats:
    """Sum of the newest `size` values, absent ones counting nothing."""
    return rolling_sums(values, (size,))[0]


def rolling_sums(values: Floats, sizes: Sequence[int], *, step: int = 1) -> list[Floats]:
    """`rolling_sum` for each of the sizes, of periods that are `step` apart."""
    return _totals(zeroed(values), sizes, step=step)


def rolling_counts(there: Flags, sizes: Sequence[int], *, step: int = 1) -> list[Counts]:
    """How many of so many newest periods, `step` apart, are there."""
    return _totals(there.astype(np.int16), sizes, step=step)


def rolling_shares(there: Flags, sizes: Sequence[int]) -> list[Floats]:
    """`rolling_mean` of being there, for each of the sizes."""
    passed = [np.minimum(np.arange(1.0, there.shape[-1] + 1.0), size) for size in sizes]
    counts = rolling_counts(there, sizes)
    shares = [count / periods for count, periods in zip(counts, passed, strict=True)]
    for share, periods, size in zip(shares, passed, sizes, strict=True):
        share[..., 2 * periods < size] = np.nan
    return shares


def rolling_mean(values: Floats, size: int) -> Floats:
    """Mean of the newest `size` periods; NaN where fewer than half of them are there."""
    return rolling_means(values, (size,))[0]


def rolling_means(values: Floats, sizes: Sequence[int]) -> list[Floats]:
    """`rolling_mean` for each of the sizes."""
    totals, counts = rolling_sums(values, sizes), rolling_counts(np.isfinite(values), sizes)
    means = []
    for total, count, size in zip(totals, counts, sizes, strict=True):
        mean = total / np.maximum(count, 1).astype(np.float64)
        np.copyto(mean, np.nan, where=2 * count < size)
        means.append(mean)
    return means


def centred_mean(values: Floats, size: int) -> Floats:
    """Mean of the `size` (odd) periods around each; NaN for the newest half of them."""
    half = size // 2
    moved = np.full_like(values, np.nan)
    moved[..., : -half or None] = rolling_mean(values, size)[..., half:]
    return moved


def _totals(values: _Numbers, sizes: Sequence[int], *, step: int) -> list[_Numbers]:
    """Totals of 1, 2, 4, … periods are made of each other, and any other of a few of these: that
    is faster than a running total, and rounding in one period does not reach all later ones."""
    totals: dict[int, _Numbers] = {}
    doubled, power = values, 1
    while True:
        for size in set(sizes):
            if size & power:
                before = (size % power) * step
                totals[size] = _joined(totals[size], doubled, before) if before else doubled
        if 2 * power > max(sizes):
            return [totals[size] for size in sizes]
        doubled, power = _joined(doubled, doubled, power * step), 2 * power


def _joined(newest: _Numbers, before: _Numbers, behind: int) -> _Numbers:
    """Totals up to each period with those up to `behind` periods earlier."""
    flat, late = np.empty(newest.size, newest.dtype), slice(behind, None)
    np.add(newest.reshape(-1)[late], before.reshape(-1)[:-behind], out=flat[late])
    joined = flat.reshape(newest.shape)  # what each series has from the one above it is no period
    joined[..., :behind] = newest[..., :behind]
    return joined

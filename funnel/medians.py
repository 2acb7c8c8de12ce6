"""Medians of few values: whole lines of periods pass through a sorting network.

A window of seven values sorted for itself costs ten times as much as its share of two lines that
are compared value by value.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats
from funnel.trailing import Counts, rolling_counts


def rolling_medians(values: Floats, sizes: Sequence[int]) -> list[Floats]:
    """`rolling_median` for each of the sizes."""
    known = {size: rolling_median(values, size) for size in set(sizes)}
    return [known[size] for size in sizes]


def rolling_median(values: Floats, size: int) -> Floats:
    """Median of the newest `size` periods; NaN where fewer than half of them are there."""
    middle, count = known_median(values, size)
    np.copyto(middle, np.nan, where=2 * count < size)
    return middle


def known_median(values: Floats, size: int, *, step: int = 1) -> tuple[Floats, Counts]:
    """Median of those of the newest `size` periods, `step` apart, that are there, and how many
    they are; NaN where none is."""
    there = np.isfinite(values)
    (count,) = rolling_counts(there, (size,), step=step)
    present = values.copy()
    np.copyto(present, np.inf, where=~there)  # what is absent comes last
    lines = np.empty((size + 1, *values.shape))
    for age, line in zip(range(0, size * step, step), lines, strict=False):
        line[..., :age] = np.inf
        line[..., age:] = present[..., : -age or None]
    ordered = _ordered(list(lines))
    middle = (ordered[(size - 1) // 2] + ordered[size // 2]) / 2.0
    few = np.nonzero(count < size)
    middle[few] = _middle(np.stack([line[few] for line in ordered], axis=-1), count[few])
    return middle, count


def median_of(table: Floats) -> Floats:
    """Median along the last axis of what is there; NaN where nothing is."""
    ordered = np.sort(table, axis=-1)  # NaN come last
    return _middle(ordered, np.count_nonzero(np.isfinite(ordered), axis=-1))


def _middle(ordered: Floats, count: Counts | NDArray[np.intp]) -> Floats:
    """Median of the first `count` of values in order along the last axis."""
    upper = np.minimum(count // 2, ordered.shape[-1] - 1)
    both = np.stack([np.maximum(count - 1, 0) // 2, upper], axis=-1)
    pair = np.take_along_axis(ordered, both.astype(np.intp), axis=-1)
    return np.where(count > 0, (pair[..., 0] + pair[..., 1]) / 2.0, np.nan)


def _ordered(lines: list[Floats]) -> list[Floats]:
    """All lines but the last, least first at each place; the last one has room for a line."""
    *lines, spare = lines
    for one, other in _network(len(lines)):
        low, high = lines[one], lines[other]
        np.minimum(low, high, out=spare)
        np.maximum(low, high, out=high)
        lines[one], spare = spare, low
    return lines


@cache
def _network(size: int) -> tuple[tuple[int, int], ...]:
    """Pairs of places that, put in order one after the other, leave all in order (merge exchange,
    Batcher 1968; Knuth 1998, 5.2.2 M)."""
    powers = [1 << power for power in reversed(range((size - 1).bit_length()))]
    return tuple(
        (place, place + apart)
        for part in powers
        for side, apart in [(0, part), *((part, far - part) for far in powers if far > part)]
        for place in range(size - apart)
        if place & part == side
    )

"""Quantile and mean of a long trailing memory, renewed now and then; absent values are NaN."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from funnel.model import Floats
from funnel.trailing import Flags, zeroed

Ranks = NDArray[np.intp]
_FEW = 4  # series


def renewed_quantile(
    sizes: Floats,
    share: float,
    *,
    memory: int,
    least: int,
    every: int,
    offset: int,
    asked: Flags | None = None,
) -> tuple[Floats, Floats]:
    """Quantile and mean of the newest `memory` sizes (series × periods), renewed each `every`
    periods (those whose place and `offset` add up to a multiple) and held in between; NaN while
    fewer than `least` stand behind them. With `asked` only what these periods need is worked out:
    parting is much of what judging costs."""
    length = sizes.shape[-1]
    places = np.arange(-offset % every, length, every)
    if asked is not None and len(places):
        places = places[np.logical_or.reduceat(asked, places)]
    count = _counts(np.isfinite(sizes), places, memory)
    enough = count >= least
    some = enough.any(axis=0)
    places, count, enough = places[some], count[:, some], enough[:, some]
    rank = share * np.maximum(count - 1, 0)
    lower = np.floor(rank).astype(np.intp)
    upper = np.minimum(lower + 1, np.maximum(count - 1, 0))
    left, right = _ranked(sizes, places, memory, lower, upper)
    quantile = np.where(enough, left + (rank - lower) * (right - left), np.nan)
    total = _totals(zeroed(sizes), places, memory)
    mean = np.where(enough, total / np.maximum(count, 1), np.nan)
    return _held(quantile, places, every, length), _held(mean, places, every, length)


def _counts(there: Flags, places: Ranks, memory: int) -> Ranks:
    """How many of the memory at each place are there."""
    passed = np.zeros((len(there), there.shape[-1] + 1), dtype=np.intp)
    np.cumsum(there, axis=-1, out=passed[:, 1:])
    counts: Ranks = passed[:, places + 1] - passed[:, np.maximum(places + 1 - memory, 0)]
    return counts


def _totals(sizes: Floats, places: Ranks, memory: int) -> Floats:
    total = np.empty((len(sizes), len(places)))
    for place, at in enumerate(places.tolist()):
        np.add.reduce(sizes[:, max(at + 1 - memory, 0) : at + 1], axis=-1, out=total[:, place])
    return total


def _ranked(
    sizes: Floats, places: Ranks, memory: int, lower: Ranks, upper: Ranks
) -> tuple[Floats, Floats]:
    """The values of two neighbouring ranks of the memory at each place. For a few series numpy's
    calls cost more than its sorting."""
    if len(sizes) < _FEW:
        padded = np.pad(sizes, ((0, 0), (memory - 1, 0)), constant_values=np.nan)
        ordered = np.sort(sliding_window_view(padded, memory, axis=-1)[:, places], axis=-1)
        return _picked(ordered, lower), _picked(ordered, upper)
    alike = ((lower == lower[0]) & (upper == upper[0])).all(axis=0).tolist()
    left, right = np.empty(lower.shape), np.empty(lower.shape)
    for place, at in enumerate(places.tolist()):
        part = sizes[:, max(at + 1 - memory, 0) : at + 1]
        if alike[place]:  # parting costs half of sorting
            low, high = int(lower[0, place]), int(upper[0, place])
            parted = np.partition(part, low, axis=-1)
            left[:, place] = parted[:, low]
            np.fmin.reduce(parted[:, high:], axis=-1, out=right[:, place])
        else:
            ordered = np.sort(part, axis=-1)
            left[:, place] = _picked(ordered, lower[:, place])
            right[:, place] = _picked(ordered, upper[:, place])
    return left, right


def _picked(ordered: Floats, ranks: Ranks) -> Floats:
    found: Floats = np.take_along_axis(ordered, ranks[..., None], axis=-1)[..., 0]
    return found


def _held(renewed: Floats, places: Ranks, every: int, length: int) -> Floats:
    held = np.full((len(renewed), length + every), np.nan)
    held[:, places[:, None] + np.arange(every)] = renewed[..., None]
    return held[:, :length]

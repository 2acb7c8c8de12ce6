"""What a distance is worth where such days are known: the turn of the year, last year, often."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from funnel.grids import Grid
from funnel.model import Floats, Grain
from funnel.trailing import delayed, zeroed

_TURN_FIRST, _TURN_LAST = 1218, 107  # month × 100 + day
_TURN = 0.5
_ORDINARY = 1.0  # as far any week goes: taking that off too would blunt every second year
_AROUND = 5  # days: movable feasts
_YEARS = {Grain.DAY: (364, 365), Grain.WEEK: (52,), Grain.MONTH: (12,), Grain.HOUR: ()}

_SPANS = {Grain.HOUR: 24, Grain.DAY: 7, Grain.WEEK: 4, Grain.MONTH: 1}
_A_YEAR = {Grain.HOUR: 8766.0, Grain.DAY: 365.25, Grain.WEEK: 52.18, Grain.MONTH: 12.0}
_REFERENCE, _SHAPE, _AT = 1.3, 2.4, 3.0  # single wild periods a year at 3 sigma, and how that falls
_MOST = 6  # wild periods that can be ranked: more a year are never asked for
_LEAST, _FARTHEST = 2.0, 16.0


def less_recurring(score: Floats, grid: Grid) -> Floats:
    """Distances to one side, less what the calendar explains: 18 December to 7 January count
    half, and what stood out around this day a year ago is taken off."""
    if grid.grain is not Grain.HOUR:
        score = np.where(turns_of_the_year(grid), _TURN * score, score)
    return score - np.maximum(_a_year_ago(score, grid.grain) - _ORDINARY, 0.0)


def turns_of_the_year(grid: Grid) -> NDArray[np.bool_]:
    """The columns of 18 December to 7 January."""
    days = grid.days()
    months = days.astype("datetime64[M]")
    numbers = (months.astype(np.intp) % 12 + 1) * 100 + (days - months).astype(np.intp) + 1
    turn: NDArray[np.bool_] = (numbers >= _TURN_FIRST) | (numbers <= _TURN_LAST)
    return turn


def asked_columns(grid: Grid) -> NDArray[np.bool_] | None:
    """The columns whose distances are needed to judge those that are asked about: these, and those
    around them a year ago. None: all."""
    if not grid.since:
        return None
    asked = np.zeros(grid.values.shape[-1], dtype=np.bool_)
    asked[grid.since :] = True
    for steps in _YEARS[grid.grain]:
        asked[max(grid.since - steps - _AROUND, 0) : max(len(asked) - steps + _AROUND, 0)] = True
    return asked


def rarity(score: Floats, grain: Grain, *, rate: float) -> Floats:
    """The distance that single periods of this very series pass at most `rate` times a year.

    Its largest distance of each week so far, with one year of a reference (exponential tail of
    ordinary series) added, so that a short history says little. Renewed weekly.
    """
    span = _SPANS[grain]
    blocks = -(-score.shape[-1] // span)
    padded = np.full((*score.shape[:-1], blocks * span), -np.inf)
    padded[..., : score.shape[-1]] = np.where(np.isfinite(score), score, -np.inf)
    peaks = padded.reshape(*score.shape[:-1], blocks, span).max(axis=-1)
    known = np.isfinite(peaks).cumsum(axis=-1) * span / _A_YEAR[grain]
    highest = _highest_so_far(peaks)
    limits = _passed_at_most(rate, highest, known)
    before = np.concatenate([np.full_like(limits[..., :1], np.nan), limits[..., :-1]], axis=-1)
    limit: Floats = np.repeat(before, span, axis=-1)[..., : score.shape[-1]]
    return limit


def _a_year_ago(score: Floats, grain: Grain) -> Floats:
    """The largest distance to the same side near this period a year ago; 0 where unknown."""
    if not _YEARS[grain] or score.shape[-1] <= _YEARS[grain][0] - _AROUND:
        return np.zeros_like(score)
    around = _AROUND if grain is Grain.DAY else 0
    padded = np.pad(
        zeroed(score),
        [(0, 0)] * (score.ndim - 1) + [(around, around)],
    )
    near = sliding_window_view(padded, 2 * around + 1, axis=-1).max(axis=-1)
    turns = np.stack([delayed(near, steps) for steps in _YEARS[grain]])
    largest: Floats = np.maximum(zeroed(turns).max(axis=0), 0.0)
    return largest


def _highest_so_far(peaks: Floats) -> Floats:
    """The largest peaks up to each block, largest first, along a new last axis: what a running
    maximum displaces competes for the next rank."""
    rest, ranks = peaks, []
    for _ in range(_MOST):
        top = np.maximum.accumulate(rest, axis=-1)
        ranks.append(top)
        earlier = np.concatenate([np.full_like(top[..., :1], -np.inf), top[..., :-1]], axis=-1)
        rest = np.minimum(earlier, rest)
    return np.stack(ranks, axis=-1)


def _passed_at_most(rate: float, highest: Floats, years: Floats) -> Floats:
    """If j own peaks lie above the limit, the reference may add what is left of rate × years:
    the lowest limit over all j."""
    allowed = rate * (years + 1.0)[..., None] - np.arange(_MOST)
    left = np.maximum(allowed, 1e-12)
    by_reference = _AT + np.log(_REFERENCE / left) / _SHAPE
    limits = np.where(allowed > 0, np.maximum(highest, by_reference), np.inf)
    found: NDArray[np.float64] = np.clip(limits.min(axis=-1), _LEAST, _FARTHEST)
    return found

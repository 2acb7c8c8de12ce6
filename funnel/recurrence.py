"""What a distance is worth where such days are known: the turn of the year, last year, often."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from funnel.grids import Grid
from funnel.model import Floats, Grain
from funnel.trailing import Flags, zeroed

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
    if grid.grain is Grain.HOUR:
        return score
    left = score * np.where(turns_of_the_year(grid), _TURN, 1.0)
    year = _YEARS[grid.grain][0]
    if score.shape[-1] > year:
        left[..., year:] -= np.maximum(_a_year_ago(left, grid.grain) - _ORDINARY, 0.0)
    return left


def turns_of_the_year(grid: Grid) -> Flags:
    """The columns of 18 December to 7 January."""
    days = grid.days()
    months = days.astype("datetime64[M]")
    numbers = (months.astype(np.intp) % 12 + 1) * 100 + (days - months).astype(np.intp) + 1
    turn: Flags = (numbers >= _TURN_FIRST) | (numbers <= _TURN_LAST)
    return turn


def asked_columns(grid: Grid) -> Flags:
    """The columns whose distances are needed to judge those that are asked about: these, and those
    around them a year ago."""
    since, length = int(grid.since.min()), grid.values.shape[-1]
    asked = np.arange(length) >= since
    for steps in _YEARS[grid.grain]:
        asked[max(since - steps - _AROUND, 0) : max(length - steps + _AROUND, 0)] = True
    return asked


def rarity(score: Floats, grain: Grain, *, rate: float, asked: Flags) -> Floats:
    """The distance that single periods of this very series pass at most `rate` times a year.

    Its largest distance of each week so far, with one year of a reference (exponential tail of
    ordinary series) added, so that a short history says little. Renewed weekly.
    """
    span, length = _SPANS[grain], score.shape[-1]
    blocks = -(-length // span)
    padded = np.full((*score.shape[:-1], blocks * span), -np.inf)
    np.copyto(padded[..., :length], score, where=np.isfinite(score))
    peaks = reduce(np.maximum, (padded[..., place::span] for place in range(span)))
    known = np.isfinite(peaks).cumsum(axis=-1) * span / _A_YEAR[grain]
    before = np.flatnonzero(asked) // span - 1
    highest = [rank[..., before] for rank in _highest_so_far(peaks)]
    limit = _passed_at_most(rate, highest, known[..., before])
    limit[..., before < 0] = np.nan
    return limit


def _a_year_ago(score: Floats, grain: Grain) -> Floats:
    """The largest distance to the same side near the same period a year ago, at least 0, for all
    periods that have one."""
    first, last = _YEARS[grain][0], _YEARS[grain][-1]
    around = _AROUND if grain is Grain.DAY else 0
    length, ahead = score.shape[-1] - first, last - first + around
    known = np.zeros((*score.shape[:-1], ahead + length + around))
    known[..., ahead:] = zeroed(score[..., : length + around])
    near = (known[..., age : age + length] for age in range(ahead + around + 1))
    largest: Floats = np.maximum(reduce(np.maximum, near), 0.0)
    return largest


def _highest_so_far(peaks: Floats) -> list[Floats]:
    """The largest peaks up to each block, largest first: what a running maximum displaces competes
    for the next rank."""
    rest, ranks = peaks, []
    for _ in range(_MOST):
        top = np.maximum.accumulate(rest, axis=-1)
        ranks.append(top)
        earlier = np.concatenate([np.full_like(top[..., :1], -np.inf), top[..., :-1]], axis=-1)
        rest = np.minimum(earlier, rest)
    return ranks


def _passed_at_most(rate: float, highest: Sequence[Floats], years: Floats) -> Floats:
    """If j own peaks lie above the limit, the reference may add what is left of rate × years:
    the lowest limit over all j."""
    lowest = np.full_like(years, np.inf)
    for above, peak in enumerate(highest):
        allowed = rate * (years + 1.0) - above
        by_reference = _AT + np.log(_REFERENCE / np.maximum(allowed, 1e-12)) / _SHAPE
        np.minimum(lowest, np.maximum(peak, by_reference), out=lowest, where=allowed > 0)
    return np.clip(lowest, _LEAST, _FARTHEST)

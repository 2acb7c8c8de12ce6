"""Parts of detection that all kinds of chance share: season, tamed values, own scales."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from funnel.grids import Grid
from funnel.medians import known_median
from funnel.model import Floats
from funnel.paces import Pace
from funnel.quantiles import renewed_sigma
from funnel.skipping import apart, together
from funnel.trailing import Flags, centred_mean, delayed, zeroed

_LEAST_TURNS = 2
_CONFIRMING = (1, 2, 3)  # periods before, that must have been as far away


@dataclass(frozen=True, slots=True, eq=False)
class Statistic:
    """A signed distance per period, the mean of `size` periods, with its least scale."""

    size: int
    distance: Floats
    floor: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """The level free of season, the distances of single periods and those of windows; `step` is
    the scale of single ones where it is known already."""

    level: Floats
    single: Statistic
    lasting: tuple[Statistic, ...]
    step: Floats | None = None


def over_events(grid: Grid, made: Callable[..., Bank], *values: Floats) -> Bank:
    """The bank that `made` gives of a grid and values, with the periods after events held against
    those before them (see `skipping.over`)."""
    whole = made(grid, *values)
    gone = grid.gone
    if gone is None:
        return whole
    kept = together(gone, grid.kept) == 1.0
    near = made(replace(grid, kept=kept, gone=None), *(together(gone, one) for one in values))

    def mixed(one: Statistic, other: Statistic) -> Statistic:
        least = one.floor if one.floor.shape[-1] == 1 else apart(gone, other.floor, one.floor)
        return Statistic(one.size, apart(gone, other.distance, one.distance), least)

    step = whole.step
    if step is not None and near.step is not None:
        step = apart(gone, near.step, step)
    lasting = tuple(map(mixed, whole.lasting, near.lasting))
    return Bank(whole.level, mixed(whole.single, near.single), lasting, step)


def season_free(laid: Floats, pace: Pace) -> Floats:
    """Values less the effect of their turn of the season: the median distance of its last turns
    from the mean around them, shrunk to nothing where turns are few. NaN until two are known."""
    if not pace.depth:
        return laid
    around = laid - centred_mean(laid, pace.season + 1 - pace.season % 2)
    turns = delayed(around, pace.season)
    effect, count = known_median(turns, pace.depth, step=pace.season)
    np.copyto(effect, np.nan, where=count < _LEAST_TURNS)
    return laid - effect * count / (count + 1)


def tamed(level: Floats, recent: Floats, reach: Floats) -> Floats:
    """Values no farther than `reach` from the recent level: one wild day is no new level. What
    the three periods before it were all beyond, to the same side, is no wild day any more."""
    away = level - recent
    before = [zeroed(delayed(away, age)) for age in _CONFIRMING]
    highest = np.maximum(reach, reduce(np.minimum, before))
    lowest = np.minimum(-reach, reduce(np.maximum, before))
    tame = np.clip(away, lowest, highest) + recent
    np.copyto(tame, level, where=np.isnan(tame))  # nothing is known of before
    return tame


def own_scale(one: Statistic, grid: Grid, pace: Pace, *, asked: Flags | None = None) -> Floats:
    """Sigma of the statistic's own past: its quantile carries correlation and heavy tails without
    a model. Only values that ended a whole window ago count. NaN in periods that are not `asked`
    for, if that is told."""
    sizes = np.abs(one.distance)
    np.copyto(sizes, np.nan, where=~grid.kept)
    sizes = delayed(sizes, one.size)
    asked = np.ones(sizes.shape[-1], dtype=np.bool_) if asked is None else asked
    return np.maximum(renewed_sigma(sizes, pace, offset=grid.first, asked=asked), one.floor)

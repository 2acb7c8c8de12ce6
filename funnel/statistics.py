"""Parts of detection that all kinds of chance share: season, tamed values, own scales."""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from funnel.grids import Grid
from funnel.medians import known_median
from funnel.model import Floats
from funnel.paces import Pace
from funnel.quantiles import renewed_quantile
from funnel.trailing import Flags, centred_mean, delayed, zeroed

_MEAN_IN_SIGMA, _MEAN_SHARE = 1.2533, 0.7  # most values zero: the quantile is, the mean is not
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
    quantile, mean = renewed_quantile(
        delayed(sizes, one.size),
        pace.quantile,
        memory=pace.memory,
        least=pace.least,
        every=pace.every,
        offset=grid.first,
        asked=asked,
    )
    broad = np.maximum(quantile / pace.in_sigma, _MEAN_SHARE * _MEAN_IN_SIGMA * mean)
    return np.maximum(broad, one.floor)

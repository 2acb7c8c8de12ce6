"""Parts of detection that all kinds of chance share: season, tamed values, own scales."""

from dataclasses import dataclass

import numpy as np

from funnel.grids import Grid
from funnel.model import Floats
from funnel.paces import Pace
from funnel.trailing import centred_mean, delayed, median_of, renewed_quantile

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
    """The level free of season, the distances of single periods and those of windows."""

    level: Floats
    single: Statistic
    lasting: tuple[Statistic, ...]


def season_free(laid: Floats, pace: Pace) -> Floats:
    """Values less the effect of their turn of the season: the median distance of its last turns
    from the mean around them, shrunk to nothing where turns are few. NaN until two are known."""
    if not pace.depth:
        return laid
    around = laid - centred_mean(laid, pace.season + 1 - pace.season % 2)
    turns = np.stack(
        [delayed(around, pace.season * turn) for turn in range(1, pace.depth + 1)], axis=-1
    )
    effect, count = median_of(turns)
    return np.where(count >= _LEAST_TURNS, laid - effect * count / (count + 1), np.nan)


def tamed(level: Floats, recent: Floats, reach: Floats) -> Floats:
    """Values no farther than `reach` from the recent level: one wild day is no new level. What
    the three periods before it were all beyond, to the same side, is no wild day any more."""
    known = np.isfinite(recent) & np.isfinite(reach)
    away = level - recent
    before = np.stack([np.nan_to_num(delayed(away, age)) for age in _CONFIRMING])
    shared = np.maximum(np.where(away < 0, -before, before).min(axis=0), 0.0)
    room = np.where(known, np.maximum(reach, shared), np.inf)
    return np.where(known, np.clip(away, -room, room) + recent, level)


def own_scale(one: Statistic, grid: Grid, pace: Pace) -> Floats:
    """Sigma of the statistic's own past: its quantile carries correlation and heavy tails without
    a model. Only values that ended a whole window ago count."""
    sizes = np.where(grid.kept, np.abs(one.distance), np.nan)
    quantile, mean = renewed_quantile(
        delayed(sizes, one.size),
        pace.quantile,
        memory=pace.memory,
        least=pace.least,
        every=pace.every,
        offset=grid.first,
    )
    broad = np.maximum(quantile / pace.in_sigma, _MEAN_SHARE * _MEAN_IN_SIGMA * mean)
    return np.maximum(broad, one.floor)

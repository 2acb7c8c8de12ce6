"""How full the newest stretch of a series is, beside what it usually has: lost days make a mean of
fewer values and a season of other weekdays, so near them only what is clearer counts."""

import numpy as np

from funnel.grids import Grid
from funnel.model import Floats, Grain
from funnel.skipping import over
from funnel.trailing import delayed, rolling_shares

_NEWEST = 21  # periods: the windows, the level before them, and three of each weekday
_USUAL = 84  # periods before those that say how many of them a series has
_LEAST = 0.1  # below, a series has no usual number of values


def fullness(grid: Grid) -> Floats:
    """Share of the usual number of values that the newest three weeks have, at most 1. A shop that
    is closed on Sundays is full without them, and so is one whose events are left out."""
    if grid.grain is not Grain.DAY:
        return np.ones_like(grid.values)
    there = np.isfinite(grid.values).astype(np.float64)
    return np.fmin(over(grid.gone, _share, there), 1.0)


def _share(there: Floats) -> Floats:
    newest, usual = rolling_shares(there == 1.0, (_NEWEST, _USUAL))
    share: Floats = newest / np.maximum(delayed(usual, _NEWEST), _LEAST)
    return share

"""The named forecasts that are weighed, each made at every past origin as it is made today.

An origin is a week's (month's) end; what is forecast is the laid value of a window of `width`
periods that ends `lead` periods after it.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from funnel.forecast.calibration import Calibration
from funnel.forecast.history import DAYS_A_YEAR, History, Rows
from funnel.model import Floats

Flags = NDArray[np.bool_]

LEVELS = (1, 2, 4, 9, 18)  # steps
SEASONAL_LEVELS = (1, 2, 4, 9)
_SHORT, _LONG = 2, 9  # the levels whose distance is the trend
_MOST_YEARS = 10
_PLAIN = len(LEVELS) + 2  # centres that need no year


@dataclass(frozen=True, slots=True, eq=False)
class Centres:
    """Origins are columns, oldest first, today's last. `laid` has a row for each of `names`, NaN
    where it needs a year that is not known; the first is "no change", the last `seasonal` ones look
    at past years. `outcomes` are NaN where still to come; `ages` are steps."""

    names: tuple[str, ...]
    laid: Floats
    seasonal: int
    outcomes: Floats
    ages: Floats
    year: float  # steps

    @property
    def told(self) -> Flags:
        told: Flags = np.isfinite(self.outcomes)
        return told

    @property
    def year_known(self) -> Flags:
        """Origins at which every centre can be told."""
        known: Flags = np.isfinite(self.laid[-1])
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What stood at each origin, whatever the lead: the window's laid value `now`, and one for each
    of LEVELS. `years` are the origins a year, two years, … before (those in reach of history; the
    row numbers of the origins that they belong to) with the laid values then: the window's, and
    one for each of SEASONAL_LEVELS."""

    origins: Rows
    now: Floats
    levels: dict[int, Floats]
    years: tuple[tuple[Rows, Rows, Floats], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """A history with what stood at its origins by width: deadlines that differ share it."""

    history: History
    made: dict[int, Standing] = field(default_factory=dict)

    def of(self, width: int) -> Standing:
        if width not in self.made:
            self.made[width] = _standing(self.history, width)
        return self.made[width]


def centres_of(standings: Standings, *, width: int, lead: int, calibration: Calibration) -> Centres:
    """All centres of one question; `lead` ≥ `width` ≥ 1."""
    history, standing = standings.history, standings.of(width)
    size, origins = len(history), standing.origins
    outcomes = np.full(len(origins), np.nan)
    told = origins + lead <= size
    outcomes[told] = history.laid(origins[told] + lead, width)
    now, levels = standing.now, standing.levels
    trend = levels[_SHORT] + calibration.trend * (levels[_SHORT] - levels[_LONG])
    rows = [now, *levels.values(), trend]
    names = ["no change", *(f"level of {count}" for count in LEVELS), "trend"]
    seasons = _seasons(history, standing, width, lead)
    if np.isfinite(seasons[0, -1]):
        rows += [now + seasons[0], now + seasons[0] / 2.0]
        names += ["last years", "half of last years"]
        for count, season in zip(SEASONAL_LEVELS, seasons[1:], strict=True):
            rows.append(levels[count] + season)
            names.append(f"last years from the level of {count}")
    year = DAYS_A_YEAR / history.step_days
    ages = (size - origins) / history.step
    return Centres(tuple(names), np.array(rows), len(rows) - _PLAIN, outcomes, ages, year)


def _standing(history: History, width: int) -> Standing:
    origins = _origins(history, width)
    levels = {count: history.laid(origins, count * history.step) for count in LEVELS}
    years = []
    for year in range(1, _MOST_YEARS):
        then = origins - round(DAYS_A_YEAR * year / history.step_days) * history.step
        rows = np.flatnonzero(then >= max(width, history.step))
        if not len(rows):
            break
        widths = (width, *(count * history.step for count in SEASONAL_LEVELS))
        laid = np.array([history.laid(then[rows], one) for one in widths])
        years.append((rows, then[rows], laid))
    return Standing(origins, history.laid(origins, width), levels, tuple(years))


def _origins(history: History, width: int) -> Rows:
    """Each step back from today while a whole window is known."""
    size = len(history)
    least = max(width, history.step)
    back = np.arange(max((size - least) // history.step, 0) + 1)[::-1]
    origins: Rows = size - back * history.step
    return origins


def _seasons(history: History, standing: Standing, width: int, lead: int) -> Floats:
    """What followed a year, two years, … before each origin, seen from the window and from each of
    the levels of that time, as a mean over the years known; NaN where none is."""
    total = np.zeros((1 + len(SEASONAL_LEVELS), len(standing.origins)))
    years = np.zeros(len(standing.origins))
    for rows, then, laid in standing.years:
        # Beyond a year ahead, what followed a year before is not known yet.
        known = then + lead <= len(history)
        came = history.laid(then[known] + lead, width)
        total[:, rows[known]] += came - laid[:, known]
        years[rows[known]] += 1.0
    return np.where(years > 0, total / np.maximum(years, 1.0), np.nan)

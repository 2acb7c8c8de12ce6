"""What a metric's own past says of the week and the year: the shape of a planned path.

Classical decomposition on ratios (differences where values are points): the weekday against the
mean of its seven days, the day of the year against the mean of its year.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from funnel.goals.settling import IN_POINTS
from funnel.goals.windows import Ground
from funnel.model import Floats, Grain, Instants
from funnel.periods.calendar import DAY

YEAR = 365.25
LEAST_WEEKS = 8
"""Fewer complete weeks say nothing about weekdays."""

LEAST_DAYS_OF_YEARS = 700
"""Two years: with less, a season cannot be told from growth."""

_BINS = 52
_DOUBT = 2.0
"""Pseudo-weeks without a pattern that every weekday is shrunk towards."""

Days = Instants


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Factors around 1 (`in_points`: differences around 0) by weekday (0 Monday) and by 52nd of
    the year; flat ones where the history is too short to know."""

    week: Floats
    year: Floats
    in_points: bool = False

    def of(self, days: Days) -> Floats:
        """The factor (or difference) of each day."""
        weekday = (days.astype("datetime64[D]").astype(np.intp) + 3) % 7
        week, year = self.week[weekday], self.year[_bin(days)]
        return week + year if self.in_points else week * year

    def mean(self, last: date, days: int) -> float:
        """Of the window that ends on `last`."""
        return float(self.of(day_range(last - (days - 1) * DAY, last)).mean())


def plain_pattern(*, in_points: bool = False) -> Pattern:
    """Every day like the other."""
    level = 0.0 if in_points else 1.0
    return Pattern(np.full(7, level), np.full(_BINS, level), in_points)


def learned_pattern(ground: Ground) -> Pattern:
    """From complete and mature periods only. Weekly and monthly numbers know no weekdays."""
    in_points = ground.metric.unit in IN_POINTS
    mature = ground.series.between(None, ground.through)
    days, values = mature.starts.astype("datetime64[D]"), mature.values
    good = np.isfinite(values) if in_points else np.isfinite(values) & (values >= 0)
    days, values = days[good], values[good]
    flat = plain_pattern(in_points=in_points)
    if not len(values) or (not in_points and values.mean() <= 0):
        return flat
    week = _week(days, values, in_points) if ground.series.grain is Grain.DAY else flat.week
    return Pattern(week, _year(days, values, in_points), in_points)


def day_range(first: date, last: date) -> Days:
    return np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)


def _week(days: Days, values: Floats, in_points: bool) -> Floats:
    """Each weekday's mean share of its complete week, shrunk while weeks are few."""
    neutral = 0.0 if in_points else 1.0
    ordinal = days.astype(np.intp) + 3
    weeks, weekday = ordinal // 7, ordinal % 7
    names, place, counts = np.unique(weeks, return_inverse=True, return_counts=True)
    if (counts == 7).sum() < LEAST_WEEKS:
        return np.full(7, neutral)
    means = np.bincount(place, weights=values) / counts
    use = (counts == 7)[place] & (names > names[-1] - 52)[place]
    if not in_points:
        use &= means[place] > 0
    safe = np.where(means[place] == 0, 1.0, means[place])
    share = values - means[place] if in_points else values / safe
    sums = np.bincount(weekday[use], weights=share[use], minlength=7)
    seen = np.bincount(weekday[use], minlength=7)
    factors = (sums + _DOUBT * neutral) / (seen + _DOUBT)
    middle = float(factors.mean())
    return np.asarray(factors - middle if in_points else factors / middle)


def _year(days: Days, values: Floats, in_points: bool) -> Floats:
    """Each 52nd of the year against the mean of its own 365 days, averaged over years and with
    its neighbours; the growth within a year is taken out with the line between year means."""
    neutral = np.full(_BINS, 0.0 if in_points else 1.0)
    span = int((days[-1] - days[0]).astype(np.intp)) + 1
    if span < LEAST_DAYS_OF_YEARS:
        return neutral
    back = (days[-1] - days).astype(np.float64) / YEAR
    turns = np.minimum(back.astype(np.intp), max(round(span / YEAR), 1) - 1)
    means = np.bincount(turns, weights=values) / np.maximum(np.bincount(turns), 1)
    slope = float(np.polyfit(np.arange(len(means)), means, 1)[0]) if len(means) > 1 else 0.0
    line = means[turns] + slope * (back - turns - 0.5)
    level = np.where(np.abs(line) > 0, line, np.nan)
    apart = values - line if in_points else values / level
    known = np.isfinite(apart)
    bins = _bin(days)[known]
    sums = np.bincount(bins, weights=apart[known], minlength=_BINS)
    seen = np.bincount(bins, minlength=_BINS)
    raw = np.where(seen > 0, sums / np.maximum(seen, 1), neutral)
    smooth = (np.roll(raw, 1) + 2 * raw + np.roll(raw, -1)) / 4
    middle = float(smooth.mean())
    return np.asarray(smooth - middle if in_points else np.maximum(smooth / middle, 0.0))


def _bin(days: Days) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    whole = days.astype("datetime64[D]")
    of_year = (whole - whole.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.intp)
    return np.asarray(np.minimum(of_year * _BINS // 365, _BINS - 1))

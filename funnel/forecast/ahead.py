"""A goal's measure as what is known of it already plus a window that is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnel.catalogue.entries import Aggregation, Metric
from funnel.forecast.history import History
from funnel.forecast.laying import Kind
from funnel.forecast.spells import Spell, doubt_of, factors_of
from funnel.forecast.weekdays import WEEK
from funnel.model import Grain, Measure
from funnel.periods.calendar import DAY

_RECENT = 4  # steps that tell how much one period weighs
_NEWEST_ONLY = frozenset({Aggregation.LAST, Aggregation.DISTINCT})
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Ahead:
    """The measure is (`known` + `weight` · x) / `whole`, x being the value of the coming window:
    its `width` newest periods of the `lead` that are to come, whose laid value is `shift` above
    that of ordinary days, give or take `doubt`. `width` 0: nothing is to come."""

    known: float
    weight: float
    whole: float
    width: int
    lead: int
    shift: float
    doubt: float = 0.0

    def measure(self, value: float) -> float:
        """The measure if the coming window has this value."""
        return (self.known + self.weight * value) / self.whole

    def needed(self, measure: float) -> float:
        """The window's value at which the measure is reached."""
        return (measure * self.whole - self.known) / self.weight


def ahead_of(
    history: History,
    metric: Metric,
    *,
    measure: Measure,
    window_days: int,
    start: date,
    deadline: date,
    spells: Sequence[Spell],
) -> Ahead:
    """What of the measure lies behind and what ahead of the newest period. Only periods that lie
    in the window as a whole count."""
    lead = periods_until(history, deadline)
    if measure is Measure.CUMULATIVE:
        width = lead - _periods_before(history, start)
    else:
        width = window_periods(history.grid.grain, metric, window_days)
    coming = max(min(width, lead), 0)
    passed = slice(len(history) + lead - width, len(history) + min(lead, 0))
    passed = slice(max(passed.start, 0), max(passed.stop, 0))
    known = float(history.grid.stored_tops[passed].sum())
    known_bottom = float(history.grid.stored_bottoms[passed].sum())
    adding = measure is Measure.CUMULATIVE and history.grid.adds
    if not coming:
        return Ahead(known, 0.0, 1.0 if adding else known_bottom, 0, max(lead, 0), 0.0)
    weight, shift, doubt = _coming(history, coming, lead, spells, adding=adding)
    if weight <= 0.0:
        coming = 0
    whole = 1.0 if adding else known_bottom + weight
    return Ahead(known, weight, whole, coming, lead, shift, doubt)


def window_periods(grain: Grain, metric: Metric, days: int) -> int:
    """Of a level's trailing window; last values and distinct counts are read from the newest."""
    if metric.over_time in _NEWEST_ONLY or grain is Grain.MONTH:
        return 1
    return max(round(days / WEEK), 1) if grain is Grain.WEEK else max(days, 1)


def periods_until(history: History, day: date) -> int:
    """Whole periods after the newest one that are over by `day`; below 0 if it lies before."""
    end, grain = history.grid.end, history.grid.grain
    if grain is Grain.MONTH:
        after = day + DAY
        return (after.year - (end + DAY).year) * 12 + after.month - (end + DAY).month
    return (day - end).days // (WEEK if grain is Grain.WEEK else 1)


def _periods_before(history: History, start: date) -> int:
    """Periods after the newest one that begin before `start`: those it cuts count in full."""
    eve = start - DAY
    whole = periods_until(history, eve)
    if history.grid.grain is Grain.MONTH:
        return whole + (start.day > 1)
    cut = (eve - history.grid.end).days % WEEK if history.grid.grain is Grain.WEEK else 0
    return whole + (cut > 0)


def _coming(
    history: History, width: int, lead: int, spells: Sequence[Spell], *, adding: bool
) -> tuple[float, float, float]:
    """The weight of the coming window, how far its weekdays and spells shift its value, and how
    unsure that is."""
    grid, at = history.grid, np.arange(lead - width, lead)
    each = _usual_bottom(history)
    if grid.grain is not Grain.DAY:
        return width * each, 0.0, 0.0
    days = np.datetime64(grid.end, "D") + 1 + at
    counts = factors_of(days, spells)
    each_day = history.even.of_tops[at % WEEK] * counts
    tops = float(each_day.sum())
    open_days = np.ones(width) if adding else (counts > 0).astype(np.float64)
    bottoms = float((history.even.of_bottoms[at % WEEK] * open_days).sum())
    plain = history.laying.kind is Kind.PLAIN
    shift = 0.0 if plain or not bottoms else float(np.log(max(tops / bottoms, _TINY)))
    return bottoms * each, shift, 0.0 if plain else doubt_of(days, each_day, spells)


def _usual_bottom(history: History) -> float:
    """What one period weighs: 1, or the mean denominator of the newest weeks."""
    if history.grid.adds:
        return 1.0
    bottoms = history.grid.bottoms[np.isfinite(history.grid.bottoms)]
    recent = float(bottoms[-_RECENT * history.step :].mean())
    return recent if recent > 0 else float(bottoms.mean())

"""The values of a metric over windows of days: a trailing level, or a total between two dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from funnel.catalogue.entries import Aggregation, Metric, Unit
from funnel.forecast import Spell
from funnel.goals.known import Known
from funnel.model import Grain, Measure, Series
from funnel.numbers import RolledUp, roll_up
from funnel.periods import period_end
from funnel.periods.calendar import DAY, ISO, Calendar, add_months

WINDOW_DAYS = 28
COMPLETE = 0.9
"""Share of a window's days that must have numbers for it to count as complete."""

LEAST_DAYS = 14
"""Fewer days of numbers than this are no baseline for a total."""

_RECENT = timedelta(days=56)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a goal stands on: its metric and the numbers so far, of the goal's segment.

    `through` is the newest mature day; later ones are not judged. `style` is a Babel locale.
    `calendar` has the weeks by which daily numbers are judged. `counted` says level or total
    where the goal differs from the metric's own habit. `known` are events that its forecast
    counts in; `since` is the first day that is counted as today's are.
    """

    metric: Metric
    series: Series
    today: date
    through: date
    style: str = "en"
    currency: str = "EUR"
    calendar: Calendar = ISO
    counted: Measure | None = None
    known: tuple[Known, ...] = ()
    since: date | None = None

    @property
    def told(self) -> Series:
        """What a forecast may learn from."""
        return self.series if self.since is None else self.series.between(self.since, None)

    @property
    def spells(self) -> tuple[Spell, ...]:
        return tuple(one.spell for one in self.known)

    @property
    def measure(self) -> Measure:
        return self.counted or Measure(self.metric.goal_mode.value)

    @property
    def newest(self) -> date | None:
        """The last day of the newest complete and mature period."""
        ends = [end for end in map(self._end, range(-2, 0)) if end and end <= self.through]
        if ends:
            return ends[-1]
        mature = whole_periods(self.series, None, self.through)
        return _end_of(mature, -1) if len(mature) else None

    def _end(self, at: int) -> date | None:
        return _end_of(self.series, at) if len(self.series) >= -at else None


def whole_periods(series: Series, first: date | None, last: date) -> Series:
    """Periods that lie in [first, last] as a whole."""
    inside = series.between(first, last)
    while len(inside) and _end_of(inside, -1) > last:
        inside = inside.between(None, inside.starts[-1].astype("datetime64[D]").item() - DAY)
    return inside


def level(ground: Ground, end: date, days: int = WINDOW_DAYS) -> RolledUp:
    """The trailing window that ends on `end`.

    A month longer than the window, and a distinct rate (which neither adds nor averages), count by
    their newest single period. Daily distinct people are no level: they have no value here.
    """
    metric, series = ground.metric, ground.series
    distinct = metric.over_time is Aggregation.DISTINCT
    if distinct and metric.unit is Unit.COUNT and series.grain is Grain.DAY:
        return RolledUp(None)
    window = whole_periods(series, end - (days - 1) * DAY, end)
    if series.grain is Grain.MONTH or (distinct and len(window)):
        window = whole_periods(series, end - 2 * days * DAY, end)
        window = window.between(window.starts[-1].item(), None) if len(window) else window
    return roll_up(metric, window)


def total(ground: Ground, first: date, last: date) -> tuple[RolledUp, float]:
    """The sum from `first` to `last` and the share of its days that have numbers, measured against
    the days that usually have some (a shop that is closed on Sundays misses nothing then)."""
    inside = whole_periods(ground.series, first, last)
    usual = _covered(whole_periods(ground.series, ground.through - _RECENT, ground.through))
    expected = min(1.0, usual / _RECENT.days) or 1.0
    share = _covered(inside) / ((last - first).days + 1) / expected
    return roll_up(ground.metric, inside), min(share, 1.0)


def year_before(day: date) -> date:
    """The same date a year earlier; 28 February for a leap day."""
    return add_months(day, -12)


def _covered(series: Series) -> int:
    if series.grain is Grain.DAY:
        return len(series)
    starts = series.starts.astype("datetime64[D]").tolist()
    return sum((period_end(series.grain, start) - start).days + 1 for start in starts)


def _end_of(series: Series, at: int) -> date:
    start: date = series.starts[at].astype("datetime64[D]").item()
    return period_end(series.grain, start)

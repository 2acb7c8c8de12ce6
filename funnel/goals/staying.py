"""Goals to stay above or below a bound: judged week by week, with weeks that may still go wrong."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from funnel.goals.windows import Ground, whole_periods
from funnel.model import Goal, Grain, Side
from funnel.numbers import roll_up
from funnel.periods import ISO, Calendar, next_period, period_end, start_of, weeks_of
from funnel.periods.calendar import DAY

LOOKED_BACK = 12
_WEEK = timedelta(days=7)
_SLACK = 1e-9
"""A tolerance of 90 % of 10 weeks allows one bad one; 10 × 0.1 is a little less than 1."""


@dataclass(frozen=True, slots=True)
class Stay:
    """`good` and `bad` complete weeks (months, for monthly numbers) so far, of `periods` in all.

    `buffer` is how many bad ones can still be afforded, below zero: the goal cannot be kept.
    """

    good: int
    bad: int
    periods: int
    buffer: int
    last: date | None = None
    value: float | None = None

    @property
    def share(self) -> float | None:
        done = self.good + self.bad
        return self.good / done if done else None


def judge_stay(goal: Goal, ground: Ground) -> Stay:
    """Weeks that lie in the goal's period as a whole, complete and mature."""
    spans = stay_periods(goal, ground.series.grain, ground.calendar)
    allowed = allowed_bad(len(spans), goal.plan.tolerance)
    good = bad = 0
    newest: tuple[date, float] | None = None
    for first, last in spans:
        if last > ground.through:
            break
        value = roll_up(ground.metric, whole_periods(ground.series, first, last)).value
        if value is None:
            continue
        newest = last, value
        kept = is_kept(value, goal.target, goal.side)
        good, bad = good + kept, bad + (not kept)
    last_day, value = newest or (None, None)
    return Stay(good, bad, len(spans), allowed - bad, last_day, value)


@dataclass(frozen=True, slots=True)
class PastStay:
    """Of the last `periods` complete weeks (months) with numbers, `kept` were on the right side;
    `newest` is the value of the last one."""

    kept: int
    periods: int
    newest: float


def past_stay(ground: Ground, bound: float, side: Side) -> PastStay | None:
    """At most the last twelve; None without a complete one."""
    unit = Grain.MONTH if ground.series.grain is Grain.MONTH else Grain.WEEK
    weeks = weeks_of(ground.series.grain, ground.calendar)
    values: list[float] = []
    first = start_of(unit, ground.through + DAY, calendar=weeks)
    for _ in range(LOOKED_BACK):
        first = start_of(unit, first - DAY, calendar=weeks)
        part = whole_periods(ground.series, first, period_end(unit, first))
        value = roll_up(ground.metric, part).value
        if value is not None:
            values.append(value)
    if not values:
        return None
    return PastStay(sum(is_kept(one, bound, side) for one in values), len(values), values[0])


def is_kept(value: float, bound: float, side: Side) -> bool:
    return value >= bound if side is Side.UP else value <= bound


def allowed_bad(periods: int, tolerance: float) -> int:
    """How many of the periods may lie on the wrong side."""
    return math.floor(periods * (1 - tolerance) + _SLACK)


def stay_periods(goal: Goal, grain: Grain, calendar: Calendar = ISO) -> list[tuple[date, date]]:
    """First and last day of each whole week (month) from start to deadline; a goal shorter than
    one is its own period. Days make the company's weeks, weekly numbers are kept by ISO weeks."""
    unit = Grain.MONTH if grain is Grain.MONTH else Grain.WEEK
    first = start_of(unit, goal.start, calendar=weeks_of(grain, calendar))
    if first < goal.start:
        first = next_period(unit, first)
    spans = []
    while period_end(unit, first) <= goal.deadline:
        spans.append((first, period_end(unit, first)))
        first = next_period(unit, first)
    return spans or [(goal.start, goal.deadline)]

"""A goal's course for a chart: what was reached, what was planned, what is expected to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from funnel.catalogue.entries import Aggregation
from funnel.forecast import foresee_path
from funnel.forecast.ahead import window_periods
from funnel.goals.outlook import LEAST_PERIODS, known_periods
from funnel.goals.path import planned_path
from funnel.goals.progress import value_of
from funnel.goals.staying import stay_periods
from funnel.goals.windows import Ground, whole_periods
from funnel.model import Goal, Measure
from funnel.numbers import roll_up
from funnel.periods.calendar import DAY
from funnel.pursuit import GoalKind

_STEPS = (1, 7, 14, 28, 56, 91)


@dataclass(frozen=True, slots=True)
class Point:
    """A day of the goal. `actual` is the value then, from `ahead` on the expected one with its
    80 % band; in the past low and high are the value itself."""

    day: date
    actual: float
    path: float
    low: float
    high: float
    ahead: bool = False


def course(goal: Goal, ground: Ground, *, points: int) -> tuple[Point, ...]:
    """From the start to the deadline, at most `points`: days, else weeks, else months. Without a
    forecast it ends at the newest number. Days without a value are left out."""
    newest = ground.newest
    if newest is None or newest < goal.start:
        return ()
    as_of = min(newest, goal.deadline)
    days = _days(goal, as_of, points)
    if goal.plan.kind is GoalKind.STAY:
        return _stay_course(goal, ground, points)
    path = planned_path(goal, ground)
    past = (
        (day, value)
        for day in days
        if day <= as_of and (value := value_of(goal, ground, day)) is not None
    )
    known = [Point(day, value, path.at(day), value, value) for day, value in past]
    coming = [day for day in days if day > as_of]
    return (*known, *_coming(goal, ground, coming))


def _coming(goal: Goal, ground: Ground, days: Sequence[date]) -> tuple[Point, ...]:
    if not days or known_periods(ground) < LEAST_PERIODS:
        return ()
    path = planned_path(goal, ground)
    found = foresee_path(
        ground.told,
        ground.metric,
        measure=goal.measure,
        window_days=goal.window_days,
        start=goal.start,
        days=days,
        today=ground.today,
        mature_until=ground.through,
        events=ground.spells,
    )
    size = _amounts(goal, ground)
    return tuple(
        Point(
            one.day,
            one.expected * size,
            path.at(one.day),
            one.low * size,
            one.high * size,
            ahead=True,
        )
        for one in found
    )


def _amounts(goal: Goal, ground: Ground) -> float:
    """A level of amounts is foreseen as a mean a period and read as a sum."""
    adds = ground.metric.over_time is Aggregation.SUM and goal.measure is Measure.LEVEL
    grain = ground.series.grain
    return float(window_periods(grain, ground.metric, goal.window_days)) if adds else 1.0


def _days(goal: Goal, as_of: date, points: int) -> list[date]:
    """Evenly back from the newest number to the start and on to the deadline, both included."""
    for step in _STEPS:
        before = _steps(as_of, goal.start, -step)
        after = _steps(as_of, goal.deadline, step)
        days = sorted({*before, as_of, *after})
        if len(days) <= points:
            return days
    return days[-points:]


def _steps(begin: date, end: date, step: int) -> list[date]:
    """Days from `begin` towards `end` in steps, `end` itself included."""
    if begin == end:
        return []
    count = abs((end - begin).days) // abs(step)
    return [*(begin + turn * step * DAY for turn in range(1, count + 1)), end]


def _stay_course(goal: Goal, ground: Ground, points: int) -> tuple[Point, ...]:
    """Complete weeks against the bound."""
    found = []
    for first, last in stay_periods(goal, ground.series.grain, ground.calendar):
        if last > ground.through:
            break
        value = roll_up(ground.metric, whole_periods(ground.series, first, last)).value
        if value is not None:
            found.append(Point(last, value, goal.target, value, value))
    return tuple(found[-points:])

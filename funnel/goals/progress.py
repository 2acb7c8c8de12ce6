"""Where a goal stands: its value, the straight path to the target, and how far off it is."""

import math
from dataclasses import dataclass
from datetime import date

from funnel.goals.windows import Ground, level, total
from funnel.model import Goal, GoalOutcome, GoalState, Measure, Side
from funnel.periods import format_span
from funnel.periods.calendar import DAY

AHEAD_ENOUGH = 3.0
"""Days of buffer from which a goal without a forecast counts as on track."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Values are in the metric's unit, for the day `as_of`; None where there is no number yet.

    `share` is how much of the way is done (0 at the baseline, 1 at the target, may pass both).
    `buffer_days` is how many days of the path the value is ahead, below zero behind. `per_week`
    is what each week up to the deadline has to bring; 0 once the target is met.
    """

    state: GoalState
    days_left: int
    window: str = ""
    as_of: date | None = None
    current: float | None = None
    path: float | None = None
    share: float | None = None
    buffer_days: float | None = None
    per_week: float | None = None
    met: bool = False
    outcome: GoalOutcome | None = None


def progress(goal: Goal, ground: Ground, *, stopped: bool = False) -> Progress:
    """`stopped`: the metric's numbers stopped coming; then the state waits and nobody is blamed."""
    days_left = (goal.deadline - ground.today).days
    if goal.state is GoalState.DRAFT:
        return Progress(GoalState.DRAFT, days_left)
    newest = ground.newest
    if newest is None or min(newest, ground.through, goal.deadline) < goal.start:
        return _not_begun(goal, ground, days_left)
    as_of = min(newest, goal.deadline)
    current = _value(goal, ground, as_of)
    if current is None:
        return Progress(GoalState.WAITING, days_left, as_of=as_of)
    stand = compare(goal, current, as_of)
    waits = stopped and as_of < goal.deadline
    state = GoalState.WAITING if waits else _state(goal, stand.buffer_days)
    over = ground.through >= goal.deadline
    return Progress(
        state=state,
        days_left=days_left,
        window=_window(goal, as_of),
        as_of=as_of,
        current=current,
        path=stand.path,
        share=stand.share,
        buffer_days=stand.buffer_days,
        per_week=_per_week(goal, current, as_of),
        met=stand.met,
        outcome=_outcome(goal, stand.met) if over else goal.outcome,
    )


@dataclass(frozen=True, slots=True)
class Stand:
    """A value against the path of its day."""

    path: float
    share: float
    buffer_days: float
    met: bool


def compare(goal: Goal, current: float, as_of: date) -> Stand:
    """Everything here only gets better as the value moves the goal's way."""
    sign = 1 if goal.side is Side.UP else -1
    path, a_day = planned(goal, as_of), _path_a_day(goal)
    ahead = sign * (current - path)
    met = sign * (current - goal.target) >= 0
    buffer = ahead / a_day if a_day else math.copysign(0.0, ahead)
    return Stand(path, _share(goal, current, as_of), buffer, met)


def planned(goal: Goal, day: date) -> float:
    """The straight path: from the baseline to the target, or the total's even build-up."""
    span = (goal.deadline - goal.start).days
    if goal.measure is Measure.CUMULATIVE:
        done = ((day - goal.start).days + 1) / (span + 1)
        return goal.target * min(max(done, 0.0), 1.0)
    done = min(max((day - goal.start).days / span, 0.0), 1.0) if span else 1.0
    return goal.baseline + (goal.target - goal.baseline) * done


def _path_a_day(goal: Goal) -> float:
    """How much of the metric one day of the path is worth, unsigned."""
    span = (goal.deadline - goal.start).days
    if goal.measure is Measure.CUMULATIVE:
        return abs(goal.target) / (span + 1)
    return abs(goal.target - goal.baseline) / span if span else 0.0


def _share(goal: Goal, current: float, as_of: date) -> float:
    """A total that should stay small is judged by what it comes to at this rate."""
    if goal.measure is Measure.CUMULATIVE:
        if goal.side is Side.UP:
            return current / goal.target if goal.target else 1.0
        days, span = (as_of - goal.start).days + 1, (goal.deadline - goal.start).days + 1
        current = current * span / days
    way = goal.target - goal.baseline
    return (current - goal.baseline) / way if way else 1.0


def _value(goal: Goal, ground: Ground, as_of: date) -> float | None:
    if goal.measure is Measure.LEVEL:
        return level(ground, as_of, goal.window_days).value
    return total(ground, goal.start, as_of)[0].value


def _not_begun(goal: Goal, ground: Ground, days_left: int) -> Progress:
    """Before the first mature day since the start there is nothing to judge."""
    late = ground.today > goal.start and ground.through >= goal.start
    return Progress(GoalState.WAITING if late else GoalState.SCHEDULED, days_left)


def _state(goal: Goal, buffer: float) -> GoalState:
    if goal.state is GoalState.PAUSED:
        return GoalState.PAUSED
    if buffer >= AHEAD_ENOUGH:
        return GoalState.ON_TRACK
    return GoalState.AT_RISK if buffer >= 0 else GoalState.OFF_TRACK


def _per_week(goal: Goal, current: float, as_of: date) -> float:
    sign = 1 if goal.side is Side.UP else -1
    weeks = (goal.deadline - as_of).days / 7
    gap = goal.target - current
    return gap / weeks if weeks > 0 and sign * gap > 0 else 0.0


def _outcome(goal: Goal, met: bool) -> GoalOutcome:
    return goal.outcome or (GoalOutcome.REACHED if met else GoalOutcome.MISSED)


def _window(goal: Goal, as_of: date) -> str:
    first = goal.start
    if goal.measure is Measure.LEVEL:
        first = as_of - (goal.window_days - 1) * DAY
    return format_span(first, as_of)


@dataclass(frozen=True, slots=True)
class Point:
    """A day of the goal: what was reached by then, and what was planned."""

    day: date
    actual: float
    path: float


def course(goal: Goal, ground: Ground, *, points: int) -> tuple[Point, ...]:
    """Evenly spaced days from the start to the newest number, at most `points`; days without a
    value are left out."""
    newest = ground.newest
    if newest is None or newest < goal.start:
        return ()
    span = (min(newest, goal.deadline) - goal.start).days
    steps = min(points - 1, span)
    days = dict.fromkeys(
        goal.start + round(i * span / max(steps, 1)) * DAY for i in range(steps + 1)
    )
    values = ((day, _value(goal, ground, day)) for day in days)
    return tuple(
        Point(day, value, planned(goal, day)) for day, value in values if value is not None
    )

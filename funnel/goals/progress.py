"""Where a goal stands: its value, its path, how far off it is, how likely it ends well."""

from dataclasses import dataclass, replace
from datetime import date

from funnel.goals.outlook import Outlook
from funnel.goals.path import Knot, Path, buffer_days, due_by, planned_path
from funnel.goals.states import judged_state
from funnel.goals.staying import Stay, judge_stay
from funnel.goals.windows import Ground, level, total
from funnel.model import Goal, GoalOutcome, GoalState, Measure, Side
from funnel.periods import format_span
from funnel.periods.calendar import DAY
from funnel.pursuit import GoalKind

_FROZEN = (GoalState.PAUSED,)


@dataclass(frozen=True, slots=True)
class Progress:
    """Values are in the metric's unit, for the day `as_of`; None where there is no number yet.

    `state` is the one that counts, `judged` what the newest numbers alone say. `share` is how much
    of the way is done (0 at the baseline, 1 at the target, may pass both). `buffer_days` is how
    many days the value may stay as it is, below zero how long it has been due; for a bound to stay
    within it counts weeks. `per_week` is what each week up to the deadline has to bring; 0 once
    the target is met.
    """

    state: GoalState
    days_left: int
    window: str = ""
    as_of: date | None = None
    current: float | None = None
    path: float | None = None
    share: float | None = None
    buffer_days: int | None = None
    per_week: float | None = None
    met: bool = False
    outcome: GoalOutcome | None = None
    judged: GoalState | None = None
    outlook: Outlook | None = None
    due: tuple[Knot, ...] = ()
    stay: Stay | None = None

    @property
    def chance(self) -> float | None:
        return self.outlook.chance if self.outlook else None


def progress(
    goal: Goal, ground: Ground, *, stopped: bool = False, outlook: Outlook | None = None
) -> Progress:
    """`stopped`: the metric's numbers stopped coming; then the state waits and nobody is blamed.
    `outlook` is how likely it is by the same numbers, None while there are too few."""
    days_left = (goal.deadline - ground.today).days
    newest = ground.newest
    if newest is None or min(newest, ground.through, goal.deadline) < goal.start:
        begun = _not_begun(goal, ground, days_left)
        return replace(begun, outlook=outlook)
    as_of = min(newest, goal.deadline)
    if goal.plan.kind is GoalKind.STAY:
        found = _staying(goal, ground, as_of, outlook)
    else:
        found = _reaching(goal, ground, as_of, outlook)
    waits = (stopped and as_of < goal.deadline) or found.judged is None
    over = ground.through >= goal.deadline
    return replace(
        found,
        days_left=days_left,
        state=_counted(goal, found.judged, waits),
        outcome=goal.outcome or (_outcome(found.met) if over and found.judged else None),
    )


@dataclass(frozen=True, slots=True)
class Stand:
    """A value against the path of its day."""

    path: float
    share: float
    buffer_days: int
    met: bool


def compare(goal: Goal, path: Path, current: float, as_of: date) -> Stand:
    """Everything here only gets better as the value moves the goal's way."""
    sign = 1 if goal.side is Side.UP else -1
    met = sign * (current - goal.target) >= 0
    buffer = buffer_days(path, current, as_of, side=goal.side)
    return Stand(path.at(as_of), _share(goal, current, as_of), buffer, met)


def value_of(goal: Goal, ground: Ground, as_of: date) -> float | None:
    """The goal's measure on a day: the trailing window, or the total since the start."""
    if goal.measure is Measure.LEVEL:
        return level(ground, as_of, goal.window_days).value
    return total(ground, goal.start, as_of)[0].value


def _reaching(goal: Goal, ground: Ground, as_of: date, outlook: Outlook | None) -> Progress:
    current = value_of(goal, ground, as_of)
    blank = Progress(goal.state, 0, as_of=as_of, outlook=outlook)
    if current is None:
        return blank
    path = planned_path(goal, ground)
    stand = compare(goal, path, current, as_of)
    chance = outlook.chance if outlook else None
    return replace(
        blank,
        window=_window(goal, as_of),
        current=current,
        path=stand.path,
        share=stand.share,
        buffer_days=stand.buffer_days,
        per_week=_per_week(goal, current, as_of),
        met=stand.met,
        judged=judged_state(stand.buffer_days, chance),
        due=due_by(path, as_of),
    )


def _staying(goal: Goal, ground: Ground, as_of: date, outlook: Outlook | None) -> Progress:
    stay = judge_stay(goal, ground)
    blank = Progress(goal.state, 0, as_of=stay.last or as_of, outlook=outlook, stay=stay)
    if stay.value is None:
        return blank
    chance = outlook.chance if outlook else None
    return replace(
        blank,
        window="the last complete week",
        current=stay.value,
        path=goal.target,
        share=stay.share,
        buffer_days=stay.buffer,
        per_week=0.0,
        met=stay.buffer >= 0,
        judged=judged_state(stay.buffer, chance, plenty=1),
    )


def _share(goal: Goal, current: float, as_of: date) -> float:
    """A total that should stay small is judged by what it comes to at this rate."""
    if goal.measure is Measure.CUMULATIVE:
        if goal.side is Side.UP:
            return current / goal.target if goal.target else 1.0
        days, span = (as_of - goal.start).days + 1, (goal.deadline - goal.start).days + 1
        current = current * span / days
    way = goal.target - goal.baseline
    return (current - goal.baseline) / way if way else 1.0


def _not_begun(goal: Goal, ground: Ground, days_left: int) -> Progress:
    """Before the first mature day since the start there is nothing to judge."""
    late = ground.today > goal.start and ground.through >= goal.start
    state = GoalState.WAITING if late else GoalState.SCHEDULED
    return Progress(goal.state if goal.state in _FROZEN else state, days_left)


def _counted(goal: Goal, judged: GoalState | None, waits: bool) -> GoalState:
    """The stored state, once the job has judged the goal; before that what the numbers say."""
    if goal.state in _FROZEN:
        return goal.state
    if waits or judged is None:
        return GoalState.WAITING
    return goal.state if goal.watch.through is not None else judged


def _per_week(goal: Goal, current: float, as_of: date) -> float:
    sign = 1 if goal.side is Side.UP else -1
    weeks = (goal.deadline - as_of).days / 7
    gap = goal.target - current
    return gap / weeks if weeks > 0 and sign * gap > 0 else 0.0


def _outcome(met: bool) -> GoalOutcome:
    return GoalOutcome.REACHED if met else GoalOutcome.MISSED


def _window(goal: Goal, as_of: date) -> str:
    first = goal.start
    if goal.measure is Measure.LEVEL:
        first = as_of - (goal.window_days - 1) * DAY
    return format_span(first, as_of)

"""From path and probability to a state, and when a new state counts and is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from funnel.model import Goal, GoalState, Grain
from funnel.pursuit import Entry

LIKELY, UNLIKELY = 0.5, 0.2
AHEAD_ENOUGH = 3
"""Days of buffer from which a goal without a probability counts as on track."""

QUIET = timedelta(days=7)
"""A change of state is told at most once in this time."""

JUDGED = frozenset({GoalState.ON_TRACK, GoalState.AT_RISK, GoalState.OFF_TRACK})


def judged_state(buffer: int, chance: float | None, *, plenty: int = AHEAD_ENOUGH) -> GoalState:
    """`buffer` below zero is behind the path. Without a probability the buffer alone decides;
    `plenty` of it is on track."""
    if chance is None:
        if buffer >= plenty:
            return GoalState.ON_TRACK
        return GoalState.AT_RISK if buffer >= 0 else GoalState.OFF_TRACK
    if chance >= LIKELY or (buffer >= 0 and chance >= UNLIKELY):
        return GoalState.ON_TRACK
    return GoalState.OFF_TRACK if buffer < 0 and chance < UNLIKELY else GoalState.AT_RISK


def settle_state(goal: Goal, found: GoalState, *, on: date, grain: Grain) -> Goal:
    """The goal after the judgement of the period that ends on `on`: a new state counts when it was
    found twice in a row, for weekly and coarser numbers at once."""
    watch = replace(goal.watch, through=on)
    if found is goal.state:
        return replace(goal, watch=replace(watch, found=""))
    at_once = goal.state not in JUDGED or grain in (Grain.WEEK, Grain.MONTH)
    if at_once or watch.found == found.value:
        return replace(goal, state=found, watch=replace(watch, found=""))
    return replace(goal, watch=replace(watch, found=found.value))


def state_at(changes: Sequence[Entry], then: datetime) -> GoalState | None:
    """The state that counted at an instant; `changes` are its lines of history, newest first.
    None: it never changed."""
    for entry in changes:
        if entry.at <= then:
            return GoalState(entry.now)
    return GoalState(changes[-1].was) if changes else None


def is_to_tell(goal: Goal, today: date) -> bool:
    """Whether people should hear of the state now. A goal that starts on track is no news."""
    told, told_on = goal.watch.told, goal.watch.told_on
    if goal.state not in JUDGED or told == goal.state.value:
        return False
    if not told and goal.state is GoalState.ON_TRACK:
        return False
    return told_on is None or today - told_on >= QUIET

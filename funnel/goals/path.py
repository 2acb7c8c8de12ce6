"""The planned path: what a goal's value should be on each day, shaped by season and flat spots.

Rows of (date, value, rate) with any one left open follow the graph matrix that Beeminder describes
in public; season and probability are not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnel.errors import BadGoal
from funnel.goals.pattern import Pattern, day_range, learned_pattern, plain_pattern
from funnel.goals.windows import Ground
from funnel.model import Floats, Goal, Measure, Side
from funnel.periods.calendar import DAY
from funnel.pursuit import FlatSpot, GoalKind, PathRow

MOST_ROWS = 12
_EVEN = 1e-9
"""Values closer than this share of the path are the same: floats do not add exactly."""


@dataclass(frozen=True, slots=True)
class Knot:
    """The path goes through `value` at the end of `day`."""

    day: date
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The value due at the end of each day from `first` on; other days have the ends'."""

    first: date
    values: Floats

    @property
    def last(self) -> date:
        return self.first + (len(self.values) - 1) * DAY

    def at(self, day: date) -> float:
        place = min(max((day - self.first).days, 0), len(self.values) - 1)
        return float(self.values[place])


def fill_rows(rows: Sequence[PathRow], start: Knot, end: Knot) -> tuple[Knot, ...]:
    """The ends of the stretches, the goal's own last. Two of date, value and rate give the third.

    Raises BadGoal (field "path") for rows that say too little, go back in time, pass the deadline,
    or move away from what they aim at.
    """
    if len(rows) > MOST_ROWS:
        raise BadGoal({"path": f"{len(rows)} rows are too many: keep to {MOST_ROWS}."})
    knots = [start]
    for number, row in enumerate(rows, start=1):
        knots.append(_filled(row, knots[-1], number))
        if knots[-1].day >= end.day:
            words = f"Row {number} ends on {knots[-1].day}, but the goal ends on {end.day} at its "
            raise BadGoal({"path": words + "target. Type an earlier date."})
    return (*knots[1:], end)


def planned_path(goal: Goal, ground: Ground, *, pattern: Pattern | None = None) -> Path:
    """From the start to the deadline; `pattern` None is learned from the numbers before the start,
    so that the path of a goal does not change while it runs."""
    if goal.plan.kind is GoalKind.STAY:
        days = day_range(goal.start, goal.deadline)
        return Path(goal.start, np.full(len(days), goal.target))
    shape = pattern or learned_pattern(_before(goal, ground))
    knots = path_knots(goal)
    if goal.measure is Measure.CUMULATIVE:
        return _total_path(goal, knots, shape)
    return _level_path(goal, knots, shape)


def path_knots(goal: Goal) -> tuple[Knot, ...]:
    """Start, the rows' ends, the target. A total starts with nothing on the day before."""
    start = Knot(goal.start, goal.baseline)
    if goal.measure is Measure.CUMULATIVE:
        start = Knot(goal.start - DAY, 0.0)
    end = Knot(goal.deadline, goal.target)
    return (start, *fill_rows(goal.plan.rows, start, end))


def buffer_days(path: Path, value: float, as_of: date, *, side: Side) -> int:
    """Whole days until the goal is off its path if its value stayed as it is, at most the days
    that are left; below zero: for so many days the value has been due."""
    sign = 1.0 if side is Side.UP else -1.0
    slack = _EVEN * max(abs(value), float(np.abs(path.values).max()), 1e-300)
    due = sign * path.values > sign * value + slack
    place = min(max((as_of - path.first).days, 0), len(due) - 1)
    if not due[place]:
        later = np.flatnonzero(due[place + 1 :])
        return int(later[0]) if len(later) else len(due) - 1 - place
    earlier = np.flatnonzero(~due[: place + 1])
    return -(place - int(earlier[-1])) if len(earlier) else -(place + 1)


def due_by(path: Path, as_of: date, *, days: int = 7) -> tuple[Knot, ...]:
    """What is due by the end of each of the next days, up to the deadline."""
    wanted = (as_of + turn * DAY for turn in range(1, days + 1))
    return tuple(Knot(day, path.at(day)) for day in wanted if day <= path.last)


def is_softer(before: Path, after: Path, side: Side) -> bool:
    """Whether the new path asks for less on any day from its start on."""
    sign = 1.0 if side is Side.UP else -1.0
    old = np.array([before.at(after.first + turn * DAY) for turn in range(len(after.values))])
    slack = _EVEN * np.maximum(np.abs(old), 1e-300)
    return bool((sign * after.values < sign * old - slack).any())


def _before(goal: Goal, ground: Ground) -> Ground:
    through = min(ground.through, goal.start - DAY)
    return Ground(
        ground.metric, ground.series, ground.today, through, ground.style, ground.currency
    )


def _filled(row: PathRow, before: Knot, number: int) -> Knot:
    until, value, rate = row.until, row.value, row.rate
    if until is not None and until <= before.day:
        words = f"Row {number} ends on {until}, not after {before.day}. Put the rows in order."
        raise BadGoal({"path": words})
    if until is not None and value is not None:
        return Knot(until, value)
    if until is not None and rate is not None:
        return Knot(until, before.value + rate * (until - before.day).days / 7)
    if value is None or rate is None:
        words = f"Row {number} needs two of date, value and rate, such as 2026-12-15 450."
        raise BadGoal({"path": words})
    weeks = (value - before.value) / rate if rate else 0.0
    if weeks <= 0:
        words = f"Row {number} never gets from {before.value:g} to {value:g} at {rate:g} a week."
        raise BadGoal({"path": words})
    return Knot(before.day + max(round(weeks * 7), 1) * DAY, value)


def _total_path(goal: Goal, knots: Sequence[Knot], shape: Pattern) -> Path:
    """Each stretch is shared out over its days by how much such days usually bring."""
    days = day_range(goal.start, goal.deadline)
    weights = np.maximum(shape.of(days), 0.0) * _open(goal.plan.flats, goal)
    values = np.empty(len(days))
    at, value = 0, knots[0].value
    for knot in knots[1:]:
        stop = (knot.day - goal.start).days + 1
        part = weights[at:stop]
        part = part if part.sum() > 0 else np.ones(len(part))
        values[at:stop] = value + (knot.value - value) * np.cumsum(part) / part.sum()
        values[stop - 1] = knot.value
        at, value = stop, knot.value
    return Path(goal.start, values)


def _level_path(goal: Goal, knots: Sequence[Knot], shape: Pattern) -> Path:
    """The level without its season moves evenly over the open days of each stretch; the season of
    each day's trailing window is put back on."""
    days = day_range(goal.start, goal.deadline)
    seasons = _window_means(shape, goal)
    base = shape.mean(goal.baseline_last, goal.window_days)
    flat = shape.in_points or base <= 0 or bool((seasons <= 0).any())
    if not shape.in_points and flat:
        shape, seasons, base = plain_pattern(), np.ones(len(days)), 1.0
    open_days = _open(goal.plan.flats, goal)
    values = np.empty(len(days))
    level = _bare(knots[0].value, base, shape)
    values[0] = level
    at = 0
    for knot in knots[1:]:
        stop = (knot.day - goal.start).days
        aim = _bare(knot.value, float(seasons[stop]), shape)
        steps = open_days[at + 1 : stop + 1]
        steps = steps if steps.sum() > 0 else np.ones(len(steps))
        if len(steps):
            values[at + 1 : stop + 1] = level + (aim - level) * np.cumsum(steps) / steps.sum()
        at, level = stop, aim
    shown = values + seasons if shape.in_points else values * seasons
    for knot in knots[1:]:
        shown[(knot.day - goal.start).days] = knot.value
    return Path(goal.start, shown)


def _bare(value: float, season: float, shape: Pattern) -> float:
    return value - season if shape.in_points else value / season


def _window_means(shape: Pattern, goal: Goal) -> Floats:
    """The season of the trailing window of each day from start to deadline."""
    size = goal.window_days
    factors = shape.of(day_range(goal.start - (size - 1) * DAY, goal.deadline))
    sums = np.cumsum(np.concatenate([[0.0], factors]))
    return np.asarray((sums[size:] - sums[:-size]) / size)


def _open(flats: Sequence[FlatSpot], goal: Goal) -> Floats:
    """1 for each day on which the path moves, 0 on flat ones."""
    days = day_range(goal.start, goal.deadline)
    moves = np.ones(len(days))
    for spot in flats:
        inside = (days >= np.datetime64(spot.first)) & (days <= np.datetime64(spot.last))
        moves[inside] = 0.0
    return moves

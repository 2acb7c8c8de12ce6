"""What history says of a change: how many past windows of that length saw it (reference class)."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from funnel.goals.baseline import Baseline
from funnel.goals.settling import IN_POINTS
from funnel.goals.windows import COMPLETE, Ground, level, total
from funnel.model import Grain, Measure
from funnel.periods.calendar import DAY

WINDOWS = 30
STEP_DAYS = 7
"""Windows end a week apart, so that one good week does not count seven times."""

ENOUGH = 8
"""Fewer windows say nothing about what is usual."""


@dataclass(frozen=True, slots=True)
class Reference:
    """`k` of the last `n` windows changed at least that much in that direction; `spread` is the
    usual size of a change (1.4826 × MAD), in the metric's unit, None under 8 windows."""

    k: int
    n: int
    spread: float | None = None


def reference_changes(
    ground: Ground, known: Baseline, *, target: float, start: date, deadline: date
) -> Reference:
    """Each past window is compared with the one that lies as far before it as the baseline lies
    before the deadline; shares of the earlier value, for percents and scores points."""
    gap = max((deadline - known.last).days, 1)
    length = (deadline - start).days + 1
    in_points = ground.metric.unit in IN_POINTS
    needed = _change(known.value, target, in_points)
    if needed is None:
        return Reference(0, 0)
    changes = [
        change
        for end in _ends(ground)
        if (change := _between(ground, end, gap, length, in_points)) is not None
    ]
    k = sum(1 for change in changes if (change >= needed if needed > 0 else change <= needed))
    return Reference(k, len(changes), _spread(changes, known.value, in_points))


def _ends(ground: Ground) -> list[date]:
    newest = ground.newest
    if newest is None:
        return []
    step = 31 if ground.series.grain is Grain.MONTH else STEP_DAYS
    return [newest - turn * step * DAY for turn in range(WINDOWS)]


def _between(ground: Ground, end: date, gap: int, length: int, in_points: bool) -> float | None:
    earlier = end - gap * DAY
    if len(ground.series) == 0 or earlier < ground.series.starts[0].astype("datetime64[D]").item():
        return None
    before, after = _value(ground, earlier, length), _value(ground, end, length)
    return None if before is None or after is None else _change(before, after, in_points)


def _value(ground: Ground, end: date, length: int) -> float | None:
    if ground.measure is Measure.LEVEL:
        return level(ground, end).value
    rolled, share = total(ground, end - (length - 1) * DAY, end)
    return rolled.value if share >= COMPLETE else None


def _change(before: float, after: float, in_points: bool) -> float | None:
    if in_points:
        return after - before
    return (after - before) / abs(before) if before else None


def _spread(changes: list[float], baseline: float, in_points: bool) -> float | None:
    if len(changes) < ENOUGH:
        return None
    middle = float(np.median(changes))
    size = 1.4826 * float(np.median(np.abs(np.asarray(changes) - middle)))
    return size if in_points else size * abs(baseline)

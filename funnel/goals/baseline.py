"""Where a goal starts from: the metric's own numbers of a past window."""

from dataclasses import dataclass
from datetime import date

from funnel.goals.windows import (
    COMPLETE,
    LEAST_DAYS,
    WINDOW_DAYS,
    Ground,
    level,
    total,
    whole_periods,
    year_before,
)
from funnel.model import Measure
from funnel.numbers import RolledUp
from funnel.periods.calendar import DAY


@dataclass(frozen=True, slots=True)
class Baseline:
    """A past value with its dates. `caveat` says why it compares badly; empty when it is fine."""

    value: float
    first: date
    last: date
    caveat: str = ""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def baseline(ground: Ground, *, start: date, deadline: date) -> Baseline | None:
    """A level: the trailing window up to the newest mature day. A total: the same dates a year
    before if 90 % of them have numbers, else the last window of the goal's length. None: there
    are no numbers to start from."""
    if ground.measure is Measure.LEVEL:
        return _level(ground)
    first, last = year_before(start), year_before(deadline)
    if last <= ground.through:
        then, share = total(ground, first, last)
        if then.value is not None and share >= COMPLETE:
            return Baseline(then.value, first, last)
    return _last_window(ground, (deadline - start).days + 1)


def _level(ground: Ground) -> Baseline | None:
    last = ground.through
    rolled = level(ground, last)
    if rolled.value is None:
        return None
    first = last - (WINDOW_DAYS - 1) * DAY
    inside = whole_periods(ground.series, first, last)
    if len(inside) and rolled.days > 1:
        first = max(first, inside.starts[0].astype("datetime64[D]").item())
    days = (last - first).days + 1
    thin = days < LEAST_DAYS
    return Baseline(rolled.value, first, last, f"only {days} days of numbers" if thin else "")


def _last_window(ground: Ground, days: int) -> Baseline | None:
    last = ground.newest
    if last is None:
        return None
    first = last - (days - 1) * DAY
    before, share = total(ground, first, last)
    if before.value is not None and share >= COMPLETE:
        caveat = "the days just before, since a year ago has too few numbers"
        return Baseline(before.value, first, last, caveat)
    return _stretched(ground, before, first, last)


def _stretched(ground: Ground, before: RolledUp, first: date, last: date) -> Baseline | None:
    """A short history taken to the goal's length at its own daily rate."""
    inside = whole_periods(ground.series, first, last)
    if before.value is None or not len(inside):
        return None
    begun: date = inside.starts[0].astype("datetime64[D]").item()
    known, wanted = (last - begun).days + 1, (last - first).days + 1
    if known < LEAST_DAYS:
        return None
    caveat = f"{known} days of numbers, taken to {wanted}"
    return Baseline(before.value * wanted / known, begun, last, caveat)

"""One period in the life of a break: how far it is, and which edge of its life it takes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from funnel.detect import Finding
from funnel.explain import Drop
from funnel.model import (
    Attention,
    Break,
    BreakEnd,
    Condition,
    Floats,
    Grain,
    Money,
    Series,
    Shape,
    Side,
)
from funnel.onset import date_onset
from funnel.season import NORMAL_95, Usual

TO_RECOVERING = 2  # periods in a row inside the usual range
TO_CLOSED = 5  # those, and three more
WORSE_BY = 1.5
TELL_AGAIN = timedelta(days=7)
REDATE_AFTER = timedelta(days=7)
HOLD = timedelta(days=28)
_HOLD_PERIODS = {Grain.WEEK: 6, Grain.MONTH: 3}
_LEAST_HELD = 8  # values in the held time, where days are missing
_MEAN_OF = 7  # newest periods since the onset that say how far the break is
_NEARER = 0.5  # of that distance: farther out, a value inside the range is no recovery yet
_LEVEL, _LEVEL_SIGMA = 0.1, 0.5  # halves of the held time may differ by so much: no slope left

Price = Callable[[Drop], Money | None]
"""What being so much worse than usual costs a period; None where no path leads to money."""


class Edge(StrEnum):
    """What a period did to a break; the values name the fields of `breaks.Changes`. `JOINED` is
    said of an incident only: another break became part of it."""

    OPENED = "opened"
    WORSENED = "worsened"
    RECOVERING = "recovering"
    RELAPSED = "relapsed"
    RECOVERED = "recovered"
    NEW_NORMAL = "new_normal"
    UPDATED = "updated"
    JOINED = "joined"


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The series with its usual values while the break's own days are left out, the price, and
    when the newest new normal became it: what is usual since then needs the days before that, so
    no later break began there."""

    series: Series
    days: tuple[date, ...]
    found: Usual
    price: Price
    settled: date | None = None


def begin(
    finding: Finding, series: Series, *, historic: bool, settled: date | None = None
) -> Break:
    """A new break at the period that opened it; `advance` gives it its numbers."""
    made = Break(
        0,
        series.metric,
        finding.side,
        finding.shape,
        onset=finding.onset,
        onset_low=finding.onset_low,
        onset_high=finding.onset_high,
        opened_on=finding.opened,
        last_on=finding.opened,
        observed=finding.observed,
        expected=finding.expected,
        low=finding.low,
        high=finding.high,
        score=0.0,
        segment=series.segment,
        grain=series.grain,
        historic=historic,
    )
    return _not_before(settled, made)


def reopen(one: Break) -> Break:
    """A closed break that came back soon."""
    return replace(
        one,
        condition=Condition.OPEN,
        attention=Attention.NEW,
        attention_by="",
        snoozed_until=None,
        inside=0,
        ended=None,
        closed_on=None,
    )


def settle(one: Break) -> Break:
    """People are told of it as it stands now."""
    return replace(one, told_size=size_of(one))


def size_of(one: Break) -> float:
    """Money a period, else the distance from usual; less than one sigma is no size to grow from."""
    return one.money.amount if one.money is not None else max(one.score, 1.0)


def advance(one: Break, ground: Ground, row: int, *, louder: bool = False) -> tuple[Break, Edge]:
    """The break after the period at `row`, which has a value; `louder` says that detection heard
    it grow, which it may before its mean size has."""
    away = _away(one, ground)[: row + 1]
    if not np.isfinite(away[row]):
        return replace(one, last_on=ground.days[row]), Edge.UPDATED
    since = away[_first_row(one, ground) :][-_MEAN_OF:]
    far = float(np.nanmean(since))
    score = max(one.score, far)
    inside = bool(away[row] < min(NORMAL_95, _NEARER * score))
    seen = replace(
        one,
        last_on=ground.days[row],
        observed=float(ground.series.values[row]),
        expected=float(ground.found.expected[row]),
        low=float(ground.found.low[row]),
        high=float(ground.found.high[row]),
        score=score,
        inside=one.inside + 1 if inside else 0,
        money=one.money if inside else ground.price(_drop(one, ground, row)),
    )
    if one.condition is Condition.RECOVERING:
        return _while_recovering(seen)
    return _while_open(_redated(seen, one, ground, row), ground, row, away, louder)


def _while_recovering(one: Break) -> tuple[Break, Edge]:
    if one.inside == 0:
        return replace(one, condition=Condition.OPEN), Edge.RELAPSED
    if one.inside >= TO_CLOSED:
        return _closed(one, BreakEnd.RECOVERED), Edge.RECOVERED
    return one, Edge.UPDATED


def _while_open(
    one: Break, ground: Ground, row: int, away: Floats, louder: bool
) -> tuple[Break, Edge]:
    if one.inside >= TO_RECOVERING:
        return replace(one, condition=Condition.RECOVERING), Edge.RECOVERING
    if one.inside == 0 and _has_held(one, ground, row, away):
        return _closed(one, BreakEnd.NEW_NORMAL), Edge.NEW_NORMAL
    quiet = one.worsened_on is None or one.last_on - one.worsened_on >= TELL_AGAIN
    grown = one.told_size > 0 and (louder or size_of(one) >= WORSE_BY * one.told_size)
    if quiet and grown:
        return settle(replace(one, worsened_on=one.last_on)), Edge.WORSENED
    return one, Edge.UPDATED


def _closed(one: Break, ended: BreakEnd) -> Break:
    return replace(one, condition=Condition.CLOSED, ended=ended, closed_on=one.last_on)


def _away(one: Break, ground: Ground) -> Floats:
    """Distance from usual in robust sigma, positive to the side of the break."""
    return ground.found.residual if one.side is Side.UP else -ground.found.residual


def _first_row(one: Break, ground: Ground) -> int:
    """Row of the onset, or of the opening if that is all the series still has."""
    return next(row for row, day in enumerate(ground.days) if day >= one.onset)


def _drop(one: Break, ground: Ground, row: int) -> Drop:
    """Mean distance of the newest periods since the onset, in the metric's unit, to the side of
    the break; its range comes from the range of the usual value."""
    rows = slice(max(_first_row(one, ground), row - _MEAN_OF + 1), row + 1)
    sign = 1.0 if one.side is Side.UP else -1.0
    found, values = ground.found, ground.series.values[rows]
    near, far = (found.high, found.low) if one.side is Side.UP else (found.low, found.high)
    amount, low, high = (
        max(float(np.nanmean(sign * (values - band[rows]))), 0.0)
        for band in (found.expected, near, far)
    )
    return Drop(amount, low, high)


def _has_held(one: Break, ground: Ground, row: int, away: Floats) -> bool:
    """Whether the shift has held for long enough with no slope left in it."""
    first = _first_row(one, ground)
    periods = _HOLD_PERIODS.get(one.grain)
    if periods is None:
        recent = (at for at in range(first, row) if ground.days[row] - ground.days[at] <= HOLD)
        long_enough = ground.days[row] - one.onset >= HOLD
        start, least = next(recent, row), _LEAST_HELD
    else:
        start, least = row - periods + 1, periods
        long_enough = start >= first
    long_enough &= one.last_on - one.opened_on >= REDATE_AFTER  # people had a week to say no
    held = away[start : row + 1]
    held = held[np.isfinite(held)]
    if not long_enough or len(held) < least:
        return False
    half = len(held) // 2
    drift = abs(float(np.median(held[-half:]) - np.median(held[:half])))
    return drift <= max(_LEVEL_SIGMA, _LEVEL * one.score)


def _redated(one: Break, before: Break, ground: Ground, row: int) -> Break:
    """The onset and shape once more a week after the opening, when more is known."""
    week_over = one.last_on - one.opened_on >= REDATE_AFTER
    if not week_over or before.last_on - one.opened_on >= REDATE_AFTER:
        return one
    onset = date_onset(ground.found.residual, 1.0, newest=row, side=one.side)
    days = ground.days
    redated = replace(
        one,
        onset=min(days[onset.at], one.opened_on),
        onset_low=min(days[onset.low], one.opened_on),
        onset_high=min(days[onset.high], one.opened_on),
        shape=Shape.LEAK if onset.ramp > 0.5 else Shape.SHIFT,
    )
    return _not_before(ground.settled, redated)


def _not_before(settled: date | None, one: Break) -> Break:
    if settled is None:
        return one
    earliest = min(settled, one.opened_on)
    return replace(
        one,
        onset=max(one.onset, earliest),
        onset_low=max(one.onset_low, earliest),
        onset_high=max(one.onset_high, earliest),
    )

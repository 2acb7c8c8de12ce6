"""Findings of one series: jumps, shifts and leaks, each judged with the past only."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from funnel.catalogue.entries import Direction, Metric
from funnel.deviation import Track, track
from funnel.model import Grain, Series, Shape, Side
from funnel.onset import date_onset
from funnel.season import WHOLE_PAST, Past, Usual, usual

AGAIN = 2.0  # within an incident only this many times the opening score is news
_RECOVERY_FROM = 2  # periods after the opening
_BACK_WITHIN = 1.5  # one-period scales of the level before
_BEYOND = 4.0  # scales past the level before, on the other side: another incident


@dataclass(frozen=True, slots=True)
class _Rules:
    """`threshold` in sigma of the own history. After `holds` periods a level is the new normal;
    within `quiet` periods of a recovery only a larger break is news."""

    threshold: float
    holds: int
    quiet: int


_RULES = {
    # At most three false ones a year on unrelated daily series, whole sources left out in turn.
    Grain.DAY: _Rules(4.0, 35, 21),
    Grain.HOUR: _Rules(6.0, 14 * 24, 5 * 24),
    Grain.WEEK: _Rules(4.0, 8, 4),
    Grain.MONTH: _Rules(4.0, 4, 2),
}


class How(StrEnum):
    """Why an incident ended."""

    RECOVERED = "recovered"
    HELD = "held"  # the level stayed until it was the new normal
    OVERTAKEN = "overtaken"  # by an incident to the other side


@dataclass(frozen=True, slots=True)
class Finding:
    """One incident. Dates are starts of periods; `score` is the distance at the opening in sigma
    of the series' own history; the numbers are those of the period that opened it. `again`: soon
    after a recovery and not twice as large: the same trouble, which reopens that break."""

    side: Side
    shape: Shape
    opened: date
    onset: date
    onset_low: date
    onset_high: date
    score: float
    observed: float
    expected: float
    low: float
    high: float
    again: bool = False
    ended: date | None = None
    how: How | None = None


@dataclass(frozen=True, slots=True)
class _Incident:
    """Rows and scale of an incident while the rules run over it."""

    row: int
    side: Side
    score: float
    before: float
    step: float
    first_score: float  # of the incident that this one repeats, else its own
    again: bool = False
    ended: int | None = None
    how: How | None = None


def judge(
    series: Series, metric: Metric, *, past: Past = WHOLE_PAST, since: date | None = None
) -> list[Finding]:
    """Replays the series: what a daily scan would have found, oldest first. With `since` only
    what opened later is dated and given back, which is most of a daily scan's work saved.

    Directed metrics give their unfavourable side only. Incidents to the other side are followed
    all the same, so that the end of a good week is not a drop. Under about 56 periods, or with
    too few events (`too_few`), nothing is found.
    """
    road = track(series, metric, past=past) if len(series) else None
    if road is None:
        return []
    wanted, days = _unfavourable(metric.direction), series.starts.tolist()
    incidents = [
        one
        for one in _incidents(road, _RULES[series.grain])
        if (wanted is None or one.side is wanted) and (since is None or days[one.row] > since)
    ]
    if not incidents:
        return []
    found = usual(series, metric=metric, past=past)
    return [_finding(one, series, road, found) for one in incidents]


def too_few(series: Series, metric: Metric) -> bool:
    """Whether the counts are so small that no drop could be told from chance."""
    return track(series, metric, past=WHOLE_PAST) is None


def _unfavourable(direction: Direction) -> Side | None:
    match direction:
        case Direction.HIGHER_IS_BETTER:
            return Side.DOWN
        case Direction.LOWER_IS_BETTER:
            return Side.UP
        case Direction.NEUTRAL:
            return None


def _incidents(road: Track, rules: _Rules) -> Iterator[_Incident]:
    """The life-cycle rules: most false warnings are ends of breaks and repeats of known ones."""
    current: _Incident | None = None
    last: _Incident | None = None
    loud = np.fmax(road.up, road.down)
    for row in np.flatnonzero(np.isfinite(loud)).tolist():
        if current is not None:
            ended = _ended(current, row, road, rules)
            if ended is None:
                continue
            yield ended
            last, current = ended, None
            if ended.how is not How.OVERTAKEN:
                continue
        if loud[row] < rules.threshold:
            continue
        current = _opened(road, row)
        if last is not None and _just_recovered(last, row, rules.quiet):
            current = _after_recovery(current, last, road)
    if current is not None:
        yield current


def _opened(road: Track, row: int) -> _Incident:
    side = Side.UP if road.up[row] >= road.down[row] else Side.DOWN
    earlier = road.level[max(0, row - 9) : max(1, row - 2)]
    known = earlier[np.isfinite(earlier)]
    before = float(np.median(known)) if len(known) else 0.0
    score = float(max(road.up[row], road.down[row]))
    return _Incident(row, side, score, before, float(road.step[row]), first_score=score)


def _ended(one: _Incident, row: int, road: Track, rules: _Rules) -> _Incident | None:
    """The incident with its end, if it ends at this row."""
    away = _recent(road, row) - one.before
    if row - one.row >= _RECOVERY_FROM and abs(away) < _BACK_WITHIN * one.step:
        return replace(one, ended=row, how=How.RECOVERED)
    if row - one.row >= rules.holds:
        return replace(one, ended=row, how=How.HELD)
    over = road.level[row] - one.before
    score = road.down[row] if one.side is Side.UP else road.up[row]
    past_it = over < -_BEYOND * one.step if one.side is Side.UP else over > _BEYOND * one.step
    if score >= rules.threshold and past_it:
        return replace(one, ended=row, how=How.OVERTAKEN)
    return None


def _just_recovered(last: _Incident, row: int, quiet: int) -> bool:
    return last.how is How.RECOVERED and row - (last.ended or 0) < quiet


def _after_recovery(one: _Incident, last: _Incident, road: Track) -> _Incident | None:
    """Trailing baselines still hold the old incident's days, so the level itself must have left
    the one before it; then twice the old score is news, less on the same side is `again`."""
    sign = 1.0 if one.side is Side.UP else -1.0
    newest = float(road.level[one.row]) if road.window[one.row] == 1 else _recent(road, one.row)
    if sign * (newest - last.before) < _BACK_WITHIN * last.step:
        return None
    if one.score >= AGAIN * last.first_score:
        return one
    if one.side is not last.side:
        return None
    return replace(one, again=True, before=last.before, first_score=last.first_score)


def _recent(road: Track, row: int) -> float:
    """Median of the newest three periods, infinite where none is known."""
    newest = road.level[max(0, row - 2) : row + 1]
    known = newest[np.isfinite(newest)]
    return float(np.median(known)) if len(known) else np.inf


def _finding(one: _Incident, series: Series, road: Track, found: Usual) -> Finding:
    onset = date_onset(road.level, one.step, newest=one.row)
    shape = Shape.LEAK if onset.ramp > 0.5 else Shape.SHIFT
    if road.window[one.row] == 1:
        shape = Shape.JUMP
    day = series.starts.tolist()
    row = one.row
    return Finding(
        one.side,
        shape,
        opened=day[row],
        onset=day[onset.at],
        onset_low=day[onset.low],
        onset_high=day[onset.high],
        score=one.score,
        observed=float(series.values[row]),
        expected=float(found.expected[row]),
        low=float(found.low[row]),
        high=float(found.high[row]),
        again=one.again,
        ended=None if one.ended is None else day[one.ended],
        how=one.how,
    )

"""Findings of one series: jumps, shifts and leaks, each judged with the past only."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from funnel.catalogue.entries import Direction, Metric
from funnel.deviation import Track, track
from funnel.grids import numbered
from funnel.medians import known_median
from funnel.model import Floats, Series, Shape, Side
from funnel.onset import date_onset
from funnel.paces import RULES, Rules
from funnel.season import WHOLE_PAST, Past, Usual, usual
from funnel.skipping import over
from funnel.trailing import zeroed

_LARGER = 1.5  # soon after a recovery only this many times the old score is a break of its own
_FARTHER = 1.5  # times as far from the level before as it was when it had settled: it has grown
_SETTLES = 3  # periods; a steady fall grows louder for longer, as the windows fill with it
_RECOVERY_FROM = 2  # periods after the opening
_BACK_WITHIN = 1.5  # one-period scales of the level before
_PAST_BACK = 2.0  # scales beyond it: baselines that still hold the incident make the end look loud
_LEAST_NEWEST, _BEFORE = 3, 7  # periods: the level now, and the one before
_BEYOND = 4.0  # scales past the level before, on the other side: another incident


class How(StrEnum):
    """Why an incident ended."""

    RECOVERED = "recovered"
    HELD = "held"  # the level stayed until it was the new normal
    OVERTAKEN = "overtaken"  # by an incident to the other side
    OUTGROWN = "outgrown"  # by a louder one to the same side


@dataclass(frozen=True, slots=True)
class Finding:
    """One incident. Dates are starts of periods; `score` is the distance at the opening in sigma
    of the series' own history; the numbers are those of the period that opened it. `again`: soon
    after a recovery and not half as large again: the same trouble, which reopens that break.
    `grown`: so too, but the trouble had not ended: it has become half again as large."""

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
    grown: bool = False
    ended: date | None = None
    how: How | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """Rows and scale of an incident while the rules run over it."""

    row: int
    side: Side
    score: float
    before: float
    step: float
    first_score: float  # of the incident that this one repeats, else its own
    again: bool = False
    grown: bool = False
    ended: int | None = None
    how: How | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Road:
    """One row of a `Track`. `recent` is the median of the newest three periods, infinite where none
    is known; `before` that of the seven before these, or before the window that is farthest out:
    what a leak has taken by then is no level before it. 0 where none is known."""

    level: Floats
    step: Floats
    up: Floats
    down: Floats
    window: Floats
    recent: Floats
    before: Floats

    @classmethod
    def of(cls, whole: Track, row: int) -> "Road":
        level, window = whole.level[row], whole.window[row]
        gone = None if whole.gone is None else whole.gone[row]
        newest = over(gone, lambda one: known_median(one, _LEAST_NEWEST)[0], level)
        return cls(
            level,
            whole.step[row],
            whole.up[row],
            whole.down[row],
            window,
            np.where(np.isnan(newest), np.inf, newest),
            over(gone, _settled, level, window),
        )


def _settled(level: Floats, window: Floats) -> Floats:
    """Median of the seven periods before each window, or before the newest three; 0 where none is
    known."""
    middle = np.append(zeroed(known_median(level, _BEFORE)[0]), 0.0)  # place -1: before all
    newest = np.maximum(zeroed(window), _LEAST_NEWEST).astype(np.intp)
    found: Floats = middle[np.maximum(np.arange(len(level)) - newest, -1)]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """A series, its road, the day and the place in the series of each row that has a value."""

    series: Series
    road: Road
    days: Mapping[int, date]
    places: Mapping[int, int]
    found: Usual


def judge(
    series: Series,
    metric: Metric,
    *,
    past: Past = WHOLE_PAST,
    since: date | None = None,
    threshold: float | None = None,
) -> list[Finding]:
    """Replays the series: what a daily scan would have found, oldest first. With `since` only
    what opened later is dated and given back. `threshold` (sigma) is that of the channel's alarm
    budget; without, about one false one a series-year.

    Directed metrics give their unfavourable side only. Incidents to the other side are followed
    all the same, so that the end of a good week is not a drop. Under about 56 periods, or with
    too few events (`too_few`), nothing is found.
    """
    made = track(series, metric, past=past) if len(series) else None
    if made is None:
        return []
    grid, road = made[0], Road.of(made[1], 0)
    rules = RULES[series.grain]
    if threshold is not None:
        rules = replace(rules, threshold=threshold)
    rows = (numbered(series.starts, series.grain) - grid.first).tolist()
    days = dict(zip(rows, series.starts.tolist(), strict=True))
    wanted = unfavourable(metric.direction)
    chosen = [
        one
        for one in incidents(road, rules)
        if (wanted is None or one.side is wanted) and (since is None or days[one.row] > since)
    ]
    if not chosen:
        return []
    places = {row: place for place, row in enumerate(rows)}
    ground = _Ground(series, road, days, places, usual(series, metric=metric, past=past))
    return [_finding(one, ground) for one in chosen]


def too_few(series: Series, metric: Metric) -> bool:
    """Whether the counts are so small that no drop could be told from chance."""
    return track(series, metric, past=WHOLE_PAST) is None


def unfavourable(direction: Direction) -> Side | None:
    """The side that warns; None for both."""
    match direction:
        case Direction.HIGHER_IS_BETTER:
            return Side.DOWN
        case Direction.LOWER_IS_BETTER:
            return Side.UP
        case Direction.NEUTRAL:
            return None


def incidents(road: Road, rules: Rules) -> Iterator[Incident]:
    """The life-cycle rules: most false warnings are ends of breaks and repeats of known ones."""
    loud = np.fmax(road.up, road.down)
    known = np.flatnonzero(np.isfinite(loud))
    over, judged = known[loud[known] >= rules.threshold].tolist(), known.tolist()
    row = -1
    last: Incident | None = None
    while (row := _after(over, row)) >= 0:
        current: Incident | None = _opened(road, row)
        if last is not None and last.how in {How.RECOVERED, How.HELD}:
            current = _after_end(_opened(road, row), last, road, rules)
        while current is not None:
            last = _followed(current, judged, road, rules)
            yield last
            row = len(loud) if last.ended is None else last.ended
            current = None if last.ended is None else _next(last, _opened(road, row))


def _after(rows: Sequence[int], row: int) -> int:
    """The first of the ascending rows after `row`, else -1."""
    place = bisect_right(rows, row)
    return rows[place] if place < len(rows) else -1


def _followed(one: Incident, judged: Sequence[int], road: Road, rules: Rules) -> Incident:
    """The incident with its end, if it has one yet."""
    same = road.up if one.side is Side.UP else road.down
    sign = 1.0 if one.side is Side.UP else -1.0
    farthest = 0.0
    for row in judged[bisect_right(judged, one.row) :]:
        how = _end(one, row, road, rules)
        away = float(sign * (road.recent[row] - one.before))
        if row - one.row <= _SETTLES:
            farthest = max(farthest, away)
        elif how is None and same[row] >= rules.louder * one.score and away >= _FARTHER * farthest:
            how = How.OUTGROWN
        if how is not None:
            return replace(one, ended=row, how=how)
    return one


def _next(last: Incident, opened: Incident) -> Incident | None:
    """What goes on where the last one ended: one to the other side, or the same one louder, which
    is over when the level before the first of them is back."""
    if last.how is How.OUTGROWN:
        return replace(opened, grown=True, before=last.before)
    return opened if last.how is How.OVERTAKEN else None


def _opened(road: Road, row: int) -> Incident:
    side = Side.UP if road.up[row] >= road.down[row] else Side.DOWN
    before = float(road.before[row])
    score = float(max(road.up[row], road.down[row]))
    return Incident(row, side, score, before, float(road.step[row]), first_score=score)


def _end(one: Incident, row: int, road: Road, rules: Rules) -> How | None:
    """Why the incident ends at this row, if it does."""
    age = row - one.row
    back = bool(abs(road.recent[row] - one.before) < _BACK_WITHIN * one.step)
    if rules.recovers and age >= _RECOVERY_FROM and back:
        return How.RECOVERED
    if age >= rules.holds:
        return How.HELD
    sign = 1.0 if one.side is Side.UP else -1.0
    other = road.down if one.side is Side.UP else road.up
    beyond = sign * (road.level[row] - one.before) < -_BEYOND * one.step
    return How.OVERTAKEN if other[row] >= rules.threshold and beyond else None


def _after_end(one: Incident, last: Incident, road: Road, rules: Rules) -> Incident | None:
    """Trailing baselines still hold days of another level, so the level itself must have left the
    one on which the incident ended, on the other side of it farther. Soon after a recovery half as
    much again as the old score is news, less on the same side is `again`."""
    end = last.ended or 0
    age = one.row - end
    if age >= rules.echoes:
        return one
    held = last.how is How.HELD
    sign = 1.0 if one.side is Side.UP else -1.0
    newest = road.level[one.row] if road.window[one.row] == 1 else road.recent[one.row]
    left = sign * (newest - (road.recent[end] if held else last.before))
    turned = not held and one.side is not last.side
    if left < (_PAST_BACK if turned else _BACK_WITHIN) * last.step:
        return None
    if held or age >= rules.quiet or one.score >= _LARGER * last.first_score:
        return one
    if one.side is not last.side:
        return None
    return replace(one, again=True, before=last.before, first_score=last.first_score)


def _finding(one: Incident, ground: _Ground) -> Finding:
    road, series, found = ground.road, ground.series, ground.found
    onset = date_onset(road.level, one.step, newest=one.row, side=one.side)
    shape = Shape.LEAK if onset.ramp > 0.5 else Shape.SHIFT
    if road.window[one.row] == 1:
        shape = Shape.JUMP
    days, place = ground.days, ground.places[one.row]
    return Finding(
        one.side,
        shape,
        opened=days[one.row],
        onset=days[onset.at],
        onset_low=days[onset.low],
        onset_high=days[onset.high],
        score=one.score,
        observed=float(series.values[place]),
        expected=float(found.expected[place]),
        low=float(found.low[place]),
        high=float(found.high[place]),
        again=one.again or one.grown,
        grown=one.grown,
        ended=None if one.ended is None else days[one.ended],
        how=one.how,
    )

"""Findings of a series, also while it is young: then only what no budget could mind."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.detect import Finding, judge, unfavourable
from funnel.model import Floats, Grain, Series, Shape, Side
from funnel.scales import scale_of
from funnel.season import NORMAL_95, WHOLE_PAST, Past, Usual, usual

LEARNED = 56  # periods from which on the detector has scales of its own
_LEAST = 28  # four weeks: fewer, and the weekday has no usual value yet
_REACH = 2.0  # times as far from usual as the rough range reaches: eight scales by kind
_HALF = 0.5  # of the least so far, or twice the most


def find(
    series: Series,
    metric: Metric,
    *,
    past: Past = WHOLE_PAST,
    since: date | None = None,
    threshold: float | None = None,
) -> list[Finding]:
    """What `judge` finds, and in days of the second month what is extreme by any measure: twice as
    far from usual as its rough range, and half of the worst day so far. Oldest first."""
    found = judge(series, metric, past=past, since=since, threshold=threshold)
    known = {one.opened for one in found}
    early = find_early(series, metric, past=past, since=since)
    return sorted(
        [*found, *(one for one in early if one.opened not in known)], key=lambda one: one.opened
    )


def find_early(
    series: Series, metric: Metric, *, past: Past = WHOLE_PAST, since: date | None = None
) -> Sequence[Finding]:
    """The first extreme day; what follows within the month is the same trouble."""
    side = unfavourable(metric.direction)
    if side is None or series.grain is not Grain.DAY or len(series) <= _LEAST:
        return ()
    if since is not None and int(series.starts.searchsorted(np.datetime64(since))) >= LEARNED:
        return ()
    young = series.between(None, series.starts[min(len(series), LEARNED) - 1].tolist())
    found = usual(young, metric=metric, past=past)
    sign = 1.0 if side is Side.UP else -1.0
    with np.errstate(invalid="ignore"):
        far = sign * found.residual >= _REACH * NORMAL_95
    for row in np.flatnonzero(far).tolist():
        if row >= _LEAST and _is_extreme(young.values[: row + 1], metric, side):
            day: date = young.starts[row].tolist()
            return (
                () if since is not None and day <= since else (_finding(young, found, row, side),)
            )
    return ()


def _is_extreme(values: Floats, metric: Metric, side: Side) -> bool:
    """The last against all before: amounts by their ratio, shares and scores by their spread."""
    newest, before = float(values[-1]), values[:-1]
    least, most = float(np.nanmin(before)), float(np.nanmax(before))
    scale = scale_of(metric)
    if scale.share or (not scale.count and scale.high is not None) or least < 0:
        spread = most - least
        return newest > most + spread if side is Side.UP else newest < least - spread
    return newest > most / _HALF if side is Side.UP else newest < least * _HALF


def _finding(series: Series, found: Usual, row: int, side: Side) -> Finding:
    day: date = series.starts[row].tolist()
    return Finding(
        side,
        Shape.JUMP,
        opened=day,
        onset=day,
        onset_low=day,
        onset_high=day,
        score=abs(float(found.residual[row])),
        observed=float(series.values[row]),
        expected=float(found.expected[row]),
        low=float(found.low[row]),
        high=float(found.high[row]),
    )

"""The chance that a metric stays on one side of a bound, period after period."""

import math
from collections.abc import Sequence
from datetime import date
from statistics import NormalDist

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.forecast.ahead import ahead_of
from funnel.forecast.calibration import SHIPPED, Calibration
from funnel.forecast.centres import Standings
from funnel.forecast.foreseeing import newest_day, weighed_of
from funnel.forecast.history import History, history_of
from funnel.forecast.outcome import NEVER_SURER, Outlook
from funnel.forecast.spells import Spell
from funnel.model import Floats, Grain, Measure, Series, Side
from funnel.periods import ISO, Calendar, next_period, period_end, start_of, weeks_of

TOLERANCE = 0.9
"""Share of the periods that must be on the right side."""

_PATHS = 4000
_PRIOR_PATHS = 8.0  # past error paths that the usual correlation counts as
_SMALLEST = 1e-9


def chance_of_staying(
    series: Series,
    metric: Metric,
    *,
    bound: float,
    side: Side,
    start: date,
    deadline: date,
    today: date,
    tolerance: float = TOLERANCE,
    period: Grain = Grain.WEEK,
    calendar: Calendar = ISO,
    mature_until: date | None = None,
    events: Sequence[Spell] = (),
    calibration: Calibration = SHIPPED,
) -> float | None:
    """P(at least `tolerance` of the whole periods from `start` to `deadline` are on the right
    side: at or above the bound for UP, at or below for DOWN).

    A period's value is its roll-up: the sum of amounts, sums over sums of rates. Periods that are
    over count as they were, those without a number not at all. None with fewer than two values or
    without a whole period. The joint distribution is a Gaussian copula of the past error paths of
    the same series; its draws are the same each time.
    """
    until = newest_day(today, mature_until)
    history = history_of(series, metric, until=until, spells=events, calibration=calibration)
    if history is None:
        return None
    weeks = weeks_of(history.grid.grain, calendar)
    spans = _spans(_coarser(period, history.grid.grain), start, deadline, weeks)
    standings = Standings(history)
    bad, total = 0, 0
    shares: list[float] = []
    past: list[Floats] = []
    measure = Measure.CUMULATIVE if history.grid.adds else Measure.LEVEL
    for first, last in spans:
        ahead = ahead_of(
            history,
            metric,
            measure=measure,
            window_days=(last - first).days + 1,
            start=first,
            deadline=last,
            spells=events,
        )
        if ahead.width:
            weighed = weighed_of(standings, ahead, calibration)
            outlook = Outlook(weighed.spread, history.laying, ahead)
            shares.append(outlook.chance(bound, side))
            past.append(weighed.past)
        elif ahead.whole > 0 and _stored(history, first, last):
            value = ahead.known / ahead.whole
            bad += value < bound if side is Side.UP else value > bound
        else:
            continue
        total += 1
    if not total:
        return None
    affordable = math.floor((1.0 - tolerance) * total + _SMALLEST) - bad
    return _kept(np.array(shares), past, affordable, side)


def _spans(
    period: Grain, start: date, deadline: date, calendar: Calendar
) -> list[tuple[date, date]]:
    """Whole periods of the calendar that lie between both days."""
    first = start_of(period, start, calendar=calendar)
    if first < start:
        first = next_period(period, first)
    spans = []
    while period_end(period, first) <= deadline:
        spans.append((first, period_end(period, first)))
        first = next_period(period, first)
    return spans


def _coarser(period: Grain, grain: Grain) -> Grain:
    order = (Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH)
    return max(period, grain, key=order.index)


def _stored(history: History, first: date, last: date) -> bool:
    starts = history.grid.starts
    inside = (starts >= np.datetime64(first, "D")) & (starts <= np.datetime64(last, "D"))
    return bool(history.grid.stored[inside].any())


def _kept(shares: Floats, past: list[Floats], affordable: int, side: Side) -> float:
    """`shares` are the chances of the coming periods; at most `affordable` may go wrong."""
    if affordable < 0:
        return 0.0
    if len(shares) <= affordable:
        return 1.0
    if np.all((shares == 0.0) | (shares == 1.0)):
        return float(np.count_nonzero(shares == 0.0) <= affordable)
    normal = NormalDist()
    limits = np.array([normal.inv_cdf(min(max(s, _SMALLEST), 1 - _SMALLEST)) for s in shares])
    errors = _scores(past) * (-1.0 if side is Side.UP else 1.0)
    draws = np.random.default_rng(0).standard_normal((_PATHS, len(shares)))
    wrong = draws @ _root(_correlation(errors)).T > limits
    kept = float(np.count_nonzero(wrong.sum(axis=1) <= affordable))
    return min(max(kept / _PATHS, 1.0 - NEVER_SURER), NEVER_SURER)


def _scores(past: list[Floats]) -> Floats:
    """Past errors, a row a lead, newest origins last, each in its own spread; NaN where unknown."""
    size = min(len(row) for row in past)
    table = np.array([row[len(row) - size :] for row in past])
    known = np.isfinite(table)
    counts = np.maximum(np.count_nonzero(known, axis=1), 1)
    spread = np.sqrt(np.where(known, table, 0.0) ** 2 @ np.ones(size) / counts)
    scores: Floats = np.clip(table / np.maximum(spread, _SMALLEST)[:, None], -3.0, 3.0)
    return scores


def _correlation(scores: Floats) -> Floats:
    """Of the leads' errors, pulled towards what is usual: neighbours alike, both ends apart."""
    leads = np.arange(len(scores))
    usual = 1.0 - np.abs(leads[:, None] - leads) / len(scores)
    known = np.isfinite(scores)
    filled = np.where(known, scores, 0.0)
    pairs = known.astype(np.float64) @ known.T
    sizes = np.sqrt((filled**2 @ known.T) * (known @ (filled**2).T))
    own = np.divide(filled @ filled.T, sizes, out=usual.copy(), where=sizes > 0)
    mixed: Floats = (pairs * own + _PRIOR_PATHS * usual) / (pairs + _PRIOR_PATHS)
    return mixed


def _root(correlation: Floats) -> Floats:
    """A square root; what pairwise counts made negative is cut."""
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    scaled: Floats = root / np.sqrt((root**2).sum(axis=1, keepdims=True))
    return scaled

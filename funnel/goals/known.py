"""Events as a forecast counts them: past ones left out, coming ones by what such ones made."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.events import Event, EventKind, EventMove
from funnel.forecast import Spell
from funnel.model import Floats, Grain, Series

LONGEST = timedelta(days=62)
"""What lasts longer is no exception: its days are the level."""

WEEKS_BEFORE = 4
_LEAST, _MOST = 0.05, 5.0
_ORDINARY = 0.5
"""Half an event without effect stands beside those that are known: a single one proves little."""

_USUAL_DOUBT, _NEVER_SEEN = 0.25, 0.4
"""How far logs of effects of one kind usually lie apart; and how unsure a first one is."""

_NO_SPELL = frozenset({EventKind.TRACKING_CHANGE, EventKind.ADJUSTMENT})


@dataclass(frozen=True, slots=True)
class Known:
    """An event that a metric's forecast knows of. `factor` is what such events made of an ordinary
    day, None where no earlier one of its kind tells; `doubt` the standard deviation of its log."""

    event: Event
    factor: float | None = None
    doubt: float = 0.0

    @property
    def spell(self) -> Spell:
        return Spell(self.event.first, self.event.last, self.factor, self.doubt)


def known_events(
    events: Iterable[Event], metric: Metric, series: Series, *, through: date
) -> tuple[Known, ...]:
    """Those that name the metric, oldest first; the coming ones (beyond `through`) with what was
    learned from earlier ones of their kind and side."""
    mine = [one for one in events if _counts(one, metric)]
    before = [one for one in mine if one.last <= through]
    found = []
    for one in sorted(mine, key=lambda one: (one.first, one.number)):
        if one.last <= through:
            found.append(Known(one))
            continue
        alike = [each for each in before if _are_alike(each, one, metric)]
        found.append(Known(one, *_learned(alike, mine, series)))
    return tuple(found)


def restart_of(events: Iterable[Event], metric: Metric, *, through: date) -> date | None:
    """The newest tracking change of the metric, or of all: earlier numbers counted otherwise."""
    changes = (
        one.first
        for one in events
        if one.is_live
        and one.kind is EventKind.TRACKING_CHANGE
        and (not one.moves or metric.key in one.metrics)
        and one.first <= through
    )
    return max(changes, default=None)


def _counts(one: Event, metric: Metric) -> bool:
    named = one.is_live and metric.key in one.metrics
    return named and one.kind not in _NO_SPELL and one.last - one.first <= LONGEST


def _are_alike(one: Event, other: Event, metric: Metric) -> bool:
    sides = [move for move in other.moves if move.metric == metric.key]
    return one.kind is other.kind and any(EventMove(m.metric, m.side) in one.moves for m in sides)


def _learned(
    alike: Sequence[Event], others: Sequence[Event], series: Series
) -> tuple[float | None, float]:
    """The geometric mean of what each made of its days, with half an ordinary one beside them, and
    how far one more may lie from it."""
    if series.grain is not Grain.DAY:
        return None, 0.0
    spans = [(one.first, one.last) for one in others]
    made = [
        one
        for each in alike
        if (one := made_of(series, each.first, each.last, without=spans)) is not None
    ]
    if not made:
        return None, _NEVER_SEEN
    logs = np.log(np.clip(made, _LEAST, _MOST))
    mean = float(logs.sum()) / (len(logs) + _ORDINARY)
    squares = float(np.square(logs - mean).sum()) + _USUAL_DOUBT**2
    return math.exp(mean), math.sqrt(squares / (len(logs) + 1) * (1 + 1 / len(logs)))


def made_of(
    series: Series, first: date, last: date, *, without: Iterable[tuple[date, date]]
) -> float | None:
    """What the days brought, over the same weekdays of the four weeks before; the days of
    `without` (first, last) are not ordinary ones. None where nothing can be compared."""
    days = series.starts.astype("datetime64[D]")
    ordinary = np.isfinite(series.values) & _within(
        days, first - timedelta(weeks=WEEKS_BEFORE), first - timedelta(days=1)
    )
    for one in without:
        ordinary &= ~_within(days, *one)
    during = _within(days, first, last) & np.isfinite(series.values)
    usual = _weekday_means(days[ordinary], series.values[ordinary])
    expected = usual[_weekday(days[during])]
    told = np.isfinite(expected)
    whole = float(expected[told].sum())
    return float(series.values[during][told].sum()) / whole if whole > 0 else None


def _within(days: np.ndarray, first: date, last: date) -> np.ndarray:
    return np.asarray((days >= np.datetime64(first, "D")) & (days <= np.datetime64(last, "D")))


def _weekday(days: np.ndarray) -> np.ndarray:
    return np.asarray((days.astype(np.intp) + 3) % 7)


def _weekday_means(days: np.ndarray, values: Floats) -> Floats:
    sums = np.bincount(_weekday(days), weights=values, minlength=7)
    counts = np.bincount(_weekday(days), minlength=7)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)

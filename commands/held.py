"""Numbers as every part of the product reads them: what is stored, and what it gives by itself.

A total that is missing is added up from segments that have proven to make it, a ratio without
counts is weighed by the metric that holds them. Status, digests, goals, the scan and the watch
over late data all read through here, so none of them knows a number that another does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from commands.weights import weighed
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.model import Grain, Instants, Series
from funnel.numbers.summing import Sums, can_add_up, close_gaps
from funnel.numbers.weighting import Weights
from storage.store import Tx

MOST_GAPS = 100  # of a series, the newest: what misses more is not there rather than late
_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A series with what stands in for numbers that were not stored; None where nothing does."""

    series: Series
    weights: Weights | None = None
    sums: Sums | None = None


def totals_held(
    tx: Tx,
    metrics: Iterable[Metric],
    catalogue: Catalogue,
    *,
    grain: Grain = Grain.DAY,
    first: date | None = None,
    last: date | None = None,
) -> dict[str, Held]:
    """Totals by metric key, of the periods in [first, last]; those without a value are absent."""
    known = {metric.key: metric for metric in metrics}
    stored = tx.snapshots.series_of(list(known), grain=grain, first=first, last=last)
    pairs = [(known[key], series) for key, series in stored.items()]
    return dict(zip(stored, held_of(tx, pairs, catalogue, grain=grain, until=last), strict=True))


def held_of(
    tx: Tx,
    stored: Iterable[tuple[Metric, Series]],
    catalogue: Catalogue,
    *,
    grain: Grain,
    until: date | None,
) -> list[Held]:
    """Stored series of one grain, in their order. `until` is the newest period that a total could
    be there for; without it each ends with its newest."""
    pairs = list(stored)
    sums = _added_up(tx, pairs, grain=grain, until=until)
    closed = [(metric, sums.get(metric.key, (series,))[0]) for metric, series in pairs]
    return [
        Held(series, weights, sums[series.metric][1] if series.metric in sums else None)
        for series, weights in weighed(tx, closed, catalogue, grain=grain)
    ]


def _added_up(
    tx: Tx, pairs: Sequence[tuple[Metric, Series]], *, grain: Grain, until: date | None
) -> dict[str, tuple[Series, Sums]]:
    """Where totals are missing; without a gap, and without a segment in one, nothing is read."""
    gaps = {
        metric.key: missing
        for metric, series in pairs
        if series.segment.is_total and can_add_up(metric)
        if len(missing := gaps_of(series, until))
    }
    if not gaps:
        return {}
    periods = np.unique(np.concatenate(list(gaps.values()))).tolist()
    cuts = tx.snapshots.dimensions_on(list(gaps), periods, grain=grain)
    found = {}
    for metric, series in pairs:
        closed = _closed(tx, metric, series, gaps.get(metric.key), cuts)
        if closed is not None:
            found[metric.key] = closed
    return found


def _closed(
    tx: Tx,
    metric: Metric,
    series: Series,
    gaps: Instants | None,
    cuts: Mapping[str, Sequence[str]],
) -> tuple[Series, Sums] | None:
    """By the dimension that closes most gaps, the first by name of several."""
    if gaps is None:
        return None
    best: tuple[Series, Sums] | None = None
    first: date = series.starts[0].tolist()
    for dimension in cuts.get(metric.key, ()):
        parts = tx.snapshots.segments(metric.key, dimension, grain=series.grain, first=first)
        closed, sums = close_gaps(metric, series, parts, gaps)
        if sums is not None and (best is None or len(closed) > len(best[0])):
            best = closed, sums
    return best


def gaps_of(series: Series, until: date | None) -> Instants:
    """Periods without a value after the first, the newest hundred; weekdays that never have one
    are no gaps. Hours have none."""
    nothing: Instants = series.starts[:0]
    if not len(series) or series.grain is Grain.HOUR:
        return nothing
    newest = series.starts[-1] if until is None else max(series.starts[-1], np.datetime64(until))
    every = _calendar(series.starts[0], newest, series.grain)
    if len(every) <= len(series):
        return nothing
    missing = every[~np.isin(every, series.starts, assume_unique=True)]
    if series.grain is Grain.DAY:
        weekdays = np.unique(_weekdays(series.starts))
        missing = missing[np.isin(_weekdays(missing), weekdays)]
    return missing[-MOST_GAPS:]


def _calendar(first: np.datetime64, last: np.datetime64, grain: Grain) -> Instants:
    """Every period from one start to the other, both included."""
    if grain is Grain.MONTH:
        months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
        return months.astype("datetime64[D]")
    step = _WEEK if grain is Grain.WEEK else 1
    return np.arange(first, last + 1, step)


def _weekdays(days: Instants) -> NDArray[np.int64]:
    return days.astype(np.int64) % _WEEK

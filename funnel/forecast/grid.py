"""A series on an even grid of days, weeks or months, with what is known of each period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnel.catalogue.entries import Aggregation, Metric
from funnel.forecast.spells import Spell, outside
from funnel.model import Floats, Grain, Instants, Series
from funnel.numbers import roll_up_each
from funnel.periods import period_end
from funnel.periods.calendar import DAY

Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]

_TURNS, _EMPTY_TURNS = 8, 7  # a weekday that was empty in 7 of its last 8 turns is closed
_WEEK = 7
_A_YEAR = {Grain.DAY: 365.25, Grain.WEEK: 365.25 / 7, Grain.MONTH: 12.0}


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A period's value is its `tops` over its `bottoms`; a plain amount has bottoms of 1. Both are
    NaN where nothing is known: absent, or within a spell. `stored_tops` and `stored_bottoms` are
    what people see: 0 where nothing is stored, spells included."""

    starts: Instants
    tops: Floats
    bottoms: Floats
    stored_tops: Floats
    stored_bottoms: Floats
    stored: Flags
    grain: Grain
    adds: bool  # amounts that add up over time

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def values(self) -> Floats:
        """Of the periods that are known and not empty."""
        told = self.bottoms > 0  # False for NaN
        return self.tops[told] / self.bottoms[told]

    @property
    def end(self) -> date:
        """The last day of the newest period."""
        newest: date = self.starts[-1].astype("datetime64[D]").item()
        return period_end(self.grain, newest)


def grid_of(
    series: Series, metric: Metric, *, until: date, spells: Sequence[Spell], years: float
) -> Grid | None:
    """The newest `years` up to the newest whole period that ends by `until`; None if empty."""
    whole = _told(_whole(_by_day(series, metric), until))
    if not len(whole):
        return None
    places = _places(whole.starts, whole.grain)
    kept = places > places[-1] - round(years * _A_YEAR[whole.grain])
    at = places[kept] - places[kept][0]
    adds = metric.over_time is Aggregation.SUM
    tops, bottoms = _parts(whole, metric)
    stored_tops, stored_bottoms = _spread_out(at, tops[kept]), _spread_out(at, bottoms[kept])
    stored = _spread_out(at, np.ones(len(at))) > 0
    starts = _starts(whole.starts[-1], whole.grain, len(stored))
    known, shut = stored, np.zeros(len(stored), dtype=np.bool_)
    if whole.grain is Grain.DAY:
        shut = _closed(stored)
        known = stored & outside(starts, spells)
    return Grid(
        starts=starts,
        tops=np.where(known, stored_tops, np.where(shut, 0.0, np.nan)),
        bottoms=np.where(known, stored_bottoms, np.where(shut, float(adds), np.nan)),
        stored_tops=stored_tops,
        stored_bottoms=stored_bottoms,
        stored=stored,
        grain=whole.grain,
        adds=adds,
    )


def _by_day(series: Series, metric: Metric) -> Series:
    """Hours rolled up to days, by the metric's own rule."""
    if series.grain is not Grain.HOUR:
        return series
    days = roll_up_each(metric, series, Grain.DAY)

    def column(values: Sequence[float | None]) -> Floats:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

    return Series(
        series.metric,
        np.array([start for start, _ in days], dtype="datetime64[D]"),
        column([day.value for _, day in days]),
        column([day.numerator for _, day in days]),
        column([day.denominator for _, day in days]),
        series.segment,
        Grain.DAY,
    )


def _whole(series: Series, until: date) -> Series:
    """Periods that are over by `until`."""
    found = series.between(None, until)
    while len(found) and period_end(series.grain, found.starts[-1].item()) > until:
        found = found.between(None, found.starts[-1].item() - DAY)
    return found


def _told(series: Series) -> Series:
    kept = np.isfinite(series.values)
    if kept.all():
        return series
    return Series(
        series.metric,
        series.starts[kept],
        series.values[kept],
        series.numerators[kept],
        series.denominators[kept],
        series.segment,
        series.grain,
    )


def _places(starts: Instants, grain: Grain) -> Rows:
    """Periods counted from the first one."""
    if grain is Grain.MONTH:
        counted: Rows = starts.astype("datetime64[M]").astype(np.intp)
    else:
        days = starts.astype("datetime64[D]").astype(np.intp)
        counted = days if grain is Grain.DAY else (days - days[0]) // _WEEK
    places: Rows = counted - counted[0]
    return places


def _starts(newest: np.datetime64, grain: Grain, size: int) -> Instants:
    back = np.arange(size)[::-1]
    if grain is Grain.MONTH:
        months: Instants = newest.astype("datetime64[M]") - back
        return months.astype("datetime64[D]")
    starts: Instants = newest.astype("datetime64[D]") - back * (_WEEK if grain is Grain.WEEK else 1)
    return starts


def _parts(series: Series, metric: Metric) -> tuple[Floats, Floats]:
    """Tops and bottoms. A rate without counts weighs as much as the mean counted period."""
    if metric.over_time is Aggregation.SUM:
        return series.values, np.ones(len(series))
    counted = np.isfinite(series.numerators) & (series.denominators >= 0)
    if not counted.any() or metric.over_time in (Aggregation.LAST, Aggregation.DISTINCT):
        return series.values, np.ones(len(series))
    usual = float(series.denominators[counted].mean()) or 1.0
    bottoms = np.where(counted, series.denominators, usual)
    tops = np.where(counted, series.numerators * metric.formula.scale, series.values * usual)
    return tops, bottoms


def _spread_out(at: Rows, values: Floats) -> Floats:
    spread = np.zeros(int(at[-1]) + 1)
    spread[at] = values
    return spread


def _closed(known: Flags) -> Flags:
    """Empty days of a weekday that is nearly always empty, as of the newest weeks."""
    weeks = min(len(known) // _WEEK, _TURNS)
    closed = np.zeros(len(known), dtype=np.bool_)
    if weeks < _TURNS:
        return closed
    turns = known[len(known) - weeks * _WEEK :].reshape(weeks, _WEEK)
    empty = np.count_nonzero(~turns, axis=0) >= _EMPTY_TURNS
    weekday = (np.arange(len(known)) - len(known)) % _WEEK
    closed[:] = empty[weekday] & ~known
    return closed

"""How fresh a series is, which periods are missing, and which may be judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.model import Grain, Instants, Series
from funnel.periods.calendar import next_period, previous_period, start_of
from funnel.periods.zones import period_over_at, zone_of

SOURCE_DELAY = timedelta(hours=12)
STOPPED_AFTER = 3  # due periods missing
TURNS = 8
CLOSED_TURNS = 7  # of the last 8 turns empty: closed, not late
FEW_TURNS = 3  # a young series: closed if so many other turns, and all, were empty
LOOK_BACK = timedelta(days=28)  # holes further back are nobody's news
RESTATED_FOR = timedelta(days=7)
_WEEK = timedelta(days=7)


class Fresh(StrEnum):
    """The state of a series; the words are shown as they are."""

    NEVER = "never"
    PARTIAL = "partial"
    IMMATURE = "immature"
    CURRENT = "current"
    LATE = "late"
    STOPPED = "stopped"
    RESTATED = "restated"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Restatement:
    """A value that people may have seen was changed: old → new, at an instant."""

    day: date
    old: float
    new: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Restated:
    """A total's period that has another value than at some instant: `old` then, `new` now. `source`
    and `author` (a Slack id, or "") gave the present value."""

    metric: str
    grain: Grain
    start: date
    old: float
    new: float
    source: str
    author: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """`newest` is the newest stored period; `due` the newest that should be there by now.

    `missing` are due periods without a value in the last 28 days, holes included, oldest first;
    closed weekdays and closed dates are not among them. `delay` is what it was judged by.
    `restated` is the newest change of a mature value in the last 7 days. `derived_from` names the
    metrics that the series is computed from: then it is as fresh as they are.
    """

    state: Fresh
    newest: date | None = None
    due: date | None = None
    missing: tuple[date, ...] = ()
    delay: timedelta = SOURCE_DELAY
    restated: Restatement | None = None
    derived_from: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Such as “late since 18 Nov”; an empty string when there is nothing to say."""
        match self.state:
            case Fresh.CURRENT:
                return ""
            case Fresh.LATE | Fresh.STOPPED:
                first = next(day for day in self.missing if self.newest and day > self.newest)
                return f"{self.state} since {first.day} {first:%b}"
            case Fresh.IMMATURE:
                return "may still change"
            case _:
                return str(self.state)


def freshness(
    series: Series,
    metric: Metric,
    *,
    now: datetime,
    zone: str,
    delay: timedelta = SOURCE_DELAY,
    closed: frozenset[date] = frozenset(),
    restated: Restatement | None = None,
) -> Freshness:
    """`series` holds all stored periods, immature ones too; `now` is aware, `zone` the reporting
    zone. A period is due `delay` after its end. `closed` are dates when the whole source was shut.
    The state is *restated* while it is the newest mature value that was changed.
    """
    if not len(series):
        return Freshness(Fresh.NEVER)
    newest = _start(series.starts, -1)
    due = _newest_over(series.grain, now - delay, zone)
    missing = tuple(_missing(series, due, closed))
    behind = sum(1 for day in missing if day > newest)
    told = _told(restated, metric, series.grain, now=now, zone=zone)
    mature = _mature(series, metric, now, zone)
    shown = _start(series.starts, mature - 1) if mature else None
    if behind:
        state = Fresh.STOPPED if behind >= STOPPED_AFTER else Fresh.LATE
    elif told is not None and told.day == shown:
        state = Fresh.RESTATED
    else:
        state = _state_of_newest(series, metric, now, zone)
    return Freshness(state, newest, due, missing, delay, told)


def _told(
    restated: Restatement | None, metric: Metric, grain: Grain, *, now: datetime, zone: str
) -> Restatement | None:
    """The change, if it is recent and came after the value had matured: younger values may change
    without a word."""
    if restated is None or now - restated.at >= RESTATED_FOR:
        return None
    matured = period_over_at(grain, restated.day, zone) + _lag(metric)
    return restated if restated.at >= matured else None


def period_state(grain: Grain, start: date, metric: Metric, *, now: datetime, zone: str) -> Fresh:
    """Whether one stored period is partial, immature or current."""
    over = period_over_at(grain, start, zone)
    if over > now:
        return Fresh.PARTIAL
    return Fresh.IMMATURE if over + _lag(metric) > now else Fresh.CURRENT


def mature_periods(series: Series, metric: Metric, *, now: datetime, zone: str) -> Series:
    """The series without its partial and immature periods."""
    mature = _mature(series, metric, now, zone)
    if mature == len(series):
        return series
    return series.between(None, _newest_over(series.grain, now - _lag(metric), zone))


def closed_dates(source: Iterable[Series]) -> frozenset[date]:
    """Days on which no daily series of one source has a value, between its first and last day:
    the source was shut and came back, so nothing is missing."""
    held = [one.starts.astype("datetime64[D]") for one in source if len(one)]
    if not held:
        return frozenset()
    days = np.concatenate(held)
    first = days.min()
    present = np.zeros(int((days.max() - first).astype(np.intp)) + 1, dtype=np.bool_)
    present[(days - first).astype(np.intp)] = True
    return frozenset((first + np.flatnonzero(~present)).tolist())


def is_complete(series: Series, through: date) -> bool:
    """Whether each day from the first one to `through` has a value: none of them can be missing,
    however late it is due."""
    first: date = _start(series.starts, 0)
    return (through - first).days < int(series.starts.searchsorted(np.datetime64(through), "right"))


def _state_of_newest(series: Series, metric: Metric, now: datetime, zone: str) -> Fresh:
    """Current, or zero, by the newest mature value; a young period's state while there is none."""
    mature = _mature(series, metric, now, zone)
    if mature:
        return Fresh.ZERO if series.values[mature - 1] == 0.0 else Fresh.CURRENT
    return period_state(series.grain, _start(series.starts, 0), metric, now=now, zone=zone)


def _lag(metric: Metric) -> timedelta:
    return timedelta(days=metric.maturity_lag_days)


def _mature(series: Series, metric: Metric, now: datetime, zone: str) -> int:
    """How many of the periods, from the oldest, are mature."""
    newest = np.datetime64(_newest_over(series.grain, now - _lag(metric), zone))
    return int(series.starts.searchsorted(newest, side="right"))


def _missing(series: Series, due: date, closed: frozenset[date]) -> Iterable[date]:
    """Due periods without a value, oldest first, from 28 days before the newest due one."""
    starts = series.starts
    place = min(int(starts.searchsorted(np.datetime64(due - LOOK_BACK))), len(starts) - 1)
    at: date = starts[place].tolist()
    periods = _periods(series.grain, at, due)
    if starts.searchsorted(np.datetime64(due), side="right") - place == len(periods):
        return
    oldest = starts.searchsorted(np.datetime64(at - TURNS * _WEEK))
    held = frozenset(starts[oldest:].tolist())
    first = _start(starts, 0)
    for absent in (one for one in periods if one not in held):
        if _day(absent) not in closed and not _is_closed(series.grain, absent, held, first):
            yield absent


@lru_cache(maxsize=64)  # the series of a journey mostly share them
def _periods(grain: Grain, first: date, last: date) -> tuple[date, ...]:
    starts = []
    while first <= last:
        starts.append(first)
        first = next_period(grain, first)
    return tuple(starts)


def _is_closed(grain: Grain, at: date, held: frozenset[date], first: date) -> bool:
    """Whether this weekday (hours: this hour of the week) was empty before, as a habit."""
    if grain not in (Grain.DAY, Grain.HOUR):
        return False
    turns = [at - turn * _WEEK for turn in range(1, TURNS + 1) if at - turn * _WEEK >= first]
    empty = sum(1 for turn in turns if turn not in held)
    if len(turns) == TURNS:
        return empty >= CLOSED_TURNS
    newest = max(held)
    later = [at + turn * _WEEK for turn in range(1, TURNS) if at + turn * _WEEK <= newest]
    other = [*turns, *later]
    return len(other) >= FEW_TURNS and held.isdisjoint(other)


@lru_cache(maxsize=64)
def _newest_over(grain: Grain, now: datetime, zone: str) -> date:
    """The start of the newest period that is over."""
    wall = now.astimezone(zone_of(zone)).replace(tzinfo=None)
    return previous_period(grain, start_of(grain, wall))


def _start(starts: Instants, at: int) -> date:
    start: date = starts[min(at, len(starts) - 1)].tolist()
    return start


def _day(start: date) -> date:
    return start.date() if isinstance(start, datetime) else start

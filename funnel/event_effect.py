"""What an event did: its days and the fourteen after it, against what is usual without it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.events import Event, EventMove
from funnel.model import Floats, Series, Side
from funnel.numbers.rolling import roll_up
from funnel.season import Past, usual

AFTER = timedelta(days=14)
FEWEST_WINDOWS = 20  # past windows to compare with; fewer tell nothing
MOST_WINDOWS = 60
_DAY = timedelta(days=1)
_TAIL = 0.025


class Telling(StrEnum):
    """What may be said of a window."""

    UP = "up"
    DOWN = "down"
    TOO_SMALL = "too small to tell"
    TOO_SHORT = "too little history to tell"
    NO_NUMBERS = "no complete numbers yet"


@dataclass(frozen=True, slots=True)
class WindowEffect:
    """One window of one metric. `actual` and `usual` are roll-ups in the metric's unit; `change`
    is actual − usual, with the 95 % range in which it lies. `periods` have numbers."""

    first: date
    last: date
    telling: Telling
    periods: int = 0
    actual: float | None = None
    usual: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class EventEffect:
    """An event's metric during the event and in the 14 days after it."""

    move: EventMove
    during: WindowEffect
    after: WindowEffect

    @property
    def as_expected(self) -> bool | None:
        """Whether the days of the event went the expected way; None where that is not known."""
        if self.during.telling not in (Telling.UP, Telling.DOWN):
            return None
        return self.during.telling.value == self.move.side.value


def effect_of(
    event: Event, move: EventMove, series: Series, *, metric: Metric, past: Past
) -> EventEffect:
    """`series` holds mature periods; `past` what other events and breaks leave out of usual.

    The range is taken from the series itself: the same windows are laid over its own past, where
    no such event was, and how far they were from their usual says how far chance goes (a placebo
    test in time, as in Abadie, Diamond and Hainmueller 2010, section 4).
    """
    windows = ((event.first, event.last), (event.last + _DAY, event.last + AFTER))
    frozen = replace(past, without=(*past.without, (event.first, event.last + AFTER)))
    found = _differences(series, windows, metric, frozen)
    placebos = _placebos(series, event, metric, past)
    during, after = (
        _window(span, here, [each[place] for each in placebos])
        for place, (span, here) in enumerate(zip(windows, found, strict=True))
    )
    return EventEffect(move, during, after)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A window's periods, its roll-up and the roll-up of its usual values."""

    periods: int
    actual: float | None = None
    usual: float | None = None


def _differences(
    series: Series, windows: Sequence[tuple[date, date]], metric: Metric, past: Past
) -> tuple[_Seen, ...]:
    """Each window against usual, all judged by what was known before the first of them."""
    known = series.between(None, windows[-1][1])
    newest = len(known) - len(known.between(None, windows[0][0] - _DAY))
    if not newest:
        return tuple(_Seen(0) for _ in windows)
    expected = usual(known, metric=metric, past=past, newest=newest).expected
    tail = known.between(windows[0][0], None)
    return tuple(_seen(tail, expected, window, metric) for window in windows)


def _seen(tail: Series, expected: Floats, window: tuple[date, date], metric: Metric) -> _Seen:
    days = tail.starts.astype("datetime64[D]")
    rows = (days >= np.datetime64(window[0], "D")) & (days <= np.datetime64(window[1], "D"))
    rows &= np.isfinite(expected)
    part = replace(
        tail,
        starts=tail.starts[rows],
        values=tail.values[rows],
        numerators=tail.numerators[rows],
        denominators=tail.denominators[rows],
    )
    actual = roll_up(metric, part).value
    tops = expected[rows] * part.denominators / metric.formula.scale
    middle = roll_up(metric, replace(part, values=expected[rows], numerators=tops)).value
    return _Seen(len(part), actual, middle)


def _placebos(
    series: Series, event: Event, metric: Metric, past: Past
) -> tuple[tuple[_Seen, ...], ...]:
    """The event's two windows laid over the series' past, at most sixty times, none over another
    event or break and none within reach of this one."""
    before = series.between(None, event.first - _DAY)
    length = event.last - event.first + AFTER
    starts = before.starts.astype("datetime64[D]").tolist()
    origins = [day for day in starts if day + length < event.first and _is_clear(day, length, past)]
    step = max(1, len(origins) // MOST_WINDOWS)
    held = event.last - event.first
    found = []
    for origin in origins[::-1][::step][:MOST_WINDOWS]:
        last = origin + held
        windows = ((origin, last), (last + _DAY, last + AFTER))
        frozen = replace(past, without=(*past.without, (origin, last + AFTER)))
        found.append(_differences(before, windows, metric, frozen))
    return tuple(found)


def _is_clear(first: date, length: timedelta, past: Past) -> bool:
    last = first + length
    crossed = any(first < restart <= last for restart in past.restarts)
    return not crossed and not any(begin <= last and first <= end for begin, end in past.without)


def _window(span: tuple[date, date], here: _Seen, placebos: Sequence[_Seen]) -> WindowEffect:
    first, last = span
    if here.actual is None:
        return WindowEffect(first, last, Telling.NO_NUMBERS, here.periods)
    shares = _shares(here, placebos)
    if here.usual is None or len(shares) < FEWEST_WINDOWS:
        change = None if here.usual is None else here.actual - here.usual
        return WindowEffect(
            first, last, Telling.TOO_SHORT, here.periods, here.actual, here.usual, change
        )
    change = here.actual - here.usual
    low, high = change - _ranked(shares, 1 - _TAIL), change - _ranked(shares, _TAIL)
    telling = Telling.TOO_SMALL
    if low > 0 or high < 0:
        telling = Telling.UP if change > 0 else Telling.DOWN
    return WindowEffect(
        first, last, telling, here.periods, here.actual, here.usual, change, low, high
    )


def _shares(here: _Seen, placebos: Sequence[_Seen]) -> Floats:
    """How far each past window was from its usual, in the unit of this one; sorted."""
    scale = abs(here.usual) if here.usual else 1.0
    found = [
        (one.actual - one.usual) / (abs(one.usual) or 1.0) * scale
        for one in placebos
        if one.actual is not None and one.usual is not None and one.periods >= here.periods / 2
    ]
    return np.sort(np.array(found, dtype=np.float64))


def _ranked(ordered: Floats, share: float) -> float:
    """The quantile at rank p·(n+1), the outermost value beyond."""
    rank = share * (len(ordered) + 1) - 1.0
    return float(np.interp(rank, np.arange(len(ordered)), ordered))


def expected_side(metric: Metric) -> Side:
    """The way that people hope a metric goes; up for one without a direction."""
    return Side.DOWN if metric.direction.value == "lower" else Side.UP

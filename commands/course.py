"""The course of a metric as a chart shows it: at most 20 points, whole periods, against usual."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnel.catalogue.entries import Metric, Unit
from funnel.events import Event, touching
from funnel.model import Floats, Grain, Series
from funnel.periods import ISO, Calendar, period_end, start_of
from funnel.season import Usual, usual
from funnel.status import Reading, metric_status

MOST_POINTS = 20
LETTERS = "ABCD"  # of events on a chart; more would hide the dates
ACTUAL, USUAL, LOW, HIGH = "Actual", "Usual", "Low", "High"
_TIMES = (("days", 86_400.0), ("hours", 3600.0), ("minutes", 60.0), ("seconds", 1.0))


@dataclass(frozen=True, slots=True)
class Course:
    """A chart's data, ready to draw: each line has a value for each category, in `unit`.

    `first` and `last` are the days it covers, `missing` those without a number. `events` are
    (letter, event): the letter stands behind the category of each period that the event touches.
    `onset` is the period in which a break began, where the course tells of one.
    """

    categories: tuple[str, ...]
    lines: dict[str, tuple[float, ...]]
    unit: str
    grain: Grain
    first: date
    last: date
    missing: tuple[date, ...] = ()
    events: tuple[tuple[str, Event], ...] = ()
    onset: date | None = None

    @property
    def marked(self) -> tuple[str, ...]:
        """Its categories, that of the onset marked as such: "3 Nov onset"."""
        if self.onset is None:
            return self.categories
        label = _label(self.grain, self.onset)
        return tuple(f"{one} onset" if one == label else one for one in self.categories)


def course_of(
    reading: Reading,
    *,
    first: date,
    last: date,
    band: bool,
    currency: str,
    calendar: Calendar = ISO,
) -> Course | None:
    """Days up to 20, else whole weeks up to 20, else months; None with fewer than two points.

    `band` adds the range of usual. Coarser points stand against the roll-up of their usual.
    """
    series = reading.series.between(first, last)
    grain = _grain(series.grain, (last - first).days + 1)
    if grain is series.grain:
        return _as_stored(reading, series, band=band, currency=currency)
    starts = _whole_periods(series, grain, calendar)
    return _rolled(reading, starts, grain, band=band, currency=currency)


def days_back(last: date, days: int) -> date:
    """The first of so many days that end with `last`."""
    return last - timedelta(days=days - 1)


def _grain(stored: Grain, days: int) -> Grain:
    if stored in (Grain.WEEK, Grain.MONTH) or days <= MOST_POINTS:
        return stored
    return Grain.WEEK if days <= 7 * MOST_POINTS else Grain.MONTH


def _as_stored(reading: Reading, series: Series, *, band: bool, currency: str) -> Course | None:
    shown = min(len(series), MOST_POINTS)
    if shown < 2:
        return None
    until = reading.series.between(None, series.starts[-1].tolist())
    found = usual(until, metric=reading.metric, past=reading.past, newest=shown)
    starts = series.starts[-shown:].tolist()
    lines = _lines(series.values[-shown:], found, shown, band=band)
    missing = tuple(day for day in reading.fresh.missing if starts[0] <= day <= starts[-1])
    return _course(reading, starts, lines, series.grain, missing, currency=currency)


def _lines(values: Floats, found: Usual, shown: int, *, band: bool) -> dict[str, Floats]:
    """The usual value is drawn only where it is known for every point."""
    lines = {ACTUAL: values, USUAL: found.expected[-shown:]}
    if band:
        lines |= {LOW: found.low[-shown:], HIGH: found.high[-shown:]}
    return {name: line for name, line in lines.items() if np.isfinite(line).all()}


def _rolled(
    reading: Reading, whole: Sequence[date], grain: Grain, *, band: bool, currency: str
) -> Course | None:
    starts, rows = [], []
    for start in whole:
        status = metric_status(reading, span=(start, period_end(grain, start)))
        if status.value is not None:
            starts.append(start)
            rows.append((status.value, status.expected))
    if len(rows) < 2:
        return None
    starts, rows = starts[-MOST_POINTS:], rows[-MOST_POINTS:]
    lines = {ACTUAL: _array([value for value, _ in rows])}
    known = {
        USUAL: _array([one.value for _, one in rows]),
        LOW: _array([one.low for _, one in rows]),
        HIGH: _array([one.high for _, one in rows]),
    }
    wanted = known if band else {USUAL: known[USUAL]}
    lines |= {name: line for name, line in wanted.items() if np.isfinite(line).all()}
    return _course(reading, starts, lines, grain, (), currency=currency)


def _whole_periods(series: Series, grain: Grain, calendar: Calendar) -> list[date]:
    """Weeks or months that lie within the series' days as a whole; holes inside are allowed."""
    if not len(series):
        return []
    first, last = series.starts[0].tolist(), series.starts[-1].tolist()
    starts = dict.fromkeys(
        start_of(grain, day, calendar=calendar) for day in series.starts.tolist()
    )
    return [start for start in starts if first <= start and period_end(grain, start) <= last]


def _course(
    reading: Reading,
    starts: Sequence[date],
    lines: dict[str, Floats],
    grain: Grain,
    missing: tuple[date, ...],
    *,
    currency: str,
) -> Course:
    metric = reading.metric
    unit, divisor = _unit(metric, lines[ACTUAL], currency)
    places = 2 if divisor != 1.0 else max(metric.decimals, 1)
    ready = {
        name: tuple(round(float(value) / divisor, places) for value in line)
        for name, line in lines.items()
    }
    last = period_end(grain, starts[-1])
    found = touching(reading.events, metric.key, first=start_of(Grain.DAY, starts[0]), last=last)
    events = tuple(zip(LETTERS, found, strict=False))
    categories = tuple(f"{_label(grain, one)}{_letters(events, grain, one)}" for one in starts)
    return Course(categories, ready, unit, grain, starts[0], last, missing, events)


def _letters(events: Sequence[tuple[str, Event]], grain: Grain, start: date) -> str:
    first, last = start_of(Grain.DAY, start), period_end(grain, start)
    here = "".join(letter for letter, event in events if event.covers(first, last))
    return f" {here}" if here else ""


def _unit(metric: Metric, values: Floats, currency: str) -> tuple[str, float]:
    """What the axis says and what values are divided by: times in the largest unit they fill."""
    match metric.unit:
        case Unit.SECONDS:
            middle = float(np.median(values))
            return next(((name, size) for name, size in _TIMES if middle >= 2 * size), _TIMES[-1])
        case Unit.PERCENT:
            return "%", 1.0
        case Unit.CURRENCY:
            return currency, 1.0
        case Unit.SCORE_1_5:
            return "of 5", 1.0
        case _:
            return "", 1.0


def _label(grain: Grain, start: date) -> str:
    match grain:
        case Grain.HOUR:
            return f"{start.day} {start:%b %H}:00"
        case Grain.MONTH:
            return f"{start:%b %Y}"
        case _:
            return f"{start.day} {start:%b}"


def _array(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

"""From a series to the distribution of a goal's measure at its deadline."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from funnel.catalogue.entries import Metric
from funnel.forecast.ahead import Ahead, ahead_of
from funnel.forecast.basis import basis_of, is_rough
from funnel.forecast.calibration import SHIPPED, Calibration
from funnel.forecast.centres import Standings, centres_of
from funnel.forecast.history import history_of
from funnel.forecast.outcome import BAND, Forecast, Outlook
from funnel.forecast.spells import Spell
from funnel.forecast.weighing import Weighed, weigh
from funnel.model import Measure, Series
from funnel.periods.calendar import DAY

_MEDIAN = 0.5


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The measure as it may stand on one day: a point of a chart, with its 80 % band."""

    day: date
    expected: float
    low: float
    high: float


def foresee(
    series: Series,
    metric: Metric,
    *,
    measure: Measure,
    window_days: int,
    start: date,
    deadline: date,
    today: date,
    mature_until: date | None = None,
    events: Sequence[Spell] = (),
    calibration: Calibration = SHIPPED,
) -> Forecast | None:
    """The measure at the deadline, seen from the newest mature period before `today`.

    A level is the trailing window of `window_days` that ends on the deadline, as a mean a period
    (rates as sums over sums; last values and distinct counts as the newest period). A cumulative
    measure is what the days from `start` on have brought plus what is to come. `mature_until` is
    the last day whose numbers count (yesterday, unless told). None with fewer than two values,
    or when the window lies behind and has none.
    """
    each = foresee_each(
        series,
        metric,
        measure=measure,
        window_days=window_days,
        start=start,
        deadlines=(deadline,),
        today=today,
        mature_until=mature_until,
        events=events,
        calibration=calibration,
    )
    return next((found for _, found in each), None)


def foresee_each(
    series: Series,
    metric: Metric,
    *,
    measure: Measure,
    window_days: int,
    start: date,
    deadlines: Iterable[date],
    today: date,
    mature_until: date | None = None,
    events: Sequence[Spell] = (),
    calibration: Calibration = SHIPPED,
) -> Iterator[tuple[date, Forecast | None]]:
    """The same for several deadlines, one after the other as they are asked for: what the series
    tells is laid out once. Nothing with fewer than two values."""
    until = newest_day(today, mature_until)
    history = history_of(series, metric, until=until, spells=events, calibration=calibration)
    if history is None:
        return
    standings = Standings(history)
    for deadline in deadlines:
        ahead = ahead_of(
            history,
            metric,
            measure=measure,
            window_days=window_days,
            start=start,
            deadline=deadline,
            spells=events,
        )
        yield deadline, _forecast(standings, ahead, calibration)


def foresee_path(
    series: Series,
    metric: Metric,
    *,
    measure: Measure,
    window_days: int,
    start: date,
    days: Sequence[date],
    today: date,
    mature_until: date | None = None,
    events: Sequence[Spell] = (),
    calibration: Calibration = SHIPPED,
) -> tuple[Foreseen, ...]:
    """The measure on each of some days to come (each as if it were the deadline), for a chart.

    A millisecond a day: ask for the days that are drawn. Days that the numbers have passed give
    what is known; those without a value are left out.
    """
    each = foresee_each(
        series,
        metric,
        measure=measure,
        window_days=window_days,
        start=start,
        deadlines=days,
        today=today,
        mature_until=mature_until,
        events=events,
        calibration=calibration,
    )
    return tuple(
        Foreseen(day, found.expected, found.low, found.high) for day, found in each if found
    )


def newest_day(today: date, mature_until: date | None) -> date:
    """The last day whose numbers count."""
    yesterday = today - DAY
    return yesterday if mature_until is None else min(mature_until, yesterday)


def _forecast(standings: Standings, ahead: Ahead, calibration: Calibration) -> Forecast | None:
    if not ahead.width:
        if ahead.whole <= 0:
            return None
        value = ahead.known / ahead.whole
        return Forecast(value, value, value, rough=False, basis="all of it is known")
    weighed, history = weighed_of(standings, ahead, calibration), standings.history
    outlook = Outlook(weighed.spread, history.laying, ahead)
    low, expected, high = outlook.quantiles((BAND[0], _MEDIAN, BAND[1]))
    return Forecast(
        expected=expected,
        low=low,
        high=high,
        rough=is_rough(history, weighed),
        basis=basis_of(history, weighed),
        outlook=outlook,
    )


def weighed_of(standings: Standings, ahead: Ahead, calibration: Calibration) -> Weighed:
    """The distribution of a coming window; its `width` is at least 1."""
    width, lead = ahead.width, ahead.lead
    centres = centres_of(standings, width=width, lead=lead, calibration=calibration)
    weighed = weigh(standings.history, centres, width=width, lead=lead, calibration=calibration)
    return replace(weighed, spread=weighed.spread.widened(ahead.doubt))

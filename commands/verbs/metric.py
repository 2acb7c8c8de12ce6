"""`/funnel metric NAME [90d] [by segment]`: one metric in depth."""

import re
from dataclasses import replace
from datetime import date, time, timedelta

from commands.blocks import Message
from commands.course import Course, course_of, days_back
from commands.deps import Deps
from commands.details import newest_benchmark
from commands.parse import Question, read_question
from commands.place import Place, place_of
from commands.readings import (
    LOOK_BACK,
    day_of,
    grain_for,
    known_metrics,
    readings_for,
    segment_readings,
)
from commands.request import Request
from commands.target import MetricAsked, is_name, metric_asked
from commands.views.metric import HistoryLine, MetricFacts, metric_message
from commands.views.verdict import named
from funnel.catalogue.entries import Metric
from funnel.distribution import Spread, spread_of
from funnel.errors import UnknownMetric
from funnel.model import Grain, Series
from funnel.numbers import roll_up
from funnel.periods import local_date, parse_day
from funnel.periods.zones import instant_of
from funnel.status import MetricStatus, Reading, metric_status, segment_statuses
from storage.store import Tx

_AS_KNOWN = re.compile(r"(?P<rest>.*?)\s*\bas known (?:on|at|by)\s+(?P<day>.+)", re.IGNORECASE)
CHART_DAYS = 20
WINDOWS = (7, 28, 90)
_PER_DAY = {Grain.DAY: 1, Grain.HOUR: 24}


def show_metric(request: Request, deps: Deps) -> Message:
    """Raises UnknownMetric or BadSegment."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        args, place = _at_its_time(request.args, place)
        question = read_question(
            args,
            today=place.today,
            is_name=lambda name: is_name(name, place),
            dimensions=place.dimensions,
            calendar=place.calendar,
        )
        if not question.name:
            raise UnknownMetric("Which metric?", "For example `/funnel metric sessions`.")
        asked = metric_asked(question.name, place)
        return metric_message(_facts(tx, asked, question, request, place))


def _at_its_time(args: str, place: Place) -> tuple[str, Place]:
    """ "orders as known on 1 Nov": the page as it was at the end of that day."""
    match = _AS_KNOWN.fullmatch(args.strip())
    if match is None:
        return args, place
    day = parse_day(match["day"], today=place.today)
    midnight = instant_of(day + timedelta(days=1), time(), place.workspace.zone)
    return match["rest"], replace(place, now=min(midnight, place.now), as_known=True)


def _last_day(place: Place) -> date:
    """The day that an answer of the past was true at the end of."""
    return local_date(place.now - timedelta(microseconds=1), place.workspace.zone)


def _facts(
    tx: Tx, asked: MetricAsked, question: Question, request: Request, place: Place
) -> MetricFacts:
    metric = asked.metric
    every = known_metrics(tx, place)
    known = every.get(metric.key)
    reading = readings_for(tx, (metric.key,), every, place).get(metric.key)
    grain = grain_for(metric, tx.series.totals())
    segments: tuple[MetricStatus, ...] = ()
    if question.by and known is not None:
        segments = segment_statuses(segment_readings(tx, known, place, dimension=question.by))
    return MetricFacts(
        metric=metric,
        status=metric_status(reading) if reading else None,
        course=_course(reading, question, place) if reading else None,
        history=_history(reading, question, place) if reading else (),
        segments=segments,
        by=question.by,
        benchmark=newest_benchmark(metric, place),
        own=tx.benchmarks.of_metric(metric.key),
        spread=_spread(tx, metric, grain, place),
        grain=grain,
        stages=_stages(metric, place),
        others=asked.others,
        fresh=reading.fresh.words if reading else "",
        sums=reading.sums if reading else None,
        as_known=_last_day(place) if place.as_known else None,
        spell=None if place.as_known else tx.spells.all().get(metric.key),
        asked_at=place.now,
        command=f"metric {request.args}".strip(),
        style=place.style,
    )


def _course(reading: Reading, question: Question, place: Place) -> Course | None:
    if not len(reading.series):
        return None
    last: date = reading.series.starts[-1].tolist()
    first = days_back(last, CHART_DAYS)
    if reading.series.grain in (Grain.WEEK, Grain.MONTH):
        first = last - timedelta(days=31 * CHART_DAYS)
    if question.span is not None:
        first, last = question.span.first, question.span.last
    currency = place.workspace.currency
    return course_of(
        reading, first=first, last=last, band=True, currency=currency, calendar=place.calendar
    )


def _spread(tx: Tx, metric: Metric, grain: Grain, place: Place) -> Spread | None:
    """The newest shares of a distribution."""
    if metric.dimension is None:
        return None
    first = place.today - LOOK_BACK[grain]
    return spread_of(
        tx.snapshots.segments(metric.key, metric.dimension, grain=grain, first=first).values()
    )


def _history(reading: Reading, question: Question, place: Place) -> tuple[HistoryLine, ...]:
    """The period that was asked for, else the last 7, 28 and 90 days, as one number each: sums
    over sums, never an average."""
    series = reading.series
    if not len(series) or series.grain not in _PER_DAY:
        return ()
    last, oldest = day_of(series.starts[-1].tolist()), day_of(series.starts[0].tolist())
    if question.span is not None:
        first, end = question.span.first, min(question.span.last, place.today)
        label = question.span.words[:1].upper() + question.span.words[1:]
        return (_line(reading, first, end, label, place),)
    windows = [days for days in WINDOWS if days_back(last, days) >= oldest]
    return tuple(
        _line(reading, days_back(last, days), last, f"Last {days} days", place) for days in windows
    )


def _line(reading: Reading, first: date, last: date, label: str, place: Place) -> HistoryLine:
    window, grain = reading.series.between(first, last), reading.series.grain
    rolled, style, metric = roll_up(reading.metric, window), place.style, reading.metric
    count = _PER_DAY[grain] * ((last - first).days + 1)
    held = "" if rolled.days >= count else f" ({rolled.days} of {count} {grain}s have numbers)"
    if rolled.value is not None:
        value = style.value(metric, rolled.value)
        return HistoryLine(label, value + _stand_ins(reading, window) + held)
    if rolled.low is not None and rolled.high is not None:
        return HistoryLine(label, f"{style.span(metric, rolled.low, rolled.high)}{held}")
    return HistoryLine(label, "needs counts: type 12/340, then days can be added up")


def _stand_ins(reading: Reading, window: Series) -> str:
    """What stands in for counts or totals that were not stored."""
    behind = reading.weights.behind(window) if reading.weights else None
    words = f" (weighted by {named(behind)})" if behind else ""
    summed = reading.sums.inside(window) if reading.sums else 0
    if reading.sums is None or not summed:
        return words
    days = "1 day" if summed == 1 else f"{summed} days"
    return f"{words} ({days} added up by {reading.sums.dimension.replace('_', ' ')})"


def _stages(metric: Metric, place: Place) -> tuple[str, ...]:
    return tuple(
        f"{place.catalogue.stage(stage).name} ({place.catalogue.framework(framework).name})"
        for framework, stage in metric.stages
    )

"""A week or a month as a whole: what a weekly or monthly digest tells beside the news."""

from collections.abc import Iterable, Mapping
from datetime import date

from funnel.catalogue import own_stage
from funnel.catalogue.entries import Aggregation, Direction, Metric
from funnel.digest.findings import Summary
from funnel.periods.calendar import DAY, Span
from funnel.schedules import Rhythm
from funnel.status import JourneyStatus, MetricStatus, Standing

_OUTSIDE = (Standing.BREAK, Standing.WORSE, Standing.BETTER)


def summed_span(rhythm: Rhythm, day: date) -> Span | None:
    """The days that a digest of that date sums up: the 7 before it, or the month before it; None
    for daily ones, which tell of the newest day."""
    match rhythm:
        case Rhythm.WEEKLY:
            return Span(day - 7 * DAY, day - DAY, "week")
        case Rhythm.MONTHLY:
            return _month_before(day)
        case _:
            return None


def span_before(span: Span) -> Span:
    """The month before a month; weeks are held against usual alone."""
    return _month_before(span.first)


def summarize(
    span: Span, journey: JourneyStatus, *, before: JourneyStatus | None = None
) -> Summary:
    """`journey` and `before` are rolled up over the span and over the month before it."""
    rows = _rows(journey)
    then = _rows(before) if before is not None else {}
    judged = [row for row in rows.values() if _distance(row) is not None]
    far = {row.metric.key: _distance(row) or 0.0 for row in judged if row.standing in _OUTSIDE}
    best = max(far, key=lambda key: far[key], default="")
    worst = min(far, key=lambda key: far[key], default="")
    return Summary(
        span.first,
        span.last,
        is_month=span.words != "week",
        best=rows[best] if best and far[best] > 1.0 else None,
        worst=rows[worst] if worst and far[worst] < -1.0 else None,
        worse=sum(1 for away in far.values() if away < -1.0),
        judged=len(judged),
        before={key: _pair(row, then[key]) for key, row in rows.items() if _pairs(row, then)},
    )


def silent_leads(journey: JourneyStatus) -> tuple[Metric, ...]:
    """The lead metrics of the catalogue's stages that had numbers before, and none in the span;
    nothing while any of these stages has some."""
    stages = [
        part
        for part in journey.stages
        if part.rows and part.stage.key != own_stage(part.stage.framework)
    ]
    if any(row.rolled.days for part in stages for row in part.rows):
        return ()
    return tuple(part.rows[0].metric for part in stages)


def _rows(journey: JourneyStatus) -> dict[str, MetricStatus]:
    return {row.metric.key: row for stage in journey.stages for row in stage.rows}


def _distance(row: MetricStatus) -> float | None:
    """How far on the good side of usual, in half-widths of its range; None where that is not
    known or neither side is good."""
    band, value, direction = row.expected, row.value, row.metric.direction
    if value is None or band.value is None or band.low is None or band.high is None:
        return None
    if direction is Direction.NEUTRAL:
        return None
    half = band.high - band.value if value > band.value else band.value - band.low
    away = (value - band.value) / half if half > 0.0 else 0.0
    return away if direction is Direction.HIGHER_IS_BETTER else -away


def _pairs(row: MetricStatus, then: Mapping[str, MetricStatus]) -> bool:
    other = then.get(row.metric.key)
    return row.value is not None and other is not None and other.value is not None


def _pair(row: MetricStatus, then: MetricStatus) -> tuple[float, float]:
    """Sums are held against each other by the day: months differ in length."""
    return _by_day(row), _by_day(then)


def _by_day(row: MetricStatus) -> float:
    value = row.value or 0.0
    is_sum = row.metric.over_time is Aggregation.SUM
    return value / max(row.rolled.days, 1) if is_sum else value


def _month_before(day: date) -> Span:
    last = day.replace(day=1) - DAY
    return Span(last.replace(day=1), last, f"{last:%B %Y}")


def named_outside(summary: Summary) -> Iterable[MetricStatus]:
    """The worst and the best of it, where they left their usual range."""
    return (row for row in (summary.worst, summary.best) if row is not None)

"""How a value stands in its own history, and among published figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from funnel.catalogue.entries import Benchmark, Confidence, Metric, Unit
from funnel.explain.windows import WEEK
from funnel.model import Series
from funnel.numbers.rolling import roll_up
from funnel.season import WHOLE_PAST, Past

WEEKS = 52
LEAST = 8
MOST_REFERENCES = 3
OLD_AFTER = 2  # years


@dataclass(frozen=True, slots=True)
class Rank:
    """`below` and `above` are the shares (0–1) of `count` comparable windows of the last year that
    were lower and higher; comparable: the same weekdays, complete, outside closed breaks."""

    below: float
    above: float
    count: int
    days: int


@dataclass(frozen=True, slots=True)
class References:
    """Published figures beside a value, which is `low` to `high` above them (below if negative),
    in the metric's unit. `least` and `most` are the figures' own range."""

    figures: tuple[Benchmark, ...]
    least: float
    most: float
    low: float
    high: float
    is_old: bool


def own_rank(
    metric: Metric, series: Series, first: date, last: date, *, past: Past = WHOLE_PAST
) -> Rank | None:
    """The window against the same weekdays in each of the 52 weeks before it; None with fewer
    than 8 of them."""
    days = (last - first).days + 1
    value = roll_up(metric, series.between(first, last)).value
    if value is None:
        return None
    skip = -(-days // 7)
    others = []
    for back in range(skip, WEEKS + skip):
        start, end = first - back * WEEK, last - back * WEEK
        window = series.between(start, end)
        if len(window) == len(series.between(first, last)) and not _touched(start, end, past):
            other = roll_up(metric, window).value
            others += [] if other is None else [other]
    if len(others) < LEAST:
        return None
    count = len(others)
    below = sum(1 for other in others if other < value) / count
    above = sum(1 for other in others if other > value) / count
    return Rank(below, above, count, days)


def references(
    metric: Metric, value: float, benchmarks: Sequence[Benchmark], *, currency: str, today: date
) -> References | None:
    """The newest figures for all of a market, at most three; money only in the own currency. A
    dated reference of its publisher, never a target."""
    usable = [
        one
        for one in benchmarks
        if one.value is not None
        and one.segment is None
        and (metric.unit is not Unit.CURRENCY or one.currency == currency)
    ]
    newest = sorted(usable, key=lambda one: (one.year, one.confidence is Confidence.PRIMARY))
    chosen = tuple(reversed(newest))[:MOST_REFERENCES]
    figures = [one.value for one in chosen if one.value is not None]
    if not figures:
        return None
    least, most = min(figures), max(figures)
    old = max(one.year for one in chosen) < today.year - OLD_AFTER
    return References(chosen, least, most, value - most, value - least, old)


def _touched(first: date, last: date, past: Past) -> bool:
    spans = any(first <= end and start <= last for start, end in past.without)
    return spans or any(first < day + timedelta(0) <= last for day in past.restarts)

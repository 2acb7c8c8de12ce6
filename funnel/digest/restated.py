"""Values that the last digest told, or could have told, and that are others now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from funnel.digest.findings import RestatedNews
from funnel.digest.news import Since
from funnel.freshness import Restated
from funnel.periods.calendar import period_end
from funnel.season import NORMAL_95, usual
from funnel.status import Reading

LEAST_CHANGE = 0.01  # of the old value; smaller corrections change no decision


def restated_news(
    changes: Iterable[Restated], readings: Mapping[str, Reading], *, since: Since
) -> tuple[RestatedNews, ...]:
    """One for each source, its largest change first named. Values that could still change when
    the last digest went out may do so without a word."""
    by_source: dict[tuple[str, str], list[Restated]] = defaultdict(list)
    for one in changes:
        if one.metric in readings and _was_told(one, readings[one.metric], since):
            by_source[one.source, one.author].append(one)
    return tuple(_news(group, readings) for group in by_source.values())


def shift(news: RestatedNews, reading: Reading) -> float:
    """How far the value moved, in robust sigma of what is usual; 0 while learning."""
    band = usual(reading.series, metric=reading.metric, past=reading.past)
    width = float(band.high[-1] - band.low[-1]) if len(reading.series) else 0.0
    if not width > 0.0:  # nor for NaN
        return 0.0
    return abs(news.change.new - news.change.old) / (width / (2 * NORMAL_95))


def _was_told(one: Restated, reading: Reading, since: Since) -> bool:
    covered = since.covered(reading.metric)
    over = period_end(one.grain, one.start)
    return covered is not None and over <= covered and _relative(one) >= LEAST_CHANGE


def _news(group: list[Restated], readings: Mapping[str, Reading]) -> RestatedNews:
    """Of changes alike the newest is named."""
    largest = max(group, key=lambda one: (round(_relative(one), 3), one.start))
    return RestatedNews(readings[largest.metric].metric, largest, more=len(group) - 1)


def _relative(one: Restated) -> float:
    gap = abs(one.new - one.old)
    return gap / abs(one.old) if one.old else float(gap > 0.0)

"""Gathers what an answer to "why" says: the explanation, its place in history, what stood near."""

from datetime import timedelta

from commands.break_told import told_break
from commands.place import Place
from commands.readings import known_metrics
from commands.target import Journey, MetricAsked, StageAsked, is_name, target_named
from commands.views.verdict import named
from commands.views.why_facts import WhyFacts
from commands.why_ground import Ground, days_missing, ground_for
from commands.why_words import WhyWords, read_why
from funnel.catalogue.entries import Metric, Unit
from funnel.errors import NoComparison, UnknownNumber
from funnel.explain import (
    Around,
    Drop,
    Explanation,
    Nearby,
    Rank,
    References,
    explain,
    lost_money,
    nearby,
    needed,
    own_rank,
    references,
    restated_days,
)
from funnel.explain.chain import JOURNEY
from funnel.model import Money, Series
from funnel.numbers import roll_up
from funnel.status import open_first
from storage.store import Tx

LATELY = timedelta(days=7)
MONTH = timedelta(days=31)
_HISTORY = 60


def why_facts(tx: Tx, args: str, place: Place) -> WhyFacts:
    """Raises UnknownMetric, UnknownNumber, BadDate, BadSegment or NoComparison."""
    asked = read_why(
        args, today=place.today, is_name=lambda name: is_name(name, place), calendar=place.calendar
    )
    known = known_metrics(tx, place)
    metric, others = _metric(tx, asked, set(known), place)
    ground = ground_for(tx, asked, metric, known, place)
    explanation = explain(ground.chain, ground.amounts, ground.windows, ground.cuts)
    around = _nearby(tx, ground, place)
    return WhyFacts(
        metric,
        explanation,
        asked,
        f"why {asked.again}".strip(),
        place.now,
        place.style,
        ground.found,
        _anchor(ground),
        _rank(ground, explanation),
        _references(ground, explanation, place),
        _worth(tx, explanation, place),
        around,
        {one.what: _name(one, place) for one in around},
        others,
    )


def _metric(
    tx: Tx, asked: WhyWords, known: set[str], place: Place
) -> tuple[Metric, tuple[Metric, ...]]:
    """The metric that was named, that of the break, a stage's first; else the journey's last."""
    if asked.number is not None:
        found = told_break(tx, asked.number)
        if found is None or not place.catalogue.has_metric(found.metric):
            raise UnknownNumber(f"There is no break #{asked.number}.", "Type `/funnel breaks`.")
        return place.catalogue.metric(found.metric), ()
    match target_named(asked.name, place):
        case MetricAsked(metric, others):
            return metric, others
        case StageAsked(stage):
            keys = stage.lead_metrics
        case Journey():
            worst = open_first(tx.breaks.open())
            keys = (*(one.metric for one in worst[:1]), *reversed(JOURNEY))
    key = next((key for key in keys if key in known), None)
    if key is None:
        raise NoComparison(
            "There are no numbers yet.", "Log one with `/funnel log`, or import a file."
        )
    return place.catalogue.metric(key), ()


def _anchor(ground: Ground) -> str:
    if not ground.anchored:
        return ""
    if ground.event is not None:
        return f'before "{ground.event.title}" began'
    return "" if ground.found is None else f"before break #{ground.found.told_as} began"


def _rank(ground: Ground, explanation: Explanation) -> Rank | None:
    now = explanation.split.windows.now
    if (now[-1] - now[0]).days + 1 != len(now):
        return None
    return own_rank(ground.metric, ground.series, now[0], now[-1], past=ground.reading.past)


def _references(ground: Ground, explanation: Explanation, place: Place) -> References | None:
    """For rates and means only: another shop's totals say nothing about ours."""
    metric = ground.metric
    if not metric.formula.is_ratio:
        return None
    return references(
        metric,
        explanation.split.now,
        place.catalogue.benchmarks_of(metric.key),
        currency=place.workspace.currency,
        today=place.today,
    )


def _worth(tx: Tx, explanation: Explanation, place: Place) -> Money | None:
    """The gap a day at the base's rates of the remaining steps."""
    split = explanation.split
    key = split.chain.metric.key
    if split.chain.metric.unit is Unit.CURRENCY or not needed(key) or not split.gap:
        return None
    base = split.windows.base
    series = tx.snapshots.series_of(list(needed(key)), first=min(base), last=max(base))
    latest = {one: _level(place.catalogue.metric(one), found) for one, found in series.items()}
    usable = {one: value for one, value in latest.items() if value is not None}
    days = 1 if split.chain.over is not None else max(split.days, 1)
    ends = sorted(abs(end) for end in (split.low or split.gap, split.high or split.gap))
    low = 0.0 if (split.low or 0) * (split.high or 0) < 0 else ends[0]
    drop = Drop(abs(split.gap) / days, low / days, ends[1] / days)
    return lost_money(key, drop, latest=usable)


def _level(metric: Metric, series: Series) -> float | None:
    """A mean day of the base; ratios as sums over sums."""
    value = roll_up(metric, series).value
    if value is None or metric.formula.is_ratio:
        return value
    return value / len(series)


def _nearby(tx: Tx, ground: Ground, place: Place) -> tuple[Nearby, ...]:
    found, now = ground.found, ground.windows.now
    starts_it = found is not None and now[0] == found.onset
    low = found.onset_low if found is not None and starts_it else now[0]
    high = found.onset_high if found is not None and starts_it else now[0]
    metric = ground.metric.key if found is None else found.metric
    breaks = (*tx.breaks.open(), *tx.breaks.history(_HISTORY)) if starts_it else ()
    earlier = tx.snapshots.as_known(
        ground.metric.key,
        place.now - LATELY,
        segment=ground.series.segment,
        grain=ground.series.grain,
        first=ground.windows.now[0] - LATELY,
        last=now[-1],
    )
    return nearby(
        Around(metric, low, high),
        events=tx.events.all(since=low - MONTH),
        breaks=[one for one in breaks if place.catalogue.has_metric(one.metric)],
        restated={ground.metric.key: restated_days(ground.series, earlier)},
        gaps=days_missing([ground.reading]),
    )


def _name(one: Nearby, place: Place) -> str:
    known = place.catalogue.has_metric(one.what)
    return named(place.catalogue.metric(one.what)) if known else one.what

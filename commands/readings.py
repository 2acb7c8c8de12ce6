"""Reads what status, metric pages, digests and Home judge: a few queries for all metrics."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from commands.closed_days import closed_days
from commands.held import Held, held_of
from commands.place import Place
from commands.weights import weighed
from funnel.arrival import SPARSE_PATIENCE, is_sparse, source_delay
from funnel.breaks import past_of
from funnel.catalogue.entries import Cadence, Metric
from funnel.derived import can_derive, derive, parts_held
from funnel.events import Event, past_with
from funnel.freshness import (
    RESTATED_FOR,
    Fresh,
    Restatement,
    closed_dates,
    freshness,
    mature_periods,
)
from funnel.model import TOTAL, Break, Grain, Segment, Series, SeriesState
from funnel.numbers.absent import with_zeros
from funnel.periods.zones import period_over_at
from funnel.status import Reading
from storage.store import Tx

LOOK_BACK = {
    Grain.HOUR: timedelta(days=60),
    Grain.DAY: timedelta(days=250),
    Grain.WEEK: timedelta(weeks=80),
    Grain.MONTH: timedelta(days=1200),
}
REMEMBERED = timedelta(days=396)  # 13 months: older metrics are shown no more
RESTATED_BACK = timedelta(days=90)  # changes of older periods are in their history only
LEARNED_FROM = 60  # newest periods whose arrival says when the next ones come
DAY = timedelta(days=1)
_BEHIND = (Fresh.LATE, Fresh.STOPPED)
CADENCE_GRAIN = {
    Cadence.DAILY: Grain.DAY,
    Cadence.WEEKLY: Grain.WEEK,
    Cadence.MONTHLY: Grain.MONTH,
    Cadence.QUARTERLY: Grain.MONTH,
}

Key = tuple[str, Segment, Grain]


@dataclass(frozen=True, slots=True)
class Known:
    """What of a metric is read: its total's state, in the grain that it is judged by."""

    metric: Metric
    state: SeriesState


def known_metrics(
    tx: Tx, place: Place, *, among: Collection[str] | None = None
) -> dict[str, Known]:
    """Metrics with a number in the last 13 months, by key; one query. `among` names those asked
    for.

    Of several grains the metric's own cadence counts, else the one with the newest number.
    """
    oldest = place.today - REMEMBERED
    found: dict[str, Known] = {}
    for state in tx.series.totals(among):
        if not place.catalogue.has_metric(state.metric) or day_of(state.last) < oldest:
            continue
        metric = place.catalogue.metric(state.metric)
        before = found.get(metric.key)
        if before is None or _is_better(state, before.state, metric):
            found[metric.key] = Known(metric, state)
    return found


def readings_of(tx: Tx, known: Iterable[Known], place: Place) -> dict[str, Reading]:
    """The totals, one query a grain; and the breaks that explain their past."""
    by_grain: dict[Grain, list[Known]] = defaultdict(list)
    for one in known:
        by_grain[one.state.grain].append(one)
    metrics = [one.metric.key for group in by_grain.values() for one in group]
    breaks, events = breaks_by_series(tx, metrics), tx.events.all()
    readings: dict[str, Reading] = {}
    for grain, group in by_grain.items():
        stored = _series(tx, group, place, grain=grain)
        pairs = [(one.metric, stored[one.metric.key]) for one in group]
        parts = _held(tx, pairs, place, grain=grain)
        held = {part.series.metric: part for part in parts}
        series = {key: part.series for key, part in held.items()}
        shut = _closed(group, series)
        restated = _restated(tx, group, place, grain=grain)
        for one in group:
            mine = series[one.metric.key]
            dates = shut.get(one.state.source, frozenset())
            reading = reading_of(
                held[one.metric.key],
                one.metric,
                place,
                breaks,
                closed=dates,
                events=events,
                restated=restated.get(one.metric.key),
            )
            readings[one.metric.key] = _in_its_time(tx, reading, mine, place, dates)
    return readings


Read = Callable[[Tx, Iterable[Known], Place], dict[str, Reading]]


def all_readings(tx: Tx, place: Place) -> dict[str, Reading]:
    """Every metric with a number in the last 13 months, and those that can be computed."""
    known = known_metrics(tx, place)
    return readings_for(tx, [one.key for one in place.catalogue.metrics], known, place)


def readings_for(
    tx: Tx,
    keys: Iterable[str],
    known: Mapping[str, Known],
    place: Place,
    *,
    read: Read = readings_of,
) -> dict[str, Reading]:
    """The metrics with numbers among the keys, and those that can be computed from others' numbers;
    a metric's own numbers win over computed ones. `read` gives those with numbers."""
    wanted = tuple(keys)
    parts = parts_held(place.catalogue, _daily(known))
    bare = [place.catalogue.metric(key) for key in wanted if key not in known]
    made = {metric.key: sources for metric in bare if (sources := can_derive(metric, parts))}
    needed = dict.fromkeys(key for key in wanted if key in known)
    needed |= dict.fromkeys(key for sources in made.values() for key in sources)
    readings = read(tx, [known[key] for key in needed], place)
    breaks = breaks_by_series(tx, list(made)) if made else {}
    computed = {
        key: one
        for key, sources in made.items()
        if (one := _derived(key, sources, readings, place, breaks.get((key, TOTAL, Grain.DAY), ())))
    }
    return {key: one for key, one in (readings | computed).items() if key in wanted}


def _daily(known: Mapping[str, Known]) -> list[str]:
    return [key for key, one in known.items() if one.state.grain is Grain.DAY]


def _derived(
    key: str,
    sources: tuple[str, ...],
    readings: Mapping[str, Reading],
    place: Place,
    breaks: Sequence[Break],
) -> Reading | None:
    """As fresh as the part that is furthest behind; None while no day has all parts."""
    metric = place.catalogue.metric(key)
    used = [readings[source] for source in sources]
    parts = dict(zip(metric.formula.components, used, strict=True))
    series = derive(metric, {component: one.series for component, one in parts.items()})
    if not len(series):
        return None
    slowest = min(used, key=lambda one: one.fresh.newest or date.min)
    names = tuple(place.catalogue.metric(source).name for source in sources)
    fresh = replace(slowest.fresh, derived_from=names, restated=None)
    past = past_of(breaks, also=past_with(slowest.events, key))
    told = tuple(one for one in breaks if not one.historic)
    return Reading(metric, series, fresh, breaks=told, past=past, events=slowest.events)


def _in_its_time(
    tx: Tx, reading: Reading, series: Series, place: Place, closed: frozenset[date]
) -> Reading:
    """Where something is missing it is asked which days are holidays, and of what seems late when
    it usually comes; the others are spared that."""
    if not reading.fresh.missing:
        return reading
    zone, delay = place.workspace.zone, reading.fresh.delay
    country = place.workspace.country
    closed |= closed_days(series, reading.events, country=country, until=place.today)
    if reading.fresh.state in _BEHIND:
        delay = delay_of(tx, series, reading.metric, zone=zone)
        if series.grain is Grain.DAY and is_sparse(series):
            delay = max(delay, SPARSE_PATIENCE)
    fresh = freshness(
        series,
        reading.metric,
        now=place.now,
        zone=zone,
        delay=delay,
        closed=closed,
        restated=reading.fresh.restated,
    )
    return replace(reading, fresh=fresh)


def delay_of(tx: Tx, series: Series, metric: Metric, *, zone: str) -> timedelta:
    """How long after its end a period of this series is due, learned from its arrivals."""
    return delays_of(tx, [(series, metric)], zone=zone)[metric.key]


def delays_of(
    tx: Tx, several: Sequence[tuple[Series, Metric]], *, zone: str
) -> dict[str, timedelta]:
    """`delay_of` by metric, for series of one segment and grain; one query."""
    if not several:
        return {}
    firsts = {metric.key: _day_learned_from(series) for series, metric in several}
    segment, grain = several[0][0].segment, several[0][0].grain
    arrived = tx.snapshots.arrivals(
        list(firsts), segment=segment, grain=grain, first=min(firsts.values())
    )
    return {
        metric.key: source_delay(
            [
                (period_over_at(grain, start, zone), at)
                for start, at in arrived.get(metric.key, {}).items()
                if start >= firsts[metric.key]
            ],
            metric,
        )
        for _, metric in several
    }


def _day_learned_from(series: Series) -> date:
    first: date = series.starts[-min(len(series), LEARNED_FROM)].tolist()
    return first


def segment_readings(tx: Tx, known: Known, place: Place, *, dimension: str) -> tuple[Reading, ...]:
    """One reading a segment of the dimension; none if the metric was never cut by it."""
    grain = known.state.grain
    first = place.today - LOOK_BACK[grain]
    key = known.metric.key
    stored = tx.snapshots.segments(key, dimension, grain=grain, first=first)
    if place.as_known:
        stored = {
            one: tx.snapshots.as_known(key, place.now, segment=one, grain=grain, first=first)
            for one in stored
        }
    parts = with_zeros(known.metric, stored)
    breaks, events = breaks_by_series(tx, [known.metric.key]), tx.events.all()
    pairs = [(known.metric, part) for part in parts.values()]
    found = [] if place.as_known else weighed(tx, pairs, place.catalogue, grain=grain)
    held = [Held(part, weights) for part, weights in found] or [Held(part) for _, part in pairs]
    return tuple(reading_of(one, known.metric, place, breaks, events=events) for one in held)


def reading_of(
    held: Held,
    metric: Metric,
    place: Place,
    breaks: Mapping[Key, Sequence[Break]],
    *,
    closed: frozenset[date] = frozenset(),
    events: tuple[Event, ...] = (),
    restated: Restatement | None = None,
) -> Reading:
    """`held` has all periods; the reading keeps the mature ones.

    A young series has none yet: then what there is shows (there is too little of it to judge), so
    that a first number typed is a number seen.
    """
    series, zone = held.series, place.workspace.zone
    mine = tuple(breaks.get((series.metric, series.segment, series.grain), ()))
    mature = mature_periods(series, metric, now=place.now, zone=zone)
    return Reading(
        metric,
        mature if len(mature) else series,
        freshness(series, metric, now=place.now, zone=zone, closed=closed, restated=restated),
        breaks=tuple(one for one in mine if not one.historic),
        past=past_of(mine, also=past_with(events, metric.key)),
        events=events,
        weights=held.weights,
        sums=held.sums,
    )


def breaks_by_series(tx: Tx, metrics: Sequence[str]) -> dict[Key, list[Break]]:
    """All that is remembered of these metrics' breaks, open ones and history."""
    found: dict[Key, list[Break]] = defaultdict(list)
    for one in tx.breaks.about(metrics):
        found[one.metric, one.segment, one.grain].append(one)
    return found


def day_of(start: date) -> date:
    """The day of a period's start; hours start at a naive datetime."""
    return date(start.year, start.month, start.day)


def grain_for(metric: Metric, states: Iterable[SeriesState]) -> Grain:
    """The grain that a typed number belongs to: that of the numbers there are, else the
    metric's cadence."""
    grains = {state.grain for state in states if state.metric == metric.key} - {Grain.HOUR}
    wanted = CADENCE_GRAIN[metric.cadence]
    if not grains or wanted in grains:
        return wanted
    return next(grain for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH) if grain in grains)


def _series(tx: Tx, group: Sequence[Known], place: Place, *, grain: Grain) -> dict[str, Series]:
    """Metrics whose numbers ended long ago are read from where they ended."""
    recent = place.today - LOOK_BACK[grain]
    if place.as_known:
        keys = [one.metric.key for one in group]
        return {key: tx.snapshots.as_known(key, place.now, grain=grain) for key in keys}
    live = [one.metric.key for one in group if day_of(one.state.last) >= recent]
    found = tx.snapshots.series_of(live, grain=grain, first=recent) if live else {}
    ended = [one.metric.key for one in group if day_of(one.state.last) < recent]
    if ended:
        first = recent - REMEMBERED
        found |= tx.snapshots.series_of(ended, grain=grain, first=first)
    return found


def _held(
    tx: Tx, pairs: Sequence[tuple[Metric, Series]], place: Place, *, grain: Grain
) -> list[Held]:
    """What stands in for others' numbers is of today: of the past there is what was stored."""
    if place.as_known:
        return [Held(series) for _, series in pairs]
    return held_of(tx, pairs, place.catalogue, grain=grain, until=place.today - DAY)


def _restated(
    tx: Tx, group: Sequence[Known], place: Place, *, grain: Grain
) -> dict[str, Restatement]:
    if place.as_known:
        return {}
    return tx.snapshots.restated(
        [one.metric.key for one in group],
        grain=grain,
        first=place.today - RESTATED_BACK,
        since=place.now - RESTATED_FOR,
    )


def _closed(group: Sequence[Known], series: Mapping[str, Series]) -> dict[str, frozenset[date]]:
    """Dates on which a whole source was shut, by source."""
    by_source: dict[str, list[Series]] = defaultdict(list)
    for one in group:
        by_source[one.state.source].append(series[one.metric.key])
    return {source: closed_dates(parts) for source, parts in by_source.items() if len(parts) > 1}


def _is_better(state: SeriesState, other: SeriesState, metric: Metric) -> bool:
    own = CADENCE_GRAIN[metric.cadence]
    if own in (state.grain, other.grain):
        return state.grain is own
    return day_of(state.last) > day_of(other.last)

"""Breaks found in new numbers: read what has new mature periods, judge, store, plan the telling."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from funnel.breaks import Changes, past_of, reconcile
from funnel.budget import GRID, Watched, replay, threshold_of
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Direction, Metric
from funnel.detect import judge
from funnel.events import Event, past_with, without_explained
from funnel.explain import Drop, lost_money, needed
from funnel.life import Edge
from funnel.model import (
    Break,
    Money,
    Series,
    SeriesState,
)
from funnel.periods import mature_through, previous_period, start_of
from funnel.schedules import Schedule
from funnel.season import expected
from storage.store import Store, Tx

OPENED, EVIDENCE = "break_opened", "break_evidence"
CHANGED, EDITED = "break_changed", "break_edited"
HISTORY = timedelta(days=800)  # two years and a little: what the detector's own scales need
PRICING = timedelta(days=300)
TOLD = (Edge.WORSENED, Edge.RECOVERING, Edge.RELAPSED, Edge.RECOVERED, Edge.NEW_NORMAL)


@dataclass(frozen=True, slots=True)
class Ground:
    """One series that has new mature periods, with all that judging it needs."""

    state: SeriesState
    metric: Metric
    series: Series
    through: date
    stored: tuple[Break, ...]
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did: series judged, breaks opened, and historic ones found on first scans."""

    judged: int = 0
    opened: tuple[Break, ...] = ()
    historic: tuple[Break, ...] = ()


def scan(store: Store, workspace: str, catalogue: Catalogue, *, now: datetime) -> ScanReport:
    """Judge what is new. A series' first scan finds history only and posts nothing."""
    with store.read(workspace) as tx:
        known = catalogue.with_metrics(tx.metrics.all())
        grounds = _grounds(tx, known, now)
        usual = _usual_values(tx, grounds, known)
    threshold = _threshold(grounds)
    found = [(ground, _judge(ground, usual, now, threshold)) for ground in grounds]
    if not found:
        return ScanReport()
    with store.write(workspace) as tx:
        return _apply(tx, found, now)


def _grounds(tx: Tx, catalogue: Catalogue, now: datetime) -> list[Ground]:
    zone, events = tx.workspace.get().zone, tx.events.all()
    return [
        Ground(
            state,
            metric,
            tx.snapshots.series(
                state.metric, grain=state.grain, first=through - HISTORY, last=through
            ),
            through,
            tx.breaks.of_series(state.metric, state.segment, state.grain),
            events,
        )
        for state, metric, through in _unjudged(tx.series.totals(), catalogue, zone, now)
    ]


def _unjudged(
    states: Iterable[SeriesState], catalogue: Catalogue, zone: str, now: datetime
) -> Iterable[tuple[SeriesState, Metric, date]]:
    for state in states:
        if not catalogue.has_metric(state.metric):
            continue
        metric = catalogue.metric(state.metric)
        day = mature_through(metric.maturity_lag_days, now, zone)
        newest = previous_period(state.grain, start_of(state.grain, day + timedelta(days=1)))
        through = min(newest, state.last)
        if through >= state.first and (
            state.judged_through is None or through > state.judged_through
        ):
            yield state, metric, through


def _usual_values(tx: Tx, grounds: list[Ground], catalogue: Catalogue) -> dict[str, float]:
    """The newest usual values of the metrics that price a drop of those that are judged."""
    wanted = sorted({key for ground in grounds for key in needed(ground.metric.key)})
    if not wanted:
        return {}
    since = min(ground.through for ground in grounds) - PRICING
    values = {
        key: _newest_usual(series, catalogue.metric(key))
        for key, series in tx.snapshots.series_of(wanted, first=since).items()
    }
    return {key: value for key, value in values.items() if value is not None}


def _newest_usual(series: Series, metric: Metric) -> float | None:
    if not len(series):
        return None
    at: date = series.starts[-1].tolist()
    return expected(series, at, metric=metric).value


def _threshold(grounds: list[Ground]) -> float:
    """That of one channel which watches all of them with the default budget. The replay behind it
    is dear, so it is made only when something passes the lowest threshold there is."""
    watched = [
        Watched(
            without_explained(ground.series, ground.events, ground.metric),
            ground.metric,
            past_of(ground.stored, also=past_with(ground.events, ground.metric.key)),
        )
        for ground in grounds
        if ground.metric.direction is not Direction.NEUTRAL
    ]
    loud = any(
        judge(
            without_explained(ground.series, ground.events, ground.metric),
            ground.metric,
            past=past_of(ground.stored, also=past_with(ground.events, ground.metric.key)),
            since=ground.state.judged_through,
            threshold=GRID[0],
        )
        for ground in grounds
    )
    return threshold_of(replay(watched)) if loud and watched else GRID[-1]


def _judge(ground: Ground, usual: Mapping[str, float], now: datetime, threshold: float) -> Changes:
    metric, events = ground.metric, past_with(ground.events, ground.metric.key)
    series = without_explained(ground.series, ground.events, metric)

    def price(drop: Drop) -> Money | None:
        return lost_money(metric.key, drop, latest=usual)

    return reconcile(
        judge(
            series,
            metric,
            past=past_of(ground.stored, also=events),
            since=ground.state.judged_through,
            threshold=threshold,
        ),
        ground.stored,
        series=series,
        metric=metric,
        mature_through=ground.through,
        judged_through=ground.state.judged_through,
        now=now,
        price=price,
        events=events,
    )


def _apply(tx: Tx, found: Iterable[tuple[Ground, Changes]], now: datetime) -> ScanReport:
    judged = {(s.metric, s.segment, s.grain): s.judged_through for s in tx.series.totals()}
    schedules = tx.schedules.all()
    count, opened, historic = 0, [], []
    for ground, changes in found:
        state = ground.state
        key = (state.metric, state.segment, state.grain)
        if judged.get(key) != state.judged_through:
            continue  # another process judged it meanwhile
        tx.series.mark_judged(*key, ground.through)
        opened += _store_opened(tx, changes, routes(schedules, ground.metric), now)
        historic += _store_historic(tx, changes, now)
        _store_changed(tx, changes, now)
        count += 1
    return ScanReport(count, tuple(opened), tuple(historic))


def _store_opened(
    tx: Tx, changes: Changes, channels: tuple[str, ...], now: datetime
) -> list[Break]:
    stored = [tx.breaks.add(replace(one, changed_at=now)) for one in changes.opened]
    for one in stored:
        for channel in channels:
            for kind in (OPENED, EVIDENCE):
                tx.deliveries.plan(
                    kind=kind, subject=str(one.number), channel=channel, slot="root", at=now
                )
    return stored


def _store_historic(tx: Tx, changes: Changes, now: datetime) -> list[Break]:
    """New rows of history; those that went on only grow older."""
    for one in changes.historic:
        if one.number:
            tx.breaks.save(replace(one, changed_at=now))
    return [
        tx.breaks.add(replace(one, changed_at=now)) for one in changes.historic if not one.number
    ]


def _store_changed(tx: Tx, changes: Changes, now: datetime) -> None:
    for edge in TOLD:
        for one in getattr(changes, edge.value):
            tx.breaks.save(replace(one, changed_at=now))
            tell_change(tx, one, CHANGED, f"{edge.value}@{one.last_on}", now)
    for one in changes.updated:
        tx.breaks.save(replace(one, changed_at=now))
        tell_change(tx, one, EDITED, str(one.last_on), now)


def tell_change(tx: Tx, one: Break, kind: str, slot: str, now: datetime) -> None:
    """Plan the change for each channel that has the break's root message."""
    for root in tx.deliveries.of(OPENED, str(one.number)):
        tx.deliveries.plan(
            kind=kind, subject=str(one.number), channel=root.channel, slot=slot, at=now
        )


def routes(schedules: Iterable[Schedule], metric: Metric) -> tuple[str, ...]:
    """Channels that are warned about a metric: those whose digest covers one of its stages. A
    digest of all stages covers every metric that has a stage in either framework."""
    stages = {stage for _, stage in metric.stages}
    return tuple(
        schedule.channel
        for schedule in schedules
        if schedule.warnings
        and not schedule.paused
        and stages
        and (not schedule.stages or stages & set(schedule.stages))
    )

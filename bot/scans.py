"""Breaks found in new numbers: read what has new mature periods, judge, store, plan the telling."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.thresholds import Ground, Key, ground_of, is_loud, other_grounds, thresholds
from funnel.alarm import allowed_from, stops_the_shop, unseen_from
from funnel.breaks import Changes, past_of, reconcile
from funnel.budget import GRID
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.detect import judge
from funnel.events import past_with, without_explained
from funnel.explain import Drop, lost_money, needed
from funnel.life import Edge
from funnel.model import Break, Money, Series, SeriesState
from funnel.periods import mature_through, previous_period, start_of
from funnel.schedules import Schedule
from funnel.season import expected
from storage.store import Store, Tx

OPENED, EVIDENCE, UNSEEN = "break_opened", "break_evidence", "break_unseen"
CHANGED, EDITED = "break_changed", "break_edited"
PRICING = timedelta(days=300)
TOLD = (Edge.WORSENED, Edge.RECOVERING, Edge.RELAPSED, Edge.RECOVERED, Edge.NEW_NORMAL)


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
    limits = _limits(store, workspace, known, grounds, now)
    found = [(one, _judge(one, usual, now, limits.get(one.key, GRID[-1]))) for one in grounds]
    if not found:
        return ScanReport()
    with store.write(workspace) as tx:
        return _apply(tx, found, now)


def _limits(
    store: Store, workspace: str, catalogue: Catalogue, grounds: list[Ground], now: datetime
) -> Mapping[Key, float]:
    """The thresholds of those that are loud; the others warn at none."""
    loud = [ground for ground in grounds if is_loud(ground)]
    if not loud:
        return {}
    with store.read(workspace) as tx:
        others = other_grounds(tx, grounds, catalogue, tx.events.all())
        schedules = tx.schedules.all()
    return thresholds(loud, [*grounds, *others], schedules, now)


def _grounds(tx: Tx, catalogue: Catalogue, now: datetime) -> list[Ground]:
    zone, events = tx.workspace.get().zone, tx.events.all()
    return [
        ground_of(tx, state, catalogue, through, events)
        for state, _, through in _unjudged(tx.series.totals(), catalogue, zone, now)
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
        channels = [one for one in schedules if one.listens_to(ground.metric)]
        opened += _store_opened(tx, changes, channels, now)
        historic += _store_historic(tx, changes, now)
        _store_changed(tx, changes, now)
        count += 1
    return ScanReport(count, tuple(opened), tuple(historic))


def _store_opened(
    tx: Tx, changes: Changes, channels: Sequence[Schedule], now: datetime
) -> list[Break]:
    """In its quiet hours a channel is told at the next allowed one."""
    stored = [tx.breaks.add(replace(one, changed_at=now)) for one in changes.opened]
    for one in stored:
        for channel in channels:
            at = _told_at(channel, one, now)
            for kind in (OPENED, EVIDENCE):
                _plan(tx, one, kind, channel.channel, slot="root", at=now, not_before=at)
            unseen = unseen_from(channel.alarm, channel.zone, at)
            _plan(tx, one, UNSEEN, channel.channel, slot="new", at=now, not_before=unseen)
    return stored


def _told_at(channel: Schedule, one: Break, now: datetime) -> datetime:
    shop = stops_the_shop(one.metric, one.observed, one.expected)
    if shop and channel.alarm.stop_anyway:
        return now
    return allowed_from(channel.alarm, channel.zone, now)


def _plan(
    tx: Tx, one: Break, kind: str, channel: str, *, slot: str, at: datetime, not_before: datetime
) -> None:
    tx.deliveries.plan(
        kind=kind,
        subject=str(one.number),
        channel=channel,
        slot=slot,
        at=at,
        not_before=not_before if not_before > at else None,
    )


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
    """Plan the change for each channel that has the break's root message, at an hour of its."""
    channels = {schedule.channel: schedule for schedule in tx.schedules.all()}
    for root in tx.deliveries.of(OPENED, str(one.number)):
        channel = channels.get(root.channel)
        at = _told_at(channel, one, now) if channel else now
        _plan(tx, one, kind, root.channel, slot=slot, at=now, not_before=at)

"""Data that stopped: told to its owner once, a day after it was due, and once when it is back.

A gap in a feed is never a business alarm, so nothing of this reaches a channel.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commands.closed_days import closed_days
from commands.held import held_of
from commands.readings import DAY, delays_of
from funnel.arrival import is_regular
from funnel.catalogue import Catalogue
from funnel.freshness import SOURCE_DELAY, closed_dates, freshness, is_complete
from funnel.model import (
    Delivery,
    DeliveryState,
    Grain,
    Series,
    SeriesState,
)
from funnel.periods import local_date
from funnel.schedules import Schedule
from storage.store import Store, Tx

STOPPED, BACK = "data_stopped", "data_back"
PATIENCE = timedelta(hours=24)
READ_BACK = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Gap:
    """What one source owes: metrics by key with their last day, and the first missing day."""

    source: str
    owner: str
    first_missing: date
    last_days: Mapping[str, date]


def watch_data(store: Store, workspace: str, catalogue: Catalogue, *, now: datetime) -> None:
    """Plan one message a gap, and one when the data of a told gap is back."""
    with store.read(workspace) as tx:
        gaps = {gap.source: gap for gap in find_gaps(tx, catalogue, now)}
        told = _told(tx)
    news = [gap for gap in gaps.values() if told.get(gap.source) is None]
    back = [row for source, row in told.items() if row is not None and source not in gaps]
    if not news and not back:
        return
    with store.write(workspace) as tx:
        for gap in news:
            slot = gap.first_missing.isoformat()
            tx.deliveries.plan(
                kind=STOPPED, subject=gap.source, channel=gap.owner, slot=slot, at=now
            )
        for row in back:
            tx.deliveries.plan(
                kind=BACK, subject=row.subject, channel=row.channel, slot=row.slot, at=now
            )


def find_gaps(tx: Tx, catalogue: Catalogue, now: datetime) -> list[Gap]:
    """Sources that are late by a day or more and whose owner is known."""
    known = catalogue.with_metrics(tx.metrics.all())
    schedules = tx.schedules.all()
    gaps = []
    for source, states in by_source(tx.series.totals()).items():
        owner = owner_of(states, schedules)
        late = _late(tx, states, known, now=now) if owner else {}
        if late:
            first = min(day for day, _ in late.values())
            last_days = {metric: last for metric, (_, last) in late.items()}
            gaps.append(Gap(source, owner, first, last_days))
    return gaps


def owner_of(states: Iterable[SeriesState], schedules: Iterable[Schedule]) -> str:
    """The last importer, else who set up a digest; "" when nobody is known."""
    newest = max(states, key=lambda state: state.recorded_at)
    owners = [newest.author, *(schedule.owner for schedule in schedules)]
    return next((owner for owner in owners if owner), "")


def by_source(states: Iterable[SeriesState]) -> dict[str, list[SeriesState]]:
    found: dict[str, list[SeriesState]] = {}
    for state in states:
        if state.grain is Grain.DAY:
            found.setdefault(state.source, []).append(state)
    return found


def _late(
    tx: Tx, states: list[SeriesState], catalogue: Catalogue, *, now: datetime
) -> dict[str, tuple[date, date]]:
    """Metric -> (first missing day, last day that is there) of what has not come for a day."""
    held = regular_series(tx, states, catalogue, now=now)
    missing = overdue(tx, held, catalogue, now=now, closed=closed_dates(held.values()))
    late = {}
    for metric, days in missing.items():
        newest: date = held[metric].starts[-1].tolist()
        behind = [day for day in days if day > newest]
        if behind:
            late[metric] = (behind[0], newest)
    return late


def overdue(
    tx: Tx,
    held: Mapping[str, Series],
    catalogue: Catalogue,
    *,
    now: datetime,
    closed: frozenset[date] = frozenset(),
) -> dict[str, tuple[date, ...]]:
    """Days of each daily series that are missing a day after they usually come. When that is, and
    which days are holidays, is asked of those that miss a day at all."""
    place, events = tx.workspace.get(), tx.events.all()
    zone, today = place.zone, local_date(now, place.zone)
    through = local_date(now - SOURCE_DELAY - PATIENCE, zone) - DAY
    gappy = [
        (series, catalogue.metric(metric))
        for metric, series in held.items()
        if not is_complete(series, through)
    ]
    delays = delays_of(tx, gappy, zone=zone)
    return {
        metric.key: freshness(
            series,
            metric,
            now=now,
            zone=zone,
            delay=delays[metric.key] + PATIENCE,
            closed=closed | closed_days(series, events, country=place.country, until=today),
        ).missing
        for series, metric in gappy
    }


def regular_series(
    tx: Tx, states: list[SeriesState], catalogue: Catalogue, *, now: datetime
) -> dict[str, Series]:
    """The last four months of daily totals that have a number on most of their open days; a day
    whose total is added up from segments is no missing one."""
    since = max(state.last for state in states) - READ_BACK
    until = local_date(now, tx.workspace.get().zone) - DAY
    known = [state.metric for state in states if catalogue.has_metric(state.metric)]
    stored = tx.snapshots.series_of(known, first=since)
    pairs = [(catalogue.metric(key), series) for key, series in stored.items()]
    held = held_of(tx, pairs, catalogue, grain=Grain.DAY, until=until)
    return {one.series.metric: one.series for one in held if is_regular(one.series)}


def _told(tx: Tx) -> dict[str, Delivery | None]:
    """For each source the message about a gap that is not over, or None."""
    told: dict[str, Delivery | None] = {}
    for source in {state.source for state in tx.series.totals()}:
        stopped = tx.deliveries.of(STOPPED, source)
        back = {row.slot for row in tx.deliveries.of(BACK, source)}
        open_gaps = [
            row for row in stopped if row.slot not in back and row.state is not DeliveryState.FAILED
        ]
        told[source] = open_gaps[-1] if open_gaps else None
    return told

"""Days that are missing although later ones came: told to the data's owner, once for each hole.

A hole may be a closed day that the feed knows nothing of, so it is a question, never an alarm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.watch import BACK, STOPPED, by_source, overdue, owner_of, regular_series
from funnel.catalogue import Catalogue
from funnel.freshness import LOOK_BACK
from funnel.model import DeliveryState, SeriesState
from storage.store import Store, Tx

HOLE, FILLED = "data_hole", "data_hole_filled"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hole:
    """Missing days of one source between days that are there, by metric key; oldest first."""

    source: str
    owner: str
    days: tuple[date, ...]
    metrics: Mapping[str, tuple[date, ...]]


def watch_holes(store: Store, workspace: str, catalogue: Catalogue, *, now: datetime) -> None:
    """Plan one message for each new hole, and one when a told hole is filled."""
    with store.read(workspace) as tx:
        holes = find_holes(tx, catalogue, now)
        news = [(hole, day) for hole in holes for day in _untold(tx, hole)]
        filled = _filled(tx, holes, now)
    if not news and not filled:
        return
    with store.write(workspace) as tx:
        told: set[str] = set()
        for hole, day in news:
            # One message tells all holes of a source: the rows of the others only say so.
            state = DeliveryState.SKIPPED if hole.source in told else DeliveryState.PLANNED
            tx.deliveries.plan(
                kind=HOLE,
                subject=hole.source,
                channel=hole.owner,
                slot=day.isoformat(),
                at=now,
                state=state,
            )
            told.add(hole.source)
        for source, owner, day in filled:
            slot = day.isoformat()
            tx.deliveries.plan(kind=FILLED, subject=source, channel=owner, slot=slot, at=now)


def find_holes(tx: Tx, catalogue: Catalogue, now: datetime) -> list[Hole]:
    """Of sources whose owner is known; closed weekdays are no holes."""
    known = catalogue.with_metrics(tx.metrics.all())
    schedules = tx.schedules.all()
    holes = []
    for source, states in by_source(tx.series.totals()).items():
        owner = owner_of(states, schedules)
        metrics = _missing(tx, states, known, now=now) if owner else {}
        days = sorted({day for missing in metrics.values() for day in missing})
        if days:
            holes.append(Hole(source, owner, tuple(days), metrics))
    return holes


def _missing(
    tx: Tx, states: list[SeriesState], catalogue: Catalogue, *, now: datetime
) -> dict[str, tuple[date, ...]]:
    held = regular_series(tx, states, catalogue, now=now)
    last = {state.metric: state.last for state in states}
    found = {}
    for metric, missing in overdue(tx, held, catalogue, now=now).items():
        # A weekday that never had a number yet is closed, however few turns it had.
        open_weekdays = {day.weekday() for day in held[metric].starts.tolist()}
        inside = tuple(
            day for day in missing if day < last[metric] and day.weekday() in open_weekdays
        )
        if inside:
            found[metric] = inside
    return found


def _untold(tx: Tx, hole: Hole) -> list[date]:
    """First days of runs that no message told: neither of a hole nor of a stop."""
    told = {row.slot for row in tx.deliveries.of(HOLE, hole.source)}
    stops = _told_stops(tx, hole.source)
    return [
        day
        for day in _first_days(hole.days)
        if day.isoformat() not in told and not any(a <= day <= b for a, b in stops)
    ]


def _told_stops(tx: Tx, source: str) -> list[tuple[date, date]]:
    """(first missing day, day when the data was back) of each stop that was told."""
    back = {row.slot: row.planned_at.date() for row in tx.deliveries.of(BACK, source)}
    return [
        (date.fromisoformat(row.slot), back.get(row.slot, date.max))
        for row in tx.deliveries.of(STOPPED, source)
    ]


def _first_days(days: tuple[date, ...]) -> list[date]:
    held = set(days)
    return [day for day in days if day - _DAY not in held]


def _filled(tx: Tx, holes: list[Hole], now: datetime) -> list[tuple[str, str, date]]:
    """Told holes that are none any more because their numbers came, not because they grew old."""
    missing = {hole.source: hole.days for hole in holes}
    oldest = now.date() - LOOK_BACK + 2 * _DAY
    found = []
    for source in by_source(tx.series.totals()):
        done = {row.slot for row in tx.deliveries.of(FILLED, source)}
        for row in tx.deliveries.of(HOLE, source):
            day = date.fromisoformat(row.slot)
            sent = row.state is DeliveryState.SENT and row.slot not in done
            if sent and day > oldest and day not in missing.get(source, ()):
                found.append((source, row.channel, day))
    return found

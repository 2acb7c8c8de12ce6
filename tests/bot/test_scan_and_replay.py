"""What the replay says would have been posted is what daily scans post."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.scans import scan
from bot.tellings import OPENED
from funnel.catalogue import load
from funnel.incidents import incidents_of
from funnel.model import Series, Snapshot
from funnel.replay import Change, replay_journey
from funnel.schedules import Schedule
from storage.store import Store
from tests.bot.history import record
from tests.funnel.planted_journeys import Journey, journey

CATALOGUE = load()
TEAM = "T1"
KEYS = sorted(
    key
    for one in CATALOGUE.breaks
    if one.key in ("untargeted_carts", "disconnected_service")
    for key in {symptom.metric for symptom in one.symptoms}
)
BEFORE, AFTER = timedelta(days=4), timedelta(days=7)
LAG = timedelta(days=6)  # until the slowest of them is mature


def scanned(store: Store, shop: Journey) -> list[date]:
    """Opening days of the incidents whose root was planned, by a scan each day around the onset."""
    before = shop.onset - BEFORE
    days = (AFTER + LAG + BEFORE).days
    with store.write(TEAM) as tx:
        tx.schedules.add(Schedule(0, "C1", "UTC", framework="journey", owner="UANA"))
    for last in (before + timedelta(days=step) for step in range(days)):
        first = last if last > before else None
        rows = [row for key in KEYS for row in snapshots(shop.series[key], first, last)]
        now = datetime(last.year, last.month, last.day, 6, tzinfo=UTC) + timedelta(days=1)
        record(store, TEAM, rows, at=now)
        scan(store, TEAM, CATALOGUE, now=now)
    with store.read(TEAM) as tx:
        told = {int(row.subject) for row in tx.deliveries.latest(999) if row.kind == OPENED}
        every = incidents_of((*tx.breaks.open(), *tx.breaks.history(99)))
    return sorted(one.members[0].opened_on for one in every if one.number in told)


def snapshots(series: Series, first: date | None, last: date) -> Iterator[Snapshot]:
    stretch = series.between(first, last)
    for day, value in zip(stretch.starts.tolist(), stretch.values.tolist(), strict=True):
        yield Snapshot(series.metric, day, value)


@pytest.mark.parametrize(
    ("seed", "planted"), [(1, "untargeted_carts"), (4, "disconnected_service")]
)
def test_a_planted_journey_scanned_day_by_day_posts_what_its_replay_foretells(
    store: Store, seed: int, planted: str
) -> None:
    shop = journey(seed, planted)
    since, until = shop.onset - BEFORE + timedelta(days=1), shop.onset + AFTER
    some = {key: shop.series[key] for key in KEYS}
    foretold = [
        line.on
        for line in replay_journey(some, CATALOGUE)
        if line.change is Change.OPENED and since <= line.on <= until
    ]
    posted = [day for day in scanned(store, shop) if since <= day <= until]
    assert foretold
    assert posted == foretold

"""Segments in the scan: one that breaks alone is told, one that a whole shop carries is not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from bot.scans import ScanReport, scan
from bot.tellings import OPENED
from funnel.alarm import Alarm
from funnel.catalogue import load
from funnel.incidents import incidents_of
from funnel.model import Segment, Snapshot
from funnel.schedules import Schedule
from storage.store import Store
from tests.bot.history import days, record

CATALOGUE = load()
TEAM = "T1"
FIRST, CALM = date(2026, 1, 5), date(2026, 9, 30)
SHARES = {"mobile": 0.28, "desktop": 0.70, "tablet": 0.02}
MOVED = {"tablet": 0.4, "desktop": 1 + 0.02 * 0.6 / 0.70}  # as many visits in all
METRIC, LEVEL, LAG = "sessions", 40_000, 2


class Visits:
    """Sessions by device, in a channel that hears of all."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.day = CALM
        with store.write(TEAM) as tx:
            tx.schedules.add(Schedule(0, "C1", "UTC", owner="UANA"))
        self.records(FIRST, {})
        self.scans()

    @property
    def morning(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 6, tzinfo=UTC) + timedelta(
            days=LAG + 1
        )

    def records(self, since: date, left: dict[str, float]) -> None:
        rows = []
        for day in days(since, self.day):
            drawn = np.random.default_rng(day.toordinal())
            parts = {
                device: round(LEVEL * share * drawn.normal(1, 0.02) * left.get(device, 1.0))
                for device, share in SHARES.items()
            }
            rows.append(Snapshot(METRIC, day, float(sum(parts.values()))))
            rows += [
                Snapshot(METRIC, day, float(value), segment=Segment("device", device))
                for device, value in parts.items()
            ]
        record(self.store, TEAM, rows, at=self.morning)

    def scans(self) -> ScanReport:
        return scan(self.store, TEAM, CATALOGUE, now=self.morning)

    def lives(self, number: int, left: dict[str, float]) -> None:
        for _ in range(number):
            self.day += timedelta(days=1)
            self.records(self.day, left)
            self.scans()

    def roots(self) -> int:
        with self.store.read(TEAM) as tx:
            return sum(row.kind == OPENED for row in tx.deliveries.latest(99))


@pytest.fixture
def visits(store: Store) -> Visits:
    return Visits(store)


def test_a_segment_that_breaks_while_the_whole_shop_is_usual_is_told(visits: Visits) -> None:
    visits.lives(5, MOVED)
    with visits.store.read(TEAM) as tx:
        [found] = tx.breaks.open()
    assert found.segment == Segment("device", "tablet")
    assert visits.roots() == 1


def test_segments_of_a_shop_that_breaks_as_a_whole_are_evidence_of_one_message(
    visits: Visits,
) -> None:
    visits.lives(5, dict.fromkeys(SHARES, 0.5))
    with visits.store.read(TEAM) as tx:
        [incident] = incidents_of(tx.breaks.open())
    assert incident.lead.segment.is_total
    assert {one.segment.value for one in incident.others} == SHARES.keys()
    assert visits.roots() == 1


def test_a_channel_may_leave_out_what_only_a_segment_shows(visits: Visits) -> None:
    with visits.store.write(TEAM) as tx:
        [schedule] = tx.schedules.all()
        tx.schedules.save(replace(schedule, alarm=Alarm(segments=False)))
    visits.lives(5, MOVED)
    with visits.store.read(TEAM) as tx:
        assert len(tx.breaks.open()) == 1
    assert visits.roots() == 0


def test_what_a_segment_did_before_is_no_news(store: Store) -> None:
    visits = Visits(store)
    with store.read(TEAM) as tx:
        assert all(one.segment.is_total for one in tx.breaks.history(99))
        judged = {one.segment: one.judged_through for one in tx.series.all()}
    assert set(judged.values()) == {CALM}
    assert visits.scans().judged == 0

"""Days that never came, cut out of a true shop's file: its owner hears it, no channel does."""

import csv
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.holes import HOLE, watch_holes
from bot.scans import scan
from bot.tellings import OPENED
from bot.watch import STOPPED, watch_data
from funnel.catalogue import load
from funnel.model import Delivery, RecordingKind, Snapshot
from funnel.schedules import Schedule
from storage.store import Store

CATALOGUE = load()
NAMES = {"orders": "orders", "revenue": "sales_revenue"}
BEFORE, DAYS = date(2011, 9, 30), 20
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> dict[date, list[Snapshot]]:
    path = shared_data / "data" / "online_retail_daily.csv"
    found: dict[date, list[Snapshot]] = {}
    with path.open() as file:
        for row in csv.DictReader(file):
            if row["metric"] in NAMES and row["segment_name"] == "all":
                day = date.fromisoformat(row["date"])
                value = float(row["value"])
                found.setdefault(day, []).append(Snapshot(NAMES[row["metric"]], day, value))
    return found


def lost_days(seed: int) -> set[date]:
    """Three gaps of one to four days."""
    drawn = random.Random(seed)
    starts = [BEFORE + DAY * drawn.randrange(1, DAYS - 8) for _ in range(3)]
    return {start + DAY * step for start in starts for step in range(drawn.randrange(1, 5))}


def plays(
    store: Store, workspace: str, rows: dict[date, list[Snapshot]], lost: set[date]
) -> list[Delivery]:
    """Every morning the numbers of the day before, a scan, and the watching; what was planned."""
    with store.write(workspace) as tx:
        tx.schedules.add(Schedule(0, "C1", "UTC", owner="UANA"))
    arrives(store, workspace, [one for day in rows if day <= BEFORE for one in rows[day]], BEFORE)
    for step in range(1, DAYS + 1):
        day = BEFORE + DAY * step
        arrives(store, workspace, [] if day in lost else rows.get(day, []), day)
    with store.read(workspace) as tx:
        return list(tx.deliveries.latest(500))


def arrives(store: Store, workspace: str, new: list[Snapshot], day: date) -> None:
    now = datetime(day.year, day.month, day.day, 7, tzinfo=UTC) + DAY
    if new:
        with store.write(workspace) as tx:
            tx.snapshots.record(
                [new], kind=RecordingKind.IMPORT, source="shop.csv", author="UANA", at=now
            )
    scan(store, workspace, CATALOGUE, now=now)
    for hours in (12,):
        watch_data(store, workspace, CATALOGUE, now=now + timedelta(hours=hours))
        watch_holes(store, workspace, CATALOGUE, now=now + timedelta(hours=hours))


def test_lost_days_are_told_to_the_owner_and_warn_nobody(
    store: Store, rows: dict[date, list[Snapshot]]
) -> None:
    warned = {
        (row.subject, row.slot) for row in plays(store, "whole", rows, set()) if row.kind == OPENED
    }
    for seed in (1, 2):
        planned = plays(store, f"lost{seed}", rows, lost_days(seed))
        assert len([row for row in planned if row.kind == OPENED]) <= len(warned), seed
        told = [row for row in planned if row.kind in (STOPPED, HOLE)]
        assert told, seed
        assert {row.channel for row in told} == {"UANA"}

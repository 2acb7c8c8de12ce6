"""Days that never came, cut out of true files: their owner hears it, no channel does."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.holes import HOLE, watch_holes
from bot.scans import scan
from bot.tellings import OPENED
from bot.watch import STOPPED, watch_data
from funnel.catalogue import load
from funnel.catalogue.entries import Direction, Metric
from funnel.intake import ImportOptions, read_table
from funnel.model import Delivery, RecordingKind, Snapshot
from funnel.schedules import Schedule
from storage.store import Store

CATALOGUE = load()
DAYS = 16
DAY = timedelta(days=1)
HISTORY = timedelta(days=300)
LATE = timedelta(hours=12)


@dataclass(frozen=True)
class Business:
    """Two of its metrics by day, those that the catalogue does not know, and the last known day."""

    name: str
    before: date
    metrics: tuple[str, str]


BUSINESSES = (
    Business("online_retail_daily.csv", date(2011, 9, 30), ("orders", "sales_revenue")),
    Business("website_visitors_daily.csv", date(2018, 5, 31), ("visitors", "page_loads")),
    Business("olist_leads_daily.csv", date(2018, 4, 30), ("qualified_leads", "won_deals")),
    Business("helpdesk_daily.csv", date(2012, 9, 30), ("tickets_opened", "tickets_resolved")),
)


@cache
def known(path: Path, one: Business) -> tuple[Mapping[date, list[Snapshot]], tuple[Metric, ...]]:
    """Whole-business rows around the last known day; what moves down is worse."""
    options = ImportOptions(create_metrics=True, direction=Direction.HIGHER_IS_BETTER)
    intake = read_table(path, catalogue=CATALOGUE, options=options, today=date(2026, 11, 19))
    found: dict[date, list[Snapshot]] = defaultdict(list)
    for batch in intake.batches():
        for row in batch:
            near = one.before - HISTORY <= row.start <= one.before + DAYS * DAY
            if row.segment.is_total and row.metric in one.metrics and near:
                found[row.start].append(row)
    return found, tuple(each for each in intake.created if each.key in one.metrics)


def lost_days(seed: int, before: date) -> set[date]:
    """Two gaps of two to four days."""
    drawn = random.Random(seed)
    starts = [before + DAY * first for first in (drawn.randrange(1, 4), drawn.randrange(8, 10))]
    return {start + DAY * step for start in starts for step in range(drawn.randrange(2, 5))}


def plays(
    store: Store, workspace: str, one: Business, path: Path, lost: set[date]
) -> list[Delivery]:
    """Every morning the numbers of the day before, a scan, and the watching; what was planned."""
    rows, created = known(path, one)
    with store.write(workspace) as tx:
        for metric in created:
            tx.metrics.save(metric)
        tx.schedules.add(Schedule(0, "C1", "UTC", owner="UANA", metrics=one.metrics))
    arrives(
        store,
        workspace,
        [row for day in rows if day <= one.before for row in rows[day]],
        one.before,
    )
    for step in range(1, DAYS + 1):
        day = one.before + DAY * step
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
    watch_data(store, workspace, CATALOGUE, now=now + LATE)
    watch_holes(store, workspace, CATALOGUE, now=now + LATE)


@pytest.mark.parametrize("one", BUSINESSES, ids=lambda one: one.name.partition("_")[0])
def test_lost_days_are_told_to_the_owner_and_warn_nobody(
    store: Store, one: Business, shared_data: Path
) -> None:
    path = shared_data / "data" / one.name
    whole = [row for row in plays(store, "whole", one, path, set()) if row.kind == OPENED]
    for seed in (2, 3):
        lost = lost_days(seed, one.before)
        planned = plays(store, f"lost{seed}", one, path, lost)
        assert len([row for row in planned if row.kind == OPENED]) <= len(whole), seed
        told = [row for row in planned if row.kind in (STOPPED, HOLE)]
        assert told, seed
        assert len({(row.kind, row.slot) for row in told}) == len(told), seed
        assert {row.channel for row in told} == {"UANA"}

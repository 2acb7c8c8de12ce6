"""Digests by a stepping clock: one row a local date, over DST nights, downtime and pauses."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.jobs import MINUTE, Job, JobRunner, ticking
from bot.schedules import plan_digests
from commands.verbs.digest_rights import DIGEST
from funnel.model import (
    Delivery,
    DeliveryState,
)
from funnel.schedules import Rhythm, Schedule
from storage.store import Store

TEAM = "T1"
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def set_up(store: Store, zone: str, at: time, created: datetime, **about: object) -> Schedule:
    wanted = Schedule(0, "C1", zone, at=at, owner="UANA", created_at=created, **about)
    with store.write(TEAM) as tx:
        return tx.schedules.add(wanted)


def rows(store: Store) -> list[Delivery]:
    with store.read(TEAM) as tx:
        return list(tx.deliveries.of(DIGEST, "1"))


def planned(store: Store) -> dict[str, DeliveryState]:
    return {row.slot: row.state for row in rows(store)}


def steps(first: datetime, last: datetime, by: timedelta) -> Iterator[datetime]:
    while first <= last:
        yield first
        first += by


@pytest.mark.parametrize(
    ("zone", "night", "hour"),
    [
        (BERLIN, date(2026, 3, 29), time(2, 30)),
        (BERLIN, date(2026, 10, 25), time(2, 30)),
        (NEW_YORK, date(2026, 3, 8), time(2, 30)),
        (NEW_YORK, date(2026, 11, 1), time(1, 30)),
        (NEW_YORK, date(2026, 11, 1), time(2, 30)),
    ],
    ids=str,
)
def test_one_digest_a_date_through_a_dst_night(
    store: Store, zone: str, night: date, hour: time
) -> None:
    begun = datetime.combine(night - timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    set_up(store, zone, hour, begun)
    for now in steps(begun, begun + timedelta(days=3, hours=6), 15 * MINUTE):
        plan_digests(store, TEAM, now=now)
    found = rows(store)
    dates = [night + timedelta(days=shift) for shift in (-1, 0, 1, 2)]
    assert [row.slot for row in found] == [day.isoformat() for day in dates]
    assert {row.state for row in found} == {DeliveryState.PLANNED}
    for row in found:
        local = row.planned_at.astimezone(ZoneInfo(zone))
        assert local.date().isoformat() == row.slot
        assert local.replace(tzinfo=None) - datetime.combine(local.date(), hour) in (
            timedelta(0),
            timedelta(minutes=30),  # a time that does not exist: the first instant after the gap
        )


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("America/Santiago", date(2026, 4, 5)),
        ("America/Santiago", date(2026, 9, 6)),
        ("Asia/Beirut", date(2026, 3, 29)),
        ("Asia/Beirut", date(2026, 10, 25)),
    ],
    ids=str,
)
@pytest.mark.parametrize("hour", [time(), time(0, 30)], ids=str)
def test_where_the_clock_changes_at_midnight_no_date_is_lost_or_doubled(
    store: Store, zone: str, night: date, hour: time
) -> None:
    begun = datetime.combine(night - timedelta(days=3), time(12), UTC)
    set_up(store, zone, hour, begun)
    for now in steps(begun, begun + timedelta(days=5), timedelta(hours=1)):
        plan_digests(store, TEAM, now=now)
    days = Counter(row.slot for row in rows(store))
    assert days == {(night + timedelta(days=n)).isoformat(): 1 for n in range(-2, 3)}
    assert set(planned(store).values()) == {DeliveryState.PLANNED}


def test_after_downtime_only_the_newest_goes_out(store: Store) -> None:
    begun = datetime(2026, 11, 10, 5, tzinfo=UTC)
    set_up(store, BERLIN, time(9), begun)
    plan_digests(store, TEAM, now=begun + timedelta(hours=3, minutes=1))
    plan_digests(store, TEAM, now=datetime(2026, 11, 14, 19, 59, tzinfo=UTC))
    assert planned(store) == {
        "2026-11-10": DeliveryState.PLANNED,
        "2026-11-11": DeliveryState.SKIPPED,
        "2026-11-12": DeliveryState.SKIPPED,
        "2026-11-13": DeliveryState.SKIPPED,
        "2026-11-14": DeliveryState.PLANNED,
    }


def test_after_more_than_twelve_hours_nothing_goes_out_until_the_next_day(store: Store) -> None:
    begun = datetime(2026, 11, 13, 9, tzinfo=UTC)
    set_up(store, BERLIN, time(9), begun)
    plan_digests(store, TEAM, now=datetime(2026, 11, 14, 20, 1, tzinfo=UTC))
    assert planned(store) == {"2026-11-14": DeliveryState.SKIPPED}
    plan_digests(store, TEAM, now=datetime(2026, 11, 15, 8, 0, tzinfo=UTC))
    assert planned(store)["2026-11-15"] is DeliveryState.PLANNED


def test_a_weekly_digest_may_be_two_days_late(store: Store) -> None:
    begun = datetime(2026, 11, 13, 9, tzinfo=UTC)  # a Friday
    set_up(store, BERLIN, time(9), begun, rhythm=Rhythm.WEEKLY, weekday=0)
    plan_digests(store, TEAM, now=datetime(2026, 11, 18, 7, 59, tzinfo=UTC))  # Wednesday
    assert planned(store) == {"2026-11-16": DeliveryState.PLANNED}


def test_the_hour_before_the_set_up_is_not_owed(store: Store) -> None:
    begun = datetime(2026, 11, 13, 12, tzinfo=UTC)
    set_up(store, BERLIN, time(9), begun)
    assert plan_digests(store, TEAM, now=begun + MINUTE) == 0
    assert plan_digests(store, TEAM, now=begun + timedelta(hours=20)) == 1


def test_a_pause_owes_nothing_and_a_resume_begins_anew(store: Store) -> None:
    begun = datetime(2026, 11, 10, 5, tzinfo=UTC)
    schedule = set_up(store, BERLIN, time(9), begun, paused="by Ana")
    assert plan_digests(store, TEAM, now=begun + timedelta(days=3)) == 0
    resumed = begun + timedelta(days=3, hours=1)
    with store.write(TEAM) as tx:
        tx.schedules.save(replace(schedule, paused="", created_at=resumed))
    for now in steps(resumed, resumed + timedelta(days=1), timedelta(hours=1)):
        plan_digests(store, TEAM, now=now)
    assert planned(store) == {"2026-11-13": DeliveryState.PLANNED}


def test_an_edit_of_the_hour_counts_at_once_and_doubles_nothing(store: Store) -> None:
    begun = datetime(2026, 11, 10, 5, tzinfo=UTC)
    schedule = set_up(store, BERLIN, time(9), begun)
    plan_digests(store, TEAM, now=begun + timedelta(hours=4))
    with store.write(TEAM) as tx:
        tx.schedules.save(replace(schedule, at=time(11)))
    for now in steps(begun + timedelta(hours=4), begun + timedelta(hours=18), MINUTE * 10):
        plan_digests(store, TEAM, now=now)
    assert planned(store) == {"2026-11-10": DeliveryState.PLANNED}


def test_two_ticks_of_two_processes_plan_one_row(store: Store) -> None:
    begun = datetime(2026, 11, 10, 5, tzinfo=UTC)
    set_up(store, BERLIN, time(9), begun)
    now = begun + timedelta(hours=4)
    assert [plan_digests(store, TEAM, now=now) for _ in range(2)] == [1, 0]


def test_one_failing_job_does_not_stop_the_next() -> None:
    ran: list[str] = []

    def fails(_: datetime) -> None:
        raise RuntimeError("the first job is broken")

    runner = JobRunner(
        [Job("first", MINUTE, fails), Job("second", MINUTE, lambda _: ran.append("second"))]
    )
    now = datetime(2026, 11, 10, 5, tzinfo=UTC)
    runner.run_due(now)
    runner.run_due(now + MINUTE)
    assert ran == ["second", "second"]


def test_jobs_run_in_their_own_rhythm() -> None:
    ran: list[str] = []
    runner = JobRunner(
        [
            Job("minute", MINUTE, lambda _: ran.append("minute")),
            Job("ten minutes", 10 * MINUTE, lambda _: ran.append("ten")),
        ]
    )
    begun = datetime(2026, 11, 10, 5, tzinfo=UTC)
    for number in range(20):
        jitter = timedelta(seconds=(-1) ** number)
        runner.run_due(begun + number * MINUTE + jitter)
    assert Counter(ran) == {"minute": 20, "ten": 2}


def test_a_clock_that_was_set_back_stops_no_job() -> None:
    ran: list[datetime] = []
    runner = JobRunner([Job("minute", MINUTE, ran.append)])
    now = datetime(2026, 11, 10, 5, tzinfo=UTC)
    runner.run_due(now)
    runner.run_due(now - timedelta(days=2))
    assert len(ran) == 2


def test_the_scheduler_has_one_job_that_never_piles_up() -> None:
    scheduler = ticking(lambda: None)
    [job] = scheduler.get_jobs()
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    assert not scheduler.running

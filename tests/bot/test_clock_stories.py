"""When digests come: a year of nights in five zones, downtime, clocks and schedules that move."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.schedules import DIGEST, plan_digests
from funnel.model import (
    Delivery,
    DeliveryState,
)
from funnel.periods import due, fires_at
from funnel.schedules import Rhythm, Schedule
from storage.store import Store

TEAM = "T1"
# Half an hour off, both hemispheres, a change at midnight's edge, none at all.
ZONES = ("Asia/Kolkata", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC")
HOURS = (time(0, 30), time(2, 30), time(9))
YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Diary:
    """A channel's digest, and what the tick plans for it as time goes by."""

    store: Store
    schedule: Schedule

    def tick(self, now: datetime) -> list[Delivery]:
        """What is new after a tick at that instant."""
        known = {row.id for row in self.rows()}
        plan_digests(self.store, TEAM, now=now)
        return [row for row in self.rows() if row.id not in known]

    def rows(self) -> tuple[Delivery, ...]:
        with self.store.read(TEAM) as tx:
            found: tuple[Delivery, ...] = tx.deliveries.of(DIGEST, str(self.schedule.number))
        return found

    def edits(self, **changes: object) -> None:
        self.schedule = replace(self.schedule, **changes)
        with self.store.write(TEAM) as tx:
            tx.schedules.save(self.schedule)


def slots(rows: list[Delivery], state: DeliveryState = DeliveryState.PLANNED) -> list[str]:
    return [row.slot for row in rows if row.state is state]


@pytest.fixture
def diary(store: Store) -> Diary:
    """Every day at 09:00 in Berlin, set up on a Sunday."""
    with store.write(TEAM) as tx:
        schedule = tx.schedules.add(
            Schedule(0, "C1", "Europe/Berlin", owner="U1", created_at=at("2026-11-15T12:00"))
        )
    return Diary(store, schedule)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", HOURS)
def test_a_year_of_days_fires_each_local_date_once(zone: str, hour: time) -> None:
    """At the wall clock's hour; where the clock skips it, within the hour after."""
    schedule = Schedule(1, "C1", zone, hour)
    instants = [found for day in YEAR if (found := fires_at(schedule, day))]
    local = [instant.astimezone(ZoneInfo(zone)) for instant in instants]
    assert Counter(one.date() for one in local) == Counter(YEAR)
    assert all(a < b for a, b in pairwise(instants))
    odd = [one for one in local if one.time() != hour]
    assert len(odd) <= 1, "only the night in which clocks go forward"
    assert all(hour < one.time() <= time(hour.hour + 1, hour.minute) for one in odd)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", HOURS)
def test_a_year_of_ticks_owes_each_date_once_and_on_time(zone: str, hour: time) -> None:
    """A tick right before each firing finds nothing, one after it the day, a third nothing."""
    schedule = Schedule(1, "C1", zone, hour, created_at=at("2025-12-31T00:00"))
    sent = date(2025, 12, 31)
    for day in YEAR:
        fires = fires_at(schedule, day)
        assert fires is not None
        assert due(schedule, fires - timedelta(seconds=1), sent_through=sent).day is None
        found = due(schedule, fires + timedelta(seconds=30), sent_through=sent)
        assert (found.day, found.late, found.skipped) == (day, False, ())
        sent = day
        assert due(schedule, fires + timedelta(minutes=40), sent_through=sent).day is None


def test_the_repeated_hour_of_autumn_plans_one_row(diary: Diary) -> None:
    diary.edits(at=time(2, 30), created_at=at("2026-10-24T12:00"))
    night = at("2026-10-25T00:00")  # 02:00 in Berlin, and an hour later 02:00 again
    planned = [diary.tick(night + timedelta(minutes=n)) for n in range(0, 150, 10)]
    assert [slots(rows) for rows in planned if rows] == [["2026-10-25"]]


def test_the_missing_hour_of_spring_plans_one_row(diary: Diary) -> None:
    diary.edits(at=time(2, 30), created_at=at("2026-03-28T12:00"))
    night = at("2026-03-29T00:00")  # 01:00 in Berlin; 03:00 follows 01:59
    planned = [diary.tick(night + timedelta(minutes=n)) for n in range(0, 150, 10)]
    assert [slots(rows) for rows in planned if rows] == [["2026-03-29"]]
    assert planned[6], "at the first instant after the gap"


def test_a_laptop_that_slept_three_days_sends_the_newest_only(diary: Diary) -> None:
    assert slots(diary.tick(at("2026-11-16T08:00"))) == ["2026-11-16"]
    woken = diary.tick(at("2026-11-19T09:00"))  # 10:00 in Berlin
    assert slots(woken) == ["2026-11-19"]
    assert slots(woken, DeliveryState.SKIPPED) == ["2026-11-18", "2026-11-17"]
    assert diary.tick(at("2026-11-19T09:01")) == []


def test_a_laptop_that_wakes_in_the_evening_sends_the_next_morning(diary: Diary) -> None:
    diary.tick(at("2026-11-16T08:00"))
    woken = diary.tick(at("2026-11-18T21:00"))
    assert slots(woken) == []
    assert slots(woken, DeliveryState.SKIPPED) == ["2026-11-18", "2026-11-17"]
    assert slots(diary.tick(at("2026-11-19T08:00"))) == ["2026-11-19"]


def test_a_clock_that_is_set_back_an_hour_sends_nothing_twice(diary: Diary) -> None:
    assert slots(diary.tick(at("2026-11-16T08:05"))) == ["2026-11-16"]
    assert diary.tick(at("2026-11-16T07:05")) == []
    assert diary.tick(at("2026-11-16T08:00")) == [], "its hour comes a second time"
    assert slots(diary.tick(at("2026-11-17T08:00"))) == ["2026-11-17"]


def test_an_hour_that_is_edited_a_minute_before_counts_at_once(diary: Diary) -> None:
    diary.edits(at=time(11), created_at=at("2026-11-16T07:59"))
    assert diary.tick(at("2026-11-16T08:00")) == []
    assert slots(diary.tick(at("2026-11-16T10:00"))) == ["2026-11-16"]


def test_an_hour_that_is_moved_into_the_past_is_not_owed_today(diary: Diary) -> None:
    diary.edits(at=time(7), created_at=at("2026-11-16T07:59"))
    assert diary.tick(at("2026-11-16T08:00")) == []
    assert slots(diary.tick(at("2026-11-17T06:00"))) == ["2026-11-17"]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        # 09:00 in Tokyo has passed today, so tomorrow's comes first.
        ("Asia/Tokyo", [("2026-11-17T00:00", "2026-11-17")]),
        # Today's was sent; 09:00 in New York belongs to the same local date and is not sent again.
        ("America/New_York", [("2026-11-17T14:00", "2026-11-17")]),
    ],
)
def test_a_zone_that_changes_between_two_firings_doubles_no_date(
    diary: Diary, zone: str, expected: list[tuple[str, str]]
) -> None:
    assert slots(diary.tick(at("2026-11-16T08:00"))) == ["2026-11-16"]
    diary.edits(zone=zone, created_at=at("2026-11-16T09:00"))
    start, seen = at("2026-11-16T09:00"), []
    for half_hour in range(60):
        now = start + timedelta(minutes=30 * half_hour)
        seen += [(f"{now:%Y-%m-%dT%H:%M}", slot) for slot in slots(diary.tick(now))]
    assert seen == expected


def test_a_weekly_digest_survives_two_days_of_downtime(diary: Diary) -> None:
    diary.edits(rhythm=Rhythm.WEEKLY, weekday=0)
    assert slots(diary.tick(at("2026-11-18T07:00"))) == ["2026-11-16"], "47 hours late"


def test_weekdays_owe_nothing_on_sunday(diary: Diary) -> None:
    diary.edits(rhythm=Rhythm.WEEKDAYS)
    week = [at("2026-11-16T08:00") + timedelta(days=n) for n in range(7)]
    planned = [slot for now in week for slot in slots(diary.tick(now))]
    assert planned == [f"2026-11-{day}" for day in range(16, 21)]

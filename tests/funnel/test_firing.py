"""When digests go out: over every night of a year in nine zones, and after a downtime."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.periods import Due, due, fires_at, next_firings, next_instant
from funnel.schedules import Rhythm, Schedule

ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Australia/Sydney",
    "America/Santiago",
    "Asia/Beirut",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)
HOURS = (time(0), time(0, 30), time(2, 30), time(9))
YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
BERLIN = Schedule(1, "C1", "Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", HOURS)
def test_each_local_date_of_2026_has_exactly_one_firing(zone: str, hour: time) -> None:
    schedule = Schedule(1, "C1", zone, hour)
    instants = [found for day in YEAR if (found := fires_at(schedule, day))]
    dates = Counter(instant.astimezone(ZoneInfo(zone)).date() for instant in instants)
    assert dates == Counter(YEAR)
    assert all(a < b for a, b in pairwise(instants))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", HOURS)
def test_a_ticker_meets_each_date_once(zone: str, hour: time) -> None:
    """Asked every half hour through both clock changes, each date is due once and in order."""
    now: datetime = at("2026-03-01T00:00")
    schedule = Schedule(1, "C1", zone, hour, created_at=now)
    sent: date | None = None
    met: list[date] = []
    while now < at("2026-05-01T00:00"):
        found = due(schedule, now, sent_through=sent)
        if found.day is not None:
            assert found.skipped == ()
            met.append(found.day)
            sent = found.day
        now += timedelta(minutes=30)
    assert met == [met[0] + timedelta(days=n) for n in range(len(met))]
    assert len(met) >= 60


def test_a_time_that_the_clock_skips_fires_right_after_the_gap() -> None:
    schedule = Schedule(1, "C1", "America/New_York", time(2, 30))
    assert fires_at(schedule, date(2026, 3, 8)) == at("2026-03-08T07:00")  # 03:00 there
    midnight = Schedule(1, "C1", "Asia/Beirut", time(0))
    assert fires_at(midnight, date(2026, 3, 29)) == at("2026-03-28T22:00")  # 01:00 there


def test_a_time_that_comes_twice_fires_the_first_time() -> None:
    schedule = Schedule(1, "C1", "Europe/Berlin", time(2, 30))
    assert fires_at(schedule, date(2026, 10, 25)) == at("2026-10-25T00:30")


def test_a_date_that_a_zone_left_out_has_no_firing() -> None:
    assert fires_at(Schedule(1, "C1", "Pacific/Apia"), date(2011, 12, 30)) is None


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm.DAILY, ["2026-11-20T08:00", "2026-11-21T08:00", "2026-11-22T08:00"]),
        (Rhythm.WEEKDAYS, ["2026-11-20T08:00", "2026-11-23T08:00", "2026-11-24T08:00"]),
        (Rhythm.WEEKLY, ["2026-11-24T08:00", "2026-12-01T08:00", "2026-12-08T08:00"]),
        (Rhythm.MONTHLY, ["2026-12-01T08:00", "2027-01-01T08:00", "2027-02-01T08:00"]),
    ],
)
def test_the_next_firings_are_after_now(rhythm: Rhythm, expected: list[str]) -> None:
    schedule = Schedule(1, "C1", "Europe/Berlin", rhythm=rhythm, weekday=1)
    firings = next_firings(schedule, at("2026-11-19T08:00"), 3)
    assert firings == tuple(at(text) for text in expected)


def test_the_playground_jumps_to_the_earliest_of_all_schedules() -> None:
    sydney = Schedule(2, "C2", "Australia/Sydney")
    paused = Schedule(3, "C3", "UTC", time(20), paused="not_in_channel")
    now = at("2026-11-19T12:00")
    assert next_instant([BERLIN, sydney, paused], now) == at("2026-11-19T22:00")
    assert next_instant([paused], now) is None


def test_after_a_night_off_the_newest_date_goes_out_late_and_older_ones_are_skipped() -> None:
    found = due(_old(BERLIN), at("2026-11-19T13:00"), sent_through=date(2026, 11, 15))
    skipped = (date(2026, 11, 18), date(2026, 11, 17), date(2026, 11, 16))
    assert found == Due(date(2026, 11, 19), late=True, skipped=skipped)


def test_on_time_is_not_late() -> None:
    found = due(_old(BERLIN), at("2026-11-19T08:01"), sent_through=date(2026, 11, 18))
    assert found == Due(date(2026, 11, 19), late=False, skipped=())


def test_what_is_more_than_twelve_hours_old_is_not_sent_any_more() -> None:
    now = at("2026-11-19T20:00")
    assert due(_old(BERLIN), now, sent_through=date(2026, 11, 18)).day == date(2026, 11, 19)
    later = due(_old(BERLIN), now + timedelta(seconds=1), sent_through=date(2026, 11, 18))
    assert later == Due(None, late=False, skipped=(date(2026, 11, 19),))


@pytest.mark.parametrize("rhythm", [Rhythm.WEEKLY, Rhythm.MONTHLY])
def test_rare_digests_wait_two_days(rhythm: Rhythm) -> None:
    schedule = _old(Schedule(1, "C1", "UTC", rhythm=rhythm, weekday=1))
    now = at("2026-12-03T09:00")  # Tue 1 Dec 09:00 is 48 h ago
    assert due(schedule, now, sent_through=date(2026, 11, 30)).day == date(2026, 12, 1)
    assert due(schedule, now + timedelta(minutes=1), sent_through=date(2026, 11, 30)).day is None


def test_nothing_is_due_from_before_the_digest_was_set_up() -> None:
    schedule = Schedule(1, "C1", "UTC", created_at=at("2026-11-19T09:01"))
    assert due(schedule, at("2026-11-19T09:30"), sent_through=None) == Due(None, False, ())
    assert due(schedule, at("2026-11-20T09:00"), sent_through=None).day == date(2026, 11, 20)


def test_a_paused_digest_owes_nothing() -> None:
    schedule = Schedule(1, "C1", "UTC", paused="by Ana", created_at=at("2026-01-01T00:00"))
    assert due(schedule, at("2026-11-19T09:00"), sent_through=None) == Due(None, False, ())
    assert next_firings(schedule, at("2026-11-19T09:00")) == ()


@given(
    zone=st.sampled_from(ZONES),
    hour=st.times(),
    now=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_what_was_announced_is_what_comes_due(zone: str, hour: time, now: datetime) -> None:
    schedule = Schedule(1, "C1", zone, hour, created_at=at("2024-01-01T00:00"))
    coming = next_firings(schedule, now, 1)[0]
    found = due(schedule, coming, sent_through=None)
    assert found.day == coming.astimezone(ZoneInfo(zone)).date()
    assert not found.late
    assert fires_at(schedule, found.day) == coming


def _old(schedule: Schedule) -> Schedule:
    return Schedule(
        schedule.number,
        schedule.channel,
        schedule.zone,
        rhythm=schedule.rhythm,
        weekday=schedule.weekday,
        created_at=at("2026-01-01T00:00"),
    )

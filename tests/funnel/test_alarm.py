"""Quiet hours and weekends of a channel: when it may be warned, and when a day to look is over."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from funnel.alarm import Alarm, allowed_from, stops_the_shop, unseen_from

BERLIN = "Europe/Berlin"
NIGHTS = Alarm(quiet_from=time(20), quiet_until=time(8))
OFFICE = Alarm(quiet_from=time(20), quiet_until=time(8), weekends=False)
INSTANTS = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
HOURS = st.one_of(st.none(), st.times().map(lambda one: one.replace(second=0, microsecond=0)))


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of November 2026; the 20th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(BERLIN))


def test_a_night_ends_at_its_hour() -> None:
    assert allowed_from(NIGHTS, BERLIN, berlin(18, 23)) == berlin(19, 8)
    assert allowed_from(NIGHTS, BERLIN, berlin(19, 3)) == berlin(19, 8)
    assert allowed_from(NIGHTS, BERLIN, berlin(19, 8)) == berlin(19, 8)
    assert allowed_from(NIGHTS, BERLIN, berlin(19, 19, 59)) == berlin(19, 19, 59)


def test_a_friday_night_lasts_until_monday_morning() -> None:
    assert allowed_from(OFFICE, BERLIN, berlin(20, 22)) == berlin(23, 8)
    assert allowed_from(OFFICE, BERLIN, berlin(21, 12)) == berlin(23, 8)


def test_a_pause_at_noon_does_not_reach_over_midnight() -> None:
    noon = Alarm(quiet_from=time(12), quiet_until=time(13))
    assert allowed_from(noon, BERLIN, berlin(18, 12, 30)) == berlin(18, 13)
    assert allowed_from(noon, BERLIN, berlin(18, 23)) == berlin(18, 23)


def test_a_day_to_look_counts_allowed_hours_only() -> None:
    assert unseen_from(Alarm(), BERLIN, berlin(18, 9)) == berlin(19, 9)
    assert unseen_from(NIGHTS, BERLIN, berlin(18, 8)) == berlin(20, 8)
    assert unseen_from(OFFICE, BERLIN, berlin(20, 8)) == berlin(24, 8)


def test_the_shop_stops_under_a_fifth_of_usual() -> None:
    assert stops_the_shop("orders", 150, 800)
    assert not stops_the_shop("orders", 170, 800)
    assert not stops_the_shop("sessions", 0, 800)


@given(at=INSTANTS, start=HOURS, end=HOURS, weekends=st.booleans())
def test_the_next_allowed_hour_is_never_earlier_and_is_allowed(
    at: datetime, start: time | None, end: time | None, weekends: bool
) -> None:
    alarm = Alarm(quiet_from=start, quiet_until=end, weekends=weekends)
    first = allowed_from(alarm, BERLIN, at)
    assert at <= first <= at + timedelta(days=4)
    assert allowed_from(alarm, BERLIN, first) == first

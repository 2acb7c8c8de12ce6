"""A source that delivers reviews on the third morning is not late on the second."""

from datetime import UTC, datetime, timedelta

from funnel.arrival import source_delay
from funnel.catalogue import load
from funnel.freshness import SOURCE_DELAY

CSAT = load().metric("customer_satisfaction_score")
SESSIONS = load().metric("sessions")
THIRD_MORNING = timedelta(days=2, hours=5, minutes=30)
FIRST = datetime(2026, 11, 1, tzinfo=UTC)


def daily(*delays: timedelta) -> list[tuple[datetime, datetime]]:
    """One period a day, each coming in after its delay."""
    ends = [FIRST + timedelta(days=day) for day in range(len(delays))]
    return [(end, end + delay) for end, delay in zip(ends, delays, strict=True)]


def test_a_slow_source_is_due_when_it_always_comes() -> None:
    due = source_delay(daily(*[THIRD_MORNING] * 6), CSAT)
    assert THIRD_MORNING < due < THIRD_MORNING + timedelta(hours=2)


def test_a_fast_source_has_until_noon() -> None:
    assert source_delay(daily(*[timedelta(hours=5)] * 30), SESSIONS) == SOURCE_DELAY


def test_one_slow_morning_in_twenty_moves_nothing() -> None:
    delays = [timedelta(hours=5)] * 19 + [timedelta(days=3)]
    assert source_delay(daily(*delays), SESSIONS) == SOURCE_DELAY


def test_a_first_import_teaches_nothing() -> None:
    today = FIRST + timedelta(days=12)
    together = [(FIRST + timedelta(days=day), today) for day in range(12)]
    assert source_delay(together, CSAT) == source_delay([], CSAT)
    assert source_delay([], CSAT) == timedelta(days=CSAT.maturity_lag_days)

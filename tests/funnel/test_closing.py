"""Public holidays are learned as closed days; the shop's own are noted as events."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from funnel.catalogue import load
from funnel.closing import learned_holidays, own_holidays
from funnel.events import Event, EventKind
from funnel.freshness import Fresh, freshness
from funnel.model import Series
from funnel.periods.holidays import holidays_between

FIRST, LAST = date(2026, 1, 2), date(2026, 12, 24)
GERMAN = frozenset(holidays_between("DE", FIRST, date(2026, 12, 31)))


def office(*, shut: frozenset[date], last: date = LAST) -> Series:
    """Orders on Monday to Friday."""
    days = [FIRST + timedelta(days=n) for n in range((last - FIRST).days + 1)]
    starts = np.array(
        [day for day in days if day.weekday() < 5 and day not in shut], dtype="datetime64[D]"
    )
    nothing = np.full(len(starts), np.nan)
    return Series("orders", starts, np.full(len(starts), 80.0), nothing, nothing)


def state(series: Series, closed: frozenset[date]) -> Fresh:
    now = datetime(2026, 12, 28, 12, tzinfo=UTC)  # a Monday; its Friday was Christmas Day
    return freshness(series, load().metric("orders"), now=now, zone="UTC", closed=closed).state


def test_an_office_that_shuts_on_holidays_is_not_late_on_christmas_day() -> None:
    closing = office(shut=GERMAN)
    assert state(closing, frozenset()) is Fresh.LATE
    assert state(closing, learned_holidays(closing, GERMAN)) is Fresh.CURRENT


def test_a_shop_that_sells_on_holidays_is_late_when_one_is_missing() -> None:
    selling = office(shut=frozenset())
    assert learned_holidays(selling, GERMAN) == frozenset()
    assert state(selling, learned_holidays(selling, GERMAN)) is Fresh.LATE


def test_two_holidays_teach_nothing() -> None:
    young = office(shut=GERMAN, last=date(2026, 4, 4))  # Good Friday, and Easter Monday after it
    assert learned_holidays(young, GERMAN) == frozenset()


def test_a_holiday_that_the_team_noted_is_closed_at_once() -> None:
    stocktaking = Event(1, EventKind.HOLIDAY, "Stocktaking", date(2026, 12, 25), date(2026, 12, 26))
    campaign = Event(2, EventKind.CAMPAIGN, "Sale", date(2026, 12, 1), date(2026, 12, 31))
    days = own_holidays([stocktaking, campaign])
    assert days == {date(2026, 12, 25), date(2026, 12, 26)}
    assert state(office(shut=frozenset()), days) is Fresh.CURRENT


def test_a_country_without_a_calendar_has_no_holidays() -> None:
    assert holidays_between("", FIRST, LAST) == {}
    assert holidays_between("XX", FIRST, LAST) == {}

"""Late, stopped, young or closed: what is said of numbers that are not there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from funnel.freshness import (
    Fresh,
    Restatement,
    closed_dates,
    freshness,
    mature_periods,
    period_state,
)
from funnel.model import Grain
from tests.funnel.days import MONDAY, metric, orders, series, without_days

ORDERS = replace(metric("orders"), maturity_lag_days=0)
SESSIONS = replace(metric("sessions"), maturity_lag_days=2)
LAST = MONDAY + timedelta(days=99)  # Tuesday 14 April 2026
BERLIN = "Europe/Berlin"


def noon(day: date, hour: int = 14) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def days_after(count: int, hour: int = 14) -> datetime:
    return noon(LAST + timedelta(days=count), hour)


def test_no_value_yet() -> None:
    found = freshness(series("orders", np.array([])), ORDERS, now=days_after(1), zone=BERLIN)
    assert (found.state, found.words) == (Fresh.NEVER, "never")


@pytest.mark.parametrize(
    ("now", "state", "missing"),
    [
        (days_after(1), Fresh.CURRENT, 0),
        (days_after(2, hour=9), Fresh.CURRENT, 0),  # 11:00 in Berlin: due at 12:00
        (days_after(2, hour=10), Fresh.LATE, 1),
        (days_after(3), Fresh.LATE, 2),
        (days_after(4), Fresh.STOPPED, 3),
        (days_after(90), Fresh.STOPPED, 89),
    ],
)
def test_a_feed_that_ends_is_late_then_stopped(now: datetime, state: Fresh, missing: int) -> None:
    found = freshness(orders(100), ORDERS, now=now, zone=BERLIN)
    assert (found.state, found.newest) == (state, LAST)
    assert len(found.missing) == missing or missing > 8
    assert found.words == ("" if state is Fresh.CURRENT else f"{state} since 15 Apr")


def test_saturdays_of_a_closed_shop_are_not_late() -> None:
    shop = without_days(orders(96), lambda day: day.weekday() == 5)  # to Friday 10 April
    sunday, monday = noon(date(2026, 4, 12)), noon(date(2026, 4, 13))
    assert freshness(shop, ORDERS, now=sunday, zone=BERLIN).state is Fresh.CURRENT
    found = freshness(shop, ORDERS, now=monday, zone=BERLIN)
    assert found.missing == (date(2026, 4, 12),)


def test_a_young_shop_is_closed_on_a_day_that_it_never_had() -> None:
    shop = without_days(orders(33), lambda day: day.weekday() == 5)  # to Friday 6 February
    assert freshness(shop, ORDERS, now=noon(date(2026, 2, 8)), zone=BERLIN).missing == ()


def test_a_hole_counts_although_later_days_came() -> None:
    holed = without_days(orders(100), lambda day: day == date(2026, 4, 9))
    found = freshness(holed, ORDERS, now=days_after(1), zone=BERLIN)
    assert (found.state, found.missing) == (Fresh.CURRENT, (date(2026, 4, 9),))


def test_a_holiday_of_the_whole_shop_is_forgotten_once_it_is_over() -> None:
    easter = {date(2026, 4, 3) + timedelta(days=n) for n in range(4)}
    source = [without_days(orders(100, seed=seed), easter.__contains__) for seed in range(3)]
    closed = closed_dates(source)
    assert closed == easter
    found = freshness(source[0], ORDERS, now=days_after(1), zone=BERLIN, closed=closed)
    assert found.missing == ()
    one_open = closed_dates([*source[1:], orders(100)])
    assert one_open == frozenset()
    assert closed_dates([]) == frozenset()


def test_young_periods_may_still_change_and_are_not_judged() -> None:
    days = orders(100)
    now = days_after(1)  # the 14th is over since midnight, two days of lag are not
    assert period_state(Grain.DAY, LAST, SESSIONS, now=now, zone=BERLIN) is Fresh.IMMATURE
    assert period_state(Grain.DAY, LAST, ORDERS, now=now, zone=BERLIN) is Fresh.CURRENT
    assert period_state(Grain.DAY, now.date(), ORDERS, now=now, zone=BERLIN) is Fresh.PARTIAL
    mature = mature_periods(days, SESSIONS, now=now, zone=BERLIN)
    assert mature.starts[-1].tolist() == LAST - timedelta(days=2)
    assert freshness(days, SESSIONS, now=now, zone=BERLIN).state is Fresh.CURRENT
    first = freshness(days.between(LAST, LAST), SESSIONS, now=now, zone=BERLIN)
    assert (first.state, first.words) == (Fresh.IMMATURE, "may still change")


def test_the_day_ends_in_the_reporting_zone() -> None:
    evening = datetime(2026, 4, 14, 23, tzinfo=UTC)
    assert period_state(Grain.DAY, LAST, ORDERS, now=evening, zone="UTC") is Fresh.PARTIAL
    assert period_state(Grain.DAY, LAST, ORDERS, now=evening, zone=BERLIN) is Fresh.CURRENT


def test_a_delivered_zero_and_a_restated_value_are_said() -> None:
    days = orders(100)
    zero = replace(days, values=np.append(days.values[:-1], 0.0))
    assert freshness(zero, ORDERS, now=days_after(1), zone=BERLIN).state is Fresh.ZERO
    for age, state in ((6, Fresh.RESTATED), (8, Fresh.CURRENT)):
        now = days_after(1 + age)
        changed = Restatement(LAST, 9.0, 10.0, days_after(1))
        found = freshness(
            days, ORDERS, now=now, zone=BERLIN, restated=changed, delay=timedelta(days=30)
        )
        assert found.state is state


def test_an_old_or_young_values_change_is_no_news_of_the_newest() -> None:
    days, now = orders(100), days_after(1)
    young = Restatement(LAST, 9.0, 10.0, noon(LAST))
    assert freshness(days, ORDERS, now=now, zone=BERLIN, restated=young).restated is None
    old = Restatement(LAST - timedelta(days=5), 9.0, 10.0, days_after(0))
    found = freshness(days, ORDERS, now=now, zone=BERLIN, restated=old)
    assert (found.state, found.restated) == (Fresh.CURRENT, old)


def test_weeks_and_hours_are_due_at_their_own_end() -> None:
    weeks = replace(
        series("orders", np.arange(10.0)),
        starts=np.datetime64(MONDAY) + 7 * np.arange(10),
        grain=Grain.WEEK,
    )
    newest = weeks.starts[-1].tolist()  # Monday 9 March, over on the 16th
    assert freshness(weeks, ORDERS, now=noon(newest + timedelta(days=13)), zone="UTC").missing == ()
    late = freshness(weeks, ORDERS, now=noon(newest + timedelta(days=14)), zone="UTC")
    assert late.missing == (newest + timedelta(days=7),)
    hours = replace(
        series("orders", np.ones(48)),
        starts=np.datetime64("2026-01-05T00", "h") + np.arange(48),
        grain=Grain.HOUR,
    )
    now = datetime(2026, 1, 7, 1, 30, tzinfo=UTC)
    soon = timedelta(minutes=20)
    found = freshness(hours, ORDERS, now=now, zone="UTC", delay=soon)
    assert found.missing == (datetime.fromisoformat("2026-01-07T00:00"),)

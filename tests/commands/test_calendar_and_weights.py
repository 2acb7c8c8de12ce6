"""Weeks, quarters and windows in a company's own calendar, of numbers with counts or without."""

from datetime import date, timedelta

from funnel.model import Grain, Segment
from funnel.periods import FirstDay
from tests.commands.conftest import TEAM, Desk

MONDAY = date(2026, 11, 9)


def days(values: list[float], first: date = MONDAY) -> dict[date, float]:
    return {first + timedelta(days=n): value for n, value in enumerate(values)}


def test_last_week_is_the_companys_week(new_desk: Desk) -> None:
    new_desk.records("orders", days([1, 10, 10, 10, 10, 10, 10, 100], date(2026, 11, 8)))
    assert "Last week: 160" in new_desk.reads("metric orders last week")
    new_desk.counts_by(first_day=FirstDay.SUNDAY.value)
    assert "Last week: 61" in new_desk.reads("metric orders last week")


def test_a_quarter_is_the_companys_quarter(new_desk: Desk) -> None:
    new_desk.records("orders", days([5, 7], date(2026, 9, 30)))
    assert "Q4 2026: 7" in new_desk.reads("metric orders Q4")
    new_desk.counts_by(fiscal_month=4)
    assert "Q2 FY2027: 5" in new_desk.reads("metric orders Q2 FY27")


def test_a_number_of_last_week_is_kept_under_its_monday(new_desk: Desk) -> None:
    new_desk.counts_by(first_day=FirstDay.SUNDAY.value)
    new_desk.reads("log reach 5200 last week")
    with new_desk.store.read(TEAM) as tx:
        assert tx.snapshots.at("reach", MONDAY, grain=Grain.WEEK) is not None


def test_percents_typed_without_counts_are_weighted_by_their_sessions(new_desk: Desk) -> None:
    new_desk.records("sales_conversion_rate", days([2.0, 4.0]))
    assert "needs counts: type 12/340" in new_desk.reads("metric sales conversion rate last week")
    new_desk.records("sessions", days([3000, 1000]))
    words = new_desk.reads("metric sales conversion rate last week")
    assert "Last week: 2.50% (weighted by sessions) (2 of 7 days have numbers)" in words
    assert "(weighted by sessions)" in new_desk.reads("status action last week")


def test_a_channel_without_orders_on_a_day_of_the_others_had_none(new_desk: Desk) -> None:
    email, paid = ({"segment": Segment("channel", one)} for one in ("email", "paid"))
    new_desk.records("orders", days([9.0] * 10), **paid)
    new_desk.records("orders", days([4.0, 4.0]), **email)
    new_desk.records("sales_conversion_rate", days([9.0] * 10), **paid)
    new_desk.records("sales_conversion_rate", days([4.0, 4.0]), **email)
    new_desk.records("orders", days([13.0] * 10))
    new_desk.records("sales_conversion_rate", days([8.0] * 10))
    orders = new_desk.reads("metric orders by channel")
    assert "email | 0 | – | ◌ zero" in orders
    assert "0.00%" not in new_desk.reads("metric sales conversion rate by channel")


def test_a_segment_is_weighted_by_its_own_sessions(new_desk: Desk) -> None:
    email = {"segment": Segment("channel", "email")}
    new_desk.records("sales_conversion_rate", days([2.0, 4.0]))
    new_desk.records("sales_conversion_rate", days([2.0, 4.0]), **email)
    new_desk.records("sessions", days([1000, 1000]))
    new_desk.records("sessions", days([1000, 3000]), **email)
    words = new_desk.reads("status sales conversion rate last week by channel")
    assert "3.50%" in words

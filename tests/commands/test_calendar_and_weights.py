"""Weeks, quarters and windows in a company's own calendar, of numbers with counts or without."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from commands.digests import gather
from commands.home import home_of
from commands.request import Origin, Request
from commands.views.digest import digest_message
from funnel.catalogue import load
from funnel.goals import stay_periods
from funnel.model import Grain, Segment
from funnel.own_benchmarks import OwnBenchmark
from funnel.periods import Calendar, FirstDay
from funnel.schedules import Rhythm, Schedule
from playground.render import flatten
from tests.commands.conftest import ANA, TEAM, Desk
from tests.storage.entities import GOAL

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


def test_a_total_that_did_not_come_is_added_up_and_said_to_be(desk: Desk) -> None:
    """The desk's sessions have device segments that make the total on each of 250 days."""
    desk.now += timedelta(days=3)
    mobile, desktop = (Segment("device", one) for one in ("mobile", "desktop"))
    desk.records("sessions", {date(2026, 11, 20): 24_000.0}, segment=mobile)
    assert "late" in desk.reads("status sessions")
    desk.records("sessions", {date(2026, 11, 20): 16_000.0}, segment=desktop)
    assert "40,000 (added up by device)" in desk.reads("status sessions")
    page = desk.reads("metric sessions")
    assert "(1 day added up by device)" in page
    assert "1 total is missing and added up by device" in page
    desk.records("sessions", {date(2026, 11, 20): 41_000.0})
    assert "added up" not in desk.reads("status sessions")


def test_a_number_computed_from_others_stands_in_home_and_digest_too(new_desk: Desk) -> None:
    new_desk.records("sessions", days([1000.0] * 10))
    new_desk.records("orders", days([25.0] * 10))
    words = "2.50% (Tue 17 Nov) (derived)"
    assert words in new_desk.reads("status action")
    asked = Request(TEAM, ANA, "", Origin.HOME, "home", "", new_desk.now, private=True)
    assert "3 of " in flatten(home_of(asked, new_desk.deps).sealed())
    schedule = Schedule(1, "C1", "UTC", stages=("action",), owner=ANA)
    with new_desk.store.read(TEAM) as tx:
        told = gather(tx, schedule, load(), now=new_desk.now, since=None)
    assert "Sales conversion rate 2.50% on Tue 17 Nov" in flatten(digest_message(told).payload())


def test_the_teams_own_benchmark_stands_in_details(desk: Desk) -> None:
    at = date(2024, 3, 3)
    mine = OwnBenchmark(0, "cart_abandonment_rate", 68.0, "Board deck", at, "UANA", desk.now)
    with desk.store.write(TEAM) as tx:
        tx.benchmarks.add(mine)
    assert "yours: 68.0%: Board deck, 3 Mar 2024, old · " in desk.reads("status decision details")


def test_a_bound_is_judged_by_the_companys_weeks() -> None:
    goal = replace(GOAL, start=date(2026, 11, 1), deadline=date(2026, 11, 30))
    sunday = Calendar(FirstDay.SUNDAY)
    first_days = [first for first, _ in stay_periods(goal, Grain.DAY, sunday)]
    assert first_days == [date(2026, 11, day) for day in (1, 8, 15, 22)]
    by_weeks = [first for first, _ in stay_periods(goal, Grain.WEEK, sunday)]
    assert by_weeks == [date(2026, 11, day) for day in (2, 9, 16, 23)]


def test_the_chart_of_a_weekly_digest_has_the_companys_weeks(desk: Desk) -> None:
    desk.counts_by(first_day=FirstDay.SUNDAY.value)
    monthly = Schedule(1, "C1", "UTC", rhythm=Rhythm.MONTHLY, stages=("awareness",), owner=ANA)
    now = datetime(2026, 11, 1, 9, tzinfo=UTC)
    with desk.store.read(TEAM) as tx:
        told = gather(tx, monthly, load(), now=now, since=None, day=now.date())
    assert told.chart is not None
    assert {told.chart[1].first.weekday(), (told.chart[1].last).weekday()} == {6, 5}
